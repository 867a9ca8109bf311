from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, one_of, worded
from sipol.models.decree import Decree
from sipol.models.office import Office
from sipol.models.party import Unit
from sipol.models.period import Period
from sipol.models.user import User
from sipol.rules.workflow import DECIDED, OUTCOMES, Act, Outcome, State, Subject


class Submission(Stamped, Placed, Base):
    """A pengajuan: one object of one unit in one period."""

    __tablename__ = "submission"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    period_id: Mapped[UUID] = mapped_column(ForeignKey("period.id"), index=True)
    subject: Mapped[Subject] = mapped_column(worded(Subject))
    decree_id: Mapped[UUID | None] = mapped_column(ForeignKey("decree.id"), unique=True)
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"), unique=True)
    no_change: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(worded(State), default=State.DRAFT, index=True)
    outcome: Mapped[Outcome | None] = mapped_column(worded(Outcome))
    receipt: Mapped[str | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime | None]
    """Since when it has waited for the party's centre; like the next two only while it does."""
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    reminded_at: Mapped[datetime | None]
    """When the party's centre was last reminded of it by hand."""
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    claimed_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    unit: Mapped[Unit] = relationship()
    period: Mapped[Period] = relationship()
    decree: Mapped[Decree | None] = relationship()
    office: Mapped[Office | None] = relationship()
    claimant: Mapped[User | None] = relationship(foreign_keys=[claimed_by])
    decisions: Mapped[list["Decision"]] = relationship(order_by="Decision.created_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        UniqueConstraint("unit_id", "period_id", "subject"),
        CheckConstraint(f"({one_of('state', DECIDED)}) = (decided_at IS NOT NULL)", name="dated_when_decided"),
        CheckConstraint(
            f"({one_of('state', DECIDED)}) = ({one_of('outcome', OUTCOMES[Act.DECIDE])} AND outcome IS NOT NULL)",
            name="met_or_not_when_decided",
        ),
        CheckConstraint(
            "(state = 'returned') = (outcome IS NOT NULL AND outcome = 'incomplete')",
            name="bms_when_returned",
        ),
        CheckConstraint(
            "state IN ('draft', 'awaiting_centre') OR (submitted_at IS NOT NULL AND receipt IS NOT NULL)",
            name="receipted_when_sent",
        ),
        CheckConstraint(
            "(state = 'awaiting_centre') = (asked_at IS NOT NULL) "
            "AND (state = 'awaiting_centre') = (asked_by IS NOT NULL)",
            name="asked_while_it_awaits_the_centre",
        ),
        CheckConstraint("reminded_at IS NULL OR state = 'awaiting_centre'", name="reminded_while_it_awaits_the_centre"),
        CheckConstraint(
            "(state = 'in_review') = (claimed_by IS NOT NULL AND claimed_until IS NOT NULL)",
            name="claimed_when_in_review",
        ),
        CheckConstraint("no_change OR subject <> 'decree' OR decree_id IS NOT NULL", name="a_decree_or_no_change"),
        CheckConstraint("no_change OR subject <> 'office' OR office_id IS NOT NULL", name="an_office_or_no_change"),
    )


class Decision(Stamped, Base):
    """One ruling of a verifier on a submission: MS, BMS or TMS, with coded reasons."""

    __tablename__ = "decision"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(worded(Outcome))
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    note: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    decider: Mapped[User] = relationship()

    __table_args__ = (CheckConstraint("outcome = 'met' OR cardinality(reasons) > 0", name="bms_and_tms_have_reasons"),)
