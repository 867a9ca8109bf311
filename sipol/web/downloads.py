"""Files that leave the register: under a name that tells of no person, and never kept on the way."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from typing import BinaryIO

from flask import Response, make_response, redirect, request, send_file
from flask.typing import ResponseReturnValue

from sipol.models import Document, Paper
from sipol.render.tables import MIMETYPES, TableFile
from sipol.rules.errors import NotFound
from sipol.services.documents import picture_of
from sipol.services.papers import printed_bytes
from sipol.services.readings import how_laid

MARK = 12
"""Letters of the digest that stand in the address of a picture and in the name of a copy."""
PICTURE_LIFE = timedelta(days=365)


def download(data: bytes, mimetype: str, name: str) -> Response:
    """Bytes as a file to keep."""
    answer = Response(data, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return unkept(answer)


def paper_download(paper: Paper, name: str, meanwhile: str) -> ResponseReturnValue:
    """A printed paper as a file to keep; to the page ``meanwhile`` for as long as it is being printed."""
    if paper.printed_at is None:
        return redirect(meanwhile, 303)
    return download(printed_bytes(paper), "application/pdf", f"{name}.pdf")


def page_picture(document: Document, page: int) -> Response:
    """A page of a paper as a picture, from 1. Raises NotFound for a page it does not have."""
    if not 1 <= page <= document.pages:
        raise NotFound
    laid = how_laid(document, page)
    answer = make_response(picture_of(document, page, laid or (0, 0.0)))
    answer.mimetype = "image/webp"
    if laid is not None and request.args.get("v") == document.digest[:MARK]:
        # The address carries a mark of the file, so the picture behind it changes no more once the file is read.
        answer.cache_control.private = True
        answer.cache_control.max_age = int(PICTURE_LIFE.total_seconds())
        answer.cache_control.immutable = True
    return answer


def table_download(write: Callable[[BinaryIO], object], form: TableFile, name: str) -> Response:
    """A table as a file; it is written whole before it is sent, so that what is kept of it is true."""
    # The response closes it when the last byte has gone.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write(file)
    file.seek(0)
    return unkept(send_file(file, MIMETYPES[form], as_attachment=True, download_name=f"{name}.{form}"))


def unkept(answer: Response) -> Response:
    """No cache holds it."""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
