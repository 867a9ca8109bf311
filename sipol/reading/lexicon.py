"""The words of an SK: posts, organs, titles, and how a person's name looks and does not look."""

import re

_I = re.IGNORECASE

# What a post begins with. Short forms are those seen in party papers: Waket, Wakabid, Wasekjen, Bendum.
_POST = re.compile(
    r"(?:(?:para|plt|plh|pjs?|pgs|pejabat|pelaksana tugas|a\.?n)\b[. ]*)*"
    r"(?:ketua|ketum|waketum|waket|wakil|wkl?\.|waka(?:bid)?\b|sekretaris|sekjend?\b|sekum\b|sekre?\b"
    r"|wasek\w*|bendahara|bendum\b|bend\b|waben\w*|anggota|koordinator|koord\b|korwil|korbid|kordinator"
    r"|kepala|kabid\b|kabiro\b|kabag\b|kadep\w*|direktur|komandan|panglima|pembina|penasih?[ae]t|penase?hat"
    r"|pelindung|penanggung\s?jawab|pengarah|pengawas|pembimbing|presiden|presidium|juru\s|staf\b|humas\b"
    r"|deputi|inspektur|auditor|pakar\b|ahli\b|mustasyar|rais\b|ra'is|katib|a'?wan\b|mentor|formatur"
    r"|bidang\b|biro\b|departemen|dept\b|seksi\b|divisi\b|komisi\b|badan\b|lembaga\b|bagian\b|sayap\b"
    r"|dewan\b|majelis\b|mahkamah\b|kelompok\b|satgas\b|tim\b|ex-?officio|pimpinan\b|pengurus\b|pemimpin\b)",
    _I,
)
_UNIT_WORDS = r"bidang|biro|departemen|dept|seksi|divisi|komisi|badan|lembaga|bagian|sayap|satgas|tim|kelompok"
_ORGAN = re.compile(
    rf"(?:dewan|majelis|mahkamah|pengurus|pimpinan|unsur|presidium|musytasyar|mustasyar|syuriyah|tanfidz\w*"
    rf"|{_UNIT_WORDS})\b",
    _I,
)
_BARE_ORGAN = re.compile(
    r"(?:pelindung|pembina|penasih?[ae]t|penasehat|pakar|kehormatan|pengawas|pertimbangan|kepengurusan harian)$", _I
)
# Lines of a title, not of an organ: they speak of the whole body, its place or its years.
_TITLE = re.compile(
    r"\b(?:partai(?=\s+[^\W\d_])|masa (?:bakti|khidmat|jabatan|kerja)|periode|susunan|personalia|surat keputusan"
    r"|lampiran|nomor|tanggal|tentang|komposisi|struktur|daftar)\b"
    r"|^(?:provinsi|kabupaten|kota|kecamatan|kelurahan|desa)\b",
    _I,
)
_NOT_A_NAME = re.compile(
    r"\b(?:yang|dan|untuk|dengan|keputusan|surat|tanggal|nomor|partai|bahwa|pada|dari|dalam|sebagai|oleh"
    r"|halaman|lampiran|tembusan|ditetapkan|kepada|masa|periode|susunan|pengurus|jabatan|nama|tahun"
    r"|undang|anggaran|pimpinan|kabupaten|provinsi|kecamatan|lowong|kosong|vakum)\b",
    _I,
)
_LETTERS = re.compile(r"[^\W\d_]")
_NOISE = re.compile(
    r"^(?:-?\s*\d{1,3}\s*-?|(?:halaman|hal|page|hlm)\b[ .:]*\d+(?:\s*(?:dari|of|/)\s*\d+)?"
    r"|\d{1,3}\s*(?:/|dari|of)\s*\d{1,3}|[-–—_=.·•*\s]+)$",
    _I,
)
_DEGREE = re.compile(
    r"^(?:[SMAB]\.\s?[A-Z][\w.]*|[SM]\.?(?:Pd|Sos|Kom|Si|Ag|Hum|Farm|Kes|Kep|Psi|IP|AP|Ikom|Kn|Eng)\.?\w*\.?"
    r"|A\.?Md\.?[\w.]*|Ph\.?D\.?|MBA|MM|MH|SH|SE|ST|SP|MSi|SPd|SIP|SAg|LL\.?M\.?|Lc\.?|BA|BSc|Sp\.\w+|Apt\.?"
    r"|Ak\.?|CA|IPM|MARS|MPd|\(Purn\.?\)|Purn\.)[,.]*$"
)
_DANGLING = re.compile(
    r"(?:[,&/-]|\b(?:dan|wakil|bidang|dewan|urusan|untuk|dan/atau|departemen|biro|badan|pelaksana))$", _I
)
_FRONT = re.compile(r"^(?:Drs?|Dra|drg|Ir|H|Hj|KH|Prof|Pdt|Ust|Tgk|Hi|Apt|Ns|Brigjen|Mayjen|Kol)\.", _I)
_INITIAL = re.compile(r"^[A-Z]\.$")
_PLURAL = re.compile(r"^(?:para\s+)?(\w+)\s?-\s?\1\b", _I)
_PARA = re.compile(r"^para\s+", _I)
_LETTER_RUN = re.compile(r"[^\W\d_][^\W\d_'’]*")
_SMALL = {"dan", "di", "ke", "dari", "untuk", "serta", "atau", "yang", "dalam", "pada", "dengan"}
_KEPT = re.compile(r"^(?:[IVXLC]+|[^AEIOU]+|[DMP]P[PWDCRT]|PAC|DPA?C|KSB|HAM|UMKM|TNI|POLRI|UKM|IT|SDM)$")


