"""The coded reasons a verifier gives with BMS and TMS (domain, sections 1 and 4)."""

from enum import StrEnum

from sipol.rules.workflow import Outcome, Subject


class ReasonCode(StrEnum):
    NAME = "name"
    POSITION = "position"
    NUMBER = "number"
    DATE = "date"
    TERM = "term"
    BOARD = "board"
    WRONG_PAPER = "wrong_paper"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    EXPIRED = "expired"
    ISSUER = "issuer"
    SIGNATORY = "signatory"
    SUCCESSION = "succession"
    TWO_BOARDS = "two_boards"
    NO_MEMBER = "no_member"
    MEMBERS_DOUBTED = "members_doubted"
    MEMBERS_FEW = "members_few"
    ADDRESS = "address"
    PROOF = "proof"
    DOMICILE = "domicile"
    PHOTO = "photo"
    SHARED = "shared"
    NOT_FOUND = "not_found"
    OTHER = "other"


REASON_WORDS: dict[ReasonCode, str] = {
    ReasonCode.NAME: "Nama pengurus pada data berbeda dengan SK",
    ReasonCode.POSITION: "Jabatan pengurus pada data berbeda dengan SK",
    ReasonCode.NUMBER: "Nomor SK pada data berbeda dengan SK",
    ReasonCode.DATE: "Tanggal SK pada data berbeda dengan SK",
    ReasonCode.TERM: "Masa bakti pada data berbeda dengan SK",
    ReasonCode.BOARD: "Susunan pengurus pada data tidak lengkap atau berlebih",
    ReasonCode.WRONG_PAPER: "Berkas yang diunggah bukan SK kepengurusan ini",
    ReasonCode.UNREADABLE: "Berkas SK tidak terbaca",
    ReasonCode.UNSIGNED: "SK belum ditandatangani atau belum dibubuhi cap",
    ReasonCode.EXPIRED: "Masa bakti pada SK sudah berakhir",
    ReasonCode.ISSUER: "SK diterbitkan oleh pihak yang tidak berwenang",
    ReasonCode.SIGNATORY: "Penanda tangan SK bukan pengurus penerbit pada tanggal itu",
    ReasonCode.SUCCESSION: "SK tidak bersambung dengan SK yang digantinya",
    ReasonCode.TWO_BOARDS: "Pengurus tercatat pada kepengurusan lain",
    ReasonCode.NO_MEMBER: "Pengurus tidak sesuai dengan daftar anggota",
    ReasonCode.MEMBERS_DOUBTED: "Sebagian anggota perlu diperbaiki (BMS); alasannya ada pada setiap baris",
    ReasonCode.MEMBERS_FEW: "Anggota yang memenuhi syarat kurang dari jumlah paling sedikit",
    ReasonCode.ADDRESS: "Alamat kantor pada data berbeda dengan surat keterangan domisili",
    ReasonCode.PROOF: "Bukti status kantor tidak ada, sudah berakhir, atau berakhir sebelum semester selesai",
    ReasonCode.DOMICILE: "Surat keterangan domisili tidak ada atau tidak sesuai",
    ReasonCode.PHOTO: "Foto kantor tidak ada atau tidak jelas",
    ReasonCode.SHARED: "Alamat kantor sama dengan kantor partai lain",
    ReasonCode.NOT_FOUND: "Kantor tidak ditemukan di alamat yang diisi",
    ReasonCode.OTHER: "Alasan lain, ditulis pada catatan",
}

_OF_MEMBERS = (ReasonCode.MEMBERS_DOUBTED, ReasonCode.MEMBERS_FEW)
_OF_OFFICES = (
    ReasonCode.ADDRESS,
    ReasonCode.PROOF,
    ReasonCode.DOMICILE,
    ReasonCode.PHOTO,
    ReasonCode.SHARED,
    ReasonCode.NOT_FOUND,
)
REASONS_OF: dict[Subject, tuple[ReasonCode, ...]] = {
    Subject.DECREE: tuple(code for code in ReasonCode if code not in (*_OF_MEMBERS, *_OF_OFFICES)),
    Subject.MEMBERS: (*_OF_MEMBERS, ReasonCode.OTHER),
    Subject.OFFICE: (*_OF_OFFICES, ReasonCode.OTHER),
}
"""The reasons that are offered for each object."""

# A return or a refusal always tells why; MS needs no reason.
NEEDS_REASON = frozenset({Outcome.INCOMPLETE, Outcome.NOT_MET})
