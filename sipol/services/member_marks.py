"""Notes on a member that come from elsewhere: the same NIK or card with another member, what voter lists say.

A pending row is known to its own list only.
"""

from uuid import UUID

from sqlalchemy import text

from sipol.extensions import db
from sipol.models import Member, MemberList
from sipol.rules.indications import Code
from sipol.services.voters import mark_voters

SHARED_NIK = text(
    """
    SELECT nik_hash FROM member
    WHERE list_id = :list AND (CAST(:row AS int) IS NULL OR list_row = :row) AND codes && :twins
    UNION SELECT mine.nik_hash FROM member AS mine
    JOIN member AS twin ON twin.nik_hash = mine.nik_hash AND twin.id <> mine.id
    WHERE mine.list_id = :list AND (CAST(:row AS int) IS NULL OR mine.list_row = :row)
    """
)
SHARED_CARD = text(
    """
    SELECT card_number FROM member
    WHERE list_id = :list AND (CAST(:row AS int) IS NULL OR list_row = :row) AND :code = ANY (codes)
    UNION SELECT mine.card_number FROM member AS mine
    JOIN member AS twin ON twin.party_id = :party AND twin.card_number = mine.card_number AND twin.card_number <> ''
        AND twin.id <> mine.id
    WHERE mine.list_id = :list AND (CAST(:row AS int) IS NULL OR mine.list_row = :row) AND mine.card_number <> ''
    """
)
"""What members of a list share with somebody, or are said to: among a million these are few, and each is looked at."""
TWINS = text(
    """
    UPDATE member AS own SET codes = found.codes
    FROM (
        SELECT one.id, array(
            SELECT code FROM unnest(one.codes) AS code WHERE NOT code = ANY (:twins)
            UNION SELECT code FROM unnest(array_agg(
                CASE
                    WHEN other.party_id <> one.party_id THEN 'ganda_eksternal'
                    WHEN other.person_hash = one.person_hash THEN 'ganda_identik'
                    ELSE 'potensi_ganda'
                END
            ) FILTER (WHERE other.id IS NOT NULL)) AS code
            ORDER BY 1
        ) AS codes
        FROM member AS one
        LEFT JOIN member AS other ON other.nik_hash = one.nik_hash AND other.id <> one.id AND other.status <> 'removed'
            AND (other.status <> 'pending' OR other.list_id = one.list_id)
            AND (CAST(:gone AS uuid) IS NULL OR other.list_id IS DISTINCT FROM CAST(:gone AS uuid))
        WHERE one.status <> 'removed' AND one.nik_hash = ANY (:hashes)
        GROUP BY one.id
    ) AS found
    WHERE found.id = own.id AND own.codes IS DISTINCT FROM found.codes
    """
)
TWIN_CODES = [Code.IDENTICAL.value, Code.POTENTIAL.value, Code.CROSS_PARTY.value]
CARDS = text(
    """
    UPDATE member AS own SET codes = found.codes
    FROM (
        SELECT one.id, array(
            SELECT code FROM unnest(one.codes) AS code WHERE code <> :code
            UNION SELECT CAST(:code AS text) WHERE EXISTS (
                SELECT FROM member AS other
                WHERE other.party_id = one.party_id AND other.card_number = one.card_number AND other.card_number <> ''
                AND other.id <> one.id AND other.nik_hash <> one.nik_hash AND other.status <> 'removed'
                AND (other.status <> 'pending' OR other.list_id = one.list_id)
                AND (CAST(:gone AS uuid) IS NULL OR other.list_id IS DISTINCT FROM CAST(:gone AS uuid))
            )
            ORDER BY 1
        ) AS codes
        FROM member AS one
        WHERE one.party_id = :party AND one.card_number <> '' AND one.status <> 'removed'
            AND one.card_number = ANY (:cards)
    ) AS found
    WHERE found.id = own.id AND own.codes IS DISTINCT FROM found.codes
    """
)


def note_new_members() -> None:
    """Tell the planner of rows that came in a moment ago; else it would look for each among all."""
    db.session.execute(text("ANALYZE member (list_id, nik_hash, status)"))


def mark_list(sheet: MemberList, *, row: int | None = None, leaving: bool = False) -> None:
    """Note on every member who shares a NIK or a card with the list that it stands elsewhere too.

    ``row``: only for that row, which has just come in. ``leaving``: as if the list were gone already.
    """
    gone = str(sheet.id) if leaving else None
    listed = {"list": sheet.id, "row": row}
    hashes = db.session.scalars(SHARED_NIK, listed | {"twins": TWIN_CODES}).all()
    db.session.execute(TWINS, {"hashes": hashes, "twins": TWIN_CODES, "gone": gone})
    of_cards = {"party": sheet.party_id, "code": Code.CARD.value}
    cards = db.session.scalars(SHARED_CARD, listed | of_cards).all()
    db.session.execute(CARDS, of_cards | {"cards": cards, "gone": gone})
    if not leaving:
        own = Member.list_id == sheet.id
        mark_voters(own if row is None else own & (Member.list_row == row))


def mark_member(party_id: UUID, nik_hash: bytes, card_number: str) -> None:
    """The same for whoever has this NIK, or this card in this party."""
    db.session.execute(TWINS, {"hashes": [nik_hash], "twins": TWIN_CODES, "gone": None})
    mark_voters(Member.nik_hash == nik_hash)
    if card_number:
        given = {"cards": [card_number], "party": party_id, "code": Code.CARD.value, "gone": None}
        db.session.execute(CARDS, given)
