"""The last hand on a PDF: one file that is PDF/A-3a (archive) and PDF/UA-1 (accessible) at once."""

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from typing import Any

from pydyf import Array, Dictionary, Stream
from weasyprint.css import ColorProfile

VARIANT = "pdf/a-3a"
# Any name but "srgb", at which WeasyPrint opens its own profile and leaves the file open.
INTENT = "archive-srgb"

# A stream whose last byte is a carriage return: a reader that looks backwards takes it for a part of the line end,
# and finds the length wrong. One compressed stream in 256 ends so.
DOUBTFUL = b"\r\nendstream"
# What a viewer does anyway. Saying it changes the object stream, and thereby its last byte.
NUDGES: tuple[dict[str, str], ...] = ({}, {"Direction": "/L2R"}, {"NonFullScreenPageMode": "/UseNone"})


def colours() -> dict[str, ColorProfile]:
    """The colour profile every archived page is meant in: sRGB, as WeasyPrint carries it."""
    profile = BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    return {INTENT: ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))}


def finisher(metadata: bytes, nudge: dict[str, str]) -> Callable[[Any, Any], None]:
    """A WeasyPrint finisher for ``metadata`` (an XMP packet) and one of ``NUDGES``; it also mends tags and files."""

    def finish(_document: Any, pdf: Any) -> None:
        _replace_metadata(pdf, metadata)
        _name_each_file_once(pdf)
        _give_list_items_a_body(pdf)
        _leave_doubtful_streams_plain(pdf)
        pdf.catalog["ViewerPreferences"].update(nudge)

    return finish


def _replace_metadata(pdf: Any, metadata: bytes) -> None:
    # WeasyPrint names one standard only and compresses; ISO 19005-3, 6.6.2.1 wants the packet bare.
    packet = pdf.objects[_number(pdf.catalog["Metadata"])]
    packet.stream, packet.compress = [metadata], False


def _name_each_file_once(pdf: Any) -> None:
    associated = pdf.catalog["AF"]
    associated[:] = dict.fromkeys(associated)


def _give_list_items_a_body(pdf: Any) -> None:
    # ISO 32000-1, table 336: a list item holds a label and a body; WeasyPrint hangs paragraphs on the item itself.
    items = [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("S") == "/LI"]
    for item in items:
        kids = {kid: pdf.objects[_number(kid)] for kid in item["K"]}
        loose = {kid: each for kid, each in kids.items() if each["S"] not in ("/Lbl", "/LBody")}
        if not loose:
            continue
        body = Dictionary({"Type": "/StructElem", "S": "/LBody", "K": Array(loose), "P": item.reference})
        pdf.add_object(body)
        for each in loose.values():
            each["P"] = body.reference
        item["K"] = Array([*(kid for kid in kids if kid not in loose), body.reference])


def _leave_doubtful_streams_plain(pdf: Any) -> None:
    for each in pdf.objects:
        if isinstance(each, Stream) and each.compress and each.data.endswith(DOUBTFUL):
            each.compress = False


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