def post_like(text: str) -> bool:
    """Whether a text begins as a post does ("Wakil Ketua Bidang …", "Plt. Sekretaris")."""
    return bool(_POST.match(text.strip(" .:-")))


def dangling(text: str) -> bool:
    """Whether a post breaks off so that it goes on below, even if that could begin a post of its own."""
    return bool(_DANGLING.search(text.strip()))


def title_like(text: str) -> bool:
    """Whether a line speaks of the paper or the whole body rather than of one organ in it."""
    return bool(_TITLE.search(text))


def organ_like(text: str) -> bool:
    """Whether a line standing alone names an organ ("DEWAN PENASIHAT", "B. PENGURUS HARIAN")."""
    bare = text.strip(" .:-")
    return bool(_ORGAN.match(bare) or _BARE_ORGAN.match(bare)) and not title_like(bare) and len(bare) < 90


def name_like(text: str) -> bool:
    """Whether a text can be a person's name with titles: letters, few words, none of a sentence."""
    bare = text.strip()
    words = bare.split()
    if not 1 <= len(words) <= 14 or len(_LETTERS.findall(bare)) < 2 or bare[-1] in ";:":
        return False
    if any(mark.isdigit() for mark in bare) or _NOT_A_NAME.search(bare):
        return False
    first = _LETTERS.findall(bare)[0]
    return bool(first.isupper() or words[0].lower().strip(".,") in ("dr", "drg", "drs", "ir", "h", "hj", "kh"))


def name_begins(text: str) -> bool:
    """Whether a text can be a name or the first initial of one that runs on below ("H.")."""
    return name_like(text) or bool(_INITIAL.match(text.strip()))


def titled(text: str) -> bool:
    """Whether a text bears the titles of a person, before the name or after a comma."""
    first, _, rest = text.partition(" ")
    after = rest.partition(",")[2].split()
    return bool(_FRONT.match(first)) or bool(after and degree_like(after[0]))


def degree_like(text: str) -> bool:
    """Whether a word is a title that follows a name ("S.H.,", "M.Si")."""
    return bool(_DEGREE.match(text))


def noise(text: str) -> bool:
    """Whether a line is a page number or an ornament."""
    return bool(_NOISE.match(text.strip()))


def one_of_many(post: str) -> str:
    """The post of one person under a heading for several: "Wakil-wakil Ketua" gives "Wakil Ketua"."""
    single = _PLURAL.sub(lambda found: found.group(1), post.strip())
    return _PARA.sub("", single)


def headline(text: str) -> str:
    """A heading in capitals as the words it stands for: "DEWAN PENASIHAT" gives "Dewan Penasihat".

    Text that is not all capitals is left as written; Roman numbers and short forms keep their capitals.
    """
    if text != text.upper():
        return text
    words = text.split(" ")
    return " ".join(_worded(word, place > 0) for place, word in enumerate(words))


def _worded(word: str, inside: bool) -> str:
    if _KEPT.match(word.strip("(),.")):
        return word
    if inside and word.lower() in _SMALL:
        return word.lower()
    return _LETTER_RUN.sub(lambda run: run.group().capitalize(), word)
