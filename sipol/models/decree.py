from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded
from sipol.models.document import Document
from sipol.models.party import Unit


class Standing(StrEnum):
    """Where a decree stands in the register: being written, in force, replaced by a newer one, or turned down."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    TURNED_DOWN = "turned_down"


class Decree(Stamped, Placed, Base):
    """An SK: the paper that names a unit's officers. Fields are empty until read or typed."""

    __tablename__ = "decree"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    standing: Mapped[Standing] = mapped_column(worded(Standing), default=Standing.DRAFT)
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    issued_in: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    term_start: Mapped[int | None]
    term_end: Mapped[int | None]
    extended_until: Mapped[date | None]
    replaces_number: Mapped[str] = mapped_column(default="")
    office_address: Mapped[str] = mapped_column(default="")
    """The street of the unit's office, where the SK names it."""
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("decree.id"))
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    in_force_from: Mapped[date | None]
    in_force_until: Mapped[date | None]
    filled: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    unit: Mapped[Unit] = relationship()
    document: Mapped[Document] = relationship()
    replaces: Mapped["Decree | None"] = relationship(remote_side="Decree.id")
    officers: Mapped[list["Officer"]] = relationship(order_by="Officer.order", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        Index(
            "uq_decree_one_in_force_per_unit",
            "unit_id",
            unique=True,
            postgresql_where=text("standing = 'in_force'"),
        ),
        CheckConstraint(
            "(standing IN ('in_force', 'replaced')) = (in_force_from IS NOT NULL)", name="dated_when_in_force"
        ),
        CheckConstraint("(standing = 'replaced') = (in_force_until IS NOT NULL)", name="ended_when_replaced"),
        CheckConstraint("term_end >= term_start", name="term_ends_after_it_begins"),
        CheckConstraint(
            "standing IN ('draft', 'turned_down') OR (number <> '' AND issued_on IS NOT NULL)",
            name="numbered_and_dated_when_in_force",
        ),
    )


class Officer(Stamped, Base):
    """A person in a post of a decree, written exactly as the party states it."""

    __tablename__ = "officer"

    decree_id: Mapped[UUID] = mapped_column(ForeignKey("decree.id", ondelete="CASCADE"))
    order: Mapped[int]
    organ: Mapped[str] = mapped_column(default="")
    position: Mapped[str]
    name: Mapped[str]
    name_core: Mapped[str] = mapped_column(default="")
    """The words of the name in capitals without titles, by which one person is looked for on other boards."""
    sex: Mapped[str | None]
    card_number: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("decree_id", "order", deferrable=True, initially="DEFERRED"),
        CheckConstraint("sex IN ('P', 'L')", name="sex_is_p_or_l"),
        CheckConstraint("name <> '' AND position <> ''", name="has_a_name_and_a_post"),
        Index("ix_officer_name_core", "name_core", postgresql_where=text("name_core <> ''")),
        Index("ix_officer_card", "card_number", postgresql_where=text("card_number <> ''")),
    )
