"""The press: a sheet becomes a page, and the page a PDF. With ``archive``, all that loads WeasyPrint.

The printer sees the sheet and the print templates, nothing beyond; any complaint of its stops the press.
"""

import json
import logging
import re
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML, VERSION, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from sipol.render.annex import PRINTED_ROWS, attached_names, attachments
from sipol.render.archive import DOUBTFUL, INTENT, NUDGES, VARIANT, colours, finisher
from sipol.render.sheets import AnySheet, MinutesSheet, digest, sheet_from_data
from sipol.render.words import date_in_words, long_moment, short_date, thousands
from sipol.rules.errors import PrintFailed, Unreadable

ROOT = Path(__file__).parents[2]
ROMAN = ("I", "II", "III")
NO_GLYPH = ".notdef glyph rendered"
CODE = re.compile(r"\(U\+([0-9A-F]{4,6})\)$")
MISSING: ContextVar[set[str] | None] = ContextVar("MISSING", default=None)


@dataclass(frozen=True, slots=True)
class Annex:
    name: str
    kind: str
    title: str


class StrictPrinter(logging.Handler):
    """A paper with a hole in it is no paper: a picture that is missing, a style unknown, a letter no font has.

    Letters are noted in ``MISSING`` while somebody listens there, so that one more print can spell them out.
    """

    def emit(self, record: logging.LogRecord) -> None:
        said, missing = record.getMessage(), MISSING.get()
        if missing is None or not said.startswith(NO_GLYPH):
            raise PrintFailed(said)
        missing.update(chr(int(code, 16)) for code in CODE.findall(said))


logging.getLogger("weasyprint").addHandler(StrictPrinter(level=logging.WARNING))


def _w3c(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _groups(digits: str) -> list[str]:
    return [digits[start : start + 4] for start in range(0, len(digits), 4)]


def _unbroken(code: str) -> str:
    # U+2011 is a hyphen at which no line breaks.
    return code.replace("-", "\u2011")


def _sentences(told: tuple[str, ...]) -> str:
    return " ".join(told) or "nihil."


PAGES = Environment(
    loader=FileSystemLoader([ROOT / "templates" / "print", ROOT / "sipol" / "templates" / "print"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)
PAGES.filters.update(
    date_in_words=date_in_words,
    groups=_groups,
    long_moment=long_moment,
    sentences=_sentences,
    short_date=short_date,
    thousands=thousands,
    unbroken=_unbroken,
    w3c=_w3c,
)


def html(sheet: AnySheet) -> str:
    """The page as HTML, complete in itself. PrintFailed when the digest does not belong to the sheet."""
    if sheet.digest and sheet.digest != digest(sheet):
        raise PrintFailed("Sidik data tidak cocok dengan isi lembar ini. Bekukan ulang sebelum mencetak.")
    return PAGES.get_template(f"{sheet.KIND}.html").render(
        sheet=sheet,
        title=_title(sheet),
        annexes=_annexes(sheet),
        files=attached_names(sheet),
        limit=PRINTED_ROWS,
        qr=segno.make(sheet.verify_url, error="m").svg_data_uri(border=2, scale=4),
    )


def pdf(sheet: AnySheet) -> bytes:
    """The sheet as PDF/A-3a and PDF/UA-1 with its data attached. The same sheet gives the same bytes.

    A letter that no font has is printed as its code point, ``[U+674E]``; the attached data keep the letter.
    PrintFailed when anything else could not be printed as meant; its text says what.
    """
    page = html(sheet)
    missing: set[str] = set()
    listening = MISSING.set(missing)
    try:
        content = _without_doubt(page, sheet)
    finally:
        MISSING.reset(listening)
    if missing:
        page = page.translate({ord(letter): f"[U+{ord(letter):04X}]" for letter in missing})
        content = _without_doubt(page, sheet)
    return content


def pdf_of_data(data: bytes) -> bytes:
    """The PDF of a sheet that is given as its JSON: what a child does. Unreadable where the press says PrintFailed."""
    try:
        return pdf(sheet_from_data(json.loads(data)))
    except PrintFailed as failed:
        raise Unreadable(str(failed)) from failed


def _without_doubt(page: str, sheet: AnySheet) -> bytes:
    content = b""
    for nudge in NUDGES:
        content = _print(page, sheet, nudge)
        if DOUBTFUL not in content:
            break
    return content


def _print(page: str, sheet: AnySheet, nudge: dict[str, str]) -> bytes:
    made_at = sheet.made_at.astimezone(UTC)
    fence = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    try:
        return HTML(string=page, url_fetcher=fence).write_pdf(
            pdf_variant=VARIANT,
            output_intent=INTENT,
            color_profiles=colours(),
            pdf_identifier=digest(sheet)[:32].encode(),
            attachments=[
                Attachment(
                    string=attached.content,
                    name=attached.name,
                    description=attached.description,
                    created=made_at,
                    modified=made_at,
                    relationship="Data",
                )
                for attached in attachments(sheet)
            ],
            finisher=finisher(_metadata(sheet), nudge),
        )
    except FatalURLFetchingError as error:
        raise PrintFailed(str(error)) from error


def _metadata(sheet: AnySheet) -> bytes:
    packet = PAGES.get_template("metadata.xml").render(
        title=_title(sheet),
        author=sheet.letterhead.full_name,
        producer=f"WeasyPrint {VERSION}",
        made_at=_w3c(sheet.made_at),
    )
    return packet.encode()


def _title(sheet: AnySheet) -> str:
    return f"{sheet.NAME} Nomor {sheet.number} – {sheet.party}"


def _annexes(sheet: AnySheet) -> list[Annex]:
    if not isinstance(sheet, MinutesSheet):
        return []
    present = [
        (kind, title)
        for kind, title, rows in (
            ("officers", "Pengurus dengan perbedaan penulisan atau jabatan", sheet.officers),
            ("members", "Anggota menurut indikasi", sheet.members),
            ("premises", "Kantor tetap", sheet.premises),
        )
        if rows
    ]
    return [Annex(f"Lampiran {ROMAN[place]}", kind, title) for place, (kind, title) in enumerate(present)]
