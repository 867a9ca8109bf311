from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import Enum, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from sipol.rules.regions import NATION


def worded(kind: type[StrEnum], name: str | None = None) -> Enum:
    """Store the word itself, and let the database refuse any other; ``name`` tells two such columns apart."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name or kind.__name__.lower(),
        length=24,
        values_callable=lambda words: [word.value for word in words],
    )


def one_of(column: str, words: "frozenset[StrEnum] | set[StrEnum]") -> str:
    """The SQL condition that ``column`` holds one of these words."""
    return f"{column} IN ({', '.join(sorted(repr(word.value) for word in words))})"


class Stamped:
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-9)
    created_at: Mapped[datetime] = mapped_column(server_default=func.sipol_now(), sort_order=-8)


class Placed:
    """Belongs to one party in one region: the two facts every scope needs."""

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)


class Place(Protocol):
    """Anything that lies in a region and may belong to a party."""

    @property
    def region_code(self) -> str: ...

    @property
    def party_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that is no row: what a permission is asked for before the row exists, or for the whole nation."""

    region_code: str
    party_id: UUID | None = None


EVERYWHERE = Spot(NATION)
