"""The people, parties and places of the demo. All people and parties are invented; any likeness is chance."""

from dataclasses import dataclass
from pathlib import Path

from sipol.rules.regions import Level
from sipol.services.parties import LabelDraft, PartyDraft

PASSWORD = "demo-sipol-kaltara"  # noqa: S105  # pragma: allowlist secret
"""Of every account of the demo, printed on its first screen."""

LAW = """Undang-Undang Nomor 2 Tahun 2008 tentang Partai Politik sebagaimana telah diubah dengan Undang-Undang Nomor 2 Tahun 2011
Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum beserta perubahannya
Pasal 146 Peraturan Komisi Pemilihan Umum Nomor 4 Tahun 2022 sebagaimana telah diubah dengan Peraturan Komisi Pemilihan Umum Nomor 11 Tahun 2022
Keputusan Komisi Pemilihan Umum Nomor 1365 Tahun 2023 sebagaimana telah diubah dengan Keputusan Komisi Pemilihan Umum Nomor 658 Tahun 2024"""  # noqa: E501

REGIONS = """kode,nama,penduduk
65,Kalimantan Utara,770627
65.01,Kabupaten Bulungan,170239
65.02,Kabupaten Malinau,87582
65.03,Kabupaten Nunukan,227460
65.04,Kabupaten Tana Tidung,30036
65.71,Kota Tarakan,255310
65.01.01,Tanjung Palas,
65.01.02,Tanjung Palas Barat,
65.01.03,Tanjung Palas Utara,
65.01.04,Tanjung Palas Timur,
65.01.05,Tanjung Selor,
65.01.06,Tanjung Palas Tengah,
65.01.07,Peso,
65.01.08,Peso Hilir,
65.01.09,Sekatak,
65.01.10,Bunyu,
65.71.01,Tarakan Barat,
65.71.02,Tarakan Tengah,
65.71.03,Tarakan Timur,
65.71.04,Tarakan Utara,
"""

POSTS = (
    ("Ketua", True),
    ("Wakil Ketua", False),
    ("Sekretaris", True),
    ("Wakil Sekretaris", False),
    ("Bendahara", True),
    ("Wakil Bendahara", False),
)
ORGANS = (("Dewan Penasihat", False), ("Pengurus Harian", True))


def _labels(province: tuple[str, str], regency: tuple[str, str]) -> tuple[LabelDraft, ...]:
    """A party's own words: DPD is provincial in one party and district in another."""
    return (
        LabelDraft(Level.NATION, "Dewan Pimpinan Pusat", "DPP", Level.NATION),
        LabelDraft(Level.PROVINCE, *province, Level.NATION),
        LabelDraft(Level.REGENCY, *regency, Level.PROVINCE),
        LabelDraft(Level.DISTRICT, "Dewan Pimpinan Anak Cabang", "DPAC", Level.REGENCY),
    )


WILAYAH, DAERAH, CABANG = (
    ("Dewan Pimpinan Wilayah", "DPW"),
    ("Dewan Pimpinan Daerah", "DPD"),
    ("Dewan Pimpinan Cabang", "DPC"),
)

PARTIES = (
    PartyDraft("Partai Bahari Sejahtera", "PBS", _labels(WILAYAH, DAERAH), ORGANS, POSTS),
    PartyDraft("Partai Cakrawala Nusantara", "PCN", _labels(DAERAH, CABANG), ORGANS, POSTS),
    PartyDraft("Partai Lentera Rakyat Mandiri", "LENTERA", _labels(WILAYAH, DAERAH), ORGANS, POSTS),
    PartyDraft("Partai Tunas Khatulistiwa", "TUNAS", _labels(DAERAH, CABANG), ORGANS, POSTS, centre_approves=True),
)

OFFICES = (
    ("65", "KPU Provinsi Kalimantan Utara", "Jalan Kolonel Soetadji, Tanjung Selor, Kalimantan Utara", "Tanjung Selor"),
    ("65.01", "KPU Kabupaten Bulungan", "Jalan Jelarai Raya, Tanjung Selor, Kalimantan Utara", "Tanjung Selor"),
    ("65.02", "KPU Kabupaten Malinau", "Jalan Pusat Pemerintahan, Malinau Kota, Kalimantan Utara", "Malinau"),
    ("65.03", "KPU Kabupaten Nunukan", "Jalan Ujang Dewa, Nunukan Selatan, Kalimantan Utara", "Nunukan"),
    ("65.04", "KPU Kabupaten Tana Tidung", "Jalan Perintis, Tideng Pale, Kalimantan Utara", "Tideng Pale"),
    ("65.71", "KPU Kota Tarakan", "Jalan Jenderal Sudirman, Tarakan Tengah, Kalimantan Utara", "Tarakan"),
)

