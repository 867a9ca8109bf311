"""Number, date, place, subject, years, issuer and the decree replaced."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sipol.reading.dates import CITY_AND_DAY, find_date, find_years
from sipol.reading.lexicon import headline
from sipol.reading.page import Line, Page, around
from sipol.reading.results import Evidence
from sipol.reading.wrapping import joined
from sipol.reading.zones import Placed, Zone

_I = re.IGNORECASE
_NUMBER = re.compile(r"(?:^|\b(?:keputusan|sk)\W*)\W*(?:nomor|no|nmr)\b\s*[.:]*\s*(.*)$", _I)
_VALUE = re.compile(r"^[A-Za-z0-9(][\w.,()&–-]*(?:\s?[/.–-]\s?[\w.,()&–-]+|\s(?:tahun|th\.?)\s\d{4})*", _I)
_FOREIGN = re.compile(r"\b(?:undang|telp|telepon|fax|hp|rekening|kemenkum\w*|menkum\w*|ahu|rt|rw|jl|jalan)\b", _I)
_AFTER = re.compile(r"\s+(?:tanggal|tgl|tentang)\b.*$", _I)
_PLACE = re.compile(r"\b(?:ditetapkan|dikeluarkan|disahkan|dibuat)\s*di\b\s*:?\s*(.*)$", _I)
_PLACE_END = re.compile(r"\s*(?:,|\bpada\b|\btanggal\b|\d).*$", _I)
_ABOUT = re.compile(r"^t\s*e\s*n\s*t\s*a\s*n\s*g\b\W*(.*)$", _I)
_ABOUT_END = re.compile(r"^(?:dengan rahmat|bismillah|atas berkat|dengan memohon|atas rahmat)", _I)
_DECREE = re.compile(r"^(?:surat\s+)?keputusan\b\s*(.*)$", _I)
_ISSUER = re.compile(r"^(?:dewan|pengurus|pimpinan|badan|majelis|komite|partai|presidium)\b", _I)
_GONE = re.compile(
    r"\b(?:men?cabut|dicabut|pencabutan|(?:meng|di)gantik?a?n?|tidak\s+berlaku|membatalkan|dibatalkan)\b", _I
)
_CITED = re.compile(
    r"(?:keputusan|\bsk)\b[^;]{0,140}?\b(?:nomor|no)\b\s*[.:]*\s*([A-Za-z0-9][\w.()&–-]*(?:\s?/\s?[\w.()&–-]+)+)", _I
)

_SEATED = re.compile(
    r"\b(?:beralamat(?:kan)?|berkantor|berkedudukan|alamat (?:kantor|sekretariat))\b[^;.]{0,60}?"
    r"(?P<street>\b(?:jl|jln|jalan)\b\.?\s?(?-i:[A-Z0-9])[^;]{4,120}?)(?=;|\.\s*$|\.\s+(?-i:[A-Z])|$)",
    _I,
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DOUBTED, _CLEARLY = 0.5, 0.93


@dataclass(frozen=True)
class Fact:
    """A value with the lines that say it."""

    value: str | date | tuple[int, int]
    lines: tuple[Line, ...]
    confidence: float = 1.0

    def evidence(self, pages: Mapping[int, Page]) -> Evidence:
        page = self.lines[0].page
        box = around(line.box for line in self.lines if line.page == page)
        seen = min(line.confidence for line in self.lines)
        return Evidence(page, pages[page].displayed(box), round(seen * self.confidence, 3))


def facts_of(placed: Sequence[Placed]) -> dict[str, Fact]:
    """The facts that were found, by the names DecreeReading gives them."""
    finders: dict[str, Callable[[Sequence[Placed]], Fact | None]] = {
        "number": _number,
        "issued_on": _issued_on,
        "issued_in": _issued_in,
        "about": _about,
        "period": _period,
        "issuer": _issuer,
        "office": _office,
    }
    found = {name: fact for name, finder in finders.items() if (fact := finder(placed))}
    if "number" in found and "issued_on" in found:
        found["number"] = _of_its_month(found["number"], found["issued_on"])
    own = found["number"].value if "number" in found else None
    replaced = _replaces(placed, own)
    return {**found, "replaces": replaced} if replaced else found


def _lines(placed: Sequence[Placed], *zones: Zone) -> list[Line]:
    return [row.line for row in placed if row.zone in zones]


def _number(placed: Sequence[Placed]) -> Fact | None:
    """The number over TENTANG, or that of the annex; both alike is surer than one alone."""
    title = list(_numbers(_lines(placed, Zone.TITLE)))
    annex = list(_numbers(_lines(placed, Zone.APPENDIX, Zone.BOARD)))
    agreed = [fact for fact in title if fact.value in {other.value for other in annex}]
    chosen = agreed or title or annex
    return chosen[0] if chosen else None


def _numbers(lines: Sequence[Line]) -> Iterator[Fact]:
    for place, line in enumerate(lines):
        found = _NUMBER.search(line.text)
        if not found or _FOREIGN.search(line.text):
            continue
        taken = [line]
        text = found.group(1)
        follows = place + 1 < len(lines) and lines[place + 1].page == line.page
        if follows and (not text or text.endswith(("/", "-"))):
            taken.append(lines[place + 1])
            text = joined([text, lines[place + 1].text])
        value = number_in(text)
        if value:
            yield Fact(value, tuple(taken))


def number_in(text: str) -> str | None:
    """The decree number a text begins with; None when what stands there is no such number."""
    found = _VALUE.match(_AFTER.sub("", text))
    value = found.group().strip(" .,") if found else ""
    return value if any(mark.isdigit() for mark in value) and re.search(r"[/.\-–]|tahun", value, _I) else None


def _of_its_month(number: Fact, day: Fact) -> Fact:
    """A number read from a picture whose month in Roman numerals is one stroke off that of the date: the date's.

    A slash beside it reads as one stroke more, and a thin one is lost; the fact says that it is a doubtful one.
    """
    if not isinstance(day.value, date) or min(line.confidence for line in number.lines) >= _CLEARLY:
        return number
    month, parts = _ROMAN[day.value.month - 1], str(number.value).split("/")
    off = [place for place, part in enumerate(parts) if part in _ROMAN and part != month]
    if month in parts or len(off) != 1 or month.replace("I", "") != parts[off[0]].replace("I", ""):
        return number
    if abs(len(month) - len(parts[off[0]])) != 1:
        return number
    parts[off[0]] = month
    return replace(number, value="/".join(parts), confidence=_DOUBTED)


def _issued_on(placed: Sequence[Placed]) -> Fact | None:
    for zone in (Zone.SIGNED, Zone.APPENDIX, Zone.TITLE):
        lines = _lines(placed, zone)
        for place, line in enumerate(lines):
            day = find_date(line.text)
            if day:
                return Fact(day, (line,))
            # A date may run over two lines.
            following = lines[place + 1] if place + 1 < len(lines) else None
            if following and not find_date(following.text):
                day = find_date(f"{line.text} {following.text}")
                if day:
                    return Fact(day, (line, following))
    return None


def _issued_in(placed: Sequence[Placed]) -> Fact | None:
    for line in _lines(placed, Zone.SIGNED):
        found = _PLACE.search(line.text)
        place = _PLACE_END.sub("", found.group(1)).strip(" .:") if found else ""
        if place:
            return Fact(headline(place), (line,))
    for line in _lines(placed, Zone.SIGNED):
        pieces = (CITY_AND_DAY.match(piece.text) for piece in line.pieces(2.0))
        found = next((match for match in pieces if match), None)
        if found:
            return Fact(headline(found.group(1).strip()), (line,))
    return None


def _about(placed: Sequence[Placed]) -> Fact | None:
    title = _lines(placed, Zone.TITLE)
    for place, line in enumerate(title):
        found = _ABOUT.match(line.text)
        if not found:
            continue
        taken = [line] if found.group(1) else []
        texts = [found.group(1)] if found.group(1) else []
        for following in title[place + 1 :]:
            if _ABOUT_END.match(following.text) or following.page != line.page or _salute(following.text):
                break
            taken.append(following)
            texts.append(following.text)
        return Fact(joined(texts), tuple(taken)) if taken else None
    return None


def _salute(text: str) -> bool:
    """The issuer written once more before the reasons, with a comma: "DEWAN PIMPINAN PUSAT PARTAI …,"."""
    return text.endswith(",") and bool(_ISSUER.match(text))


def _period(placed: Sequence[Placed]) -> Fact | None:
    for zones in ((Zone.TITLE,), (Zone.APPENDIX, Zone.BOARD), (Zone.DICTUM,), (Zone.PREAMBLE,)):
        lines = _lines(placed, *zones)
        for place, line in enumerate(lines):
            following = lines[place + 1 : place + 2]
            for taken in ((line,), (line, *following)):
                years = find_years(" ".join(part.text for part in taken))
                if years:
                    return Fact(years, taken)
    return None


def _issuer(placed: Sequence[Placed]) -> Fact | None:
    for lines in (_under_decree(placed), _over_signatures(placed), _letterhead(placed)):
        text = _DECREE.sub(lambda found: found.group(1), joined([line.text for line in lines])).strip(" ,:")
        if lines and _ISSUER.match(text) and len(text) > 12:
            return Fact(_as_written(text, placed), tuple(lines))
    return None


def _as_written(text: str, placed: Sequence[Placed]) -> str:
    """The issuer as some sentence of the decree spells it, else its capitals as words."""
    body = joined([row.line.text for row in placed if row.zone in (Zone.PREAMBLE, Zone.DICTUM)])
    found = re.search(re.escape(text), body, _I)
    return found.group() if found and not found.group().isupper() else headline(text)


def _under_decree(placed: Sequence[Placed]) -> list[Line]:
    """The lines from "SURAT KEPUTUSAN" to the number."""
    title = _lines(placed, Zone.TITLE)
    start = next((place for place, line in enumerate(title) if _DECREE.match(line.text)), None)
    if start is None:
        return []
    taken = [title[start]] if _DECREE.sub(lambda found: found.group(1), title[start].text) else []
    for line in title[start + 1 :]:
        if _NUMBER.search(line.text) or _ABOUT.match(line.text):
            return taken
        taken.append(line)
    return []


def _over_signatures(placed: Sequence[Placed]) -> list[Line]:
    """The lines of the body's name between the date and the first post."""
    taken: list[Line] = []
    for line in _lines(placed, Zone.SIGNED):
        if _ISSUER.match(line.text) and len(line.pieces(3.0)) == 1 and not find_date(line.text):
            taken.append(line)
        elif taken:
            break
    return taken


