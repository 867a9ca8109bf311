"""Decrees written onto the page letter by letter, as some producers do: no spaces, odd orders, pages on their side."""

import io
import random

import pikepdf

from tests.factories.decree_truth import MONTHS, Truth, truth_of

SIZE, STEP, LEAD = 9.0, 5.4, 12.0
WIDE, HIGH = 609.0, 935.0
# How the page lies: its /Rotate and the matrix that lets the text come out upright; the last one stays on its side.
LYING = {
    "upright": (0, "1 0 0 1 0 0"),
    "rotated 90": (90, f"0 1 -1 0 {HIGH:g} 0"),
    "rotated 180": (180, f"-1 0 0 -1 {WIDE:g} {HIGH:g}"),
    "rotated 270": (270, f"0 -1 1 0 0 {WIDE:g}"),
    "on its side": (0, f"0 1 -1 0 {HIGH:g} 0"),
}
Spot = tuple[float, float, str]


def canvas_decree(seed: int, lying: str | None = None) -> tuple[bytes, Truth]:
    """A decree of this seed in Courier, its letters shuffled and without spaces, and what it says."""
    rng = random.Random(seed * 31 + 7)
    truth = truth_of(seed)
    pages = _pages(truth, rng)
    lies = lying or rng.choice(sorted(LYING))
    bold = rng.random() < 0.3
    pdf = pikepdf.new()
    for lines in pages:
        _add_page(pdf, lines, rng, lies, bold)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue(), truth


def _centred(text: str) -> tuple[float, str]:
    return (WIDE - len(text) * STEP) / 2, text


def _pages(truth: Truth, rng: random.Random) -> list[list[tuple[float, str]]]:
    """Lines of (x, text) per page, from the top."""
    day = f"{truth.issued_on.day} {MONTHS[truth.issued_on.month - 1]} {truth.issued_on.year}"
    signed = [(60.0, ""), (300.0, f"Ditetapkan di : {truth.issued_in}"), (300.0, f"Pada tanggal : {day}")]
    for post, name in truth.signatories:
        signed += [(60.0, ""), (300.0, f"{post},"), (60.0, ""), (60.0, ""), (300.0, name)]
    term = f"MASA BAKTI {truth.period[0]}-{truth.period[1]}"
    front = [
        _centred(truth.issuer.upper()), (60.0, ""), _centred("SURAT KEPUTUSAN"), _centred(truth.issuer.upper()),
        _centred(f"Nomor : {truth.number}"), _centred("TENTANG"), _centred("PENGESAHAN SUSUNAN PENGURUS"),
        _centred(truth.unit.upper()), _centred(term), (60.0, "Menimbang : bahwa perlu ditetapkan pengurus;"),
    ]  # fmt: skip
    if truth.replaces:
        front.append((60.0, f"Mengingat : Surat Keputusan Nomor {truth.replaces} yang dicabut;"))
    front += [_centred("MEMUTUSKAN"), (60.0, "PERTAMA : Mengesahkan susunan pengurus dalam lampiran."), *signed]
    board = [_centred("LAMPIRAN"), _centred("SUSUNAN PENGURUS"), _centred(term)]
    organ, column = "", rng.choice((300.0, 330.0))
    for person in truth.officers:
        if person.organ != organ:
            organ = person.organ
            board += [(60.0, ""), (60.0, organ.upper()), (60.0, "")]
        board += _row(person.position, person.name, column)
    return [front, *(board[start : start + 62] for start in range(0, len(board), 62))]


def _row(position: str, name: str, column: float) -> list[tuple[float, str]]:
    """A post and a name beside a colon; what has no room goes on below."""
    room = int((column - 70) / STEP)
    posts, names = _wrapped(position, room), _wrapped(name, int((WIDE - 40 - column) / STEP))
    height = max(len(posts), len(names))
    rows: list[tuple[float, str]] = []
    for nth in range(height):
        post = posts[nth] if nth < len(posts) else ""
        who = names[nth] if nth < len(names) else ""
        gap = " " * (room - len(post))
        rows.append((60.0, f"{post}{gap}{': ' if nth == 0 else '  '}{who}".rstrip()))
    return rows


def _wrapped(text: str, room: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _add_page(pdf: pikepdf.Pdf, lines: list[tuple[float, str]], rng: random.Random, lies: str, bold: bool) -> None:
    letters: list[Spot] = []
    for place, (x, text) in enumerate(lines):
        y = HIGH - 60 - place * LEAD
        spots = [(x + nth * STEP, y, letter) for nth, letter in enumerate(text) if letter != " "]
        letters += spots
        if bold and text.isupper():
            letters += [(spot[0] + 0.3, spot[1], spot[2]) for spot in spots]
    rng.shuffle(letters)
    rotate, matrix = LYING[lies]
    shown = "\n".join(f"BT /F1 {SIZE:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {_literal(text)} Tj ET" for x, y, text in letters)
    size = (HIGH, WIDE) if "1 -1" in matrix or "-1 1" in matrix else (WIDE, HIGH)
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page, MediaBox=[0, 0, *size], Rotate=rotate,
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
        Contents=pdf.make_stream(f"q {matrix} cm\n{shown}\nQ".encode("latin-1")),
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"
