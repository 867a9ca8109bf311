"""Invented decrees as PDF files in many layouts, each with what it says: for tests and for measuring.

``decree(seed)`` gives the same decree each time. Producers: WeasyPrint, and our own writer for pages whose
letters are placed one by one and in odd orders (``canvas_decree``).
"""

import json
import random
from dataclasses import replace
from html import escape
from pathlib import Path

import weasyprint

from tests.factories.decree_boards import LAYOUTS
from tests.factories.decree_canvas import LYING, canvas_decree
from tests.factories.decree_truth import MONTHS, Truth, date_text, truth_of

FONTS = ("Liberation Serif", "Liberation Sans", "DejaVu Serif", "DejaVu Sans", "Liberation Sans Narrow")
# The decrees of tests/data/decrees: a layout, or how a page of letters lies, and the seed.
KEPT = {"colon_table": 901, "ruled": 902, "cards": 903, "grouped": 904, "two_columns": 905, "on its side": 906}
SIZES = ("210mm 297mm", "215mm 330mm", "216mm 356mm")


def decree(seed: int, layout: str | None = None) -> tuple[bytes, Truth]:
    """A decree of this seed by WeasyPrint and what it says; its layout drawn too unless one is named."""
    html, truth = decree_html(seed, layout)
    return weasyprint.HTML(string=html).write_pdf(), truth


def decree_html(seed: int, layout: str | None = None) -> tuple[str, Truth]:
    """The decree as one HTML page, for whatever producer, and what it says."""
    rng = random.Random(seed * 7919 + 13)
    truth = truth_of(seed)
    name = layout or rng.choice(sorted(LAYOUTS))
    capitals = rng.random() < 0.15
    if capitals:
        shout = tuple(replace(p, name=p.name.upper(), position=p.position.upper()) for p in truth.officers)
        signed = tuple((post.upper(), who.upper()) for post, who in truth.signatories)
        truth = replace(truth, officers=shout, signatories=signed)
    truth = replace(truth, layout=name, traits=("capitals",) if capitals else ())
    board = LAYOUTS[name](truth.officers, rng)
    inline = rng.random() < 0.2
    body = _front(truth, rng, board if inline else "")
    if not inline:
        body += _annex(truth, rng, board)
    if capitals:
        body = f"<div style='text-transform:uppercase'>{body}</div>"
    return f"<html lang='id'><head><style>{_style(rng)}</style></head><body>{body}</body></html>", truth


def _style(rng: random.Random) -> str:
    font, size = rng.choice(FONTS), rng.choice((9, 10, 10.5, 11, 12))
    line, pad = rng.choice((1.1, 1.2, 1.35, 1.5)), rng.choice((1, 2, 3, 5))
    border = rng.choice(("collapse", "collapse", "separate; border-spacing:0"))
    middle = rng.choice(("top", "top", "middle"))
    number = rng.choice(("", "@bottom-center { content: counter(page) }",
                         "@bottom-right { content: 'Halaman ' counter(page) ' dari ' counter(pages) }"))  # fmt: skip
    return f"""
    @page {{ size: {rng.choice(SIZES)}; margin: {rng.choice((15, 20, 25))}mm {rng.choice((18, 25, 30))}mm; {number} }}
    body {{ font: {size}pt '{font}'; line-height: {line}; }} p {{ margin: 0 }}
    h3 {{ font-size: 1em; margin: .8em 0 .4em }}
    .mid {{ text-align: center }} .annex {{ break-before: page }} .right {{ margin-left: 50% }}
    table {{ width: 100%; border-collapse: {border} }}
    td, th {{ vertical-align: {middle}; padding: {pad}px 4px; text-align: left }}
    .plain td {{ vertical-align: top }} .ruled td, .ruled th {{ border: {rng.choice((0.5, 0.8, 1.2))}pt solid #000 }}
    .ruled th, .bare th {{ text-align: {rng.choice(("left", "center"))} }}
    .level tr {{ border-bottom: .5pt solid #555 }} td.no, td.sex {{ text-align: {rng.choice(("left", "center"))} }}
    th.no {{ width: {rng.choice((5, 7, 9))}% }} th.sex {{ width: 9% }} th.card {{ width: {rng.choice((14, 18, 24))}% }}
    .organ {{ font-weight: bold; text-align: {rng.choice(("left", "center"))} }}
    .row {{ margin: {rng.choice((0, 1, 3))}pt 0 }}
    .in {{ margin-left: {rng.choice((0, 14, 40))}pt }} .hang {{ margin-left: 18pt;
    text-indent: -18pt }} .small {{ font-size: 9pt }}
    .two {{ column-count: 2; column-gap: {rng.choice((16, 24, 36))}pt; font-size: 8.5pt }}
    .sign td {{ text-align: center; border: 0; vertical-align: top }} .keys td {{ vertical-align: top }}
    .spaced {{ letter-spacing: {rng.choice((0, 2, 4))}pt }} .just {{ text-align: justify }}
    """