COMMISSIONERS = {
    "65": ("Arwin Lasimpo", "Selviana Tadung", "Bernat Ulau", "Maimunah Dg. Ngai", "Yosep Pangeran"),
    "65.01": ("Rusdiana Amban", "Marthen Sakai", "Taufan Semaong", "Herlina Lawing", "Fahrudin Bakkara"),
    "65.02": ("Elisabet Ngau", "Rahmadi Bulan", "Petrus Liang", "Sumarni Daik", "Agustinus Apui"),
    "65.03": ("Kamaluddin Raba", "Nuraini Sebuku", "Yanis Tulin", "Hasnah Pallawa", "Dominggus Lake"),
    "65.04": ("Idris Betayau", "Sri Handoyani", "Lukman Sesayap", "Novita Tideng", "Yakobus Rian"),
    "65.71": ("Rusmin Amirun", "Marliana Sitompal", "Taufik Semauna", "Herlin Lawaina", "Fahrul Rozakin"),
}


@dataclass(frozen=True, slots=True)
class Person:
    login: str
    name: str
    role: str
    region: str
    party: str = ""
    told: str = ""
    """What this account is for, in the list the demo prints; empty for those it does not list."""
    capacity: str = "liaison"
    """As what somebody acts for a party."""


PEOPLE = (
    Person("lo.pbs.bulungan", "Rahmi Aslindah", "liaison", "65.01", "PBS", "petugas penghubung PBS Bulungan"),
    Person("operator.pbs.bulungan", "Wirya Tepian", "liaison", "65.01", "PBS", "hanya menyiapkan data", "operator"),
    Person("lo.pcn.bulungan", "Hendri Talau", "liaison", "65.01", "PCN", "petugas penghubung PCN Bulungan"),
    Person("lo.lentera.bulungan", "Yuliana Bilung", "liaison", "65.01", "LENTERA", "SK-nya dikembalikan KPU"),
    Person("lo.tunas.bulungan", "Sapto Merdiko", "liaison", "65.01", "TUNAS"),
    Person("lo.pbs.tarakan", "Nurhadi Sebengkok", "liaison", "65.71", "PBS"),
    Person("lo.pcn.malinau", "Lidya Apuy", "liaison", "65.02", "PCN"),
    Person("pusat.tunas", "Ratnasari Wiguno", "centre", "ID", "TUNAS", "admin partai pusat TUNAS"),
    Person("pusat.pbs", "Ismed Hartonang", "centre", "ID", "PBS"),
    Person("verifikator.bulungan", "Nurlian Hasani", "verifier", "65.01", "", "verifikator KPU Bulungan"),
    Person("verifikator2.bulungan", "Damianus Lahang", "verifier", "65.01"),
    Person("ketua.bulungan", "Sulastrini Umar", "head", "65.01", "", "ketua divisi KPU Bulungan"),
    Person("verifikator.tarakan", "Jumriadi Karang", "verifier", "65.71"),
    Person("verifikator.malinau", "Ester Njuk", "verifier", "65.02"),
    Person("ketua.kaltara", "Burhanudin Kayan", "head", "65", "", "ketua divisi KPU Kalimantan Utara"),
    Person("bawaslu.bulungan", "Fransiska Lungui", "supervisor", "65.01", "", "Bawaslu Bulungan, hanya membaca"),
    Person("admin", "Admin Sistem", "admin", "ID", "", "admin sistem"),
)

Row = tuple[str, str, str]
ADVICE, DAILY, FIELDS = ORGANS[0][0], ORGANS[1][0], "Bidang-Bidang"

