"""PDFs made to exhaust, confuse or deceive their reader; small as files, and made in a moment."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.factories.decree_canvas import canvas_decree

MEGABYTE = 1 << 20


def saved(pdf: Pdf) -> bytes:
    """The file, its streams packed as they were made."""
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def blank(pages: int = 1, size: tuple[float, float] = (595, 842)) -> Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=size)
    return pdf


def bomb(megabytes: int, filling: bytes = b" ") -> bytes:
    """Deflated bytes that swell to so many megabytes: one megabyte is deflated, and its block repeated."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    start = packer.compress(filling * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(filling * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + start + block * (megabytes - 1) + packer.flush()


def bomb_in_a_bomb(megabytes: int) -> bytes:
    return zlib.compress(bomb(megabytes), 9)


def twice_deflated(pdf: Pdf, megabytes: int) -> pikepdf.Stream:
    stream = pdf.make_stream(b"")
    stream.write(bomb_in_a_bomb(megabytes), filter=[Name.FlateDecode, Name.FlateDecode], decode_parms=[None, None])
    return stream


def swelling_page(megabytes: int = 4000) -> bytes:
    """A page whose contents swell a thousand times, and the result a thousand times again."""
    pdf = blank()
    pdf.pages[0].obj.Contents = twice_deflated(pdf, megabytes)
    return saved(pdf)


def swelling_objects(megabytes: int = 4000) -> bytes:
    """A file whose page tree lies in an object stream that swells: nobody can count the pages without it."""
    objects = (
        b"1 0 2 34 3 84 " + b"<</Type/Catalog/Pages 2 0 R    >> <</Type/Pages/Kids[3 0 R]/Count 1              >> "
    )
    objects += b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    packer = zlib.compressobj(9)
    block = bomb(megabytes)
    packed = packer.compress(objects) + packer.flush(zlib.Z_FULL_FLUSH) + block[2:]
    first = objects.index(b"<<")
    head = b"%PDF-1.5\n4 0 obj<</Type/ObjStm/N 3/First " + str(first).encode() + b"/Filter/FlateDecode/Length "
    stream = head + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj\n"
    return stream + _xref_stream(len(stream), b"%PDF-1.5\n".__len__())


def _xref_stream(place: int, of_objects: int) -> bytes:
    rows = b"\x00\x00\x00\x00\xff"
    rows += b"".join(b"\x02\x00\x00\x04" + bytes([index]) for index in range(3))
    rows += b"\x01" + of_objects.to_bytes(3, "big") + b"\x00" + b"\x01" + place.to_bytes(3, "big") + b"\x00"
    head = b"5 0 obj<</Type/XRef/Size 6/W[1 3 1]/Root 1 0 R/Length " + str(len(rows)).encode()
    return head + b">>stream\n" + rows + b"\nendstream endobj\nstartxref\n" + str(place).encode() + b"\n%%EOF\n"


def nested_forms(depth: int = 12, width: int = 12) -> bytes:
    """A page that draws a form, which draws another so many times, and so on down: width ** depth drawings."""
    pdf = blank()
    form = pdf.make_stream(b"0 0 m 9 9 l S")
    form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900]))
    for _ in range(depth):
        outer = pdf.make_stream(b"/F Do " * width)
        outer.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900]))
        outer.Resources = Dictionary(XObject=Dictionary(F=form))
        form = outer
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def huge_image(wide: int = 7072, high: int = 7072, times: int = 1) -> bytes:
    """A page of one picture in colours, some tens of kilobytes as a file."""
    pdf = blank()
    image = pdf.make_stream(b"")
    image.write(bomb(3 * wide * high // MEGABYTE + 1, b"\x7f"), filter=Name.FlateDecode)
    image.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=wide,
            Height=high,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
        )
    )
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=image))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q " * times)
    return saved(pdf)


def without_a_map() -> bytes:
    """Letters whose codes say nothing of what they are: a font of shapes alone, as some printers write it."""
    with pikepdf.open(io.BytesIO(canvas_decree(4)[0])) as pdf:
        shape = pdf.make_stream(b"500 0 0 0 500 500 d1 0 0 400 500 re f")
        codes = [Name(f"/g{code}") for code in range(32, 127)]
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 500, 500], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            FirstChar=32, LastChar=126, Widths=[600] * 95, CharProcs=Dictionary({str(code): shape for code in codes}),
            Encoding=Dictionary(Differences=[32, *codes]),
        )  # fmt: skip
        for page in pdf.pages:
            page.obj.Resources.Font.F1 = font
        return saved(pdf)


def with_baggage() -> bytes:
    """A decree with a script that runs when it is opened, and a program attached."""
    with pikepdf.open(io.BytesIO(canvas_decree(4)[0])) as pdf:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("while (true) app.alert('x');"))
        pdf.attachments["tagihan.exe"] = b"MZ" * 1000
        return saved(pdf)


def going_round() -> bytes:
    """A page tree that holds itself."""
    pdf = blank(2)
    pdf.Root.Pages.Kids = Array([pdf.Root.Pages, pdf.pages[0].obj])
    return saved(pdf)


def paper_with_swelling_data(name: str, megabytes: int = 4000) -> bytes:
    """What says it is a paper of ours, with data attached that swell."""
    pdf = blank()
    pdf.attachments[name] = b"{}"
    stream = pdf.attachments[name].obj.EF.F
    stream.write(bomb(megabytes), filter=Name.FlateDecode)
    return saved(pdf)
