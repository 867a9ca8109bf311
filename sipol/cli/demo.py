"""``sipol demo``: an invented Kalimantan Utara, built through the services, with something on every screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from sqlalchemy import select

from config import Environment
from sipol.cli.demo_cast import (
    BOARD_LENTERA,
    BOARD_PBS,
    BOARD_PBS_NEW,
    BOARD_PCN,
    BOARD_TUNAS,
    COMMISSIONERS,
    LAW,
    OFFICES,
    PARTIES,
    PASSWORD,
    PEOPLE,
    REGIONS,
    Row,
    accounts,
    specimen,
)
from sipol.cli.demo_clock import as_of, set_the_clock
from sipol.cli.demo_offices import a_year_on, hand_office_over
from sipol.cli.demo_papers import SpecimenDecree
from sipol.cli.register import with_register
from sipol.extensions import db, now
from sipol.lines import SettingMissing
from sipol.models import Decree, Party, Period, Region, Submission, Unit, User
from sipol.render import Signer
from sipol.rules.accounts import Capacity
from sipol.rules.findings import Answer, Field
from sipol.rules.periods import Window, semester_of
from sipol.rules.reasons import ReasonCode
from sipol.rules.regions import Level, level_of, within
from sipol.rules.roles import Role
from sipol.rules.workflow import Act, Outcome
from sipol.services.accounts import UserDraft, add_user, console
from sipol.services.decrees import as_typed, fill, save_decree, start_decree
from sipol.services.findings import answer_finding, findings_of, open_ones
from sipol.services.handover import send
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import cases_for, issue_minutes, office_of
from sipol.services.parties import CommissionDraft, open_unit, register_party, seat_commission
from sipol.services.periods import PeriodDraft, open_period
from sipol.services.readings import read_document, reading_of
from sipol.services.regions import import_regions, read_regions
from sipol.services.review import rule
from sipol.services.submissions import advance, submission_of_decree

ZONE = ZoneInfo("Asia/Makassar")
ONLY_INVENTED = "Data contoh dan akunnya hanya untuk demo, tidak pernah untuk produksi. Tidak ada yang diubah."


@click.command()
@click.option("--quiet", is_flag=True, hidden=True)
@with_register
def demo(quiet: bool) -> None:
    """Isi register kosong dengan data rekaan. Register yang sudah berisi tidak diubah."""
    if current_app.config["SIPOL_ENV"] != Environment.DEMO:
        raise SettingMissing(ONLY_INVENTED)
    if db.session.scalars(select(Party.id)).first() is None:
        click.echo("Menyiapkan data contoh …")
        set_the_clock(current_app.config.get("SIPOL_CLOCK"))
        build()
        db.session.commit()
    if not quiet:
        click.echo("\n".join(accounts(home())))


def home() -> Path:
    return Path(str(current_app.config["SIPOL_HOME"]))


def build() -> None:
    """The whole story; everything is done by somebody who may do it."""
    with as_of(now() - timedelta(days=500)):
        cast, units = found_the_register()
    Story(cast, units).tell()


def found_the_register() -> tuple[dict[str, User], dict[tuple[str, str], Unit]]:
    """Regions, parties with their units, offices, and everybody's account: logins and units by party and region."""
    admin = console()
    import_regions(admin, read_regions(StringIO(REGIONS)))
    regions = {region.code: region for region in db.session.scalars(select(Region))}
    parties = {draft.abbreviation: register_party(admin, draft) for draft in PARTIES}
    # Of kecamatan, only those of Tarakan have boards of their own: the screens of Bulungan stay short.
    places = [
        code
        for code in regions
        if within(code, "65") and (level_of(code) is not Level.DISTRICT or within(code, "65.71"))
    ]
    units = {
        (short, code): open_unit(admin, party, regions[code]) for short, party in parties.items() for code in places
    }
    for code, name, address, seat in OFFICES:
        people = tuple(
            (person, "Ketua" if order == 0 else "Anggota") for order, person in enumerate(COMMISSIONERS[code])
        )
        seat_commission(admin, CommissionDraft(code, name, address, seat, ZONE.key, people, LAW))
    return {person.login: _open_account(admin, person.login, parties) for person in PEOPLE}, units


def _open_account(admin: User, login: str, parties: dict[str, Party]) -> User:
    person = next(person for person in PEOPLE if person.login == login)
    party_id = parties[person.party].id if person.party else None
    role, capacity = Role(person.role), Capacity(person.capacity)
    return add_user(admin, UserDraft(login, person.name, PASSWORD, role, person.region, party_id, capacity=capacity))


