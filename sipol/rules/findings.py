"""What a finding can be about, what kind of difference it is, and how a person may answer it."""

from enum import StrEnum


class Field(StrEnum):
    NUMBER = "number"
    ISSUED_ON = "issued_on"
    PERIOD = "period"
    NAME = "name"
    POSITION = "position"
    MISSING = "missing"
    EXTRA = "extra"
    SCAN = "scan"
    SLOT = "slot"
    LEGIBLE = "legible"
    SIGNED = "signed"
    ISSUER = "issuer"
    SIGNATORY = "signatory"
    SUCCESSION = "succession"
    TWO_PARTIES = "two_parties"
    TWO_POSTS = "two_posts"
    MEMBERSHIP = "membership"


class Against(StrEnum):
    """What the typed value was held against."""

    PAPER = "paper"
    IN_FORCE = "in_force"
    ISSUER = "issuer"
    """The board of whoever issued the paper, on its day."""
    MEMBERS = "members"
    """The party's members."""
    BOARDS = "boards"
    """The boards of other units, of this party or another."""
    RULE = "rule"
    """What the party itself laid down."""


class Answer(StrEnum):
    """What the verifier says of a finding (practice of KPU Bantul: a spelling is clarified, never an automatic TMS)."""

    ALIKE = "alike"
    FIX_DATA = "fix_data"
    FIX_PAPER = "fix_paper"
    OTHER_PERSON = "other_person"


FIELD_WORDS: dict[Field, str] = {
    Field.NUMBER: "Nomor SK berbeda",
    Field.ISSUED_ON: "Tanggal SK berbeda",
    Field.PERIOD: "Masa bakti berbeda",
    Field.NAME: "Nama berbeda",
    Field.POSITION: "Jabatan berbeda",
    Field.MISSING: "Ada di SK, belum ada di data",
    Field.EXTRA: "Ada di data, tidak ada di SK",
    Field.SCAN: "Halaman pindaian belum terbaca mesin",
    Field.SLOT: "Berkas mungkin bukan SK unit ini",
    Field.LEGIBLE: "Pindaian kurang jelas",
    Field.SIGNED: "Cap atau tanda tangan tidak terlihat",
    Field.ISSUER: "Penerbit SK tidak sesuai aturan partai",
    Field.SIGNATORY: "Penanda tangan berbeda dari pengurus penerbit",
    Field.SUCCESSION: "Tidak bersambung dengan SK yang diganti",
    Field.TWO_PARTIES: "Mungkin juga pengurus partai lain",
    Field.TWO_POSTS: "Mungkin memegang dua jabatan",
    Field.MEMBERSHIP: "Tidak sesuai dengan daftar anggota",
}

ANSWER_WORDS: dict[Answer, str] = {
    Answer.ALIKE: "Sesuai, beda penulisan",
    Answer.FIX_DATA: "Perbaiki data",
    Answer.FIX_PAPER: "Perbaiki SK",
    Answer.OTHER_PERSON: "Orang lain",
}

EXPLAINED = "Sesuai, sudah dijelaskan"


def answers_to(field: Field) -> dict[Answer, str]:
    """What a verifier may say of such a finding, in words. Across papers “orang lain” is an explanation, no fault."""
    if field not in ACROSS:
        return ANSWER_WORDS
    mend = {answer: ANSWER_WORDS[answer] for answer in (Answer.FIX_DATA, Answer.FIX_PAPER)}
    return {Answer.ALIKE: EXPLAINED} | mend


ANSWER_KEYS: dict[Answer, str] = {
    Answer.ALIKE: "s",
    Answer.FIX_DATA: "d",
    Answer.FIX_PAPER: "k",
    Answer.OTHER_PERSON: "o",
}

WHOLE_PAPER = frozenset({Field.SCAN, Field.SLOT, Field.LEGIBLE, Field.SIGNED})
"""Findings about the paper as a whole: they say in a sentence what was seen, there are no two writings to compare."""

ACROSS = frozenset({
    Field.ISSUER, Field.SIGNATORY, Field.SUCCESSION, Field.TWO_PARTIES, Field.TWO_POSTS, Field.MEMBERSHIP,
})  # fmt: skip
"""Findings that hold the paper against another paper, the members, or the party's own rule."""


def is_sentence(field: Field, *, marked: bool) -> bool:
    """Whether a finding says in a sentence what was seen; ``marked``: it has two writings with their letters marked."""
    return field in WHOLE_PAPER or (field in ACROSS and not marked)


CLEAR = 0.8
"""Letters less certain than this may be misread: a doubt that rests on them says so and accuses nobody."""

# A title is legal on a paper or a card and may be missing from the other (domain, section 5).
HARMLESS = frozenset({"gelar"})

# These answers ask the party for something, so the submission cannot be MS while they stand.
ASKS_FOR_REPAIR = frozenset({Answer.FIX_DATA, Answer.FIX_PAPER, Answer.OTHER_PERSON})
