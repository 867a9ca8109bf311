from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from sipol.extensions import Base
from sipol.models.base import Stamped


class LogLeaf(Base):
    """The place of an entry in the log's tree, given once, and the hash of all it says. Never changed.

    The numbers of entries have gaps and are committed out of order; places have neither, and follow the checkpoints.
    """

    __tablename__ = "log_leaf"

    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """From 0."""
    entry_seq: Mapped[int] = mapped_column(ForeignKey("audit_entry.seq"), unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("place >= 0", name="counted_from_zero"),)


class Checkpoint(Stamped, Base):
    """The log up to a size, as a signed note; ``edge`` is what the next one is reckoned from."""

    __tablename__ = "checkpoint"

    size: Mapped[int] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime]
    note: Mapped[str]
    edge: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary))
    last_seq: Mapped[int] = mapped_column(BigInteger)
    """The greatest number of an entry in it."""