class Story:
    """Last semester's boards in force, and this semester's work in every stage."""

    def __init__(self, cast: dict[str, User], units: dict[tuple[str, str], Unit]) -> None:
        self.cast, self.units = cast, units
        self.today = now().astimezone(ZONE)

    def tell(self) -> None:
        """Everything of both semesters."""
        self.tell_last_semester()
        year, half = semester_of(self.today.date())
        start = date(year, 7, 1) if half == 2 else date(year, 1, 1)
        period = self._open(year, half, start)
        self._this_semester(period, max(start, self.today.date() - timedelta(days=12)))
        self._leave_a_specimen()

    def tell_last_semester(self) -> None:
        """The boards that are in force when this semester begins."""
        year, half = semester_of(self.today.date())
        former_start = date(year, 1, 1) if half == 2 else date(year - 1, 7, 1)
        former = self._open(*semester_of(former_start), former_start)
        with self._on(former_start + timedelta(days=40)):
            self._enter_last_boards(former)

    def _open(self, year: int, half: int, start: date) -> Period:
        """Three days before the semester ends; never so near that the demo opens on its last day."""
        end = date(year, 6, 30) if half == 1 else date(year, 12, 31)
        last = max(end - timedelta(days=3), self.today.date() + timedelta(days=7)) if self._runs(end) else end
        deadline = datetime.combine(last, time(16), ZONE)
        opening = min(datetime.combine(start, time(8), ZONE), self.today)
        letter = f"{100 + half}/PL.01.1-SD/65/{year}"
        with self._on(start):
            draft = PeriodDraft(year, half, letter, start, deadline, (Window(opening, deadline),))
            return open_period(self.cast["ketua.kaltara"], draft)

    def _runs(self, end: date) -> bool:
        return end >= self.today.date()

    @contextmanager
    def _on(self, day: date, hour: int = 10) -> Iterator[None]:
        with as_of(min(datetime.combine(day, time(hour), ZONE), self.today)):
            yield

    def _enter_last_boards(self, period: Period) -> None:
        for serial, short, code, board, liaison, verifier in (
            (64, "PBS", "65.01", BOARD_PBS, "lo.pbs.bulungan", "verifikator.bulungan"),
            (65, "PBS", "65.71", BOARD_PBS, "lo.pbs.tarakan", "verifikator.tarakan"),
            (66, "PCN", "65.01", BOARD_PCN, "lo.pcn.bulungan", "verifikator.bulungan"),
        ):
            issued = period.letter_date + timedelta(days=20)
            decree = self._upload(short, code, period, liaison, board, issued, f"{serial}/KPTS/{short}/{issued:%m/%Y}")
            self._decide(decree, liaison, verifier)

    def _this_semester(self, period: Period, day: date) -> None:
        # At the very start of a semester the SK is older than its letter; a paper is never dated ahead.
        issued = min(period.letter_date + timedelta(days=2), day - timedelta(days=1))
        number = f"111/SK/{{}}/{issued:%m/%Y}"
        with self._on(day):
            tarakan = self._upload(
                "PBS", "65.71", period, "lo.pbs.tarakan", BOARD_PBS_NEW, issued, number.format("DW-PBS")
            )
            self._decide(tarakan, "lo.pbs.tarakan", "verifikator.tarakan")
            self._show_office("PBS", "65.71", period, "Jl. Mulawarman No. 21", "verifikator.tarakan")
            self._issue(period, "verifikator.tarakan", "PBS")
        with self._on(day + timedelta(days=2), 20):
            pcn = self._upload("PCN", "65.01", period, "lo.pcn.bulungan", BOARD_PCN, issued, number.format("DD-PCN"))
            self._retype(
                pcn,
                "lo.pcn.bulungan",
                {"Muhammad Silaenan": "Moh. Silaenan", "Liriana Rosidah, S.Pd.": "Liriana Rosida, S.Pd."},
            )
            send(self.cast["lo.pcn.bulungan"], submission_of_decree(pcn))
        with self._on(day + timedelta(days=3)):
            lentera = self._upload(
                "LENTERA", "65.01", period, "lo.lentera.bulungan", BOARD_LENTERA, issued, number.format("LRM")
            )
            self._retype(lentera, "lo.lentera.bulungan", {"Dendi Thaiban": "Dendy Thaib"})
            self._return(lentera, "lo.lentera.bulungan", "verifikator.bulungan")
        with self._on(day + timedelta(days=4)):
            tunas = self._upload(
                "TUNAS", "65.01", period, "lo.tunas.bulungan", BOARD_TUNAS, issued, number.format("TUNAS")
            )
            send(self.cast["lo.tunas.bulungan"], submission_of_decree(tunas))
            # One house of two parties: the first is in the register, the second waits for KPU.
            self._show_office("LENTERA", "65.01", period, "Jl. Sengkawit No. 8", "verifikator.bulungan")
            self._show_office("PCN", "65.01", period, "Jalan Sengkawit nomor 8")
        with self._on(day + timedelta(days=5)):
            self._upload("PCN", "65.02", period, "lo.pcn.malinau", BOARD_PCN, issued, number.format("MLN-PCN"))

    def paper(self, short: str, code: str, board: tuple[Row, ...], issued: date, number: str) -> SpecimenDecree:
        """An SK of one of the parties, as its secretary would print it."""
        unit = self.units[short, code]
        label = next(label for label in unit.party.labels if label.level == "province")
        return SpecimenDecree(
            number=number,
            day=issued,
            party=unit.party.name,
            unit=unit.name,
            issuer=f"{label.label} {unit.party.name}",
            seat="Tanjung Selor",
            board=board,
        )

    def _upload(
        self, short: str, code: str, period: Period, login: str, board: tuple[Row, ...], issued: date, number: str
    ) -> Decree:
        paper = self.paper(short, code, board, issued, number)
        decree = start_decree(self.cast[login], self.units[short, code], period, paper.print()).decree
        reading = reading_of(decree.document)
        assert reading is not None
        read_document(reading.id)
        fill(decree)
        return decree

    def _retype(self, decree: Decree, login: str, slips: dict[str, str]) -> None:
        """The party's own typing, with slips that a tired evening brings."""
        typed = as_typed(decree)
        officers = tuple(replace(row, name=slips.get(row.name, row.name)) for row in typed.officers)
        save_decree(self.cast[login], decree, replace(typed, officers=officers), decree.version)

    def _take_up(self, decree: Decree, liaison: str, verifier: str) -> Submission:
        submission = submission_of_decree(decree)
        send(self.cast[liaison], submission)
        advance(self.cast[verifier], submission, Act.TAKE_UP)
        return submission

    def _decide(self, decree: Decree, liaison: str, verifier: str) -> None:
        submission = self._take_up(decree, liaison, verifier)
        for finding in open_ones(findings_of(decree)):
            answer_finding(self.cast[verifier], finding, Answer.ALIKE)
        rule(self.cast[verifier], submission, Outcome.MET, (), "")

    def _return(self, decree: Decree, liaison: str, verifier: str) -> None:
        submission = self._take_up(decree, liaison, verifier)
        for finding in open_ones(findings_of(decree)):
            assert finding.field is Field.NAME
            answer_finding(self.cast[verifier], finding, Answer.FIX_DATA)
        note = "Nama wakil sekretaris pada data berbeda dengan SK. Sesuaikan dengan SK, lalu ajukan kembali."
        rule(self.cast[verifier], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), note)

    def _show_office(self, short: str, code: str, period: Period, address: str, verifier: str = "") -> None:
        """An office that is handed in, and found MS where a verifier is named."""
        person = next(one for one in PEOPLE if (one.party, one.region, one.role) == (short, code, "liaison"))
        actor = self.cast[person.login]
        until = a_year_on(period.letter_date)
        submission = hand_office_over(actor, self.units[short, code], period, address, until)
        send(actor, submission)
        if verifier:
            advance(self.cast[verifier], submission, Act.TAKE_UP)
            rule(self.cast[verifier], submission, Outcome.MET, (), "")

    def _issue(self, period: Period, verifier: str, short: str) -> None:
        actor = self.cast[verifier]
        office = office_of(actor)
        case = next(case for case in cases_for(actor, office.region_code, period) if case.party.abbreviation == short)
        witnesses = (
            Signer("Yohana Padanti", "Bawaslu Kota Tarakan"),
            Signer("Nurhadi Sebengkok", "Petugas penghubung"),
        )
        held_on = now().astimezone(ZONE).date()
        issue_minutes(actor, case, period, MinutesDraft(f"Kantor {office.name}", held_on, witnesses=witnesses))

    def _leave_a_specimen(self) -> None:
        """A new SK for whoever tries the register: three people changed, one spelling, one title."""
        issued = min(self.today.date(), self.today.date() - timedelta(days=9))
        paper = self.paper("PBS", "65.01", BOARD_PBS_NEW, issued, f"127/SK/DW-PBS/{issued:%m/%Y}")
        path = specimen(home())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(paper.print())
