"""Whatever file comes as a paper or a picture: it is refused with a sentence, or read; and a reading is kept whole."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from sipol.reading import DecreeReading, Page, Word, inspect_pdf, page_picture, read_decree, read_pages
from sipol.reading.photos import clean_picture, photograph
from sipol.reading.viewing import viewing_copy
from sipol.render.proof import carried_digest, read_back
from sipol.render.seal_proof import seals_of
from sipol.render.sheets import UNDIGESTED, digest_of, seal
from sipol.render.signet import signet_from_file
from sipol.rules.errors import Refused, Unreadable
from tests.factories import photographs, sheets
from tests.factories.decree_canvas import canvas_decree
from tests.factories.writings import LINE, SEEDS, mangled, probe

DECREE_WORDS = (
    "SURAT", "KEPUTUSAN", "NOMOR", ":", "12/SK/DPP/V/2025", "TENTANG", "Menimbang", "Mengingat", "MEMUTUSKAN",
    "Menetapkan", "KESATU", "KEDUA", "LAMPIRAN", "SUSUNAN", "PENGURUS", "No", "No.", "Nama", "Jabatan", "L/P", "KTA",
    "Ketua", "KETUA", "Wakil", "Sekretaris", "Bendahara", "Anggota", "Bidang", "DEWAN", "PENASIHAT", "Budi", "Siti",
    "Aminah,", "S.H.", "Drs.", "H.", "1.", "2.", "a.", "•", "-", ".....", "…", "(ttd)", "Ditetapkan", "di", "Jakarta",
    "Pada", "tanggal", "8", "Juni", "2025", "masa", "bakti", "2025-2030", "mencabut", "berkantor", "Jl.", "Mawar", "12",
    "", " ", "\u00ad", "²", "seribu", "ratus", "wakil-", "A.", "IV.", "L", "P", "12345678",
)  # fmt: skip
PLACED = st.builds(
    lambda text, x, y, em, sure: Word(text, (x, y, x + max(len(text), 1) * em / 2, y + em), y + em, em, sure),
    st.one_of(st.sampled_from(DECREE_WORDS), st.sampled_from(DECREE_WORDS), LINE).map(lambda text: text or "."),
    st.sampled_from([40.0, 60.0, 90.0, 200.0, 300.0, 420.0] * 8 + [-3e4, 3e9]),
    st.integers(3, 50).map(lambda line: line * 14.0),
    st.sampled_from([8.0, 11.0, 12.0, 20.0]),
    st.sampled_from([0.2, 0.9, 1.0]),
)
PAGES = st.lists(st.lists(PLACED, max_size=50), max_size=3)


@probe(2)
@given(PAGES)
def test_no_page_of_words_breaks_the_reader_of_decrees(pages: list[list[Word]]) -> None:
    read = read_pages([Page(number, 595.0, 842.0, tuple(words)) for number, words in enumerate(pages, start=1)])
    assert [officer.order for officer in read.officers] == list(range(1, len(read.officers) + 1))
    assert all(officer.name and 0 <= officer.confidence <= 1 for officer in read.officers)
    kept = json.dumps(read.to_json())
    assert DecreeReading.from_json(json.loads(kept)) == read


def test_a_letter_said_to_stand_a_thousand_kilometres_off_takes_no_longer_to_read() -> None:
    words = [Word(text, (x, 20.0 * y, x + 30, 20.0 * y + 9), 20.0 * y + 9, 9.0) for y, (text, x) in enumerate(FAR)]
    assert read_pages([Page(1, 595.0, 842.0, tuple(words))]).pages[0].number == 1


FAR = (("Ketua", 40.0), ("Budi", 300.0), ("Sekretaris", 40.0), ("Siti", 300.0), ("Bendahara", 3e9), ("Anggota", 40.0))


@cache
def decree() -> bytes:
    return canvas_decree(3)[0]


def judged(ask: Callable[[], Any]) -> Any:
    """The answer, or None where the file is refused with a sentence."""
    try:
        return ask()
    except Unreadable as refused:
        assert str(refused).endswith(".")
        assert len(str(refused).split()) > 5
        return None


@probe(0.4)
@given(SEEDS)
def test_no_spoilt_decree_breaks_a_reader(seed: int) -> None:
    data = mangled(decree(), seed)
    judged(lambda: inspect_pdf(data))
    judged(lambda: read_decree(data))
    judged(lambda: page_picture(data, 1, 200))
    assert isinstance(seals_of(data), tuple)


@probe(0.4)
@given(SEEDS)
def test_no_spoilt_decree_breaks_the_maker_of_copies(seed: int) -> None:
    judged(lambda: viewing_copy(mangled(decree(), seed)))


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
@probe(2)
@given(st.binary(max_size=200))
def test_no_bytes_break_a_reader_of_files(data: bytes) -> None:
    for head in (b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBPVP8 "):
        for ask in (inspect_pdf, viewing_copy, clean_picture, photograph, read_back):
            assert judged(lambda ask=ask, data=head + data: ask(data)) is None  # type: ignore[misc]


def test_a_copy_of_a_paper_with_names_that_are_no_letters_is_refused_with_a_sentence() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.pages[0].Resources = pikepdf.Dictionary(A=pikepdf.Dictionary(Type=pikepdf.Name.Zzzz))
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pytest.raises(Unreadable, match="rusak"):
        viewing_copy(out.getvalue().replace(b"/Zzzz", b"/\xbd\xbe\xbf\xc0"))


@cache
def pictures() -> tuple[bytes, ...]:
    made = [photographs.photograph("Kantor", (700, 500))]
    with Image.open(io.BytesIO(made[0])) as picture:
        for form in ("PNG", "WEBP", "JPEG"):
            out, exif = io.BytesIO(), Image.Exif()
            exif[0x0132], exif[0x0112] = "2026:01:02 03:04:05", 6
            picture.resize((90, 70)).save(out, form, exif=exif)
            made.append(out.getvalue())
    return tuple(made)


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
@probe(0.6)
@example(21_060)
@given(SEEDS)
def test_no_spoilt_photograph_breaks_the_cleaner(seed: int) -> None:
    for picture in pictures():
        cleaned = judged(lambda picture=picture: clean_picture(mangled(picture, seed)))
        assert cleaned is None or cleaned[8:12] == b"WEBP"
        head = judged(lambda picture=picture: photograph(mangled(picture, seed)))
        assert head is None or json.loads(head.partition(b"\n")[0]).keys() == {"taken_at", "sight"}


def carrying(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["tanda-terima.json"] = content
        document.save(out)
    return out.getvalue()


WHOLE = seal(sheets.receipt()).to_data()
HOSTILE = (None, True, -1, 10**30, 1.5, "", "\ud800", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", [], {},
           [[]], {"a": 1}, "ID", "2026-02-30")  # fmt: skip


@probe(2)
@given(st.sampled_from(sorted(WHOLE)), st.sampled_from(HOSTILE), st.booleans())
def test_no_forged_data_break_the_proof_of_a_paper(name: str, value: Any, sealed: bool) -> None:
    data = {**WHOLE, name: value}
    if sealed and name != "digest":
        try:
            data["digest"] = digest_of(data)
        except ValueError:
            return
    forged = carrying(json.dumps(data).encode())
    read = judged(lambda: read_back(forged))
    assert read is None or sealed or name in UNDIGESTED or data == WHOLE
    judged(lambda: carried_digest(forged))


@probe()
@given(SEEDS)
def test_no_spoilt_paper_of_ours_passes_for_another(seed: int) -> None:
    data = carrying(json.dumps(WHOLE).encode())
    read = judged(lambda: read_back(mangled(data, seed)))
    assert read is None or read.to_data() == WHOLE


@cache
def seal_file() -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "KPU")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(9))
    return serialize_key_and_certificates(None, key, made.sign(key, SHA256()), None, BestAvailableEncryption(b"kata"))


@probe(0.4)
@given(st.one_of(SEEDS, st.binary(max_size=80)), st.sampled_from([None, b"", b"kata", b"lain"]))
def test_no_spoilt_seal_is_opened(spoilt: int | bytes, passphrase: bytes | None) -> None:
    data = mangled(seal_file(), spoilt) if isinstance(spoilt, int) else spoilt
    try:
        assert signet_from_file(data, passphrase).name
    except Refused as refused:
        assert str(refused.reason).endswith(".")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_paper_with_a_moment_that_no_clock_tells_is_damaged(moment: str) -> None:
    data = {**WHOLE, "received_at": moment}
    forged = carrying(json.dumps({**data, "digest": digest_of(data)}).encode())
    with pytest.raises(Unreadable, match="rusak"):
        carried_digest(forged)
