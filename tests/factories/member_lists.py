"""Invented member lists in the layouts and encodings that parties send, with planted faults whose rows are known."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import xlsxwriter

from tests.factories.decree_truth import FAMILY, GIVEN, MONTHS

DISTRICTS = ("65.01.01", "65.01.02", "65.01.03", "65.71.01", "65.71.02")
WORK = ("Karyawan Swasta", "Petani/Pekebun", "Pedagang", "Wiraswasta", "Mengurus Rumah Tangga", "Pensiunan PNS")
BARRED = ("TNI", "Anggota POLRI", "Pegawai Negeri Sipil (PNS)", "Kepala Desa", "PPPK", "Kepolisian RI")
FAULTS = (
    "nik_bentuk", "nik_tanggal_beda", "nik_kelamin_beda", "usia", "pekerjaan", "ganda_identik", "potensi_ganda",
    "wilayah", "nama_kosong", "tanggal",
)  # fmt: skip
TODAY = date(2026, 11, 25)


@dataclass
class Person:
    nik: str
    name: str
    sex: str
    place: str
    born: date | None
    born_written: str
    marital: str
    work: str
    address: str
    district: str
    card: str


@dataclass
class MemberList:
    people: list[Person]
    plants: set[tuple[int, str]] = field(default_factory=set)
    """Data rows counted from 1, and the code of what is the matter."""


def member_list(seed: int, rows: int = 300, share: float = 0.15) -> MemberList:
    """People, a share of them with one fault each. Every NIK but of twins is its own."""
    rng = random.Random(seed)
    taken: set[str] = set()
    made = MemberList([_person(rng, number, taken) for number in range(1, rows + 1)])
    for row in sorted(rng.sample(range(2, rows + 1), int(rows * share))):
        _plant(made, row, rng.choice(FAULTS), rng)
    return made


def _person(rng: random.Random, number: int, taken: set[str]) -> Person:
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(20_000))
    sex, district = rng.choice("LP"), rng.choice(DISTRICTS)
    nik = _nik(rng, district, born, sex)
    while nik in taken:
        nik = _nik(rng, district, born, sex)
    taken.add(nik)
    name = " ".join(rng.sample(GIVEN + FAMILY, rng.choice((1, 2, 2, 3))))
    marital = rng.choice(("Kawin", "Belum Kawin", "Cerai Mati", "Cerai Hidup"))
    address = f"Jl. Cendana No. {rng.randrange(1, 90)}, RT {rng.randrange(1, 20):02}"
    return Person(nik, name, sex, "Tarakan", born, "", marital, rng.choice(WORK), address, district, f"PFK-{number:06}")


def _nik(rng: random.Random, district: str, born: date, sex: str) -> str:
    day = born.day + 40 * (sex == "P")
    return f"{district.replace('.', '')}{day:02}{born:%m%y}{rng.randrange(1, 9_990):04}"


def _plant(made: MemberList, row: int, code: str, rng: random.Random) -> None:
    one = made.people[row - 1]
    above = next((place for place in range(row - 2, -1, -1) if not _faulty(made, place + 1)), None)
    if code == "nik_bentuk":
        one.nik = rng.choice((one.nik[:-1], one.nik + "1", one.nik[:-4] + "0000", one.nik[:8] + "13" + one.nik[10:]))
    elif code == "nik_tanggal_beda" and one.born:
        one.born = one.born.replace(year=one.born.year + (1 if one.born.day != 29 else 4))
    elif code == "nik_kelamin_beda":
        one.sex = "L" if one.sex == "P" else "P"
    elif code == "usia":
        one.born, one.marital = date(2011, 1 + row % 12, 1 + row % 28), "Belum Kawin"
        one.nik = _nik(rng, one.district, one.born, one.sex)
    elif code == "pekerjaan":
        one.work = rng.choice(BARRED)
    elif code == "wilayah":
        one.district = "65.99.99"
    elif code == "nama_kosong":
        one.name = ""
    elif code == "tanggal":
        one.born, one.born_written = None, "31/02/1980"
    elif above is not None:
        twin = made.people[above]
        made.people[row - 1] = Person(**{**vars(twin), "card": one.card})
        if code == "potensi_ganda":
            made.people[row - 1].name = f"{twin.name} Lain"
        made.plants.add((above + 1, code))
    else:
        return
    made.plants.add((row, code))


def _faulty(made: MemberList, row: int) -> bool:
    return any(row == planted for planted, _ in made.plants)


Cell = Callable[[Person], object]
Layout = Sequence[tuple[str, Cell]]


def _day(form: str) -> Cell:
    return lambda one: one.born.strftime(form) if one.born else one.born_written


def _in_words(one: Person) -> str:
    return f"{one.born.day} {MONTHS[one.born.month - 1]} {one.born.year}" if one.born else one.born_written


PLAIN: Layout = (
    ("NIK", lambda one: one.nik), ("Nama Lengkap", lambda one: one.name),
    ("Jenis Kelamin", lambda one: "Perempuan" if one.sex == "P" else "Laki-laki"),
    ("Tempat Lahir", lambda one: one.place), ("Tanggal Lahir", _day("%d-%m-%Y")),
    ("Status Perkawinan", lambda one: one.marital), ("Pekerjaan", lambda one: one.work),
    ("Alamat", lambda one: one.address), ("Kode Kecamatan", lambda one: one.district),
    ("Nomor KTA", lambda one: one.card),
)  # fmt: skip
OFFICE: Layout = (
    ("NO. KTA", lambda one: one.card), ("NAMA (SESUAI KTP)", lambda one: one.name.upper()),
    ("No. KTP", lambda one: f"'{one.nik}"), ("L/P", lambda one: one.sex),
    ("TEMPAT, TGL. LAHIR", lambda one: f"{one.place}, {_in_words(one)}"), ("STATUS", lambda one: one.marital.upper()),
    ("KODE KEC.", lambda one: one.district.replace(".", "")), ("KECAMATAN", lambda one: f"Kec. {one.district[-2:]}"),
    ("ALAMAT RUMAH", lambda one: one.address), ("PROFESI", lambda one: one.work.upper()),
)  # fmt: skip
SHORT: Layout = (
    ("nama_anggota", lambda one: one.name), ("jk", lambda one: {"L": "Pria", "P": "Wanita"}[one.sex]),
    ("tgl_lahir", _day("%d/%m/%Y")), ("nik", lambda one: f"{one.nik[:6]} {one.nik[6:12]} {one.nik[12:]}"),
    ("pekerjaan", lambda one: one.work), ("status_kawin", lambda one: one.marital),
    ("kode_wilayah", lambda one: f"{one.district}.1001"), ("kta", lambda one: one.card),
)  # fmt: skip
LAYOUTS: dict[str, Layout] = {"plain": PLAIN, "office": OFFICE, "short": SHORT}


def as_rows(made: MemberList, layout: Layout, *, titles: bool = False) -> list[list[object]]:
    """The list as a table, with title lines, a numbered column and line, and a signature where ``titles`` says so."""
    body = [[cell(one) for _, cell in layout] for one in made.people]
    header: list[object] = [title for title, _ in layout]
    if not titles:
        return [header, *body]
    wide = len(header) + 1
    return [
        ["DAFTAR ANGGOTA PARTAI FAJAR KHATULISTIWA"], ["KABUPATEN HULU MENTARI"], [],
        ["No.", *header], [f"({number})" for number in range(1, wide + 1)],
        *([number, *row] for number, row in enumerate(body, start=1)),
        [], ["", "Jakarta, 3 Mei 2026"], ["", "Ketua,"], ["", "Budi Santoso"],
    ]  # fmt: skip


def as_csv(rows: Sequence[Sequence[object]], delimiter: str, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook whose cells are text, whatever they look like."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        book.add_worksheet("Petunjuk").write_string(0, 0, "Isi lembar Anggota.")
        sheet = book.add_worksheet("Anggota")
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, place, cell)
                else:
                    sheet.write_string(line, place, str(cell))
    return out.getvalue()
