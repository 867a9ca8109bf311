"""Mirip: members with different NIK who may be one person, beside one another, told apart by whoever looks."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.names import compare
from sipol.names.account_words import VERDICT_WORDS
from sipol.rules.member_life import MEMBER_STATUS_WORDS
from sipol.rules.roles import Audience
from sipol.services.likeness import SHOWN, likeness_for, likenesses_for, tell_apart
from sipol.web.duplicates import kinds

bp = Blueprint("likeness", __name__)


@bp.get("/verifikasi/mirip")
@open_to(Audience.OVERSIGHT)
def index() -> ResponseReturnValue:
    pairs = likenesses_for(current_user, request.args.get("dari", type=UUID))
    further = url_for(".index", dari=pairs[-1].id) if len(pairs) == SHOWN else None
    return render_template(
        "web/likeness/index.html",
        pairs=[(pair, compare(pair.one.name, pair.other.name)) for pair in pairs],
        verdicts=VERDICT_WORDS,
        further=further,
        kinds=kinds(),
        acts={
            pair.id
            for pair in pairs
            if any(may(current_user, Permission.MEMBER_RULE, member) for member in (pair.one, pair.other))
        },
        statuses=MEMBER_STATUS_WORDS,
    )


@bp.post("/verifikasi/mirip/<uuid:likeness_id>/berbeda")
@open_to(Audience.KPU)
def differ(likeness_id: UUID) -> ResponseReturnValue:
    tell_apart(current_user, likeness_for(current_user, likeness_id))
    flash("Dicatat sebagai dua orang yang berbeda.", "ok")
    return redirect(url_for(".index"), 303)
