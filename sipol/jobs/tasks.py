"""What workers do, by name. Every task takes an id and may run twice in peace; rounds take nothing."""

from collections.abc import Callable
from uuid import UUID

from sipol.extensions import db
from sipol.models import Document, Standing
from sipol.render.apart import pdf
from sipol.render.seals import KeySeal
from sipol.services.access import mail_refusal
from sipol.services.accounts import console
from sipol.services.checkpoints import seal_log
from sipol.services.decrees import fill
from sipol.services.dormancy import look_at_dormant_accounts
from sipol.services.findings import refresh
from sipol.services.imports import give_list_up, go_through, list_to_read
from sipol.services.invitations import give_mailing_up, mail_invitation
from sipol.services.likeness import seek
from sipol.services.notice_mail import send_due
from sipol.services.office_files import read_letter
from sipol.services.papers import give_paper_up, print_paper
from sipol.services.password_links import mail_password_link
from sipol.services.queue import (
    MAIL_INVITATION,
    MAIL_PASSWORD_LINK,
    MAIL_REFUSAL,
    MAIL_WHAT_WAITS,
    PRINT_PAPER,
    READ_DOCUMENT,
    READ_LETTER,
    READ_MEMBERS,
    SEEK_LIKENESS,
    SEND_MAIL,
    headway,
)
from sipol.services.readings import facts_of, give_reading_up, read_document, waiting_decrees
from sipol.services.reminders import remind
from sipol.services.retention import erase_what_is_over
from sipol.services.seals import signet


def read(subject_id: UUID) -> None:
    """Read a document, then fill and check the drafts that wait for it."""
    document = read_document(subject_id)
    if document is not None:
        _serve(document)
    db.session.commit()


def _serve(document: Document) -> None:
    known = facts_of(document) is not None
    for decree in waiting_decrees(document):
        if known:
            fill(decree)
        elif decree.standing is Standing.DRAFT:
            refresh(decree)


def leave_unread(subject_id: UUID) -> None:
    """The last attempt failed: say so, and check what was typed by hand."""
    document = give_reading_up(subject_id)
    if document is not None:
        _serve(document)
    db.session.commit()


def print_one(subject_id: UUID) -> None:
    """Print a paper whose sheet is frozen, and seal the file."""
    print_paper(subject_id, pdf, KeySeal(signet()))
    db.session.commit()


def leave_unprinted(subject_id: UUID) -> None:
    """The last attempt failed: say so on the paper."""
    give_paper_up(subject_id)
    db.session.commit()


def read_members(subject_id: UUID) -> None:
    """Go through a member list, from where a former attempt ended."""
    sheet = list_to_read(subject_id)
    for _ in go_through(sheet) if sheet else ():
        headway(READ_MEMBERS, subject_id)
        db.session.commit()


def leave_list_unread(subject_id: UUID) -> None:
    """The last attempt failed: say so on the list."""
    give_list_up(subject_id)
    db.session.commit()


def seek_likeness(subject_id: UUID) -> None:
    """Look for members with another NIK who may be the same as one, or as those of a list."""
    seek(subject_id)
    db.session.commit()


def leave_unsought(_subject_id: UUID) -> None:
    """Nobody waits for a hint; the nationwide pass comes upon it too."""


def read_letter_of_office(subject_id: UUID) -> None:
    """Read what a letter of domicile says."""
    read_letter(subject_id)
    db.session.commit()


def leave_letter_unread(_subject_id: UUID) -> None:
    """A letter that was not read accuses nobody: the verifier compares it."""


def send_mail(subject_id: UUID) -> None:
    """Mail the notices about one subject."""
    for _ in send_due(subject_id):
        headway(SEND_MAIL, subject_id)
        db.session.commit()


def leave_unmailed(_subject_id: UUID) -> None:
    """The e-mails stay due, and the next round mails them."""


def invite_by_mail(subject_id: UUID) -> None:
    """Mail the link by which somebody opens an account."""
    mail_invitation(subject_id)
    db.session.commit()


def leave_uninvited(subject_id: UUID) -> None:
    """The last attempt failed: the inviter is told, and can have it mailed again."""
    give_mailing_up(subject_id)
    db.session.commit()


def renew_by_mail(subject_id: UUID) -> None:
    """Mail the link by which somebody makes another password."""
    mail_password_link(subject_id)
    db.session.commit()


def leave_password(_subject_id: UUID) -> None:
    """The old password stays; whoever was asked for help presses once more."""


def refuse_by_mail(subject_id: UUID) -> None:
    """Tell somebody why the centre gave no account."""
    mail_refusal(subject_id)


def leave_unrefused(_subject_id: UUID) -> None:
    """The centre sees its answer; whoever asked can ask again."""


def mail_what_waits() -> None:
    """Mail what could not be mailed at once."""
    for _ in send_due():
        db.session.commit()


def look_at_deadlines() -> None:
    """Remind the parties of what ends soon."""
    remind()
    db.session.commit()


def seal_what_was_done() -> None:
    """Give what was recorded its place in the log, and sign how the log stands."""
    while seal_log() is not None:
        db.session.commit()
    db.session.commit()


def look_at_unused_accounts() -> None:
    """Tell whose account lies unused, and close those whose owners were told."""
    look_at_dormant_accounts()
    db.session.commit()


def forget_what_is_over() -> None:
    """Erase the personal data that have been kept long enough."""
    for _ in erase_what_is_over(console()):
        db.session.commit()


TASKS: dict[str, Callable[[UUID], None]] = {
    READ_DOCUMENT: read,
    PRINT_PAPER: print_one,
    READ_MEMBERS: read_members,
    SEEK_LIKENESS: seek_likeness,
    READ_LETTER: read_letter_of_office,
    SEND_MAIL: send_mail,
    MAIL_INVITATION: invite_by_mail,
    MAIL_REFUSAL: refuse_by_mail,
    MAIL_PASSWORD_LINK: renew_by_mail,
}
GIVEN_UP: dict[str, Callable[[UUID], None]] = {
    READ_DOCUMENT: leave_unread,
    PRINT_PAPER: leave_unprinted,
    READ_MEMBERS: leave_list_unread,
    SEEK_LIKENESS: leave_unsought,
    READ_LETTER: leave_letter_unread,
    SEND_MAIL: leave_unmailed,
    MAIL_INVITATION: leave_uninvited,
    MAIL_REFUSAL: leave_unrefused,
    MAIL_PASSWORD_LINK: leave_password,
}
ROUNDS: dict[str, tuple[str, Callable[[], None]]] = {
    MAIL_WHAT_WAITS: ("*/2 * * * *", mail_what_waits),
    "seal_the_log": ("* * * * *", seal_what_was_done),
    "look_at_deadlines": ("*/10 * * * *", look_at_deadlines),
    "look_at_unused_accounts": ("40 18 * * *", look_at_unused_accounts),
    "forget_what_is_over": ("40 18 * * *", forget_what_is_over),
}
"""What is done by the clock, as in cron, and may be done twice in peace."""
