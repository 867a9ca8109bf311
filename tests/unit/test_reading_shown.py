"""What a page does not show is not read: letters in white, under a picture, off the page, or in a hidden layer."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from sipol.names import Seat
from sipol.reading import read_decree
from sipol.reading.pdfium import opened, page_of
from sipol.reading.scan.work import recognised
from sipol.reading.textlayer import read_page
from sipol.rules.findings import Field
from sipol.services.checks import Stated, doubts_about
from sipol.services.paper_checks import doubts_about_document
from tests.factories.decrees import decree
from tests.factories.scanner import scanned

SHOWN = "Nomor 12 SK DPP 2025 tentang susunan pengurus partai yang tampak pada kertas"
HIDDEN = "Nama yang tidak pernah tampak"


def page(content: str, *, cover: bool = False) -> bytes:
    """One page with this content; ``cover``: a white picture over all of it."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    if cover:
        picture = pikepdf.Stream(pdf, b"\xff" * 16)
        picture.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 4, "/Height": 4})
        picture.update({"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8})
        resources.XObject = Dictionary(I1=pdf.make_indirect(picture))
        content += " q 595 0 0 842 0 0 cm /I1 Do Q"
    pdf.pages[0].Resources = resources
    pdf.pages[0].Contents = pdf.make_stream(content.encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def line(text: str, y: int, before: str = "", x: int = 60) -> str:
    return f"q BT {before} /F1 11 Tf {x} {y} Td ({text}) Tj ET Q\n"


def words(data: bytes) -> str:
    with opened(data) as document, page_of(document, 0) as sheet:
        read = read_page(sheet, 1)
    return read.kind + ": " + " ".join(word.text for word in read.words)


def test_what_is_printed_is_read() -> None:
    assert words(page(line(SHOWN, 700))) == f"text: {SHOWN}"


@pytest.mark.parametrize(
    "hidden",
    [line(HIDDEN, 680, "1 1 1 rg"), line(HIDDEN, 680, "7 Tr"), line(HIDDEN, 680, "3 Tr"), line(HIDDEN, 680, x=5_000)],
    ids=["white", "clipping", "invisible", "off the page"],
)
def test_a_line_that_is_not_to_be_seen_is_left_out(hidden: str) -> None:
    assert words(page(line(SHOWN, 700) + hidden + line(SHOWN, 660))) == f"text: {SHOWN} {SHOWN}"


def test_a_page_whose_letters_are_mostly_hidden_is_looked_at_instead() -> None:
    assert words(page(line(SHOWN, 700, "1 1 1 rg") + line("Halaman 1", 100))) == "scan: "


def test_a_page_under_a_picture_is_looked_at_instead() -> None:
    assert words(page(line(SHOWN, 700), cover=True)) == "scan: "


def test_a_scan_over_the_letters_of_another_paper_is_read_from_the_scan() -> None:
    below, _ = decree(4_001, "ruled")
    above, truth = decree(4_002, "ruled")
    carrier, cover = pikepdf.open(io.BytesIO(below)), pikepdf.open(io.BytesIO(scanned(above, 3, dpi=200)))
    for sheet, picture in zip(carrier.pages, cover.pages, strict=False):
        sheet.add_overlay(picture)
    out = io.BytesIO()
    carrier.save(out)
    assert read_decree(out.getvalue(), recognised).number == truth.number


@pytest.mark.parametrize("grey", [b"\xff", b"\x00", b"\x80"], ids=["white", "black", "grey"])
def test_a_picture_of_nothing_is_unread_and_said_to_be(grey: bytes) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    picture = pikepdf.Stream(pdf, grey * 640_000)
    picture.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 800, "/Height": 800})
    picture.update({"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8})
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(I1=pdf.make_indirect(picture)))
    pdf.pages[0].Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /I1 Do")
    out = io.BytesIO()
    pdf.save(out)
    reading = read_decree(out.getvalue(), recognised)
    assert [(seen.kind, seen.skew) for seen in reading.pages] == [("scan", 0.0)]
    assert [doubt.field for doubt in doubts_about_document(reading)] == [Field.SCAN]


def test_who_may_stand_on_an_unread_page_is_accused_of_nothing() -> None:
    below, truth = decree(4_003, "ruled")
    reading = read_decree(below)
    half = replace(reading, pages=(*reading.pages, replace(reading.pages[0], kind="scan")))
    seats = [Seat(row.position, row.name, row.organ) for row in truth.officers] + [Seat("Anggota", "Budi Tambahan")]
    stated = Stated(None, None, None, tuple(seats), tuple(range(len(seats))))
    (sure,), (weak,) = (
        [doubt for doubt in doubts_about(stated, read) if doubt.field is Field.EXTRA] for read in (reading, half)
    )
    assert (sure.doubtful, weak.doubtful) == (False, True)
