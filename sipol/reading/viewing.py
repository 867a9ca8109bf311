"""A copy of an SK for people to open: what stands on its pages, and nothing that acts."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from sipol.reading.pdfium import BROKEN, LOCKED, check_content
from sipol.rules.errors import Unreadable

# What a page needs to be seen (ISO 32000-2, table 31); actions, annotations, forms and files hang on other keys.
_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
# What a picture or a piece of page could bring along: files, other files' pages, versions for other devices.
_BAGGAGE = ("/AF", "/Alternates", "/F", "/Metadata", "/Measure", "/OPI", "/PieceInfo", "/PtData", "/Ref")
# Every kind of action (ISO 32000-2, table 201); none has a place on a page once annotations and forms are gone.
_ACTIONS = {
    *("/GoTo", "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named"),
    *("/SubmitForm", "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView"),
    *("/JavaScript", "/RichMediaExecute"),
}
_PACKED = {"/Action", "/EmbeddedFile", "/Filespec"}


def viewing_copy(data: bytes) -> bytes:
    """The pages of a PDF as a new file, without scripts, actions, links, forms, attached files and multimedia.

    What notes and form fields show, a visible signature too, is drawn into the page and stays. Layers keep what
    they hide. Tags, bookmarks and the properties of the file are left behind. Raises Unreadable for a file that
    cannot be opened.
    """
    check_content(data)
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as copy:
            source.flatten_annotations("all")
            _carry_over(source, copy)
            for each in copy.objects:
                _disarm(each)
            # Streams go over packed as they are: to pack one better, qpdf unpacks it first, and it may swell.
            copy.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except pikepdf.PasswordError as error:
        raise Unreadable(LOCKED) from error
    except (pikepdf.PdfError, UnicodeDecodeError) as error:
        # A name in a PDF is any bytes; one that is no UTF-8 has no place in Python.
        raise Unreadable(BROKEN) from error
    return out.getvalue()


def _carry_over(source: Pdf, copy: Pdf) -> None:
    for page in source.pages:
        for key in set(page.obj.keys()) - _PAGE:
            del page.obj[key]
    copy.pages.extend(source.pages)
    # Which layers are hidden is told here; without it all of them would show.
    if "/OCProperties" in source.Root:
        copy.Root.OCProperties = copy.copy_foreign(source.make_indirect(source.Root.OCProperties))


def _disarm(root: Object) -> None:
    """Empty every dictionary in an object that acts or holds a file, and take the baggage off a stream."""
    for each in _within(root):
        if isinstance(each, Stream):
            for key in _BAGGAGE:
                if key in each:
                    del each[key]
        elif isinstance(each, Dictionary) and _acts(each):
            for key in set(each.keys()):
                del each[key]


def _acts(each: Object) -> bool:
    told = ((each.get("/S"), _ACTIONS), (each.get("/Type"), _PACKED))
    return any(isinstance(word, Name) and str(word) in kinds for word, kinds in told)


def _within(root: Object) -> Iterator[Object]:
    """An object and what lies in it directly, without following references."""
    waiting = [root]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, Dictionary | Stream):
            waiting += [item for key in set(each.keys()) if _holds(item := each[key])]
        elif isinstance(each, Array):
            waiting += [item for item in each.as_list() if _holds(item)]


def _holds(item: object) -> bool:
    return isinstance(item, Dictionary | Array) and not item.is_indirect
