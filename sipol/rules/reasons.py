"""The coded reasons a verifier gives with BMS and TMS (domain, sections 1 and 4)."""

from enum import StrEnum

from sipol.rules.workflow import Outcome


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
    ReasonCode.OTHER: "Alasan lain, ditulis pada catatan",
}

# A return or a refusal always tells why; MS needs no reason.
NEEDS_REASON = frozenset({Outcome.INCOMPLETE, Outcome.NOT_MET})
