"""Between the form of a decree and the register: what was typed as a draft, and all that the check page shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from sipol.models import Decree, Finding, Reading, ReadingStatus
from sipol.names import Seat
from sipol.reading import Box, DecreeReading
from sipol.rules.decrees import folded
from sipol.rules.findings import ACROSS, ANSWER_WORDS, Field
from sipol.services.checks import MOST_COMPARED, Doubt, Stated, doubts_about, scans_of
from sipol.services.decrees import DecreeDraft, OfficerDraft, SignatoryDraft
from sipol.services.findings import findings_of, in_force_for, seats_of, slot_of
from sipol.services.paper_checks import doubts_about_paper
from sipol.services.readings import facts_of, reading_of
from sipol.web.boards import Board, Group, Line, board_of
from sipol.web.forms.decree import DecreeForm, Typed, whole

HEADING = {Field.NUMBER: "number", Field.ISSUED_ON: "issued_on", Field.PERIOD: "term_start"}
QUIET = (Group.STAYS, Group.PLAIN)
"""Groups whose rows carry no number on the page of the SK."""


@dataclass(frozen=True, slots=True)
class Checking:
    """A decree on the check page. ``faults`` are sentences by field id that belong to no field of the form."""

    decree: Decree
    form: DecreeForm
    typed: Sequence[Typed]
    signers: Sequence[Typed]
    faults: Mapping[str, str]
    reading: Reading | None
    facts: DecreeReading | None
    former: Decree | None
    board: Board
    heading: dict[str, Doubt] = field(default_factory=dict)
    """Doubts about the heading by the field of the form."""
    known: dict[tuple[Field, str, str, str], Finding] = field(default_factory=dict)
    """What was answered or noted about a doubt, by its key."""

    @property
    def waiting(self) -> bool:
        return self.reading is None or self.reading.status is ReadingStatus.WAITING

    @property
    def scans(self) -> list[int]:
        return scans_of(self.facts) if self.facts else []

    @property
    def recognised(self) -> list[int]:
        """Pages whose letters were recognised in a picture."""
        return [page.number for page in self.facts.pages if page.kind == "ocr"] if self.facts else []

    @property
    def paper_doubts(self) -> list[Doubt]:
        """What speaks against the paper as a whole."""
        return doubts_about_paper(self.facts, slot_of(self.decree)) if self.facts else []

    @property
    def across(self) -> list[Finding]:
        """What other papers say against what is kept."""
        return [finding for finding in self.known.values() if finding.field in ACROSS and not finding.harmless]

    @property
    def looked_at(self) -> int:
        """How many things on the page want to be looked at."""
        rows = [line for line in self.board.lines if line.group in (Group.DOUBTED, Group.RESPELLED)]
        return len([line for line in rows if not line.harmless]) + len(self.board.missing) + len(self.heading)

    @property
    def told(self) -> list[tuple[str | None, str]]:
        """The sentences that belong to no field of the form, each with the id on the page it leads to."""
        return [(None if name == "version" else name, sentence) for name, sentence in self.faults.items()]

    @property
    def replaces_the_former(self) -> bool:
        written, standing = self.form.replaces_number.data or "", self.former.number if self.former else ""
        return folded(written) == folded(standing)

    @property
    def sizes(self) -> dict[int, tuple[float, float]]:
        """Width and height of each page in points."""
        return {page.number: (page.width, page.height) for page in self.facts.pages} if self.facts else {}

    def dots(self, page: int) -> list[tuple[int, Box]]:
        """The rows on a page that differ or changed, each with its line on the paper."""
        return [(line.number, line.seen.box) for line in self._seen_on(page) if line.seen and line.group not in QUIET]

    def lines(self, page: int) -> list[tuple[int, Box]]:
        """The other rows on a page."""
        return [(line.number, line.seen.box) for line in self._seen_on(page) if line.seen and line.group in QUIET]

    def _seen_on(self, page: int) -> list[Line]:
        return [line for line in self.board.lines if line.seen and line.seen.page == page]

    def faulty(self, lines: Sequence[Line]) -> bool:
        """Whether a refusal speaks of one of these rows."""
        return any(name.startswith(f"officers-{line.place}-") for line in lines for name in self.faults)

    def blanks(self, count: int) -> list[Line]:
        """Empty rows behind the last one."""
        return [Line(len(self.typed) + more, Typed(), Group.PLAIN) for more in range(count)]

    @property
    def far_apart(self) -> bool:
        """Whether most of what is typed is not what the SK says, as after another file was chosen."""
        differ = len(self.board.of(Group.DOUBTED)) + len(self.board.missing)
        return self.facts is not None and bool(self.facts.officers) and 2 * differ > len(self.facts.officers)

    def asked(self, doubt: Doubt) -> Finding | None:
        """The finding a doubt is kept as, once the form was saved."""
        return self.known.get((doubt.field, doubt.subject, doubt.stated, doubt.found))

    def asked_since(self, line: Line) -> Finding | None:
        """The finding about a spelling that changed since the decree in force."""
        if line.since is None or line.former is None:
            return None
        return self.known.get((Field.NAME, line.typed.position, line.typed.name, line.former.name))

    def answer(self, doubt: Doubt) -> str:
        """What KPU said of this doubt, in words; empty while it said nothing."""
        kept = self.asked(doubt)
        return ANSWER_WORDS[kept.answer] if kept and kept.answer else ""

    def note(self, doubt: Doubt) -> str:
        """What the party explained about this doubt."""
        kept = self.asked(doubt)
        return kept.party_note if kept else ""

    def first_page(self) -> int:
        """The page of the SK to open first: where something differs, else where the board begins."""
        pages = [line.seen.page for line in self.board.lines if line.seen and line.group is not Group.STAYS]
        officers = [row.page for row in self.facts.officers] if self.facts else []
        return min(pages or officers or [1])


def blank_form(decree: Decree) -> DecreeForm:
    """The form as the register has it; nothing of the request goes in."""
    form = DecreeForm(formdata=None, obj=decree)
    form.version.data = str(decree.version)
    return form


def checking_of(
    decree: Decree,
    form: DecreeForm,
    typed: Sequence[Typed] | None = None,
    signers: Sequence[Typed] | None = None,
    faults: Mapping[str, str] | None = None,
) -> Checking:
    """Everything the page shows, of what is typed or else of what is kept. A fixed number of queries."""
    typed = typed if typed is not None else _kept_officers(decree)
    signers = signers if signers is not None else [Typed(**person) for person in decree.signatories or ()]
    reading = reading_of(decree.document)
    facts = DecreeReading.from_json(reading.facts) if reading and reading.facts else None
    former = in_force_for(decree)
    stated, doubts = _doubts(form, typed, facts)
    return Checking(
        decree,
        form,
        typed,
        signers,
        faults or {},
        reading,
        facts,
        former,
        board_of(stated, typed, facts, seats_of(former) if former else [], doubts),
        {HEADING[doubt.field]: doubt for doubt in doubts if doubt.field in HEADING},
        {(row.field, row.subject, row.stated, row.found): row for row in findings_of(decree)},
    )


def _kept_officers(decree: Decree) -> list[Typed]:
    return [Typed(row.position, row.name, row.organ, row.sex or "", row.card_number) for row in decree.officers]


def _doubts(form: DecreeForm, typed: Sequence[Typed], facts: DecreeReading | None) -> tuple[Stated, list[Doubt]]:
    start, end = form.term_start.data, form.term_end.data
    stated = Stated(
        number=form.number.data or "",
        issued_on=form.issued_on.data,
        term=(start, end) if start and end else None,
        seats=tuple(Seat(row.position, row.name, row.organ) for row in typed),
        orders=tuple(range(1, len(typed) + 1)),
    )
    if facts is None or len(typed) * len(facts.officers) > MOST_COMPARED:
        return stated, []
    return stated, doubts_about(stated, facts)


def draft_of(form: DecreeForm, typed: Sequence[Typed], signers: Sequence[Typed]) -> DecreeDraft:
    """What was typed, as the services take it."""
    return DecreeDraft(
        number=form.number.data or "",
        issued_on=form.issued_on.data,
        issued_in=form.issued_in.data or "",
        about=form.about.data or "",
        issuer=form.issuer.data or "",
        term_start=form.term_start.data,
        term_end=form.term_end.data,
        replaces_number=form.replaces_number.data or "",
        signatories=tuple(SignatoryDraft(row.position, row.name) for row in signers),
        officers=tuple(OfficerDraft(row.position, row.name, row.organ, row.sex or None, row.card) for row in typed),
    )


def grant(decree: Decree, asked: MultiDict[str, str], form: DecreeForm, typed: list[Typed]) -> None:
    """Do to the typed rows what a button asked: ``hapus`` a row, ``pakai`` the words of the SK, ``tambah`` its rows."""
    row = whole(asked.get("hapus"))
    if row is not None and row < len(typed):
        del typed[row]
    facts = facts_of(decree.document) if "pakai" in asked or "tambah" in asked else None
    if facts is None:
        return
    for name in asked.getlist("pakai"):
        _take_from_paper(name, facts, form, typed)
    wanted = {whole(order) for order in asked.getlist("tambah")}
    for seen in facts.officers:
        if seen.order in wanted:
            fresh = Typed(seen.position, seen.name, seen.organ, seen.sex or "", seen.card_number or "")
            typed.insert(min(seen.order - 1, len(typed)), fresh)


def _take_from_paper(name: str, facts: DecreeReading, form: DecreeForm, typed: list[Typed]) -> None:
    """``name`` is the id of a field of the page: ``number``, ``issued_on``, ``term_start``, ``officers-3-name``."""
    values: dict[str, Any] = {"number": facts.number, "issued_on": facts.issued_on}
    if values.get(name):
        form[name].data = values[name]
        form[name].process_errors = []
    elif name == "term_start" and facts.period:
        form.term_start.data, form.term_end.data = facts.period
    elif name.startswith("officers-"):
        _, doubts = _doubts(form, typed, facts)
        for doubt in doubts:
            place = (doubt.order or 0) - 1
            if name == f"officers-{place}-{doubt.field.value}":
                typed[place] = _with(typed[place], doubt)


def _with(row: Typed, doubt: Doubt) -> Typed:
    name = doubt.found if doubt.field is Field.NAME else row.name
    position = doubt.found if doubt.field is Field.POSITION else row.position
    return Typed(position, name, row.organ, row.sex, row.card)
