"""Random acts by random people over weeks: whatever they try, the register keeps its promises."""

import os
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text

from sipol.extensions import db, now, today
from sipol.models import AuditEntry, Decree, Minutes, Office, Reopening, Standing, Submission, User
from sipol.render import digest
from sipol.rules.errors import IllegalMove, NotAllowed, NotFound, Overtaken, Refused
from sipol.rules.findings import Answer
from sipol.rules.reasons import ReasonCode
from sipol.rules.regions import jurisdiction
from sipol.rules.roles import KPU_ROLES, PARTY_ROLES, Role
from sipol.rules.workflow import DECIDED, MOVES, Act, Outcome, State
from sipol.services.findings import answer_finding, findings_of, open_ones
from sipol.services.handover import send, settle_for_centre
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import cases_for, issue_minutes
from sipol.services.office_papers import announce
from sipol.services.papers import sheet_of
from sipol.services.reopening import propose_change, settle_change
from sipol.services.review import rule as decide
from sipol.services.submissions import advance
from tests.factories.world import World

STORIES = int(os.environ.get("SIPOL_STORIES", "15"))
TOLD = (Refused, NotAllowed, NotFound, Overtaken, IllegalMove)
PARTY = ("liaison", "rival", "liaison_tunas")
KPU = ("verifier", "second", "far", "above", "head")
ANYBODY = st.sampled_from((*PARTY, "centre", "centre_tunas", *KPU, "supervisor", "admin"))
# Mostly those whose business it is, or nothing would ever happen.
HOLDER = "whoever holds it"
AT_KPU = st.sampled_from((*("verifier", "second") * 4, *KPU, "supervisor", "liaison", "admin"))
HOLDING = st.one_of(st.just(HOLDER), st.just(HOLDER), AT_KPU)
OF_PARTIES = st.one_of(st.sampled_from(PARTY), ANYBODY)
WHICH = st.integers(0, 5)
STEPS = {(start, end) for (start, _), end in MOVES.items()}
# One time in four somebody tries it where it does not fit.
ANYHOW = st.sampled_from((False, False, False, True))
SEEN: Counter[str] = Counter()
"""What was reached over all examples: a model that never decides anything would prove nothing."""


