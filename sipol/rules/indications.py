"""Indications on a member row (domain, section 4; PKPU 4/2022 jo 11/2022, Keputusan KPU 309/2022), as tables."""

from dataclasses import dataclass
from enum import StrEnum

from sipol.rules.identity import NikFault

VOTING_AGE = 17
"""Years, unless the office sets others: a member is 17, or is or was married (UU 2/2011, pasal 14)."""
OLDEST = 120
"""Years, unless the office sets others: a date of birth longer ago is a slip."""


class Code(StrEnum):
    """What may be the matter with a row, in the words of lists and exports."""

    NIK_FORM = "nik_bentuk"
    NIK_PRECISION = "nik_presisi"
    NIK_BIRTH = "nik_tanggal_beda"
    NIK_SEX = "nik_kelamin_beda"
    AGE = "usia"
    OCCUPATION = "pekerjaan"
    IDENTICAL = "ganda_identik"
    POTENTIAL = "potensi_ganda"
    CROSS_PARTY = "ganda_eksternal"
    CARD = "kta_ganda"
    NOT_A_VOTER = "bukan_pemilih"
    OTHER_NAME = "nama_beda"
    DEAD = "meninggal"
    IN_SERVICE = "tni_polri"
    REGION = "wilayah"
    NAME_MISSING = "nama_kosong"
    RULED_OUT = "sudah_tms"
    DATE = "tanggal"
    SEX = "kelamin"


class Weight(StrEnum):
    """What an indication does to its row."""

    BLOCKS = "blocks"
    """The row stays outside until it is repaired."""
    HOLDS = "holds"
    """The row comes in and is BMS until a paper settles it."""
    WARNS = "warns"
    """The row comes in; the verifier looks."""


@dataclass(frozen=True, slots=True)
class Indication:
    """One kind: the short number verifiers are used to (0: none), its weight, its label, and what the party may do."""

    number: int
    weight: Weight
    label: str
    advice: str


INDICATIONS: dict[Code, Indication] = {
    Code.NIK_FORM: Indication(1, Weight.BLOCKS, "NIK", "Salin dari KTP-el; angka yang hilang tidak dapat ditebak."),
    Code.NIK_PRECISION: Indication(
        1,
        Weight.BLOCKS,
        "NIK",
        "Lembar kerja menyimpan NIK sebagai bilangan sehingga angka terakhirnya hilang. Ubah kolomnya menjadi teks, "
        "lalu ketik ulang NIK dari KTP-el.",
    ),
    Code.NIK_BIRTH: Indication(
        2,
        Weight.WARNS,
        "NIK",
        "Cocokkan tanggal lahir dengan KTP-el. NIK tidak pernah berubah, jadi perbedaan ini dapat saja benar.",
    ),
    Code.NIK_SEX: Indication(
        2, Weight.WARNS, "NIK", "Cocokkan jenis kelamin dengan KTP-el; perbaiki bila salah ketik."
    ),
    Code.AGE: Indication(
        3, Weight.HOLDS, "Usia", "Unggah bukti sudah atau pernah kawin, atau keluarkan orang ini dari daftar."
    ),
    Code.OCCUPATION: Indication(
        4, Weight.HOLDS, "Pekerjaan", "Unggah surat pernyataan bermeterai, atau keluarkan orang ini dari daftar."
    ),
    Code.IDENTICAL: Indication(5, Weight.HOLDS, "Ganda identik", "Hapus baris yang berulang; satu baris cukup."),
    Code.POTENTIAL: Indication(
        6, Weight.HOLDS, "Potensi ganda", "Cocokkan kedua baris dengan KTP-el; satu NIK hanya milik satu orang."
    ),
    Code.CROSS_PARTY: Indication(
        7, Weight.HOLDS, "Ganda antarpartai", "Mintalah surat pernyataan dari orang ini tentang partai yang dipilihnya."
    ),
    Code.CARD: Indication(
        0, Weight.HOLDS, "Nomor KTA ganda", "Periksa kedua kartunya; satu nomor KTA hanya untuk satu anggota."
    ),
    # The four that follow come from the imported voter list (DPB), never from the row itself.
    Code.NOT_A_VOTER: Indication(
        8,
        Weight.HOLDS,
        "Tidak di daftar pemilih",
        "Cocokkan NIK dengan KTP-el. Bila NIK benar, mintalah orang ini mendaftar sebagai pemilih pada KPU setempat.",
    ),
    Code.OTHER_NAME: Indication(
        9,
        Weight.WARNS,
        "Nama beda KTP",
        "Nama, jenis kelamin, atau tanggal lahir berbeda dari daftar pemilih. Cocokkan dengan KTP-el, lalu perbaiki.",
    ),
    Code.DEAD: Indication(
        8,
        Weight.HOLDS,
        "Meninggal",
        "Daftar pemilih mencatat orang ini meninggal. Keluarkan dari daftar, atau unggah bukti bahwa ia masih hidup.",
    ),
    # UU 34/2004, pasal 39; UU 2/2002, pasal 28.
    Code.IN_SERVICE: Indication(
        4,
        Weight.HOLDS,
        "TNI/Polri",
        "Daftar pemilih mencatat orang ini anggota TNI atau Polri. Keluarkan dari daftar, atau unggah surat "
        "pemberhentiannya.",
    ),
    Code.REGION: Indication(
        10, Weight.BLOCKS, "Kecamatan", "Pilih kecamatan menurut kode Kemendagri, misalnya 65.71.01."
    ),
    # Found TMS, a person may not be entered again; it must be a new one (Keputusan KPU 309/2022).
    Code.RULED_OUT: Indication(
        0, Weight.BLOCKS, "Sudah TMS", "Orang ini tidak dapat dimasukkan lagi; masukkan orang lain."
    ),
    Code.NAME_MISSING: Indication(0, Weight.BLOCKS, "Nama", "Isi nama seperti pada KTP-el."),
    Code.DATE: Indication(0, Weight.BLOCKS, "Tanggal lahir", "Tulis tanggal lahir sebagai HH-BB-TTTT."),
    Code.SEX: Indication(0, Weight.WARNS, "Jenis kelamin", "Tulis L atau P seperti pada KTP-el."),
}

