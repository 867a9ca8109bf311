"""Pemberitahuan: what somebody was told, and what of it is mailed to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.models import Notice
from sipol.rules.errors import Refused
from sipol.rules.notices import NoticeKind, Words, words_of
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.services.inbox import (
    mark_one_read,
    mark_read,
    notice_for,
    notices_for,
    set_mail_wishes,
    topics_mailed_to,
)
from sipol.services.sessions import is_proved
from sipol.services.submissions import submission_for
from sipol.web.forms.notices import MailWishForm
from sipol.web.todo import address_of
from sipol.web.visits import own_session

bp = Blueprint("notices", __name__)

LAST = 2**63 - 1
"""The greatest number a notice can bear."""
PAGES = {
    NoticeKind.PERIOD_OPENED: "periods.index",
    NoticeKind.PERIOD_EXTENDED: "periods.index",
    NoticeKind.CORRECTION_OPENED: "periods.index",
    NoticeKind.DEADLINE_NEAR: "home.page",
    NoticeKind.CORRECTION_ENDS: "home.page",
    NoticeKind.APPROVAL_NEAR: "home.page",
    NoticeKind.ACCOUNT_CHANGED: "security.index",
    NoticeKind.ACCOUNT_DORMANT: "home.page",
    NoticeKind.WORK_HANDED_OVER: "home.page",
}
"""Where notices lead that are about no single row."""


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words."""

    words: Words
    at: datetime
    url: str
    unread: bool
    failure: str | None


@bp.get("/pemberitahuan")
@open_to(Audience.SIGNED_IN)
def index() -> ResponseReturnValue:
    before = min(max(request.args.get("sebelum", 0, int), 0), LAST) or None
    pile = notices_for(current_user, before)
    return render_template(
        "web/notices/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Pemberitahuan", None)],
        told=[_told(notice) for notice in pile.notices],
        newest_shown=pile.notices[0].seq if pile.notices else 0,
        older=url_for(".index", sebelum=pile.older) if pile.older else None,
        newest=url_for(".index") if before else None,
    )


def _told(notice: Notice) -> Told:
    words, url = words_of(notice.kind, notice.facts), url_for(".follow", notice_id=notice.id)
    return Told(words, notice.created_at, url, notice.read_at is None, notice.mail_failure)


@bp.post("/pemberitahuan/dibaca")
@open_to(Audience.SIGNED_IN)
def mark() -> ResponseReturnValue:
    """Everything up to the newest that was shown."""
    mark_read(current_user, min(max(request.form.get("sampai", 0, int), 0), LAST))
    return redirect(url_for(".index"), 303)


@bp.get("/pemberitahuan/<uuid:notice_id>")
@open_to(Audience.SIGNED_IN)
def follow(notice_id: UUID) -> ResponseReturnValue:
    """To the page a notice is about; whoever goes there has read it."""
    notice = notice_for(current_user, notice_id)
    mark_one_read(current_user, notice)
    keep_work()
    return redirect(_page_of(notice), 303)


def _page_of(notice: Notice) -> str:
    if notice.kind in (NoticeKind.ADVICE_GIVEN, NoticeKind.ADVICE_ANSWERED):
        return url_for("advice.index", _anchor=f"s-{notice.subject_id}")
    if notice.kind is NoticeKind.MINUTES_ISSUED:
        return url_for("minutes.show", minutes_id=notice.subject_id)
    if notice.kind is NoticeKind.ACCESS_ASKED:
        return url_for("access.show", request_id=notice.subject_id)
    if notice.kind in PAGES:
        return url_for(PAGES[notice.kind])
    if current_user.role in PARTY_ROLES:
        return address_of(submission_for(current_user, notice.subject_id))
    return url_for("review.show", submission_id=notice.subject_id)


def _may_go_there(form: MailWishForm) -> bool:
    """Another address would hear what is done to the account, so the password is asked again first."""
    if (form.email.data or "") == (current_user.email or "") or is_proved(own_session()):
        return True
    form.email.errors = ["Sebelum alamat surel diganti, buka Keamanan akun, tekan “Pastikan ini saya”, lalu ulangi."]
    return False


@bp.route("/pemberitahuan/pengaturan", methods=["GET", "POST"])
@open_to(Audience.SIGNED_IN)
def settings() -> ResponseReturnValue:
    form = MailWishForm(data={"email": current_user.email or ""})
    if form.validate_on_submit() and _may_go_there(form):
        try:
            set_mail_wishes(current_user, form.email.data or "", form.topics)
        except Refused as refused:
            form.email.errors = [refused.reason]
        else:
            flash("Pilihan Anda disimpan.", "ok")
            return redirect(url_for(".settings"), 303)
    else:
        form.show(topics_mailed_to(current_user))
    page = render_template(
        "web/notices/settings.html",
        crumbs=[
            ("Beranda", url_for("home.page")),
            ("Pemberitahuan", url_for(".index")),
            ("Pengaturan surel", None),
        ],
        form=form,
        has_server=bool(current_app.config["SIPOL_SMTP_URL"]),
    )
    return page, 422 if form.errors else 200
