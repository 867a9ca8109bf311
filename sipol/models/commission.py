from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped
from sipol.models.region import Region


class Commission(Stamped, Base):
    """An office of KPU: RI, one province, or one kabupaten/kota. Its paper words are settings of the office."""

    __tablename__ = "commission"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), unique=True)
    name: Mapped[str]
    address: Mapped[str]
    seat: Mapped[str]
    zone: Mapped[str] = mapped_column(default="Asia/Makassar")
    minutes_pattern: Mapped[str] = mapped_column(default="{serial}/PL.01.1-BA/{region}/{year}")
    legal_basis: Mapped[str] = mapped_column(default="")

    region: Mapped[Region] = relationship()
    commissioners: Mapped[list["Commissioner"]] = relationship(order_by="Commissioner.order")


class Commissioner(Stamped, Base):
    """A chair or member of the commission, as they sign."""

    __tablename__ = "commissioner"

    commission_id: Mapped[UUID] = mapped_column(ForeignKey("commission.id"))
    order: Mapped[int]
    name: Mapped[str]
    post: Mapped[str]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    """The account by which they sign themselves, if they have one."""

    __table_args__ = (UniqueConstraint("commission_id", "order"),)
