from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded
from sipol.models.region import Region
from sipol.rules.regions import NATION, Level


class Party(Stamped, Base):
    __tablename__ = "party"

    name: Mapped[str] = mapped_column(unique=True)
    abbreviation: Mapped[str] = mapped_column(unique=True)
    home_region: Mapped[str] = mapped_column(ForeignKey("region.code"), default=NATION)
    centre_approves: Mapped[bool] = mapped_column(default=False)

    labels: Mapped[list["PartyLabel"]] = relationship(order_by="PartyLabel.level")
    organs: Mapped[list["PartyOrgan"]] = relationship(order_by="PartyOrgan.order")
    posts: Mapped[list["PartyPost"]] = relationship(order_by="PartyPost.order")


class PartyLabel(Stamped, Base):
    """What a party calls its body at a level: ``DPD`` is provincial in one party and district in another."""

    __tablename__ = "party_label"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    level: Mapped[Level] = mapped_column(worded(Level))
    label: Mapped[str]
    short: Mapped[str]
    issuer_level: Mapped[Level] = mapped_column(worded(Level, "issuer_level"))

    __table_args__ = (UniqueConstraint("party_id", "level"),)


class PartyOrgan(Stamped, Base):
    """An organ that stands in a party's decrees, and whether its people count as pengurus."""

    __tablename__ = "party_organ"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    order: Mapped[int]
    name: Mapped[str]
    counted: Mapped[bool]

    __table_args__ = (UniqueConstraint("party_id", "name"),)


class PartyPost(Stamped, Base):
    """A post of a party's board. The key posts (ketua, sekretaris, bendahara) must not stay empty."""

    __tablename__ = "party_post"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    order: Mapped[int]
    name: Mapped[str]
    key: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("party_id", "name"),)


class Unit(Stamped, Placed, Base):
    """A party's body in one region."""

    __tablename__ = "unit"

    level: Mapped[Level] = mapped_column(worded(Level))
    name: Mapped[str]
    disputed: Mapped[bool] = mapped_column(default=False)

    party: Mapped[Party] = relationship()
    region: Mapped[Region] = relationship()

    __table_args__ = (
        UniqueConstraint("party_id", "region_code"),
        CheckConstraint("level <> 'village'", name="no_unit_in_a_village"),
    )
