from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, one_of, worded
from sipol.models.party import Unit
from sipol.models.sealed import Sealed
from sipol.models.user import User
from sipol.rules.identity import Sex
from sipol.rules.member_life import NEEDS_MEMBER_REASON, MemberReason, MemberStatus

NOTED = "status <> 'pending' AND cardinality(codes) > 0"
"""Members with any indication: one in twenty, so the pages that look for some index these alone."""


STANDS_TWICE = "codes && ARRAY['ganda_identik', 'potensi_ganda', 'ganda_eksternal']"
TWINNED = f"status <> 'pending' AND {STANDS_TWICE}"
"""Members who stand twice: one in fifty, looked for by name across a kabupaten, a province, the nation."""


class ListStage(StrEnum):
    """How far a member list is, from its file to its rows in the register."""

    WAITING = "waiting"
    UNTOLD = "untold"
    """It cannot be told which column holds the NIK or the name: the sender is asked."""
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    FAILED = "failed"


class MemberList(Stamped, Placed, Base):
    """A sheet of members as a unit sent it. ``digest`` names its sealed bytes in the file store.

    ``rows`` counts what was gone through so far: ``clean`` and ``noted`` came in, ``blocked`` wait outside.
    """

    __tablename__ = "member_list"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    digest: Mapped[str]
    size: Mapped[int]
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """The columns that were recognised, in the words of ``reading.sheets.Column``."""
    told: Mapped[dict[str, int] | None] = mapped_column(JSONB)
    """What the sender said of the columns: ``line`` of the titles, and the place of each column by its word."""
    title: Mapped[str]
    """The name of the file, as the sender called it."""
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    stage: Mapped[ListStage] = mapped_column(worded(ListStage), default=ListStage.WAITING)
    rows: Mapped[int] = mapped_column(default=0)
    clean: Mapped[int] = mapped_column(default=0)
    noted: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    """When it was confirmed or undone."""
    erased_at: Mapped[datetime | None]
    """When its file and the rows outside went, for they had been kept long enough."""

    unit: Mapped[Unit] = relationship()

    __table_args__ = (
        UniqueConstraint("unit_id", "digest"),
        CheckConstraint("rows = clean + noted + blocked", name="every_row_is_counted_once"),
        CheckConstraint("(stage = 'failed') = (failure IS NOT NULL)", name="failure_when_failed"),
        CheckConstraint("(stage IN ('confirmed', 'undone')) = (settled_at IS NOT NULL)", name="dated_when_settled"),
    )


class KnownTitle(Base):
    """What a party once said of a column's title, so that it is not asked again. No ``column``: nothing of ours."""

    __tablename__ = "known_title"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"), primary_key=True)
    title: Mapped[str] = mapped_column(primary_key=True)
    """As ``reading.sheets.folded`` has it."""
    column: Mapped[str | None]


class BlockedRow(Base):
    """A row of a list that may not come in as it is. What was written is kept, sealed, until it is repaired."""

    __tablename__ = "blocked_row"

    list_id: Mapped[UUID] = mapped_column(ForeignKey("member_list.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    """The data row, counted from 1; ``line`` is that of the sheet."""
    line: Mapped[int]
    written: Mapped[str] = mapped_column(Sealed("blocked_row.written"))
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text))


class Member(Placed, Base):
    """A member of a party in a kecamatan or desa, found by hashes of what is sealed.

    A trigger sees that unit, party, list and region are here and belong together (migration 0015): foreign keys would
    look at each row of a million.
    """

    __tablename__ = "member"

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid4, server_default=func.gen_random_uuid(), sort_order=-9
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.sipol_now(), sort_order=-8)
    unit_id: Mapped[UUID]
    party_id: Mapped[UUID] = mapped_column()
    region_code: Mapped[str] = mapped_column(index=True)
    list_id: Mapped[UUID | None]
    list_row: Mapped[int | None]
    status: Mapped[MemberStatus] = mapped_column(worded(MemberStatus))
    nik: Mapped[str] = mapped_column(Sealed("member.nik"))
    nik_hash: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    person_hash: Mapped[bytes] = mapped_column(LargeBinary)
    """Of name, sex and date of birth: rows with equal ones and equal NIK are identical."""
    birth_hash: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    """Of date of birth and kabupaten/kota: among those with equal ones a person with another NIK is looked for."""
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    """The name in small letters without titles' dots, for finding it by how it begins."""
    sex: Mapped[Sex | None] = mapped_column(worded(Sex))
    birth_place: Mapped[str]
    born: Mapped[str] = mapped_column(Sealed("member.born"))
    """The date of birth, ISO."""
    married: Mapped[bool | None]
    occupation: Mapped[str]
    address: Mapped[str]
    card_number: Mapped[str]
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Indications that stand, in the words of ``rules.indications``."""
    handed_in_at: Mapped[datetime | None]
    """When the party first handed it in to KPU; until then it is nobody's business but the party's."""
    erased_at: Mapped[datetime | None]
    """When all that tells who it was went, long after it was taken out; what was done to the row stays."""

    unit: Mapped[Unit] = relationship(primaryjoin=lambda: foreign(Member.unit_id) == Unit.id)

    __table_args__ = (
        UniqueConstraint("list_id", "list_row"),
        CheckConstraint("(list_id IS NULL) = (list_row IS NULL)", name="of_a_list_with_its_row"),
        Index("ix_member_card", "party_id", "card_number", postgresql_where=text("card_number <> ''")),
        Index(
            "uq_member_met_card",
            "party_id",
            "card_number",
            unique=True,
            postgresql_where=text("status = 'met' AND card_number <> ''"),
        ),
        Index("ix_member_name", "unit_id", "name_key", "id", postgresql_where=text("status <> 'pending'")),
        Index("ix_member_ruled_out", "party_id", "nik_hash", postgresql_where=text("status = 'not_met'")),
        Index("ix_member_noted", "unit_id", "name_key", "id", postgresql_where=text(NOTED)),
        Index("ix_member_twin_name", "name_key", "id", postgresql_where=text(TWINNED)),
        Index("ix_member_twin_region", "region_code", postgresql_where=text(TWINNED)),
    )

    @property
    def born_on(self) -> date:
        return date.fromisoformat(self.born)


class MemberTurn(Stamped, Base):
    """One change of a member's status: who, when and why, for ever. Rows of one act share its ``batch_id``."""

    __tablename__ = "member_turn"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    """In the order of the acts; moments may be equal."""
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(index=True)
    former: Mapped[MemberStatus] = mapped_column(worded(MemberStatus, "turn_former"))
    status: Mapped[MemberStatus] = mapped_column(worded(MemberStatus, "turn_status"))
    reason: Mapped[MemberReason | None] = mapped_column(worded(MemberReason))
    note: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    actor: Mapped[User] = relationship()

    __table_args__ = (
        CheckConstraint(
            f"reason IS NOT NULL OR NOT ({one_of('status', NEEDS_MEMBER_REASON)})",
            name="bms_tms_and_removal_have_reasons",
        ),
    )
