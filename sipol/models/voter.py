from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from sipol.extensions import Base
from sipol.models.base import Stamped, worded
from sipol.rules.voters import VoterStatus


class VoterList(Stamped, Base):
    """The voters of a kabupaten/kota on a day (DPB), as KPU handed them over; ``rows`` that were kept."""

    __tablename__ = "voter_list"

    number: Mapped[int] = mapped_column(Identity(), unique=True)
    """What its rows carry instead of the id: there may be 200 million of them."""
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    as_of: Mapped[date]
    rows: Mapped[int]
    kept_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class Voter(Base):
    """One row of a voter list: keyed hashes, and what the list says of the person. It tells nobody's name."""

    __tablename__ = "voter"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    list_number: Mapped[int] = mapped_column(ForeignKey("voter_list.number"), index=True)
    nik_hash: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    person_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    """As that of a member; None where the list does not tell name, sex and date of birth."""
    status: Mapped[VoterStatus] = mapped_column(worded(VoterStatus))
