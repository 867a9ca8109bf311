"""The copy that people open shows what the SK shows, and nothing in it acts."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from sipol.reading import copy_safely, page_picture, read_decree
from sipol.reading.viewing import viewing_copy
from sipol.rules.errors import Unreadable
from tests.factories.decree_canvas import canvas_decree

ACTING = (
    *(b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/Launch", b"/URI", b"/SubmitForm", b"/GoToR", b"/Rendition"),
    *(b"/AcroForm", b"/XFA", b"/Annots", b"/RichMedia", b"/EmbeddedFile", b"/EF", b"/Filespec", b"/Names"),
    *(b"app.alert", b"MZ payload", b"calc.exe", b"jahat.contoh"),
)


def script() -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert('a')"))


def appearance(pdf: Pdf, words: bytes) -> pikepdf.Object:
    """A small picture that shows words, as a form field or a note carries one."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    stream = pdf.make_stream(b"0.8 g 0 0 200 30 re f 0 g BT /F1 14 Tf 5 8 Td (" + words + b") Tj ET")
    stream.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 30]))
    stream.Resources = Dictionary(Font=Dictionary(F1=font))
    return stream


def annotation(pdf: Pdf, kind: str, place: int, **more: object) -> pikepdf.Object:
    box = [50, place, 250, place + 30]
    return pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=box, F=4, **more))


def add_annotations(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Action, S=Name.URI, URI=String("https://jahat.contoh"))
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
    signed = Dictionary(N=appearance(pdf, b"DITANDATANGANI"))
    field = annotation(pdf, "/Widget", 400, FT=Name.Tx, T=String("ttd"), AP=signed, AA=Dictionary(K=script()))
    film = annotation(pdf, "/RichMedia", 300, AP=Dictionary(N=appearance(pdf, b"FILM")))
    links = [annotation(pdf, "/Link", place, A=act) for place, act in ((100, link), (200, launch))]
    pdf.pages[0].Annots = Array([field, film, *links])
    pdf.Root.AcroForm = Dictionary(Fields=[field], XFA=pdf.make_stream(b"<xdp>app.alert</xdp>"), CO=[field])


def add_a_hidden_layer(pdf: Pdf) -> None:
    """A black box over the whole page, in a layer that is switched off."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("rahasia")))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer], Order=[layer], BaseState=Name.ON))
    box = pdf.make_stream(b"0 g 0 0 2000 2000 re f")
    note = pdf.make_indirect(Dictionary(Type=Name.Filespec, EF=Dictionary(F=pdf.make_stream(b"MZ payload"))))
    box.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 2000, 2000], OC=layer, AF=[note]))
    pdf.pages[0].Resources.XObject = Dictionary(JS=box)
    pdf.pages[0].contents_add(b"/JS Do")


def acting() -> bytes:
    """A decree with everything in it that a viewer could be made to do."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(canvas_decree(4, "upright")[0])) as pdf:
        pdf.attachments["tagihan.exe"] = b"MZ payload"
        pdf.Root.Names.JavaScript = Dictionary(Names=[String("a"), pdf.make_indirect(script())])
        pdf.Root.OpenAction = script()
        pdf.Root.AF = Array([pdf.attachments["tagihan.exe"].obj])
        pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.GoToR, F=String("jahat.contoh"), Next=script()))
        pdf.pages[0].Resources.Properties = Dictionary(P1=Dictionary(AF=[script()]))
        add_annotations(pdf)
        add_a_hidden_layer(pdf)
        pdf.save(out)
    return out.getvalue()


def laid_open(data: bytes) -> bytes:
    """Every object of a file, readable."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, qdf=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return out.getvalue()


def words_on(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def test_nothing_in_the_copy_acts_and_what_fields_and_notes_show_stays() -> None:
    data = acting()
    assert {word for word in ACTING if word in laid_open(data)} >= {b"/JavaScript", b"/Launch", b"/XFA", b"MZ payload"}
    copy = copy_safely(data)
    bare = laid_open(copy).replace(b"/JS Do", b"").replace(b"/JS ", b"", 1)
    assert [word for word in ACTING if word in bare] == []
    assert "DITANDATANGANI" not in words_on(data)
    assert "DITANDATANGANI" in words_on(copy)
    assert "FILM" in words_on(copy)


def test_the_copy_reads_like_the_sk() -> None:
    data, _ = canvas_decree(4)
    told, copied = read_decree(data), read_decree(copy_safely(data))
    assert copied == told
    assert told.officers


def test_a_layer_that_is_switched_off_stays_so() -> None:
    shown = page_picture(canvas_decree(4, "upright")[0], 1)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(canvas_decree(4, "upright")[0])) as pdf:
        add_a_hidden_layer(pdf)
        pdf.save(out)
    assert page_picture(viewing_copy(out.getvalue()), 1) == shown


def test_a_file_with_a_lock_for_its_owner_alone_is_copied_without_it() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(canvas_decree(4)[0])) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="", owner="rahasia"))
    with pikepdf.open(io.BytesIO(viewing_copy(out.getvalue()))) as copy:
        assert not copy.is_encrypted


@pytest.mark.parametrize(
    ("data", "word"), [(b"", "kosong"), (b"<html>", "bukan PDF"), (b"%PDF-1.7\n", "rusak")], ids=["", "html", "header"]
)
def test_what_cannot_be_opened_is_not_copied(data: bytes, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        viewing_copy(data)
