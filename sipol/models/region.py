from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from sipol.extensions import Base
from sipol.models.base import worded
from sipol.rules.regions import Level


class Region(Base):
    """One place of Kemendagri's table. Its code spells its ancestors: ``65.71.01``."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    name: Mapped[str]
    level: Mapped[Level] = mapped_column(worded(Level))
    population: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    kpu_code: Mapped[str | None]
    bps_code: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            r"code = 'ID' OR code ~ '^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$'",
            name="code_is_dotted",
        ),
        CheckConstraint("(code = 'ID') = (parent_code IS NULL)", name="only_the_nation_has_no_parent"),
        CheckConstraint("valid_until > valid_from", name="ends_after_it_begins"),
    )