FIELDS_PBS: tuple[Row, ...] = (
    (FIELDS, "Ketua Bidang Organisasi", "Yosafat Lungun"),
    (FIELDS, "Anggota Bidang Organisasi", "Marhamah Djupri"),
    (FIELDS, "Anggota Bidang Organisasi", "Ir. Daud Tandiarang"),
    (FIELDS, "Ketua Bidang Kaderisasi", "Selvianti Rungkat, S.Sos."),
    (FIELDS, "Anggota Bidang Kaderisasi", "Hj. Nurmala Sarifa"),
    (FIELDS, "Anggota Bidang Kaderisasi", "Petrus Alung"),
    (FIELDS, "Ketua Bidang Hukum", "Bonaventura Lasut, S.H."),
    (FIELDS, "Anggota Bidang Hukum", "Rosmiati Pangkung"),
    (FIELDS, "Anggota Bidang Hukum", "Gideon Ranteala"),
    (FIELDS, "Ketua Bidang Ekonomi", "H. Syamsudin Tolle, S.E."),
    (FIELDS, "Anggota Bidang Ekonomi", "Agustina Bilang"),
    (FIELDS, "Anggota Bidang Ekonomi", "Hendrawan Sukito"),
    (FIELDS, "Ketua Bidang Pemuda", "Ruth Yulianti Ala"),
    (FIELDS, "Anggota Bidang Pemuda", "Fikri Ramdhani"),
    (FIELDS, "Anggota Bidang Pemuda", "Novita Sarungallo"),
)
BOARD_PBS: tuple[Row, ...] = (
    (ADVICE, "Ketua Dewan Penasihat", "Drs. H. Jufridin Dawud"),
    (ADVICE, "Anggota Dewan Penasihat", "Deswita Ariandi, S.E."),
    (DAILY, "Ketua", "Ernawati Hidayun"),
    (DAILY, "Wakil Ketua Bidang Organisasi", "Gusti Sri Windayono"),
    (DAILY, "Wakil Ketua Bidang Kaderisasi", "Muslihan Edison Fauz"),
    (DAILY, "Wakil Ketua Bidang Pemberdayaan Perempuan", "Yantini Fahreza Azrafi, S.H., M.H."),
    (DAILY, "Sekretaris", "Ismailan Subarokah"),
    (DAILY, "Wakil Sekretaris", "Nurul Ridwanto"),
    (DAILY, "Bendahara", "Dr. Paulinus Hidayat, S.H."),
    (DAILY, "Wakil Bendahara", "Filomena Baitanu"),
    *FIELDS_PBS,
)
BOARD_PBS_NEW: tuple[Row, ...] = (
    *BOARD_PBS[:2],
    (DAILY, "Ketua", "Sri Ameliawati"),
    *BOARD_PBS[3:5],
    (DAILY, "Wakil Ketua Bidang Pemberdayaan Perempuan", "Yantini Fahreza Azraffi, S.H., M.H."),
    *BOARD_PBS[6:8],
    (DAILY, "Bendahara", "Dr. Paulinus Hidayat Komban, S.H."),
    (DAILY, "Wakil Bendahara", "Filomena Baitanu, S.T."),
    *FIELDS_PBS,
)
BOARD_PCN: tuple[Row, ...] = (
    (ADVICE, "Ketua Dewan Penasihat", "Lannyati Listra Erota"),
    (DAILY, "Ketua", "Djunaidi Nur Ilham"),
    (DAILY, "Wakil Ketua", "Uus Anggini"),
    (DAILY, "Sekretaris", "Muhammad Silaenan"),
    (DAILY, "Wakil Sekretaris", "Reineldis Tamusu"),
    (DAILY, "Bendahara", "Liriana Rosidah, S.Pd."),
    (DAILY, "Wakil Bendahara", "Ahmad Tampubolo"),
)
BOARD_LENTERA: tuple[Row, ...] = (
    (DAILY, "Ketua", "Wentina Dhonari"),
    (DAILY, "Wakil Ketua", "Amirudin Basran"),
    (DAILY, "Sekretaris", "Ovilia Noor Jayat"),
    (DAILY, "Wakil Sekretaris", "Dendi Thaiban"),
    (DAILY, "Bendahara", "Ratu Titingan, S.Pd.I"),
)
BOARD_TUNAS: tuple[Row, ...] = (
    (DAILY, "Ketua", "Boti Suryadi Setia"),
    (DAILY, "Sekretaris", "Maulidina Jubaed"),
    (DAILY, "Bendahara", "Abdullah Tarikan, S.H."),
)


def specimen(home: Path) -> Path:
    """A new SK for whoever tries the register."""
    return home / "contoh" / "SK-contoh-PBS-Bulungan.pdf"


def accounts(home: Path) -> list[str]:
    """The lines that tell a visitor of the demo how to get in."""
    people = [f"{person.login:<22} {person.told}" for person in PEOPLE if person.told]
    password = f"Semua akun contoh memakai kata sandi: {PASSWORD}"
    return [password, *people, f"SK contoh untuk dicoba: {specimen(home)}"]
