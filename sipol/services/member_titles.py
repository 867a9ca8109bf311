"""What was said of the columns of a list, and of the titles a party uses."""

from uuid import UUID

from sqlalchemy import select

from sipol.extensions import db
from sipol.models import KnownTitle, MemberList
from sipol.reading.sheets import Column, Known, Told


def known_titles(party_id: UUID) -> Known:
    """What the party once said of titles."""
    rows = db.session.scalars(select(KnownTitle).where(KnownTitle.party_id == party_id))
    return {row.title: Column(row.column) if row.column else None for row in rows}


def told_of(sheet: MemberList) -> Told | None:
    """What was said of this list; None: nothing."""
    if sheet.told is None:
        return None
    columns = {Column(word): place for word, place in sheet.told.items() if word != "line"}
    return Told(sheet.told["line"], columns)
