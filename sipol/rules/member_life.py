"""The life of a member row, as tables: domain, sections 4 and 6."""

from enum import StrEnum


class MemberStatus(StrEnum):
    """How far a member row is. A pending one came with a list that nobody has confirmed yet: it counts nowhere."""

    PENDING = "pending"
    UNCHECKED = "unchecked"
    MET = "met"
    INCOMPLETE = "incomplete"
    NOT_MET = "not_met"
    REMOVED = "removed"


class MemberReason(StrEnum):
    """Why a row is BMS or TMS, or was taken out."""

    NAME = "name"
    NIK = "nik"
    SEX = "sex"
    BIRTH = "birth"
    CARD = "card"
    PROOF = "proof"
    AGE = "age"
    OCCUPATION = "occupation"
    DUPLICATE = "duplicate"
    OTHER_PARTY = "other_party"
    ABSENT = "absent"
    STATEMENT = "statement"
    NOT_A_VOTER = "not_a_voter"
    DENIED = "denied"
    NOT_FOUND = "not_found"
    DIED = "died"
    RESIGNED = "resigned"
    MOVED_PARTY = "moved_party"
    MISUSED = "misused"
    OTHER = "other"


MEMBER_STATUS_WORDS: dict[MemberStatus, str] = {
    MemberStatus.PENDING: "Belum dimasukkan",
    MemberStatus.UNCHECKED: "Belum diverifikasi",
    MemberStatus.MET: "Memenuhi syarat (MS)",
    MemberStatus.INCOMPLETE: "Perlu perbaikan (BMS)",
    MemberStatus.NOT_MET: "Tidak memenuhi syarat (TMS)",
    MemberStatus.REMOVED: "Dikeluarkan",
}

MEMBER_REASON_WORDS: dict[MemberReason, str] = {
    MemberReason.NAME: "nama berbeda dengan KTP-el",
    MemberReason.NIK: "NIK berbeda dengan KTP-el",
    MemberReason.SEX: "jenis kelamin berbeda dengan KTP-el",
    MemberReason.BIRTH: "tanggal lahir berbeda dengan KTP-el",
    MemberReason.CARD: "KTA berbeda: nama, nomor, atau partainya",
    MemberReason.PROOF: "salinan KTP-el atau KTA tidak ada atau tidak terbaca",
    MemberReason.AGE: "belum 17 tahun dan belum pernah kawin",
    MemberReason.OCCUPATION: "pekerjaannya dilarang menjadi anggota partai",
    MemberReason.DUPLICATE: "baris ganda dalam partai ini",
    MemberReason.OTHER_PARTY: "menyatakan diri anggota partai lain",
    MemberReason.ABSENT: "tidak hadir pada klarifikasi",
    MemberReason.STATEMENT: "ganda antarpartai; surat pernyataannya belum ada atau lebih dari satu",
    MemberReason.NOT_A_VOTER: "NIK tidak ada dalam daftar pemilih",
    MemberReason.DENIED: "menyatakan bukan anggota partai ini",
    MemberReason.NOT_FOUND: "tidak dapat ditemui dalam verifikasi faktual",
    MemberReason.DIED: "meninggal dunia",
    MemberReason.RESIGNED: "mengundurkan diri",
    MemberReason.MOVED_PARTY: "pindah partai",
    MemberReason.MISUSED: "namanya dicatut",
    MemberReason.OTHER: "alasan lain, lihat catatan",
}

REMOVALS: tuple[MemberReason, ...] = (
    MemberReason.DIED,
    MemberReason.RESIGNED,
    MemberReason.MOVED_PARTY,
    MemberReason.OCCUPATION,
    MemberReason.MISUSED,
    MemberReason.DUPLICATE,
    MemberReason.OTHER,
)
"""Why a party may take a member out (domain, section 6)."""

FAULTS: tuple[MemberReason, ...] = (
    MemberReason.NAME,
    MemberReason.NIK,
    MemberReason.SEX,
    MemberReason.BIRTH,
    MemberReason.CARD,
    MemberReason.PROOF,
    MemberReason.AGE,
    MemberReason.OCCUPATION,
    MemberReason.DUPLICATE,
    MemberReason.STATEMENT,
    MemberReason.OTHER_PARTY,
    MemberReason.NOT_A_VOTER,
    MemberReason.OTHER,
)
"""Why a verifier may find a row BMS or TMS."""

STANDING = frozenset({MemberStatus.UNCHECKED, MemberStatus.MET, MemberStatus.INCOMPLETE, MemberStatus.NOT_MET})
"""Rows of people who are in the register; the others are not yet there, or no longer."""

RULINGS = frozenset({MemberStatus.MET, MemberStatus.INCOMPLETE, MemberStatus.NOT_MET})
"""What a verifier may find of a standing row."""

NEEDS_MEMBER_REASON = frozenset({MemberStatus.INCOMPLETE, MemberStatus.NOT_MET, MemberStatus.REMOVED})


class MemberPaperKind(StrEnum):
    """What a party may send along with one member."""

    KTP = "ktp"
    KTA = "kta"
    STATEMENT = "statement"
    PROOF = "proof"


MEMBER_PAPER_WORDS: dict[MemberPaperKind, str] = {
    MemberPaperKind.KTP: "KTP-el",
    MemberPaperKind.KTA: "KTA",
    MemberPaperKind.STATEMENT: "Surat pernyataan keanggotaan",
    MemberPaperKind.PROOF: "Bukti lain (kawin, pensiun, berhenti)",
}
