"""Files that leave the register: under a name that tells of no person, and never kept on the way."""

import tempfile
from collections.abc import Callable
from typing import BinaryIO

from flask import Response, redirect, send_file
from flask.typing import ResponseReturnValue

from sipol.models import Paper
from sipol.render.tables import MIMETYPES, TableFile
from sipol.services.papers import printed_bytes


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
