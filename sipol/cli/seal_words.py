"""What the terminal says of the seals of a file. A seal that vouches for itself is never called certified."""

from collections.abc import Iterable, Iterator

from sipol.render import long_moment
from sipol.render.seal_proof import FoundSeal

NONE = "Berkas ini tidak memuat segel elektronik."
UNREADABLE = "Segel elektronik TIDAK dapat dibaca, jadi keutuhan berkas tidak terbukti. Minta berkas asli kepada KPU."
BROKEN = "Segel elektronik RUSAK: berkas telah diubah sejak disegel. Minta berkas asli kepada KPU."
ADDED = "Segel elektronik cocok dengan bagian yang disegelnya, tetapi sesudah itu ADA YANG DITAMBAHKAN pada berkas."
WHOLE = "Segel elektronik utuh: berkas tidak diubah dan tidak ditambah sejak disegel."
ITSELF = (
    "Sertifikatnya ditandatangani sendiri, tanpa otoritas lain, jadi segel ini hanya menjaga keutuhan berkas dan "
    "bukan tanda tangan elektronik tersertifikasi."
)
UNASKED = "Sertifikat itu belum dibandingkan dengan sertifikat yang dipercaya. Berikan dengan --trust CERT.pem."
TRUSTED = (
    "Sertifikat itu adalah, atau berujung pada, sertifikat yang diberikan dengan --trust, dan berlaku saat ini. "
    "Pencabutannya tidak diperiksa, sebab pemeriksaan ini tanpa jaringan."
)
STRANGE = "Sertifikat itu TIDAK berujung pada sertifikat yang diberikan dengan --trust, atau tidak berlaku lagi."


def sentences_of_seals(seals: Iterable[FoundSeal], zone: str) -> list[str]:
    """All sentences about the seals of a file, in order; moments are told in ``zone`` (IANA name)."""
    return [sentence for seal in seals for sentence in _about(seal, zone)] or [NONE]


def _about(seal: FoundSeal, zone: str) -> Iterator[str]:
    if not seal.owner:
        yield UNREADABLE
        return
    yield _state(seal)
    yield f"Pemilik sertifikat segel: {seal.owner}. Penerbit: {seal.issuer}."
    if seal.self_signed:
        yield ITSELF
    yield f"Sidik sertifikat: {seal.fingerprint}"
    if seal.said_at is not None:
        yield f"Waktu menurut mesin yang menyegel, tanpa bukti pihak lain: {long_moment(seal.said_at, zone)}."
    yield UNASKED if seal.trusted is None else TRUSTED if seal.trusted else STRANGE


def _state(seal: FoundSeal) -> str:
    if not seal.intact:
        return BROKEN
    return WHOLE if seal.whole else ADDED