BLOCKING = frozenset(code for code, one in INDICATIONS.items() if one.weight is Weight.BLOCKS)
"""Indications that keep a row outside."""

FAULT_WORDS: dict[NikFault, str] = {
    NikFault.EMPTY: "NIK kosong",
    NikFault.LETTERS: "NIK memuat tanda selain angka",
    NikFault.SHORT: "NIK {length} angka, harus 16",
    NikFault.LONG: "NIK {length} angka, harus 16",
    NikFault.PROVINCE: "Dua angka pertama NIK bukan kode provinsi",
    NikFault.DAY: "Tanggal lahir dalam NIK di luar 01–31 atau 41–71",
    NikFault.MONTH: "Bulan lahir dalam NIK di luar 01–12",
    NikFault.TURN: "NIK berakhir 0000, padahal nomor urut dimulai dari 0001",
}

BARRED_OCCUPATIONS: tuple[str, ...] = (
    "tni", "tentara nasional indonesia", "tentara", "polri", "kepolisian", "polisi", "asn", "aparatur sipil negara",
    "pns", "pegawai negeri sipil", "pppk", "p3k", "pegawai pemerintah dengan perjanjian kerja", "kpu", "bawaslu",
    "panwaslu", "panwascam", "komisi pemilihan umum", "badan pengawas pemilu", "penyelenggara pemilu", "dkpp", "ppk",
    "pps", "kepala desa", "lurah", "perangkat desa", "sekretaris desa", "badan permusyawaratan desa", "bpd", "kades",
    "sekdes", "panwas", "hakim", "jaksa",
)  # fmt: skip
"""Occupations that exclude from a party, as words of the field (a setting; UU 2/2011, UU 5/2014, UU 6/2014, UU 7/2017).

The legal list differs between sources; an office may keep its own (``SIPOL_BARRED_OCCUPATIONS``).
"""
RETIRED = ("pensiunan", "purnawirawan", "purnabakti", "mantan", "eks", "istri", "suami", "anak", "bukan", "calon")
"""Words before a barred occupation that take it away: a retired soldier may be a member."""
