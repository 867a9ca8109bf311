"""What voter lists say of members. Whoever can answer for NIK is asked through one port, ``VoterRegister``."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, any_, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from sipol.extensions import db
from sipol.models import Member, Voter, VoterList
from sipol.rules.indications import Code
from sipol.rules.member_life import MemberStatus
from sipol.rules.regions import jurisdiction
from sipol.rules.voters import VOTER_CODES, VoterFact, voter_codes, with_voter_codes

PIECE = 5_000
"""Members that are asked about at once."""


class VoterRegister(Protocol):
    """Tells of people by keyed hashes of their NIK: the lists that were imported, or a service that is asked."""

    def covered(self) -> Collection[str]:
        """The kabupaten/kota for which it can say that somebody is not in it."""

    def look_up(self, hashes: Sequence[bytes]) -> Mapping[bytes, VoterFact]:
        """What is known of each; those it does not know are left out."""


@dataclass(frozen=True, slots=True)
class ImportedLists:
    """The voter lists kept here, but for those that are about to go (by their numbers)."""

    leaving: Collection[int] = ()

    def covered(self) -> Collection[str]:
        return set(db.session.scalars(select(VoterList.region_code).where(VoterList.number.not_in(self.leaving))))

    def look_up(self, hashes: Sequence[bytes]) -> Mapping[bytes, VoterFact]:
        rows = select(Voter.nik_hash, Voter.status, Voter.person_hash)
        found: dict[bytes, VoterFact] = {}
        asked = literal(list(hashes), ARRAY(LargeBinary))
        wanted = rows.where(Voter.nik_hash == any_(asked), Voter.list_number.not_in(self.leaving))
        for nik_hash, status, person in db.session.execute(wanted):
            fact = VoterFact(status, frozenset({person} if person else ()))
            found[nik_hash] = fact.beside(found[nik_hash]) if nik_hash in found else fact
        return found


def mark_voters(which: ColumnElement[bool], register: VoterRegister = ImportedLists()) -> None:
    """Put anew what the voter lists say of some members. Where there is no list at all, nothing is asked of anybody."""
    covered = register.covered()
    if not covered:
        return
    held = select(Member.id, Member.nik_hash, Member.person_hash, Member.region_code, Member.codes)
    query = held.where(which, Member.status != MemberStatus.REMOVED).execution_options(yield_per=PIECE)
    for rows in db.session.execute(query).partitions():
        facts = register.look_up([row.nik_hash for row in rows])
        turned: defaultdict[tuple[str, ...], list[UUID]] = defaultdict(list)
        for row in rows:
            here = jurisdiction(row.region_code) in covered
            told = voter_codes(facts.get(row.nik_hash), row.person_hash, covered=here)
            if VOTER_CODES.intersection(map(Code, row.codes)) != told:
                turned[tuple(with_voter_codes(row.codes, told))].append(row.id)
        for codes, ids in turned.items():
            changed = update(Member).where(Member.id.in_(ids)).values(codes=list(codes))
            db.session.execute(changed, execution_options={"synchronize_session": False})