def _front(truth: Truth, rng: random.Random, board: str) -> str:
    head = escape(truth.issuer.upper())
    address = (
        "<p class='mid'>Jl. Melati No. 12, Telp. (021) 555-0123, Surel: sekretariat@contoh.id</p>"
        if rng.random() < 0.5
        else ""
    )
    decree = rng.choice(("SURAT KEPUTUSAN", "KEPUTUSAN"))
    number = rng.choice(("Nomor : {}", "NOMOR: {}", "No. {}", "Nomor {}")).format(escape(truth.number))
    years = f"{truth.period[0]}{rng.choice((' – ', '-', '–', ' s.d. ', ' - '))}{truth.period[1]}"
    term = rng.choice(("MASA BAKTI", "PERIODE", "MASA KHIDMAT", "MASA BAKTI TAHUN"))
    about = f"PENGESAHAN SUSUNAN DAN PERSONALIA<br>{escape(truth.unit.upper())}<br>{term} {years}"
    opening = rng.choice(("", "<p class='mid'>DENGAN RAHMAT TUHAN YANG MAHA ESA</p>", f"<p class='mid'>{head},</p>"))
    keys, dictum, last = _clauses(truth, rng, bool(board))
    return f"""<p class='mid'><b>{head}</b></p>{address}<hr>
    <p class='mid'><b>{decree}</b></p><p class='mid'><b>{head}</b></p><p class='mid'>{number}</p>
    <p class='mid spaced'>TENTANG</p><p class='mid'>{about}</p>{opening}
    {_keys(keys)}<p class='mid spaced'><b>MEMUTUSKAN</b></p><p>Menetapkan :</p>{_keys(dictum)}
    {board}{_keys(last)}{_signed(truth, rng)}
    {"<p>Tembusan:<br>1. Ketua KPU Provinsi;<br>2. Arsip.</p>" if rng.random() < 0.3 else ""}"""


Clauses = list[tuple[str, str]]


def _clauses(truth: Truth, rng: random.Random, inline: bool) -> tuple[Clauses, Clauses, Clauses]:
    """Reasons, the dictum before the board, and the dictum after it."""
    keys = [("Menimbang", f"bahwa untuk menjalankan roda organisasi perlu ditetapkan susunan pengurus {escape(truth.unit)};"),  # noqa: E501
            ("Mengingat", "1. Undang-Undang Nomor 2 Tahun 2008 tentang Partai Politik;<br>2. Anggaran Dasar dan Anggaran Rumah Tangga.")]  # fmt: skip  # noqa: E501
    dictum = [("PERTAMA", f"Mengesahkan susunan dan personalia {escape(truth.unit)} masa bakti {truth.period[0]}–{truth.period[1]}"  # noqa: E501
               + (" sebagai berikut:" if inline else " sebagaimana tercantum dalam lampiran keputusan ini."))]  # fmt: skip  # noqa: E501
    last = [
        (
            "KEDUA",
            "Keputusan ini berlaku sejak tanggal ditetapkan, dengan ketentuan akan diperbaiki apabila terdapat kekeliruan.",  # noqa: E501
        )
    ]
    if truth.replaces:
        said = rng.randrange(3)
        if said == 0:
            keys.append(
                (
                    "Memperhatikan",
                    f"Surat Keputusan Nomor {escape(truth.replaces)} yang dinyatakan dicabut dan tidak berlaku lagi.",
                )
            )
        elif said == 1:
            last.insert(0, ("KEDUA", f"Mencabut Surat Keputusan Nomor {escape(truth.replaces)} tentang hal yang sama."))
        else:
            last.append(
                (
                    "KETIGA",
                    f"Dengan berlakunya keputusan ini, Keputusan {escape(truth.issuer)} Nomor: {escape(truth.replaces)} dinyatakan tidak berlaku.",  # noqa: E501
                )
            )
    return keys, dictum, last


