"""The first page after signing in: what waits for this person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.extensions import now
from sipol.models import Paper, Period, Submission, Unit
from sipol.render import ReceiptSheet, short_date
from sipol.rules.accounts import Capacity
from sipol.rules.offices import NEED_OFFICE
from sipol.rules.periods import days_left
from sipol.rules.regions import Level
from sipol.rules.roles import PARTY_ROLES, Audience, Role
from sipol.rules.workflow import DRAFTS, State, Subject
from sipol.services.decrees import in_force_within
from sipol.services.history import last_moves
from sipol.services.offices import offices_within
from sipol.services.papers import last_receipt_for, sheet_of
from sipol.services.parties import offices_of, units_for
from sipol.services.periods import current_period, is_open_now, name_of
from sipol.services.readings import statuses_of
from sipol.services.review import finding_counts, unfinished_beside
from sipol.services.submissions import awaiting_word_of, submissions_for
from sipol.web.frame import zone
from sipol.web.todo import holders_of, label_of, task_for, task_of
from sipol.web.todo_approvals import ABOUT, approval_tasks
from sipol.web.todo_members import member_task
from sipol.web.todo_offices import office_task
from sipol.web.todo_words import Known, Task

bp = Blueprint("home", __name__)

FOR_THE_CENTRE = "Menunggu persetujuan Anda atas pelimpahan pusat"


@bp.get("/beranda")
@open_to(Audience.SIGNED_IN)
def page() -> ResponseReturnValue:
    if current_user.role is Role.ADMIN:
        return redirect(url_for("accounts.index"), 303)
    if current_user.role not in PARTY_ROLES:
        return redirect(url_for("review.queue"), 303)
    period, units = current_period(), units_for(current_user)
    known = _gather(
        submissions_for(current_user, period) if period else [],
        unfinished_beside(current_user, period) if period else [],
    )
    mine = awaiting_word_of(current_user)
    waits = approval_tasks(mine, known, period)
    panels = _for_centre(units, known, waits) if current_user.role is Role.CENTRE else _for_liaison(units, known, waits)
    panels += _of_other_periods(known, {row.id for row in mine})
    prepares_only = current_user.capacity is Capacity.OPERATOR
    todo = sum(not task.done for _, tasks in panels for task in tasks)
    return render_template(
        "web/home/page.html",
        panels=panels,
        todo=todo,
        done=sum(task.done for _, tasks in panels for task in tasks),
        holders=holders_of(known, units),
        period=_about(period) if period else None,
        prepares_only=prepares_only,
        unchanged=_may_stay(units, known) if period and is_open_now(period) and not prepares_only else [],
        receipt=_about_receipt(last_receipt_for(current_user)),
        keeps_accounts=current_user.role is Role.CENTRE,
        delegates=current_user.role is Role.CENTRE and current_user.party.centre_approves,
    )


def _gather(submissions: Sequence[Submission], unfinished: Sequence[Submission]) -> Known:
    rows = [*submissions, *unfinished]
    return Known(
        actor=current_user,
        submissions={row.unit_id: row for row in submissions if row.subject is Subject.DECREE},
        members={row.unit_id: row for row in submissions if row.subject is Subject.MEMBERS},
        premises={row.unit_id: row for row in submissions if row.subject is Subject.OFFICE},
        unfinished=unfinished,
        in_force=in_force_within(current_user),
        offices_kept=offices_within(current_user),
        moves=last_moves(row.id for row in rows),
        counts=finding_counts(rows),
        readings=statuses_of(row.decree.document_id for row in rows if row.decree),
        offices=offices_of(row.region_code for row in rows),
        moment=now(),
        zone=zone(),
    )


def _for_liaison(units: Sequence[Unit], known: Known, waits: list[Task]) -> list[tuple[str, list[Task]]]:
    """What the centre lets them approve, then the own unit, then those below it, what is open before what is done."""
    own = [unit for unit in units if unit.region_code == current_user.region_code]
    below = [unit for unit in units if unit.region_code != current_user.region_code]
    panels = [(FOR_THE_CENTRE, waits)] if waits else []
    panels += [(unit.name, _own_tasks(unit, known)) for unit in own]
    if below:
        kind = "kecamatan" if all(unit.level is Level.DISTRICT for unit in below) else "di bawahnya"
        tasks = [task_for(unit, known, label_of(unit)) for unit in below]
        panels.append((f"SK kepengurusan {kind}", sorted(tasks, key=lambda task: task.done)))
    return panels


def _own_tasks(unit: Unit, known: Known) -> list[Task]:
    """Members are handed in by the unit of a kabupaten/kota (domain, section 4)."""
    tasks = [task_for(unit, known, "SK kepengurusan")]
    if unit.level is Level.REGENCY:
        tasks.append(member_task(unit, known, "Keanggotaan"))
    if unit.level in NEED_OFFICE:
        tasks.append(office_task(unit, known, "Kantor tetap"))
    return tasks


def _of_other_periods(known: Known, told: set[UUID]) -> list[tuple[str, list[Task]]]:
    """What was begun in another semester and is not decided: a new semester takes nothing off the list."""
    rows = [row for row in known.unfinished if row.id not in told]
    tasks = [task_of(row, known, f"{row.unit.name}, {name_of(row.period)}") for row in rows]
    return [("Dari semester lain, belum selesai", tasks)] if tasks else []


def _for_centre(units: Sequence[Unit], known: Known, waits: list[Task]) -> list[tuple[str, list[Task]]]:
    """What waits for the centre's word, then what its people have in hand; untouched units are only counted."""
    by_id = {unit.id: unit for unit in units}
    rows = [*known.submissions.values(), *known.members.values(), *known.premises.values()]
    drafts, sent = [], []
    for row in rows:
        task = task_of(row, known, f"{by_id[row.unit_id].name}{ABOUT[row.subject]}")
        if row.state in DRAFTS:
            drafts.append(task)
        elif row.state is not State.AWAITING_CENTRE:
            sent.append(task)
    panels = [("Menunggu persetujuan Anda", waits)]
    if drafts:
        panels.append(("Sedang disiapkan atau diperbaiki petugas penghubung", drafts))
    if sent:
        panels.append(("Sudah diajukan", sent))
    return panels


def _may_stay(units: Sequence[Unit], known: Known) -> list[Unit]:
    """Units that have handed in nothing yet and whose SK in force may simply stay; a centre finds them under SK."""
    if current_user.role is Role.CENTRE:
        return []
    return [unit for unit in units if unit.id in known.in_force and unit.id not in known.submissions]


def _about(period: Period) -> dict[str, Any]:
    moment, opens = now(), period.windows[0].opens_at
    return {
        "name": name_of(period),
        "deadline": period.deadline,
        "left": days_left(period.deadline, moment, zone()),
        "open": is_open_now(period),
        "opened": short_date(_local(opens)),
        "closes": short_date(_local(period.deadline)),
        "letter": period.letter_number,
        "extended": period.extensions[-1].letter_number if period.extensions else "",
    }


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(zone()))


def _about_receipt(paper: Paper | None) -> dict[str, Any] | None:
    sheet = sheet_of(paper) if paper else None
    if paper is None or not isinstance(sheet, ReceiptSheet):
        return None
    return {"paper": paper, "sheet": sheet, "url": url_for("handover.receipt", submission_id=paper.subject_id)}