def _letterhead(placed: Sequence[Placed]) -> list[Line]:
    taken: list[Line] = []
    for line in _lines(placed, Zone.TITLE)[:6]:
        if _ISSUER.match(line.text):
            taken.append(line)
        elif taken:
            break
    return taken


def _office(placed: Sequence[Placed]) -> Fact | None:
    """The street where the decree says that the body has its office; the letterhead is that of whoever issued it."""
    lines = _lines(placed, Zone.DICTUM)
    for place in range(len(lines)):
        taken = lines[place : place + 3]
        street = street_in(joined([line.text for line in taken]))
        if street:
            return Fact(street, tuple(line for line in taken if _says(line, street)) or (lines[place],))
    return None


def street_in(text: str) -> str | None:
    """The street and number of an office that a text names; None where it names none, or a street without a number."""
    found = _SEATED.search(text)
    street = found.group("street").strip(" .,;") if found else ""
    return street if any(sign.isdigit() for sign in street) else None


def _replaces(placed: Sequence[Placed], own: object) -> Fact | None:
    lines = _lines(placed, Zone.PREAMBLE, Zone.DICTUM)
    for place, line in enumerate(lines):
        if not re.search(r"\b(?:keputusan|sk)\b", line.text, _I):
            continue
        taken = lines[place : place + 4]
        text = joined([part.text for part in taken])
        before = joined([part.text for part in lines[max(0, place - 3) : place]])
        for found in _CITED.finditer(text):
            value = found.group(1).strip(" .,()")
            around_it = before.rpartition(";")[2] + " " + text[: found.end()] + text[found.end() :].partition(";")[0]
            if value != own and _GONE.search(around_it):
                return Fact(value, tuple(part for part in taken if _says(part, value)) or (line,))
    return None


def _says(line: Line, value: str) -> bool:
    return any(len(word.text) > 3 and word.text.strip(",.;") in value for word in line.words)
