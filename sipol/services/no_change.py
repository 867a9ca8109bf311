"""“Tidak ada perubahan semester ini”: a unit says that what stands stays, and that is a submission too."""

from sqlalchemy import select

from sipol.access.policy import Permission, require
from sipol.extensions import db
from sipol.models import Decree, Period, Standing, Submission, Unit, User
from sipol.rules.errors import Refused
from sipol.rules.workflow import DRAFTS, STATE_WORDS, Subject
from sipol.services.handover import send
from sipol.services.offices import lacks_of_office, office_in_force
from sipol.services.periods import closed_words, current_period, is_open_now, name_of
from sipol.services.submissions import begin, hold_unit, submission_in


def decree_that_stays(unit: Unit) -> Decree | None:
    """The decree of a unit that is in force. The caller may already know of the unit."""
    query = select(Decree).where(Decree.unit_id == unit.id, Decree.standing == Standing.IN_FORCE)
    return db.session.scalars(query).first()


def obstacle_for(unit: Unit, period: Period | None) -> str | None:
    """Why a unit cannot say now that nothing changed, as a sentence; None when it can."""
    if period is None:
        return "KPU belum membuka masa pemutakhiran."
    if not is_open_now(period):
        return closed_words(period)
    begun = submission_in(unit, period, Subject.DECREE)
    if begun is not None:
        return (
            f"Kepengurusan ini sudah mempunyai pengajuan untuk {name_of(period)}, berstatus "
            f"“{STATE_WORDS[begun.state]}”. Lanjutkan pengajuan itu."
        )
    if decree_that_stays(unit) is None:
        return "Belum ada SK yang berlaku untuk kepengurusan ini dalam register. Unggah SK kepengurusannya."
    return None


def refuse_an_sk_after_no_change(unit: Unit, period: Period) -> None:
    """Raise Refused("file", …) where the unit has handed in for this period that nothing changed."""
    begun = submission_in(unit, period, Subject.DECREE)
    if begun is not None and begun.no_change and begun.state not in DRAFTS:
        raise Refused(
            "file",
            f"Untuk {name_of(period)} Anda sudah menyatakan tidak ada perubahan. SK baru dapat diunggah bila KPU "
            "mengembalikan pernyataan itu, atau pada semester berikutnya.",
        )


def hand_in_no_change(actor: User, unit: Unit) -> Submission:
    """Hand in for the period at hand that the SK in force stays; Refused("unit", …) says why not."""
    require(actor, Permission.SUBMISSION_SEND, unit)
    # A second press waits here, and then finds the submission of the first.
    hold_unit(unit)
    period = current_period()
    begun = submission_in(unit, period, Subject.DECREE) if period else None
    if begun is not None and begun.no_change:
        send(actor, begun)
        return begun
    wrong = obstacle_for(unit, period)
    if period is None or wrong:
        raise Refused("unit", wrong or "")
    submission = begin(unit, period, Subject.DECREE, no_change=True)
    send(actor, submission)
    return submission


def office_obstacle_for(unit: Unit, period: Period | None) -> str | None:
    """Why a unit cannot say now that its office stays, as a sentence; None when it can."""
    if period is None:
        return "KPU belum membuka masa pemutakhiran."
    if not is_open_now(period):
        return closed_words(period)
    begun = submission_in(unit, period, Subject.OFFICE)
    if begun is not None:
        return f"Kantor sudah mempunyai pengajuan untuk {name_of(period)}, berstatus “{STATE_WORDS[begun.state]}”."
    office = office_in_force(unit)
    if office is None:
        return "Belum ada kantor dalam register. Isi data kantor lebih dahulu."
    return next((f"{sentence} Ubah data kantor." for _, sentence in lacks_of_office(office)), None)


def hand_in_same_office(actor: User, unit: Unit) -> Submission:
    """Hand in for the period at hand that the office in the register stays; Refused("unit", …) says why not."""
    require(actor, Permission.SUBMISSION_SEND, unit)
    hold_unit(unit)
    period = current_period()
    begun = submission_in(unit, period, Subject.OFFICE) if period else None
    if begun is not None and begun.no_change:
        send(actor, begun)
        return begun
    wrong = office_obstacle_for(unit, period)
    if period is None or wrong:
        raise Refused("unit", wrong or "")
    submission = begin(unit, period, Subject.OFFICE, no_change=True)
    send(actor, submission)
    return submission
