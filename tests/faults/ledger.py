"""What people were told had been kept, and whether the register still holds it: nothing lost, nothing doubled."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from sipol.rules.workflow import MOVES, Act, State
from tests.faults.site import Site

MOVED = "SELECT subject_id::text, facts ->> 'act', facts ->> 'start', facts ->> 'end' FROM audit_entry "
MOVED += "WHERE event = 'SubmissionMoved' ORDER BY seq"
ARRIVES = frozenset({Act.SUBMIT, Act.CENTRE_APPROVES})
RULES = frozenset({Act.RETURN, Act.DECIDE})
COUNTS = {
    "decisions": "SELECT submission_id::text, count(*) FROM decision GROUP BY 1",
    "receipts": "SELECT subject_id::text, count(*) FROM paper WHERE kind = 'receipt' GROUP BY 1",
}
ALIKE = {
    "notes and their events": (
        "SELECT count(*) FROM supervisor_note",
        "SELECT count(*) FROM audit_entry WHERE event = 'SupervisorNoted'",
    ),
    "advice and its events": (
        "SELECT count(*) FROM advice",
        "SELECT count(*) FROM audit_entry WHERE event = 'AdviceGiven'",
    ),
    "Berita Acara and their events": (
        "SELECT count(*) FROM minutes",
        "SELECT count(*) FROM audit_entry WHERE event = 'MinutesIssued'",
    ),
    "documents and their events": (
        "SELECT count(*) FROM document",
        "SELECT count(*) FROM audit_entry WHERE event = 'DocumentReceived'",
    ),
    "lists and their events": (
        "SELECT count(*) FROM member_list",
        "SELECT count(*) FROM audit_entry WHERE event = 'MemberListReceived'",
    ),
    "rows of lists, counted and there": (
        "SELECT coalesce(sum(clean + noted), 0) FROM member_list",
        "SELECT count(*) FROM member WHERE list_id IS NOT NULL",
    ),
    "members typed and their events": (
        "SELECT count(*) FROM member WHERE list_id IS NULL",
        "SELECT count(*) FROM audit_entry WHERE event = 'MemberAdded'",
    ),
    "lists taken in and their events": (
        "SELECT count(*) FROM member_list WHERE stage = 'confirmed'",
        "SELECT count(*) FROM audit_entry WHERE event = 'MemberListConfirmed'",
    ),
}
"""Counts that agree at every moment, for both are written in one transaction."""
TWICE = {
    "a note": "SELECT text FROM supervisor_note GROUP BY text HAVING count(*) > 1",
    "advice": "SELECT text FROM advice GROUP BY text HAVING count(*) > 1",
    "a member": "SELECT nik_hash FROM member GROUP BY nik_hash, unit_id HAVING count(*) > 1",
    "a Berita Acara": "SELECT party_id FROM minutes GROUP BY party_id, region_code HAVING count(*) > 1",
    "a list": "SELECT digest FROM member_list GROUP BY digest, unit_id HAVING count(*) > 1",
    "a file": "SELECT digest FROM document GROUP BY digest, unit_id HAVING count(*) > 1",
}
TOLD = {
    "note": "SELECT text FROM supervisor_note",
    "advice": "SELECT text FROM advice",
    "member": "SELECT name FROM member WHERE list_id IS NULL",
    "receipt": "SELECT sheet ->> 'number' FROM paper WHERE kind = 'receipt'",
    "list": "SELECT id::text FROM member_list",
    "taken in": "SELECT id::text FROM member_list WHERE stage = 'confirmed'",
    "decree": "SELECT id::text FROM decree",
    "decision": "SELECT submission_id || ' ' || outcome FROM decision",
    "minutes": "SELECT id::text FROM minutes",
}
WAITING = {
    "jobs": "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name <> ALL (%s)",
    "readings": "SELECT count(*) FROM reading WHERE status = 'waiting' AND %s::text[] IS NOT NULL",
    "papers": "SELECT count(*) FROM paper WHERE printed_at IS NULL AND %s::text[] IS NOT NULL",
    "entries of the log": "SELECT (SELECT count(*) FROM audit_entry) - (SELECT count(*) FROM log_leaf) "
    "WHERE %s::text[] IS NOT NULL",
}
FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing', 'succeeded')"


@dataclass
class Ledger:
    """What was acknowledged, by kind; and the texts of each draft in the order in which they were sent."""

    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    drafts: dict[str, list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledged(self, kind: str, what: str) -> None:
        with self.lock:
            self.told[kind].add(what)

    def typed(self, decree: str, text: str, *, kept: bool) -> None:
        with self.lock:
            self.drafts[decree].append((text, kept))

    def copy(self) -> "Ledger":
        with self.lock:
            return Ledger({k: set(v) for k, v in self.told.items()}, {k: list(v) for k, v in self.drafts.items()})


def faults_now(site: Site, ledger: Ledger) -> list[str]:
    """What is wrong at this moment, while people may be at work."""
    known = ledger.copy()
    faults = [f"{what} stands twice: {rows}" for what, question in TWICE.items() if (rows := site.asked(question))]
    for what, (one, other) in ALIKE.items():
        [(first, second)] = site.asked(f"SELECT ({one}), ({other})")
        if first != second:
            faults.append(f"{what}: {first} and {second}")
    for kind, words in known.told.items():
        if kind in TOLD and (lost := words - {row[0] for row in site.asked(TOLD[kind])}):
            faults.append(f"{kind} was acknowledged and is lost: {lost}")
    return [*faults, *_faults_of_steps(site), *_faults_of_drafts(site, known), *_faults_of_files(site)]


def _faults_of_steps(site: Site) -> Iterable[str]:
    """Each submission went from step to step by the table, and nothing of a step is missing or there twice."""
    question = f"SELECT json_agg(m), (SELECT json_object_agg(id, state) FROM submission), {_object('decisions')}, "
    [(moved, states, decisions, receipts)] = site.asked(f"{question}{_object('receipts')} FROM ({MOVED}) m(s, a, b, e)")
    stands: dict[str, State] = defaultdict(lambda: State.DRAFT)
    done: Counter[tuple[str, str]] = Counter()
    for step in moved or ():
        here, act = step["s"], Act(step["a"])
        if stands[here] != step["b"] or MOVES.get((State(step["b"]), act)) != step["e"]:
            yield f"submission {here} made a step that is none: {stands[here]} {step}"
        stands[here] = State(step["e"])
        done[here, "receipts"] += act in ARRIVES
        done[here, "decisions"] += act in RULES
    for here, state in (states or {}).items():
        if stands[here] != state:
            yield f"submission {here} is {state}, its steps end at {stands[here]}"
        for what, found in (("receipts", receipts), ("decisions", decisions)):
            if (found or {}).get(here, 0) != done[here, what]:
                yield f"submission {here} has {(found or {}).get(here, 0)} {what} after {done[here, what]} steps"


def _object(name: str) -> str:
    return f"(SELECT json_object_agg(k, n) FROM ({COUNTS[name]}) c(k, n))"


def _faults_of_drafts(site: Site, known: Ledger) -> Iterable[str]:
    stands = {row[0]: row[1] for row in site.asked("SELECT id::text, issued_in FROM decree")}
    for decree, typed in known.drafts.items():
        last = max((place for place, (_text, kept) in enumerate(typed) if kept), default=None)
        later = {text for text, _kept in typed[last or 0 :]}
        # While this looks, more may have been typed than was known.
        if last is not None and stands.get(decree, "") not in later | {"Tanjung Selor"} | _newer(typed, stands[decree]):
            yield f"decree {decree} holds “{stands.get(decree)}” instead of “{typed[last][0]}”"


def _newer(typed: list[tuple[str, bool]], found: str) -> set[str]:
    number, last = found.rpartition(" ")[2], typed[-1][0].rpartition(" ")[2]
    return {found} if number.isdecimal() and last.isdecimal() and int(number) >= int(last) else set()


def _faults_of_files(site: Site) -> Iterable[str]:
    """Every file that a row names is there; those kept as they are hash to their name."""
    named = "SELECT 'documents', digest FROM document UNION ALL SELECT 'lists', digest FROM member_list "
    named += "UNION ALL SELECT 'papers', file_digest FROM paper WHERE file_digest IS NOT NULL"
    for folder, digest in site.asked(named):
        path = Path(site.home) / "files" / folder / digest[:2] / digest
        if not path.is_file():
            yield f"{folder} {digest[:8]} is named by a row and is not there"
        elif folder != "lists" and sha256(path.read_bytes()).hexdigest() != digest:
            yield f"{folder} {digest[:8]} is not what its row says"


def unfinished(site: Site, rounds: list[str]) -> dict[str, Any]:
    """What still waits for a worker; nothing once all is done. Jobs that failed are told too."""
    left = {what: site.asked(question, rounds)[0][0] for what, question in WAITING.items()}
    return {what: count for what, count in left.items() if count} | (
        {"failed": failed} if (failed := site.asked(FAILED)[0][0]) else {}
    )
