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


class Against(StrEnum):
    """What the typed value was held against."""

    PAPER = "paper"
    IN_FORCE = "in_force"


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
}

ANSWER_WORDS: dict[Answer, str] = {
    Answer.ALIKE: "Sesuai, beda penulisan",
    Answer.FIX_DATA: "Perbaiki data",
    Answer.FIX_PAPER: "Perbaiki SK",
    Answer.OTHER_PERSON: "Orang lain",
}

ANSWER_KEYS: dict[Answer, str] = {
    Answer.ALIKE: "s",
    Answer.FIX_DATA: "d",
    Answer.FIX_PAPER: "k",
    Answer.OTHER_PERSON: "o",
}

WHOLE_PAPER = frozenset({Field.SCAN, Field.SLOT, Field.LEGIBLE, Field.SIGNED})
"""Findings about the paper as a whole: they say in a sentence what was seen, there are no two writings to compare."""

CLEAR = 0.8
"""Letters less certain than this may be misread: a doubt that rests on them says so and accuses nobody."""

# A title is legal on a paper or a card and may be missing from the other (domain, section 5).
HARMLESS = frozenset({"gelar"})

# These answers ask the party for something, so the submission cannot be MS while they stand.
ASKS_FOR_REPAIR = frozenset({Answer.FIX_DATA, Answer.FIX_PAPER, Answer.OTHER_PERSON})
