"""“Tidak ada perubahan semester ini”: a unit says that what stands stays, and that is a submission too."""

from collections.abc import Callable

from sqlalchemy import select

from sipol.access.policy import Permission, require
from sipol.extensions import db
from sipol.models import Decree, Period, Standing, Submission, Unit, User
from sipol.rules.errors import Refused
from sipol.rules.workflow import DRAFTS, STATE_WORDS, Subject
from sipol.services.handover import send
from sipol.services.offices import lacks_of_office, office_in_force
from sipol.services.periods import closed_words, current_period, is_open_now, name_of
from sipol.services.senders import refuse_unless_sender
from sipol.services.submissions import begin, hold_unit, submission_in


def decree_that_stays(unit: Unit) -> Decree | None:
    """The decree of a unit that is in force. The caller may already know of the unit."""
    query = select(Decree).where(Decree.unit_id == unit.id, Decree.standing == Standing.IN_FORCE)
    return db.session.scalars(query).first()


def obstacle_for(unit: Unit, period: Period | None, subject: Subject) -> str | None:
    """Why a unit cannot say now that its SK or its office stays, as a sentence; None when it can."""
    if period is None:
        return "KPU belum membuka masa pemutakhiran."
    if not is_open_now(period):
        return closed_words(period)
    begun = submission_in(unit, period, subject)
    if begun is not None:
        return BEGUN[subject].format(period=name_of(period), state=STATE_WORDS[begun.state])
    return NOTHING_STAYS[subject](unit)


def _no_decree_stays(unit: Unit) -> str | None:
    if decree_that_stays(unit) is None:
        return "Belum ada SK yang berlaku untuk kepengurusan ini dalam register. Unggah SK kepengurusannya."
    return None


def _no_office_stays(unit: Unit) -> str | None:
    office = office_in_force(unit)
    if office is None:
        return "Belum ada kantor dalam register. Isi data kantor lebih dahulu."
    return next((f"{sentence} Ubah data kantor." for _, sentence in lacks_of_office(office)), None)


NOTHING_STAYS: dict[Subject, Callable[[Unit], str | None]] = {
    Subject.DECREE: _no_decree_stays,
    Subject.OFFICE: _no_office_stays,
}
BEGUN: dict[Subject, str] = {
    Subject.DECREE: (
        "Kepengurusan ini sudah mempunyai pengajuan untuk {period}, berstatus “{state}”. Lanjutkan pengajuan itu."
    ),
    Subject.OFFICE: "Kantor sudah mempunyai pengajuan untuk {period}, berstatus “{state}”.",
}


def refuse_an_sk_after_no_change(unit: Unit, period: Period) -> None:
    """Raise Refused("file", …) where the unit has handed in for this period that nothing changed."""
    begun = submission_in(unit, period, Subject.DECREE)
    if begun is not None and begun.no_change and begun.state not in DRAFTS:
        raise Refused(
            "file",
            f"Untuk {name_of(period)} Anda sudah menyatakan tidak ada perubahan. SK baru dapat diunggah bila KPU "
            "mengembalikan pernyataan itu, atau pada semester berikutnya.",
        )


def hand_in_no_change(actor: User, unit: Unit, subject: Subject) -> Submission:
    """Hand in for the period at hand that the SK or the office stays; Refused("unit" or "sender", …) says why not."""
    require(actor, Permission.SUBMISSION_PREPARE, unit)
    refuse_unless_sender(actor, unit)
    # A second press waits here, and then finds the submission of the first.
    hold_unit(unit)
    period = current_period()
    begun = submission_in(unit, period, subject) if period else None
    if begun is not None and begun.no_change:
        send(actor, begun)
        return begun
    wrong = obstacle_for(unit, period, subject)
    if period is None or wrong:
        raise Refused("unit", wrong or "")
    submission = begin(unit, period, subject, no_change=True)
    send(actor, submission)
    return submission
