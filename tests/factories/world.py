"""A small register, built through the services: two parties, two districts, everybody who works in them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from io import StringIO

from sqlalchemy import select

from sipol.cli.demo_cast import BOARD_PCN, LAW, PARTIES, REGIONS, Row
from sipol.cli.demo_papers import SpecimenDecree
from sipol.extensions import db, now, today
from sipol.models import Commission, Decree, Member, MemberList, Party, Period, Region, Submission, Unit, User
from sipol.models.sealed import keys
from sipol.reading.sheets import Column
from sipol.rules.findings import Answer
from sipol.rules.offices import FILE_WORDS, NEEDED, Tenure
from sipol.rules.periods import Window, semester_of
from sipol.rules.roles import Role
from sipol.rules.workflow import Act, Outcome
from sipol.services.accounts import UserDraft, add_user, console
from sipol.services.decrees import as_typed, fill, save_decree, start_decree
from sipol.services.findings import answer_finding, findings_of, open_ones
from sipol.services.handover import send
from sipol.services.imports import go_through, receive
from sipol.services.member_entry import TYPED, add_member
from sipol.services.member_submission import begin_members
from sipol.services.office_files import receive_file
from sipol.services.offices import OfficeDraft, begin_office, save_office
from sipol.services.parties import CommissionDraft, open_unit, register_party, seat_commission
from sipol.services.periods import PeriodDraft, open_period
from sipol.services.readings import read_document, reading_of
from sipol.services.regions import import_regions, read_regions
from sipol.services.review import rule
from sipol.services.submissions import advance, submission_of_decree
from tests.factories.photographs import photograph

A_ROW_OUTSIDE = b"NIK;Nama;Tanggal Lahir\n650101150179000;Budi Santoso;15-01-1979\n"
PASSWORD = "a password for tests"

CAST: dict[str, tuple[Role, str, str]] = {
    "liaison": (Role.LIAISON, "65.01", "PBS"),
    "rival": (Role.LIAISON, "65.01", "PCN"),
    "neighbour": (Role.LIAISON, "65.71", "PBS"),
    "centre": (Role.CENTRE, "ID", "PBS"),
    "centre_tunas": (Role.CENTRE, "ID", "TUNAS"),
    "liaison_tunas": (Role.LIAISON, "65.01", "TUNAS"),
    "verifier": (Role.VERIFIER, "65.01", ""),
    "second": (Role.VERIFIER, "65.01", ""),
    "far": (Role.VERIFIER, "65.71", ""),
    "above": (Role.VERIFIER, "65", ""),
    "head": (Role.HEAD, "65", ""),
    "supervisor": (Role.SUPERVISOR, "65.01", ""),
    "admin": (Role.ADMIN, "ID", ""),
}


@dataclass
class World:
    people: dict[str, User]
    parties: dict[str, Party]
    units: dict[tuple[str, str], Unit]
    offices: dict[str, Commission]
    period: Period

    @property
    def unit(self) -> Unit:
        return self.units["PBS", "65.01"]

    def upload(
        self,
        who: str = "liaison",
        unit: Unit | None = None,
        *,
        number: str = "111/SK/DW-PBS/V/2025",
        board: tuple[Row, ...] = BOARD_PCN,
        issued_on: date | None = None,
    ) -> Decree:
        """A decree whose SK was uploaded and read."""
        unit = unit or self.unit
        day = issued_on or today() - timedelta(days=20)
        data = paper(unit.name, unit.party.name, number, day, board)
        decree = start_decree(self.people[who], unit, self.period, data).decree
        read(decree)
        return decree

    def listed(self, data: bytes = A_ROW_OUTSIDE, who: str = "liaison") -> MemberList:
        """A member list that was sent and gone through; by itself one whose only row waits outside."""
        sheet = receive(self.people[who], self.unit, "anggota.csv", data).sheet
        for _ in go_through(sheet):
            db.session.flush()
        return sheet

    def unit_of(self, person: User) -> Unit:
        """The unit that somebody of a party looks after."""
        here = (person.party_id, person.region_code)
        return next(one for one in self.units.values() if (one.party_id, one.region_code) == here)

    def member(
        self, nik: str = "6501011501790001", name: str = "Budi Santoso", who: str = "liaison", **typed: str
    ) -> Member:
        """One member of the unit that ``who`` looks after, by the form."""
        person = self.people[who]
        unit = self.unit_of(person)
        place = f"{unit.region_code}.01"
        words = (nik, name, "L", "Tarakan", "15-01-1979", "Kawin", "Petani", "Jl. Cendana 3", place, "")
        changed = {Column(key): text for key, text in typed.items()}
        faults = add_member(person, unit, dict(zip(TYPED, words, strict=True)) | changed)
        assert not faults, faults
        mine = select(Member).where(Member.nik_hash == keys().hashed(nik), Member.unit_id == unit.id)
        return db.session.scalars(mine).one()

    def handed_in(self, who: str = "liaison") -> Submission:
        """The members of the unit that ``who`` looks after, with KPU."""
        person = self.people[who]
        unit = self.unit_of(person)
        submission = begin_members(person, unit, self.period)
        send(person, submission)
        return submission

    def office(self, who: str = "liaison", address: str = "Jl. Yos Sudarso No. 12", **changes: object) -> Submission:
        """The office of the unit that ``who`` looks after, with everything that is asked for, not yet handed in."""
        person = self.people[who]
        unit = self.unit_of(person)
        submission = begin_office(person, unit, self.period)
        assert submission.office is not None
        day = today()
        draft = OfficeDraft(
            address, f"{unit.region_code}.01", "Tanjung Selor Hilir", "", Tenure.RENT,
            day + timedelta(days=700), "470/12/2026", day - timedelta(days=9), (2.8356, 117.3653),
        )  # fmt: skip
        save_office(person, submission.office, replace(draft, **changes), submission.office.version)
        for kind in NEEDED:
            receive_file(person, submission.office, kind, photograph(FILE_WORDS[kind], (1000, 700)))
        return submission

    def submitted(self, who: str = "liaison", **upload: object) -> Submission:
        """The same, handed in."""
        submission = submission_of_decree(self.upload(who, **upload))  # type: ignore[arg-type]
        send(self.people[who], submission)
        return submission

    def taken(self, verifier: str = "verifier", **upload: object) -> Submission:
        """The same, in the hands of a verifier."""
        submission = self.submitted(**upload)  # type: ignore[arg-type]
        advance(self.people[verifier], submission, Act.TAKE_UP)
        return submission

    def decided(self, verifier: str = "verifier", **upload: object) -> Submission:
        """The same, found MS."""
        submission = self.taken(verifier, **upload)
        assert submission.decree is not None
        for finding in open_ones(findings_of(submission.decree)):
            answer_finding(self.people[verifier], finding, Answer.ALIKE)
        rule(self.people[verifier], submission, Outcome.MET, (), "")
        return submission

    def retype(self, decree: Decree, who: str = "liaison", **changes: str) -> None:
        """Type a name otherwise than the paper has it; keys are row numbers as ``row_3``."""
        typed = as_typed(decree)
        officers = tuple(
            replace(row, name=changes.get(f"row_{order}", row.name))
            for order, row in enumerate(typed.officers, start=1)
        )
        draft = replace(typed, number=changes.get("number", typed.number), officers=officers)
        save_decree(self.people[who], decree, draft, decree.version)


def read(decree: Decree) -> None:
    """What the worker does, here and now."""
    reading = reading_of(decree.document)
    assert reading is not None
    read_document(reading.id)
    fill(decree)


@cache
def paper(unit: str, party: str, number: str, day: date, board: tuple[Row, ...]) -> bytes:
    """An SK as PDF."""
    issuer = f"Dewan Pimpinan Wilayah {party}"
    return SpecimenDecree(number, day, party, unit, issuer, "Tanjung Selor", board).print()


def build_world() -> World:
    """Everything but decrees; the semester of today is open until a week from now."""
    admin = console()
    import_regions(admin, read_regions(StringIO(REGIONS)))
    regions = {region.code: region for region in db.session.scalars(select(Region))}
    parties = {draft.abbreviation: register_party(admin, draft) for draft in PARTIES}
    units = {
        (short, code): open_unit(admin, party, regions[code])
        for short, party in parties.items()
        for code in ("65.01", "65.71", "65.71.01")
    }
    offices = {code: seat_commission(admin, _office(code, regions[code].name)) for code in ("65", "65.01", "65.71")}
    people = {
        name: add_user(
            admin, UserDraft(name, name.title(), PASSWORD, role, region, parties[party].id if party else None)
        )
        for name, (role, region, party) in CAST.items()
    }
    year, semester = semester_of(today())
    window = Window(now() - timedelta(days=30), now() + timedelta(days=7))
    letter = (now() - timedelta(days=30)).date()
    draft = PeriodDraft(year, semester, "101/PL.01.1-SD/65/2025", letter, window.closes_at, (window,))
    return World(people, parties, units, offices, open_period(people["head"], draft))


def _office(code: str, name: str) -> CommissionDraft:
    board = (("Rusdiana Amban", "Ketua"), ("Marthen Sakai", "Anggota"), ("Taufan Semaong", "Anggota"))
    return CommissionDraft(code, f"KPU {name}", "Jalan Jelarai Raya", "Tanjung Selor", "Asia/Makassar", board, LAW)
