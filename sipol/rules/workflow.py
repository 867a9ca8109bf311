"""The life of a submission (pengajuan), as one table: domain, section 6."""

from enum import StrEnum

from sipol.rules.errors import IllegalMove


class State(StrEnum):
    DRAFT = "draft"
    AWAITING_CENTRE = "awaiting_centre"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    DECIDED = "decided"
    MINUTED = "minuted"
    ANNOUNCED = "announced"


class Act(StrEnum):
    SUBMIT = "submit"
    ASK_CENTRE = "ask_centre"
    CENTRE_APPROVES = "centre_approves"
    CENTRE_REFUSES = "centre_refuses"
    TAKE_UP = "take_up"
    LET_GO = "let_go"
    RETURN = "return"
    DECIDE = "decide"
    MINUTE = "minute"
    ANNOUNCE = "announce"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """What the verifier finds: MS, BMS, TMS."""

    MET = "met"
    INCOMPLETE = "incomplete"
    NOT_MET = "not_met"


class Subject(StrEnum):
    """What one submission is about; women follow from the decree."""

    DECREE = "decree"
    MEMBERS = "members"
    OFFICE = "office"


MOVES: dict[tuple[State, Act], State] = {
    (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Act.ASK_CENTRE): State.AWAITING_CENTRE,
    (State.AWAITING_CENTRE, Act.CENTRE_APPROVES): State.SUBMITTED,
    (State.AWAITING_CENTRE, Act.CENTRE_REFUSES): State.DRAFT,
    (State.SUBMITTED, Act.TAKE_UP): State.IN_REVIEW,
    # A claim that ran out may be taken over; the service asks whether it did.
    (State.IN_REVIEW, Act.TAKE_UP): State.IN_REVIEW,
    (State.IN_REVIEW, Act.LET_GO): State.SUBMITTED,
    (State.IN_REVIEW, Act.RETURN): State.RETURNED,
    (State.IN_REVIEW, Act.DECIDE): State.DECIDED,
    (State.RETURNED, Act.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Act.ASK_CENTRE): State.AWAITING_CENTRE,
    (State.DECIDED, Act.MINUTE): State.MINUTED,
    (State.MINUTED, Act.ANNOUNCE): State.ANNOUNCED,
    # Only two people together take a decision back; the service and the database ask for both.
    (State.DECIDED, Act.REOPEN): State.SUBMITTED,
    (State.MINUTED, Act.REOPEN): State.SUBMITTED,
    (State.ANNOUNCED, Act.REOPEN): State.SUBMITTED,
}

OUTCOMES: dict[Act, frozenset[Outcome]] = {
    Act.RETURN: frozenset({Outcome.INCOMPLETE}),
    Act.DECIDE: frozenset({Outcome.MET, Outcome.NOT_MET}),
}

DRAFTS = frozenset({State.DRAFT, State.RETURNED})
DECIDED = frozenset({State.DECIDED, State.MINUTED, State.ANNOUNCED})
SENT = frozenset(State) - {State.DRAFT}
WITH_KPU = frozenset({State.SUBMITTED, State.IN_REVIEW})

STATE_WORDS: dict[State, str] = {
    State.DRAFT: "Draf",
    State.AWAITING_CENTRE: "Menunggu pusat",
    State.SUBMITTED: "Diajukan",
    State.IN_REVIEW: "Sedang diverifikasi",
    State.RETURNED: "Perlu perbaikan (BMS)",
    State.DECIDED: "Sudah diputus",
    State.MINUTED: "Masuk BA",
    State.ANNOUNCED: "Diumumkan",
}

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.MET: "Memenuhi syarat (MS)",
    Outcome.INCOMPLETE: "Perlu perbaikan (BMS)",
    Outcome.NOT_MET: "Tidak memenuhi syarat (TMS)",
}

SUBJECT_WORDS: dict[Subject, str] = {
    Subject.DECREE: "SK kepengurusan",
    Subject.MEMBERS: "Keanggotaan",
    Subject.OFFICE: "Kantor tetap",
}

ACT_WORDS: dict[Act, str] = {
    Act.SUBMIT: "diajukan ke KPU",
    Act.ASK_CENTRE: "dimintakan persetujuan pusat",
    Act.CENTRE_APPROVES: "disetujui pusat dan diajukan ke KPU",
    Act.CENTRE_REFUSES: "dikembalikan pusat",
    Act.TAKE_UP: "diambil verifikator",
    Act.LET_GO: "dilepas verifikator",
    Act.RETURN: "dikembalikan untuk diperbaiki (BMS)",
    Act.DECIDE: "diputus",
    Act.MINUTE: "dimuat dalam Berita Acara",
    Act.ANNOUNCE: "diumumkan",
    Act.REOPEN: "dibuka kembali oleh dua orang",
}

DELEGATED_ACT_WORDS: dict[Act, str] = {
    Act.CENTRE_APPROVES: "disetujui atas pelimpahan pusat dan diajukan ke KPU",
    Act.CENTRE_REFUSES: "dikembalikan atas pelimpahan pusat",
}
"""The same acts, done by somebody the party's centre lets approve in its stead."""


def acts_from(state: State) -> frozenset[Act]:
    """The acts that are open from ``state``, whoever may do them."""
    return frozenset(act for start, act in MOVES if start is state)


def move(state: State, act: Act) -> State:
    """Where ``act`` leads from ``state``; IllegalMove where the table has no such row."""
    try:
        return MOVES[state, act]
    except KeyError:
        raise IllegalMove(f"{act} is not open from {state}") from None