def _keys(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td style='width:17%'>{key}</td><td style='width:2%'>:</td><td class='just'>{text}</td></tr>"
        for key, text in rows
    )
    return f"<table class='keys'>{cells}</table>"


def _signed(truth: Truth, rng: random.Random) -> str:
    day = date_text(rng, truth.issued_on)
    place = escape(truth.issued_in)
    where = rng.choice((
        f"Ditetapkan di : {place}<br>Pada tanggal : {day}", f"Ditetapkan di {place}<br>pada tanggal {day}",
        f"Dikeluarkan di : {place}<br>Tanggal : {day}", f"{place}, {truth.issued_on.day} {_month(truth)} {truth.issued_on.year}",  # noqa: E501
        f"Ditetapkan di : {place}<br>Pada tanggal : 12 Rajab 1446 H<br>Bertepatan dengan {truth.issued_on.day} {_month(truth)} {truth.issued_on.year} M",  # noqa: E501
    ))  # fmt: skip
    comma = rng.choice((",", "", ","))
    posts = "".join(f"<td>{escape(post)}{comma}</td>" for post, _ in truth.signatories)
    gap = f"<tr><td style='height:{rng.choice((30, 45, 60))}pt' colspan='{len(truth.signatories)}'>{rng.choice(('', 'ttd', ''))}</td></tr>"  # noqa: E501
    low, high = rng.choice((("", ""), ("<u>", "</u>"), ("(", ")")))
    names = "".join(f"<td>{low}{escape(name)}{high}</td>" for _, name in truth.signatories)
    return f"""<div class='right'>{where}</div><p class='mid'>{escape(truth.issuer.upper())}</p>
    <table class='sign'><tr>{posts}</tr>{gap}<tr>{names}</tr></table>"""


def _month(truth: Truth) -> str:
    return MONTHS[truth.issued_on.month - 1]


def _annex(truth: Truth, rng: random.Random, board: str) -> str:
    day = f"{truth.issued_on.day} {_month(truth)} {truth.issued_on.year}"
    title = rng.choice(
        ("SUSUNAN DAN PERSONALIA", "SUSUNAN PENGURUS", "DAFTAR SUSUNAN PENGURUS", "KOMPOSISI DAN PERSONALIA")
    )
    named = rng.random() < 0.85
    head = (
        f"<div class='right'>{rng.choice(('Lampiran Surat Keputusan', 'LAMPIRAN', 'Lampiran I Keputusan'))}<br>"
        f"Nomor : {escape(truth.number)}<br>Tanggal : {day}</div>" if named else ""
    )  # fmt: skip
    return f"""<div class='annex'>{head}<p class='mid'><b>{title}<br>{escape(truth.unit.upper())}<br>
    MASA BAKTI {truth.period[0]}–{truth.period[1]}</b></p>{board}
    {_signed(truth, rng) if rng.random() < 0.6 else ""}</div>"""


def as_form(truth: Truth) -> dict[str, object]:
    """What a decree says as JSON types, in the words of a ``form``: dates ISO, officers with their order."""
    return {
        "number": truth.number,
        "issued_on": truth.issued_on.isoformat(),
        "issued_in": truth.issued_in,
        "issuer": truth.issuer,
        "period": list(truth.period),
        "replaces": truth.replaces,
        "signatories": [{"position": position, "name": name} for position, name in truth.signatories],
        "officers": [
            {"organ": person.organ, "position": person.position, "name": person.name, "order": order}
            for order, person in enumerate(truth.officers, start=1)
        ],
    }


def keep(folder: Path) -> None:
    """Write the decrees of ``tests/data/decrees`` again, each PDF with what it says beside it."""
    for layout, seed in KEPT.items():
        data, truth = canvas_decree(seed, layout) if layout in LYING else decree(seed, layout)
        name = layout.replace(" ", "_")
        (folder / f"{name}.pdf").write_bytes(data)
        text = json.dumps({"layout": layout, "decree": as_form(truth)}, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
