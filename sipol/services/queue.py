"""Hand work to the workers: the job rides on the session's own transaction, so it exists only if the act does."""

from uuid import UUID

from procrastinate import App, SyncPsycopgConnector
from sqlalchemy import text

from sipol.extensions import db

# Never opened: every job is written through the connection of the session at hand.
book = App(connector=SyncPsycopgConnector())

READ_DOCUMENT = "read_document"
PRINT_PAPER = "print_paper"
READ_MEMBERS = "read_members"
SEEK_LIKENESS = "seek_likeness"
READ_LETTER = "read_letter"
SEND_MAIL = "send_mail"
MAIL_WHAT_WAITS = "mail_what_waits"
MAIL_INVITATION = "mail_invitation"
MAIL_REFUSAL = "mail_refusal"
MAIL_PASSWORD_LINK = "mail_password_link"  # noqa: S105  # pragma: allowlist secret
ONE_AT_A_TIME = dict.fromkeys((SEND_MAIL, MAIL_WHAT_WAITS, MAIL_INVITATION, MAIL_REFUSAL, MAIL_PASSWORD_LINK), "mail")
"""Jobs that share a lock: a slow mail server keeps at most one hand busy, whatever waits for it."""


def enqueue(task: str, subject_id: UUID) -> None:
    """Ask for ``task`` to be done for one row; workers may do it twice, so tasks must bear that."""
    connection = db.session.connection().connection.driver_connection
    book.configure_task(task, lock=ONE_AT_A_TIME.get(task), connection=connection).defer(subject_id=str(subject_id))


HEADWAY = text(
    "UPDATE procrastinate_jobs SET attempts = 0 "
    "WHERE status = 'doing' AND attempts > 0 AND task_name = :task AND args ->> 'subject_id' = :subject"
)


def headway(task: str, subject_id: UUID) -> None:
    """A long job got further: whatever ends it from here on, its attempts before this were not in vain."""
    db.session.execute(HEADWAY, {"task": task, "subject": str(subject_id)})
