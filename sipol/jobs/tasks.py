"""What workers do, by name. Every task takes an id and may run twice in peace."""

from collections.abc import Callable
from uuid import UUID

from sipol.extensions import db
from sipol.render.press import pdf
from sipol.services.decrees import fill
from sipol.services.papers import print_paper
from sipol.services.queue import PRINT_PAPER, READ_DOCUMENT
from sipol.services.readings import read_document, waiting_decrees


def read(subject_id: UUID) -> None:
    """Read a document, then fill the drafts that wait for it."""
    document = read_document(subject_id)
    if document is not None:
        for decree in waiting_decrees(document):
            fill(decree)
    db.session.commit()


def print_one(subject_id: UUID) -> None:
    """Print a paper whose sheet is frozen."""
    print_paper(subject_id, pdf)
    db.session.commit()


TASKS: dict[str, Callable[[UUID], None]] = {READ_DOCUMENT: read, PRINT_PAPER: print_one}
