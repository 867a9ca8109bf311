"""Mail the notices that are due. A mail server that is down puts e-mails off and stops nothing else."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, Interval, and_, case, func, literal, null, or_, select, true, update
from sqlalchemy.orm import contains_eager

from sipol.extensions import db, local_zone
from sipol.models import Notice, User
from sipol.rules.clock import SLACK
from sipol.rules.notices import words_of
from sipol.services.mail import Give, MailDown, Returned, way_out

log = logging.getLogger(__name__)

ATTEMPTS = 24
"""With a pause that doubles up to four hours: about three days."""
LONGEST_PAUSE = 240
"""Minutes."""
DOWN = "Peladen surel tidak dapat dihubungi."
REFUSED = "Alamat surel ini ditolak oleh peladen surel."

TEXT = """{title}.

{about}
{hint}

Buka: {link}

Surel ini dikirim otomatis oleh {product}; jangan dibalas.
Atur surel yang Anda terima: {settings}
"""


def send_due(subject_id: UUID | None = None) -> Iterator[None]:
    """Mail what is due, about one subject or about all; the caller keeps what was done after each step."""
    due = _due(subject_id)
    if db.session.scalars(select(Notice.id).where(due).limit(1)).first() is None:
        return
    try:
        with way_out() as give:
            while (notice := _next(due)) is not None:
                _send(notice, give)
                yield
    except MailDown as down:
        log.warning("the mail server is down (%s): what is due is tried again later", down)
        _put_off(due, DOWN)
        yield


def compose(notice: Notice) -> EmailMessage:
    """The e-mail of a notice: short, plain, without a name, leading to the page."""
    words, public = words_of(notice.kind, notice.facts), str(current_app.config["SIPOL_PUBLIC_URL"])
    product = str(current_app.config["SIPOL_NAME"])
    message = EmailMessage()
    message["From"] = Address(product, addr_spec=str(current_app.config["SIPOL_MAIL_FROM"]))
    message["To"] = notice.mail_to or notice.recipient.email
    message["Subject"] = words.title
    message["Date"] = format_datetime(notice.created_at.astimezone(local_zone()))
    # The same for every attempt, so that one which was sent twice is known for one.
    message["Message-ID"] = f"<{notice.id}@{urlsplit(public).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    link, settings = f"{public}/pemberitahuan/{notice.id}", f"{public}/pemberitahuan/pengaturan"
    lines = {"title": words.title, "about": words.about, "hint": words.hint, "product": product}
    message.set_content(TEXT.format(**lines, link=link, settings=settings))
    return message


def _due(subject_id: UUID | None) -> ColumnElement[bool]:
    about = Notice.subject_id == subject_id if subject_id else true()
    # Nothing is put off for longer; what is due later than that was put off by a clock that was ahead.
    latest = func.sipol_now() + timedelta(minutes=LONGEST_PAUSE) + SLACK
    return and_(or_(Notice.mail_due_at <= func.sipol_now(), Notice.mail_due_at > latest), about)


def _next(due: ColumnElement[bool]) -> Notice | None:
    """The one that has been due the longest; others may be in the hands of another worker."""
    query = select(Notice).join(Notice.recipient).where(due).order_by(Notice.mail_due_at, Notice.seq).limit(1)
    query = query.options(contains_eager(Notice.recipient)).with_for_update(of=Notice, skip_locked=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def _send(notice: Notice, give: Give) -> None:
    recipient: User = notice.recipient
    if (notice.mail_to or recipient.email) is None or not recipient.active:
        notice.mail_due_at = None
        return
    name = f"{notice.created_at.astimezone(local_zone()):%Y%m%d-%H%M%S}-{notice.id}"
    try:
        give(name, compose(notice))
    except Returned as returned:
        log.warning("the mail server does not take the e-mail of notice %s", notice.id)
        _put_off(Notice.id == notice.id, REFUSED, for_good=returned.for_good)
        return
    notice.mailed_at = db.session.scalar(select(func.sipol_now()))
    notice.mail_due_at, notice.mail_failure = None, None


def _put_off(which: ColumnElement[bool], why: str, *, for_good: bool = False) -> None:
    """Try these again after 1, 2, 4 … minutes, or no more."""
    minutes = func.least(func.power(2, Notice.mail_attempts), LONGEST_PAUSE)
    later = func.sipol_now() + minutes * literal(timedelta(minutes=1), Interval)
    over = true() if for_good else Notice.mail_attempts + 1 >= ATTEMPTS
    written = (
        update(Notice)
        .where(which)
        .values(
            mail_attempts=Notice.mail_attempts + 1,
            mail_failure=why,
            mail_due_at=case((over, null()), else_=later),
        )
    )
    db.session.execute(written.execution_options(synchronize_session=False))
