"""Invented decrees: what the paper says, before any layout. People and parties are drawn from word lists."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

GIVEN = (
    "Budi", "Siti", "Agus", "Dewi", "Rahmat", "Nurul", "Yohanes", "Maria", "Ahmad", "Fatimah", "Hendra",
    "Lestari", "Joko", "Ratna", "Bambang", "Wulan", "Andi", "Sulastri", "Petrus", "Yuliana", "Made", "Ketut",
    "Wayan", "Ujang", "Asep", "Neneng", "Ramlah", "Syarifuddin", "Zulkarnain", "Markus", "Selvi", "Oktavianus",
    "Daud", "Rusdi", "Halimah", "Thomas", "Kristina", "Darmawan", "Supriyadi", "Iskandar", "Salsabila", "Firdaus",
    "Melati", "Anwar", "Gerson", "Lukas", "Ferdinandus",
)  # fmt: skip
FAMILY = (
    "Santoso", "Hidayat", "Siregar", "Wibowo", "Nasution", "Lumban", "Pakpahan", "Tandi", "Rantelino", "Kusuma",
    "Pratama", "Simanjuntak", "Mandagi", "Rumbiak", "Wijayanti", "Suryaningsih", "Abdurrahman", "Hutabarat",
    "Pangestu", "Tjokroaminoto", "Maharani", "Saputra", "Ibrahim", "Lating", "Kaisiepo", "Notonegoro",
    "Sastrowardoyo", "Balang", "Ngau", "Jalung", "Apui", "Lian", "Usat", "Asang", "Bilung", "Merang", "Kila",
    "Ping", "Taman",
)  # fmt: skip
ODD = (
    "Ma'ruf", "Al-Habsyi", "Nur'aini", "La Ode", "bin Usman", "binti Tahir", "Dg. Matutu", "Rangga-Putri",
    "Sa'diyah",
)  # fmt: skip
INITIALS = ("M.", "A.", "Muh.", "Abd.", "St.", "I Gst.", "F.X.", "Moch.")
BEFORE = (
    "", "", "", "", "Drs.", "Dr.", "Ir.", "H.", "Hj.", "KH.", "Dra. Hj.", "dr.", "Prof. Dr. H.", "Pdt.", "drg.",
    "Ust.",
)  # fmt: skip
AFTER = (
    "", "", "", "", ", S.H.", ", S.E., M.M.", ", S.Pd.I", ", SH", ", M.Si", ", S.Sos., M.A.P.", ", A.Md.Keb.",
    ", Ph.D.", " S.Ag", ", S.Kom., M.T.I.", ", S.T., M.Eng., IPM", ", Sp.OG", ", SE., MM", ", B.A.",
    ", Lc., M.A.", ", S.H., M.Kn.",
)  # fmt: skip
PARTIES = (
    ("Partai Fajar Khatulistiwa", "PFK"), ("Partai Gotong Royong Sejahtera", "PGRS"), 
    ("Partai Pelita Bangsa", "PELITA"),
)  # fmt: skip
PLACES = ("Jakarta", "Tanjung Selor", "Samarinda", "Kota Baru", "Palangka Raya", "Tarakan", "Nunukan", "Ujoh Bilang")
REGIONS = (
    "Kabupaten Hulu Mentari", "Kota Bandar Teduh", "Kabupaten Tanah Rimba", "Kecamatan Muara Lestari", 
    "Provinsi Rimba Raya",
)  # fmt: skip
BODIES = (("Dewan Pimpinan Pusat", "Dewan Pimpinan Daerah"), ("Dewan Pimpinan Wilayah", "Dewan Pimpinan Cabang"),
          ("Pimpinan Nasional", "Pimpinan Daerah"), ("Dewan Pengurus Wilayah", "Dewan Pengurus Daerah"))  # fmt: skip
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
FIELDS = (
    "Organisasi", "Hukum dan HAM", "Pemenangan Pemilu", "Pemberdayaan Perempuan dan Perlindungan Anak",
    "Ekonomi Kreatif",    "Pemuda dan Olahraga", "Kaderisasi dan Ideologi", "Pertanian, Peternakan dan Nelayan", "Kesehatan",  # noqa: E501
    "Media dan Komunikasi",
)  # fmt: skip
SIDE_ORGANS = (
    "Dewan Penasihat", "Dewan Pembina", "Dewan Pakar", "Dewan Pertimbangan", "Majelis Pertimbangan Partai",
    "Mahkamah Partai",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    organ: str
    position: str
    name: str
    sex: str
    card: str


@dataclass(frozen=True)
class Truth:
    """What a decree says; ``officers`` in the order of the paper, signatories as (position, name)."""

    number: str
    issued_on: date
    issued_in: str
    issuer: str
    unit: str
    period: tuple[int, int]
    replaces: str | None
    signatories: tuple[tuple[str, str], ...]
    officers: tuple[Person, ...]
    layout: str = ""
    traits: tuple[str, ...] = field(default=())


def person_name(rng: random.Random) -> str:
    words = [rng.choice(GIVEN)]
    words += [rng.choice(GIVEN + FAMILY) for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3)))]
    if rng.random() < 0.12:
        words.insert(rng.randrange(1, len(words) + 1), rng.choice(ODD))
    if rng.random() < 0.1:
        words.insert(0, rng.choice(INITIALS))
    before, after = rng.choice(BEFORE), rng.choice(AFTER)
    return f"{before} {' '.join(words)}".strip() + after


def number_of(rng: random.Random, short: str, day: date) -> str:
    count = rng.randint(1, 1200)
    return rng.choice(
        (
            f"{count}/SK/DPP-{short}/{ROMAN[day.month - 1]}/{day.year}",
            f"KEP-{count:04d}/{short}/{ROMAN[day.month - 1]}/{day.year}",
            f"SKEP.{count}.{chr(65 + count % 5)}/DPW-{short}/{day.month:02d}/{day.year}",
            f"{count:03d}.B/KPTS/{short}/{ROMAN[day.month - 1]}/{day.year}",
            f"SK-{count}/{short}.01/{day.year}",
            f"{count} / SK / {short} / {day.year}",
            f"{count:02d}-{day.month:02d}/A.1/{short}-SK/{day.year}",
        )
    )


def date_text(rng: random.Random, day: date) -> str:
    month = MONTHS[day.month - 1]
    month = {"November": "Nopember", "Februari": "Pebruari"}.get(month, month) if rng.random() < 0.3 else month
    return rng.choice(
        (f"{day.day} {month} {day.year}", f"{day.day:02d} {month.upper()} {day.year}", f"{day.day} {month.lower()} {day.year}",  # noqa: E501
         f"{day.day:02d}-{day.month:02d}-{day.year}", f"{day.day} {month} {day.year}", f"{day.day:02d} {month} {day.year} M")  # noqa: E501
    )  # fmt: skip


def _positions(rng: random.Random) -> list[tuple[str, str]]:
    core = rng.choice(("Pengurus Harian", "Badan Pengurus Harian", "Dewan Pengurus Harian"))
    seats: list[tuple[str, str]] = []
    side = rng.sample(SIDE_ORGANS, rng.choice((0, 0, 1, 1, 2)))
    for organ in side:
        seats.append((organ, rng.choice(("Ketua", f"Ketua {organ}"))))
        if rng.random() < 0.5:
            seats.append((organ, "Sekretaris"))
        seats += [(organ, "Anggota")] * rng.randint(1, 4)
    seats.append((core, "Ketua"))
    for chief in ("Ketua", "Sekretaris", "Bendahara"):
        if chief != "Ketua":
            seats.append((core, chief))
        plain = rng.random() < 0.5
        fields = rng.sample(FIELDS, rng.randint(1, 5))
        seats += [(core, f"Wakil {chief}" if plain else f"Wakil {chief} Bidang {name}") for name in fields]
    if rng.random() < 0.35:
        for name in rng.sample(FIELDS, rng.randint(1, 3)):
            organ = f"{rng.choice(('Bidang', 'Departemen', 'Biro'))} {name}"
            seats += [(organ, "Ketua"), *([(organ, "Anggota")] * rng.randint(1, 3))]
    return seats


def truth_of(seed: int) -> Truth:
    """The decree of a seed, always the same."""
    rng = random.Random(seed)
    party, short = rng.choice(PARTIES)
    above, below = rng.choice(BODIES)
    day = date(2019, 1, 1) + timedelta(days=rng.randrange(2600))
    officers = tuple(
        Person(organ, position, person_name(rng), rng.choice("LP"), f"65.{rng.randint(1, 5):02d}.{rng.randint(1, 9999):04d}.{rng.randint(1, 999999):06d}")  # noqa: E501
        for organ, position in _positions(rng)
    )  # fmt: skip
    posts = ("Ketua Umum", "Sekretaris Jenderal") if rng.random() < 0.5 else ("Ketua", "Sekretaris")
    signers = rng.choice((1, 2, 2, 2))
    return Truth(
        number=number_of(rng, short, day),
        issued_on=day,
        issued_in=rng.choice(PLACES),
        issuer=f"{above} {party}",
        unit=f"{below} {party} {rng.choice(REGIONS)}",
        period=(day.year, day.year + rng.choice((3, 4, 5))),
        replaces=number_of(rng, short, day - timedelta(days=1500)) if rng.random() < 0.5 else None,
        signatories=tuple((post, person_name(rng)) for post in posts[:signers]),
        officers=officers,
    )
