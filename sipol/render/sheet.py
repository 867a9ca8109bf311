"""What every sheet has in common: plain data that become JSON and come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from sipol.render.data import Json, decode, encode


@dataclass(frozen=True, slots=True)
class Letterhead:
    """``name`` "Komisi Pemilihan Umum", ``region`` "Kota Tarakan" (may be empty), ``address`` in one line."""

    name: str
    region: str
    address: str

    @property
    def full_name(self) -> str:
        return f"{self.name} {self.region}".strip()


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The common part: plain data, and a digest over it. ``zone`` (IANA name): in which moments are printed.

    ``code`` and ``verify_url`` are how anyone checks the paper; without ``digest`` it is a draft.
    """

    KIND: ClassVar[str]
    NAME: ClassVar[str]
    """What the paper is called, in its title and where anyone checks it."""
    VERSION: ClassVar[int] = 1

    letterhead: Letterhead
    number: str
    party: str
    period: str
    zone: str
    code: str
    verify_url: str
    digest: str = ""
    exported_by: str = ""
    checkpoint: str = ""
    """How the log stood when this was frozen, as a signed note; papers from before there were any have none."""

    def to_data(self) -> dict[str, Json]:
        """Plain JSON types; dates as ISO text, moments as ISO text in UTC; ``kind`` and ``version`` come along."""
        body = encode(self)
        assert isinstance(body, dict)
        if not self.checkpoint:
            # A paper without one has the data, and so the digest, that it always had.
            del body["checkpoint"]
        return {"kind": self.KIND, "version": self.VERSION, **body}

    @classmethod
    def from_data(cls, data: Mapping[str, Json]) -> Self:
        """The inverse of ``to_data``; ValueError when the data are not of this kind, version and shape."""
        if (data.get("kind"), data.get("version")) != (cls.KIND, cls.VERSION):
            raise ValueError(f"not a {cls.KIND} of version {cls.VERSION}")
        body = {name: value for name, value in data.items() if name not in ("kind", "version")}
        sheet: Self = decode(cls, body)
        return sheet
