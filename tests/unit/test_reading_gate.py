"""What comes in at the gate, and what a hostile file can do: be refused, in a sentence."""

import io
import threading

import pikepdf
import pytest
from PIL import Image

from sipol.reading import (
    DecreeReading,
    inspect_pdf,
    page_picture,
    read_decree,
    read_decree_safely,
)
from sipol.rules.errors import Unreadable
from tests.factories.decree_canvas import canvas_decree


def pdf_of(pages: int, content: bytes = b"", password: str = "") -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(300, 400))
    if content:
        pdf.pages[0].Contents = pdf.make_stream(content)
    out = io.BytesIO()
    lock = pikepdf.Encryption(user=password, owner=password) if password else False
    pdf.save(out, encryption=lock)
    return out.getvalue()


REFUSED = (
    ("an empty file", lambda: b"", "kosong"),
    ("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "bukan PDF"),
    ("a web page named .pdf", lambda: b"<html>%PDF</html>", "bukan PDF"),
    ("half a file", lambda: canvas_decree(1)[0][:2000], "rusak"),
    ("only a header", lambda: b"%PDF-1.7\n", "rusak"),
    ("a locked file", lambda: pdf_of(1, password="rahasia"), "kata sandi"),
    ("201 pages", lambda: pdf_of(201), "201 halaman"),
    ("10,000 pages", lambda: pdf_of(10_000), "10.000 halaman"),
)


@pytest.mark.parametrize(("name", "make", "word"), REFUSED, ids=[row[0] for row in REFUSED])
def test_the_gate_says_what_is_wrong_and_what_to_do(name: str, make: object, word: str) -> None:
    assert callable(make)
    data = make()
    for ask in (inspect_pdf, read_decree, lambda data: page_picture(data, 1)):
        with pytest.raises(Unreadable) as refusal:
            ask(data)
        assert word in str(refusal.value)
        assert "nggah" in str(refusal.value)


def test_the_gate_counts_pages_up_to_two_hundred() -> None:
    assert inspect_pdf(pdf_of(200)).pages == 200


def test_a_page_without_letters_is_a_scan_and_tells_nothing() -> None:
    reading = read_decree(pdf_of(2))
    assert [page.kind for page in reading.pages] == ["scan", "scan"]
    assert reading == DecreeReading(pages=reading.pages)


def test_a_page_picture_is_grey_small_and_as_wide_as_asked() -> None:
    data, _ = canvas_decree(3)
    content = page_picture(data, 2, width=640)
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    assert abs(picture.width - 640) <= 1
    assert len(page_picture(data, 2)) <= 40_000


def test_a_giant_page_is_drawn_within_the_pixel_limit() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14, 14_000))
    out = io.BytesIO()
    pdf.save(out)
    picture = Image.open(io.BytesIO(page_picture(out.getvalue(), 1)))
    assert picture.width * picture.height <= 8_100_000


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(Unreadable, match="Halaman 9"):
        page_picture(pdf_of(1), 9)


def test_a_page_crammed_with_letters_is_read_up_to_a_limit() -> None:
    letters = b"BT /F1 1 Tf (" + b"abc " * 30_000 + b") Tj ET"
    assert read_decree(pdf_of(1, letters)).officers == ()


def test_hidden_text_is_not_read() -> None:
    data, _ = canvas_decree(5, "upright")
    pdf = pikepdf.open(io.BytesIO(data))
    for page in pdf.pages:
        page.Contents = pdf.make_stream(b"3 Tr\n" + page.Contents.read_bytes())
    out = io.BytesIO()
    pdf.save(out)
    assert {page.kind for page in read_decree(out.getvalue()).pages} == {"scan"}


def test_many_threads_may_read_at_once() -> None:
    data, truth = canvas_decree(8)
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(len(read_decree(data).officers))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [len(truth.officers)] * 4


def test_a_child_reads_as_the_parent_does() -> None:
    data, _ = canvas_decree(4)
    assert read_decree_safely(data) == read_decree(data)


def test_a_child_passes_on_the_sentence_of_a_refusal() -> None:
    with pytest.raises(Unreadable, match="kata sandi"):
        read_decree_safely(pdf_of(1, password="rahasia"))


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Unreadable, match="terlalu rumit"):
        read_decree_safely(canvas_decree(4)[0], seconds=0)


def test_a_child_that_runs_out_of_memory_is_refused_and_the_parent_lives() -> None:
    with pytest.raises(Unreadable, match="tidak dapat dibaca dengan aman"):
        read_decree_safely(canvas_decree(4)[0], memory_mb=8)
