"""What a reading says: plain frozen values that can be stored as JSON and read back."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

# (x0, y0, x1, y1) in PDF points from the top left corner of the upright page as displayed.
Box = tuple[float, float, float, float]

ENGINE = "sipol-reading 3"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: page from 1, box in points, confidence from 0 to 1; ``name_box``: the name within it."""

    page: int
    box: Box
    confidence: float
    name_box: Box | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Evidence":
        """The evidence whose fields these are, with its boxes as lists. Raises KeyError or TypeError on others."""
        return cls(**_boxed(data))


@dataclass(frozen=True, slots=True)
class Signatory:
    """Someone who signed the decree, with the post written above the name."""

    position: str
    name: str
    page: int
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One person in one post, spelled as on the paper.

    ``order`` counts from 1 through the whole decree. ``organ`` is "" where the paper names none.
    ``sex`` is "L" or "P" and ``card_number`` the party card, both None where the paper is silent.
    ``otherwise``: how else the name can be read where the letters of a scan leave a doubt; ``name_box``: the
    name alone, where ``box`` holds the whole row.
    """

    order: int
    organ: str
    position: str
    name: str
    page: int
    box: Box
    confidence: float
    sex: str | None = None
    card_number: str | None = None
    otherwise: str = ""
    name_box: Box | None = None
    post_confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page as displayed: size in points.

    ``kind``: "text" (letters stand in the file), "ocr" (a picture whose letters were recognised) or "scan" (a
    picture nobody read). For pictures, ``turned`` and ``skew`` say how it was laid straight, and boxes and size are
    those of the page laid straight: quarter turns counter-clockwise, then degrees clockwise. ``dpi``: dots per inch
    (0.0: unknown), ``clear``: how certain its words were, 0 to 1, ``cut``: whether letters run over its edge,
    ``ink``: boxes of coloured stamps and strokes of a pen, None where the picture has no colour to tell them by.
    """

    number: int
    width: float
    height: float
    kind: str
    turned: int = 0
    skew: float = 0.0
    dpi: float = 0.0
    clear: float = 1.0
    cut: bool = False
    ink: tuple[Box, ...] | None = None


@dataclass(frozen=True, slots=True)
class DecreeReading:
    """All that was found on a decree; what was not found is None or empty, never guessed.

    ``evidence`` tells for number, issued_on, issued_in, about, period, issuer, replaces and office where
    each stands; a fact that was not found has no entry.
    """

    number: str | None = None
    issued_on: date | None = None
    issued_in: str | None = None
    about: str | None = None
    period: tuple[int, int] | None = None
    issuer: str | None = None
    replaces: str | None = None
    office: str | None = None
    """The street of the body's own office, where the decree names it."""
    signatories: tuple[Signatory, ...] = ()
    officers: tuple[OfficerRow, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    pages: tuple[PageSeen, ...] = ()
    engine: str = ENGINE

    def to_json(self) -> dict[str, Any]:
        """This reading as a dict of JSON types; the date is ISO 8601."""
        return {
            "number": self.number,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "issued_in": self.issued_in,
            "about": self.about,
            "period": list(self.period) if self.period else None,
            "issuer": self.issuer,
            "replaces": self.replaces,
            "office": self.office,
            "signatories": [_plain(row) for row in self.signatories],
            "officers": [_plain(row) for row in self.officers],
            "evidence": {name: _plain(seen) for name, seen in self.evidence.items()},
            "pages": [_plain(page) for page in self.pages],
            "engine": self.engine,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "DecreeReading":
        """The reading that ``to_json`` wrote. Raises KeyError or TypeError on anything else."""
        issued_on, period = data["issued_on"], data["period"]
        return cls(
            number=data["number"],
            issued_on=date.fromisoformat(issued_on) if issued_on else None,
            issued_in=data["issued_in"],
            about=data["about"],
            period=(int(period[0]), int(period[1])) if period else None,
            issuer=data["issuer"],
            replaces=data["replaces"],
            # What was read by an earlier engine does not know of it.
            office=data.get("office"),
            signatories=tuple(Signatory(**_boxed(row)) for row in data["signatories"]),
            officers=tuple(OfficerRow(**_boxed(row)) for row in data["officers"]),
            evidence={name: Evidence.from_json(seen) for name, seen in data["evidence"].items()},
            pages=tuple(PageSeen(**{**page, "ink": _boxes(page.get("ink"))}) for page in data["pages"]),
            engine=data["engine"],
        )


def _plain(row: Evidence | Signatory | OfficerRow | PageSeen) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in row.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _boxes(rows: list[list[float]] | None) -> tuple[Box, ...] | None:
    return None if rows is None else tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in rows)


def _boxed(row: dict[str, Any]) -> dict[str, Any]:
    boxes = {name: row[name] for name in ("box", "name_box") if row.get(name)}
    return {**row, **{name: (x0, y0, x1, y1) for name, (x0, y0, x1, y1) in boxes.items()}}
