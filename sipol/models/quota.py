from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sipol.extensions import Base
from sipol.models.base import Stamped


class MemberQuota(Stamped, Base):
    """The least members of a kabupaten/kota by KPU's own decree, from a day on; it wins over what is computed.

    ``least`` None: from that day the computed number holds again.
    """

    __tablename__ = "member_quota"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    least: Mapped[int | None]
    letter: Mapped[str]
    """The decree or letter that says so."""
    valid_from: Mapped[date]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        UniqueConstraint("region_code", "valid_from"),
        CheckConstraint("least > 0", name="at_least_one_member"),
        CheckConstraint("letter <> ''", name="by_a_letter"),
    )
