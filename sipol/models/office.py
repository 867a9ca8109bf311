from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded
from sipol.models.decree import Standing
from sipol.models.party import Unit
from sipol.models.region import Region
from sipol.models.user import User
from sipol.rules.offices import OfficeFileKind, OfficeVisitResult, Sight, Tenure


class Office(Stamped, Placed, Base):
    """The permanent office of a unit, as the party states it: where it is, by what right, until when."""

    __tablename__ = "office"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    standing: Mapped[Standing] = mapped_column(worded(Standing), default=Standing.DRAFT)
    address: Mapped[str] = mapped_column(default="")
    address_key: Mapped[str] = mapped_column(default="")
    district_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    village: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    tenure: Mapped[Tenure | None] = mapped_column(worded(Tenure))
    valid_until: Mapped[date | None]
    letter_number: Mapped[str] = mapped_column(default="")
    letter_date: Mapped[date | None]
    in_force_from: Mapped[datetime | None]
    in_force_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    unit: Mapped[Unit] = relationship()
    district: Mapped[Region | None] = relationship(foreign_keys=[district_code])
    files: Mapped[list["OfficeFile"]] = relationship(order_by="OfficeFile.created_at", back_populates="office")
    visits: Mapped[list["OfficeVisit"]] = relationship(order_by="OfficeVisit.created_at", back_populates="office")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        Index(
            "uq_office_one_in_force_per_unit", "unit_id", unique=True, postgresql_where=text("standing = 'in_force'")
        ),
        CheckConstraint(
            "(standing IN ('in_force', 'replaced')) = (in_force_from IS NOT NULL)", name="dated_when_in_force"
        ),
        CheckConstraint("(standing = 'replaced') = (in_force_until IS NOT NULL)", name="ended_when_replaced"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="a_point_has_two_figures"),
        CheckConstraint(
            "standing IN ('draft', 'turned_down') OR (address <> '' AND district_code IS NOT NULL)",
            name="somewhere_when_in_force",
        ),
    )


class OfficeVisit(Stamped, Base):
    """What KPU found when it went there."""

    __tablename__ = "office_visit"

    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    held_on: Mapped[date]
    result: Mapped[OfficeVisitResult] = mapped_column(worded(OfficeVisitResult))
    note: Mapped[str] = mapped_column(default="")
    visited_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    office: Mapped[Office] = relationship(back_populates="visits")
    visitor: Mapped[User] = relationship()


class OfficeFile(Stamped, Base):
    """A letter, a proof or a photograph of an office. ``digest`` names the safe form that is kept of it.

    ``taken_at``: what the camera wrote along, by its own clock; nothing else of that is kept. ``lines``: what a letter
    says, once it was read.
    """

    __tablename__ = "office_file"

    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[OfficeFileKind] = mapped_column(worded(OfficeFileKind))
    digest: Mapped[str]
    size: Mapped[int]
    is_pdf: Mapped[bool]
    taken_at: Mapped[datetime | None]
    sight: Mapped[Sight | None] = mapped_column(worded(Sight))
    lines: Mapped[str | None]
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("office_visit.id"))
    received_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    office: Mapped[Office] = relationship(back_populates="files")

    __table_args__ = (
        UniqueConstraint("office_id", "kind", "digest"),
        CheckConstraint("(kind = 'visit') = (visit_id IS NOT NULL)", name="of_a_visit"),
    )
