"""What a Berita Acara says of offices: how many were found MS, BMS and TMS, what was noticed, and where they are."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sipol.models import Office, Submission
from sipol.render import Fact, FindingRow, ResultRow, short_date
from sipol.rules.offices import OFFICE_VISIT_WORDS
from sipol.rules.workflow import OUTCOME_WORDS, Outcome, Subject
from sipol.services.office_checks import office_doubts
from sipol.services.office_visits import facts_of_office
from sipol.services.offices import office_in_force


def outcome_of(submission: Submission) -> Outcome | None:
    """The last ruling; a submission that went back through the party's centre keeps it only there."""
    return submission.outcome or (submission.decisions[-1].outcome if submission.decisions else None)


def office_results(sent: Sequence[Submission]) -> Iterable[ResultRow]:
    """One line for the offices of all units that handed theirs in."""
    rows = [row for row in sent if row.subject is Subject.OFFICE]
    if not rows:
        return
    outcomes = Counter(outcome_of(row) for row in rows)
    same = sum(row.no_change for row in rows)
    yield ResultRow(
        subject="Kantor tetap",
        submitted=len(rows),
        met=outcomes[Outcome.MET],
        incomplete=outcomes[Outcome.INCOMPLETE],
        not_met=outcomes[Outcome.NOT_MET],
        remarks=("tidak ada perubahan" if len(rows) == 1 else f"{same} tidak berubah") if same else "",
    )


def office_finding_rows(sent: Sequence[Submission]) -> Iterable[FindingRow]:
    """What the machine noticed of the offices: settled by a ruling of MS or TMS, open while BMS stands."""
    rows = [row for row in sent if row.office is not None]
    if not rows:
        return
    doubts = office_doubts([row.office for row in rows if row.office], rows[0].period)
    found = {row: sum(not one.light for one in doubts[row.office_id]) for row in rows if row.office_id}
    still_open = sum(count for row, count in found.items() if outcome_of(row) in (Outcome.INCOMPLETE, None))
    total = sum(found.values())
    yield FindingRow(
        subject="Kantor tetap",
        found=total,
        settled=total - still_open,
        open=still_open,
        resolution="menurut keputusan atas kantor" if total > still_open else "",
    )


def premises_of(sent: Sequence[Submission]) -> Iterable[Fact]:
    """The annex: each office as the party states it, what KPU found there, and the ruling."""
    rows = [row for row in sent if row.subject is Subject.OFFICE]
    for row in rows:
        office = row.office or office_in_force(row.unit)
        if office is None:
            continue
        if len(rows) > 1:
            yield Fact("Kepengurusan", row.unit.name)
        yield from facts_of_office(office)
        yield from _visited(office)
        outcome = outcome_of(row)
        yield Fact("Keputusan", OUTCOME_WORDS[outcome] if outcome else "belum diputus")


def _visited(office: Office) -> Iterable[Fact]:
    for visit in office.visits:
        note = f" ({visit.note})" if visit.note else ""
        yield Fact(f"Kunjungan {short_date(visit.held_on)}", f"{OFFICE_VISIT_WORDS[visit.result]}{note}")