class Semester(RuleBasedStateMachine):
    """Two districts, three parties, eight weeks."""

    world: ClassVar[World]

    @initialize()
    def begin(self) -> None:
        db.session.expire_all()
        self.saved = db.session.begin_nested()
        self.states: dict[UUID, State] = {}
        self.steps: Counter[UUID] = Counter()
        self.taken_back: Counter[UUID] = Counter()
        self.frozen: dict[UUID, dict[str, Any]] = {}
        # Some weeks in: two have handed in, one waits for its centre.
        self.upload("liaison", slip=True)
        self.upload("rival", slip=False)
        self.upload("liaison_tunas", slip=False)
        for submission in db.session.scalars(select(Submission)).all():
            sender = next(who for who in PARTY if self.person(who).party_id == submission.party_id)
            assert self.tried(lambda: send(self.person(sender), submission))  # noqa: B023 - done at once

    def teardown(self) -> None:
        if self.saved.is_active:
            self.saved.rollback()
        db.session.expire_all()

    def tried(self, act: Callable[[], object]) -> bool:
        """Whether it was done; what is refused leaves nothing behind, as at the door."""
        try:
            with db.session.begin_nested():
                act()
        except TOLD:
            db.session.expire_all()
            return False
        self.every_step_is_one_of_the_table()
        return True

    def one(self, which: int, anyhow: bool, *fitting: State) -> Submission | None:
        """A submission in one of these states, or ``anyhow`` in any."""
        query = select(Submission).order_by(Submission.created_at, Submission.id)
        rows = db.session.scalars(query if anyhow else query.where(Submission.state.in_(fitting))).all()
        return rows[which % len(rows)] if rows else None

    def person(self, who: str, submission: Submission | None = None) -> User:
        if who == HOLDER:
            return (submission.claimant if submission else None) or self.world.people["verifier"]
        return self.world.people[who]

    @rule(who=st.sampled_from(PARTY), slip=st.booleans())
    def start_again(self, who: str, slip: bool) -> None:
        self.upload(who, slip=slip)

    def upload(self, who: str, *, slip: bool) -> None:
        def act() -> None:
            unit = self.world.unit_of(self.person(who))
            decree = self.world.upload(who, unit, number=f"{who}/SK/2025")
            if slip:
                self.world.retype(decree, who, row_2="Junaidi Nur Ilham")

        self.tried(act)

    @rule(who=st.sampled_from(("liaison", "rival")), street=st.sampled_from(("Jl. Durian 4", "Jl. Sengkawit 8")))
    def state_an_office(self, who: str, street: str) -> None:
        self.tried(lambda: self.world.office(who, address=street))

    @rule(who=OF_PARTIES, which=WHICH, anyhow=ANYHOW)
    def hand_in(self, who: str, which: int, anyhow: bool) -> None:
        actor, submission = self.person(who), self.one(which, anyhow, State.DRAFT, State.RETURNED)
        if submission and self.tried(lambda: send(actor, submission)):
            assert actor.role in PARTY_ROLES
            assert actor.party_id == submission.party_id

    @rule(who=st.one_of(st.just("centre_tunas"), ANYBODY), which=WHICH, anyhow=ANYHOW, approved=st.booleans())
    def the_centre_says(self, who: str, which: int, anyhow: bool, approved: bool) -> None:
        actor, submission = self.person(who), self.one(which, anyhow, State.AWAITING_CENTRE)
        if submission and self.tried(lambda: settle_for_centre(actor, submission, approved=approved, note="Ulangi.")):
            assert actor.role is Role.CENTRE
            assert actor.party_id == submission.party_id

    @rule(who=AT_KPU, which=WHICH, anyhow=ANYHOW, act=st.sampled_from((*(Act.TAKE_UP,) * 4, Act.LET_GO, Act.REOPEN)))
    def step(self, who: str, which: int, anyhow: bool, act: Act) -> None:
        actor, submission = self.person(who), self.one(which, anyhow, State.SUBMITTED, State.IN_REVIEW)
        # The database refuses to take a decision back by one; that it does is tested beside.
        if submission is None or (act is Act.REOPEN and submission.state in DECIDED):
            return
        if self.tried(lambda: advance(actor, submission, act)):
            self.of_the_office(actor, submission)

    @rule(
        who=HOLDING, which=WHICH, anyhow=ANYHOW, answer=st.sampled_from((Answer.ALIKE, Answer.ALIKE, Answer.FIX_DATA))
    )
    def answer(self, who: str, which: int, anyhow: bool, answer: Answer) -> None:
        submission = self.one(which, anyhow, State.IN_REVIEW)
        actor = self.person(who, submission)
        if submission and submission.decree:
            for finding in open_ones(findings_of(submission.decree)):
                self.tried(lambda finding=finding: answer_finding(actor, finding, answer))  # type: ignore[misc]

    @rule(who=HOLDING, which=WHICH, anyhow=ANYHOW, outcome=st.sampled_from(Outcome))
    def decide(self, who: str, which: int, anyhow: bool, outcome: Outcome) -> None:
        submission = self.one(which, anyhow, State.IN_REVIEW)
        actor = self.person(who, submission)
        reasons = [] if outcome is Outcome.MET else [ReasonCode.UNREADABLE]
        if submission and self.tried(lambda: decide(actor, submission, outcome, reasons, "")):
            self.of_the_office(actor, submission)

    @rule(who=st.sampled_from(("verifier", "second")), which=WHICH, outcome=st.sampled_from((Outcome.MET, *Outcome)))
    def verify(self, who: str, which: int, outcome: Outcome) -> None:
        """The usual way, in one go."""
        self.step(who, which, False, Act.TAKE_UP)
        self.answer(HOLDER, which, False, Answer.ALIKE)
        self.decide(HOLDER, which, False, outcome)
        self.issue(who, which)

    @rule(which=WHICH)
    def change_a_decision(self, which: int) -> None:
        """The two who may, one after the other."""
        self.propose("verifier", which, False)
        self.settle("second", which, False, True)

    @rule(who=AT_KPU, which=WHICH, anyhow=ANYHOW)
    def propose(self, who: str, which: int, anyhow: bool) -> None:
        actor, submission = self.person(who), self.one(which, anyhow, *DECIDED)
        if submission and self.tried(lambda: propose_change(actor, submission, "Keliru.", "Surat 1")):
            self.of_the_office(actor, submission)

    @rule(who=AT_KPU, which=WHICH, anyhow=ANYHOW, confirmed=st.booleans())
    def settle(self, who: str, which: int, anyhow: bool, confirmed: bool) -> None:
        actor, submission = self.person(who), self.one(which, anyhow, *DECIDED)
        if submission and self.tried(lambda: settle_change(actor, submission, confirmed=confirmed)):
            self.of_the_office(actor, submission)
            if confirmed:
                self.taken_back[submission.id] += 1

    @rule(who=st.sampled_from(("verifier", "second", "head", "liaison")), which=WHICH)
    def issue(self, who: str, which: int) -> None:
        def act() -> None:
            cases = cases_for(self.person(who), "65.01", self.world.period)
            cases = [case for case in cases if case.ready] or cases
            draft = MinutesDraft("Kantor KPU", today(), reason="Ada putusan baru.")
            issue_minutes(self.person(who), cases[which % len(cases)], self.world.period, draft)

        self.tried(act)

    @precondition(lambda self: now() >= self.world.period.deadline)
    @rule(who=st.sampled_from(("verifier", "far", "supervisor")), first=st.booleans())
    def announce(self, who: str, first: bool) -> None:
        for which in range(6) if first else ():
            self.issue("verifier", which)
        self.tried(lambda: announce(self.person(who), self.world.period, "1/PU"))

    @rule(days=st.sampled_from((0.1, 0.1, 1, 9)))
    def time_goes_by(self, days: float) -> None:
        later = text(
            "SELECT set_config('sipol.clock_offset', (coalesce(nullif("
            "current_setting('sipol.clock_offset', true), ''), '0')::interval + :by * interval '1 day')::text, true)"
        )
        db.session.execute(later, {"by": days})

    def of_the_office(self, actor: User, submission: Submission) -> None:
        assert actor.role in KPU_ROLES
        assert actor.region_code == jurisdiction(submission.region_code)

    @invariant()
    def every_step_is_one_of_the_table(self) -> None:
        for submission in db.session.scalars(select(Submission)):
            before = self.states.get(submission.id, State.DRAFT)
            if before is not submission.state:
                assert (before, submission.state) in STEPS, f"{before} to {submission.state}"
                self.steps[submission.id] += 1
                SEEN[f"{before} to {submission.state}"] += 1
            self.states[submission.id] = submission.state

    @invariant()
    def every_change_stands_in_the_history(self) -> None:
        told = select(AuditEntry.subject_id, func.count()).where(AuditEntry.event == "SubmissionMoved")
        kept = dict(db.session.execute(told.group_by(AuditEntry.subject_id)).all())
        assert all(kept.get(one, 0) >= count for one, count in self.steps.items())

    @invariant()
    def no_decision_was_changed_by_one(self) -> None:
        agreed: Counter[UUID] = Counter()
        for one in db.session.scalars(select(Reopening).where(Reopening.confirmed)):
            assert one.settled_by not in (None, one.proposed_by)
            agreed[one.submission_id] += 1
        assert agreed == self.taken_back

    @invariant()
    def one_board_and_one_office_stand_for_a_unit(self) -> None:
        for kind in (Decree, Office):
            standing = select(kind.unit_id).where(kind.standing == Standing.IN_FORCE)
            assert max(Counter(db.session.scalars(standing)).values(), default=0) <= 1

    @invariant()
    def a_berita_acara_is_what_it_was(self) -> None:
        for minutes in db.session.scalars(select(Minutes)):
            sheet = sheet_of(minutes.paper)
            assert digest(sheet) == sheet.digest == minutes.paper.digest
            assert self.frozen.setdefault(minutes.id, dict(minutes.paper.sheet)) == minutes.paper.sheet

    @invariant()
    def what_is_minuted_has_its_berita_acara(self) -> None:
        held = {(one.party_id, one.region_code) for one in db.session.scalars(select(Minutes))}
        for row in db.session.scalars(select(Submission).where(Submission.state.in_((State.MINUTED, State.ANNOUNCED)))):
            assert (row.party_id, jurisdiction(row.region_code)) in held


def test_weeks_of_random_acts(world: World) -> None:
    Semester.world = world
    run_state_machine_as_test(
        Semester,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=40,
            deadline=None,
            derandomize=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Whatever chance did, the way to the end was walked.
    for way in ("submitted to in_review", "in_review to decided", "decided to minuted"):
        assert SEEN[way], SEEN
