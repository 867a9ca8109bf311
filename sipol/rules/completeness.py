"""What a unit still lacks, object by object, each with its reason (domain, section 4; Pasal 173 UU 7/2017)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sipol.rules.offices import OfficeDoubt
from sipol.rules.regions import Level

SOON = timedelta(days=90)
"""An SK that ends within this many days is told of."""
LEAST_WOMEN = 30
"""Per cent of women among the counted officers; binding at the centre, information elsewhere."""
WORN_BY_WOMEN, WORN_BY_MEN = "P", "L"


class Object(StrEnum):
    """The four objects that are verified."""

    DECREE = "decree"
    WOMEN = "women"
    MEMBERS = "members"
    OFFICE = "office"


OBJECT_WORDS: dict[Object, str] = {
    Object.DECREE: "SK kepengurusan",
    Object.WOMEN: "Keterwakilan perempuan",
    Object.MEMBERS: "Keanggotaan",
    Object.OFFICE: "Kantor tetap",
}


class Weight(StrEnum):
    """What a gap means: something must be done, or it is only worth knowing."""

    MUST = "must"
    KNOW = "know"


@dataclass(frozen=True, slots=True)
class Gap:
    object: Object
    sentence: str
    weight: Weight = Weight.MUST


@dataclass(frozen=True, slots=True)
class BoardSeen:
    """A board as it is looked at: last year of its term, sex of each counted officer, key posts that nobody holds."""

    number: str
    term_end: int | None
    sexes: Sequence[str | None]
    empty_posts: Sequence[str]
    open_findings: int = 0

    @property
    def women(self) -> int:
        return sum(sex == WORN_BY_WOMEN for sex in self.sexes)

    @property
    def unsaid(self) -> int:
        """Of how many nobody said whether they are women or men."""
        return sum(sex is None for sex in self.sexes)


def decree_gaps(board: BoardSeen | None, today: date) -> Iterator[Gap]:
    """What is lacking of the SK."""
    if board is None:
        yield Gap(Object.DECREE, "Belum ada SK dalam register. Unggah SK kepengurusan yang berlaku.")
        return
    if board.term_end:
        last = date(board.term_end, 12, 31)
        if last < today:
            yield Gap(Object.DECREE, f"Masa bakti SK berakhir tahun {board.term_end}. Unggah SK yang masih berlaku.")
        elif last < today + SOON:
            told = f"Masa bakti SK berakhir akhir tahun {board.term_end}. Siapkan SK yang baru."
            yield Gap(Object.DECREE, told, Weight.KNOW)
    for post in board.empty_posts:
        yield Gap(Object.DECREE, f"Jabatan {post} belum ada yang mengisi pada susunan pengurus.")
    if board.open_findings:
        told = f"Ada {board.open_findings} temuan yang belum selesai. Perbaiki data atau beri penjelasan."
        yield Gap(Object.DECREE, told)


def women_gaps(board: BoardSeen | None, level: Level) -> Iterator[Gap]:
    """Whether enough of the counted officers are women; whoever's sex nobody said is counted as neither."""
    if board is None or not board.sexes:
        return
    binding = level is Level.NATION
    share = women_share(board)
    if share < LEAST_WOMEN and board.unsaid < len(board.sexes):
        told = f"Keterwakilan perempuan {share} persen, {board.women} dari {len(board.sexes)} pengurus. "
        rule = f"Paling sedikit {LEAST_WOMEN} persen untuk tingkat pusat" + ("." if binding else "; di sini informasi.")
        yield Gap(Object.WOMEN, told + rule, Weight.MUST if binding else Weight.KNOW)
    if board.unsaid:
        told = f"Jenis kelamin {board.unsaid} pengurus belum diisi, sehingga belum dihitung."
        yield Gap(Object.WOMEN, told, Weight.MUST if binding and share < LEAST_WOMEN else Weight.KNOW)


def women_share(board: BoardSeen) -> int:
    """Per cent of women, rounded down: 29.9 is not 30."""
    return 100 * board.women // len(board.sexes) if board.sexes else 0


def member_gaps(members: int, least: int | None, outside: int) -> Iterator[Gap]:
    """Whether there are enough members; ``outside``: rows of lists that wait to be put right."""
    if least is not None and members < least:
        short = least - members
        yield Gap(Object.MEMBERS, f"Anggota {members} orang, kurang {short} dari jumlah paling sedikit {least}.")
    if outside:
        yield Gap(Object.MEMBERS, f"Ada {outside} baris daftar yang belum dapat masuk. Perbaiki agar ikut dihitung.")


def office_gaps(doubts: Sequence[OfficeDoubt] | None) -> Iterator[Gap]:
    """What was noticed of the office; None where the unit has none."""
    if doubts is None:
        yield Gap(Object.OFFICE, "Belum ada kantor dalam register. Isi alamat, status, dan fotonya.")
        return
    for doubt in doubts:
        yield Gap(Object.OFFICE, doubt.sentence, Weight.KNOW if doubt.light else Weight.MUST)
