"""The seal on a printed paper: what it leaves untouched, what it notices, and whose it says it is."""

import asyncio
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import page
import pikepdf
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader

from sipol.cli.minutes import minutes
from sipol.render import AnySheet, press
from sipol.render import seals as sealing
from sipol.render.archive import DOUBTFUL
from sipol.render.reprint import verify
from sipol.render.seal_proof import FoundSeal, seals_of
from sipol.render.seals import KeySeal, Update
from sipol.render.signet import LOCAL_NAME, Signet, local_signet, new_local_signet, signet_from_file
from sipol.rules.errors import PrintFailed, Refused
from tests.factories import seals, sheets

PLACE = "Kota Tarakan"
PAPERS: dict[str, AnySheet] = {
    "clean": sheets.minutes(),
    "forty findings": sheets.with_findings(40),
    "silent": sheets.silent_minutes(),
    "receipt": sheets.receipt(),
    "signatures": sheets.signatures(),
}


@pytest.fixture(scope="module")
def local() -> KeySeal:
    return seals.local()


@pytest.fixture(scope="module")
def printed() -> bytes:
    return press.pdf(PAPERS["forty findings"])


@pytest.fixture(scope="module")
def sealed(printed: bytes, local: KeySeal) -> bytes:
    return local.sign(printed, PLACE)


@pytest.fixture(scope="module")
def authority() -> tuple[KeySeal, Certificate]:
    file, certificate = seals.from_authority()
    return KeySeal(signet_from_file(file, seals.PASSPHRASE)), certificate


def saved_anew(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out)
    return out.getvalue()


def scratched(pdf: bytes) -> bytes:
    """One letter of the XMP packet: no page and no table shows it."""
    at = pdf.index(b"WeasyPrint")
    return pdf[:at] + b"w" + pdf[at + 1 :]


def with_a_comment(pdf: bytes) -> bytes:
    return pdf + b"% ditambahkan\n"


def with_an_update(pdf: bytes) -> bytes:
    """An incremental update after the seal, as a program would write it: the pages have another order of tabs."""
    update = Update(io.BytesIO(pdf))
    update.root["/PageMode"] = update.root.raw_get("/Type")
    update.update_root()
    out = io.BytesIO()
    update.write(out)
    return out.getvalue()


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
@pytest.mark.parametrize("name", PAPERS)
def test_a_sealed_paper_stays_archival_and_accessible(
    local: KeySeal, name: str, profile: page.ValidationProfile
) -> None:
    report = page.validate_pdf_bytes(local.sign(press.pdf(PAPERS[name]), PLACE), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 90


def test_a_seal_only_adds_to_the_bytes_of_the_press(printed: bytes, sealed: bytes) -> None:
    assert sealed.startswith(printed)
    assert len(sealed) - len(printed) < 10_000
    with pikepdf.open(io.BytesIO(sealed)) as document, pikepdf.open(io.BytesIO(printed)) as before:
        assert document.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        (field,) = document.Root.AcroForm.Fields
        assert (field.T, field.V.SubFilter, field.V.Location) == ("SegelSipol", "/ETSI.CAdES.detached", PLACE)
        assert field.V.Name == LOCAL_NAME


def test_the_signature_is_pades_of_level_b_b_by_sha_256(sealed: bytes) -> None:
    (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    said = {each["type"].native for each in signature.signer_info["signed_attrs"]}
    # PAdES tells the moment in the PDF and forbids the attribute signing_time.
    assert said == {"content_type", "message_digest", "signing_certificate_v2"}
    assert signature.md_algorithm == "sha256"


@pytest.mark.parametrize("name", PAPERS)
def test_a_sealed_paper_holds_and_tells_its_seal(local: KeySeal, name: str) -> None:
    found = verify(local.sign(press.pdf(PAPERS[name]), PLACE))
    (seal,) = found.seals
    assert (found.holds, found.tables, found.pages) == (True, (), ())
    assert (seal.intact, seal.whole, seal.trusted, seal.self_signed) == (True, True, None, True)
    assert seal.owner == seal.issuer == local.name == LOCAL_NAME


def test_whoever_asks_may_have_a_loop_of_events_running(printed: bytes, local: KeySeal) -> None:
    async def within() -> tuple[FoundSeal, ...]:
        return seals_of(local.sign(printed, PLACE))

    assert all(seal.holds for seal in asyncio.run(within()))


def test_a_paper_without_a_seal_holds_unless_one_is_asked_for(printed: bytes, local: KeySeal) -> None:
    assert (verify(printed).holds, verify(printed).seals) == (True, ())
    assert not verify(printed, [local.signet.certificate]).holds


@pytest.mark.parametrize(
    ("change", "intact", "whole"),
    [(scratched, False, True), (with_a_comment, True, False), (with_an_update, True, False)],
)
def test_what_happened_after_the_seal_is_noticed_where_no_page_shows_it(
    sealed: bytes, change: Callable[[bytes], bytes], intact: bool, whole: bool
) -> None:
    found = verify(change(sealed))
    (seal,) = found.seals
    assert (found.tables, found.pages) == ((), ())
    assert (seal.intact, seal.whole, found.holds) == (intact, whole, False)


def test_a_paper_saved_anew_has_lost_its_seal_but_not_its_pages(sealed: bytes) -> None:
    found = verify(saved_anew(sealed))
    assert (found.pages, found.holds) == ((), False)
    assert not any(seal.holds for seal in found.seals)


def test_a_field_that_shows_something_is_no_seal_but_a_changed_page(sealed: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as document:
        document.pages[0].Annots[-1].Rect = pikepdf.Array([0, 0, 200, 50])
        document.save(out)
    assert verify(out.getvalue()).pages == (1,)


def test_trust_is_given_to_one_certificate_and_not_to_another_of_the_same_name(sealed: bytes, local: KeySeal) -> None:
    other = seals.local().signet.certificate
    told = {given: verify(sealed, [given]) for given in (local.signet.certificate, other)}
    assert [(each.seals[0].trusted, each.holds) for each in told.values()] == [(True, True), (False, False)]


def test_a_seal_of_an_authority_is_trusted_through_the_authority(
    printed: bytes, local: KeySeal, authority: tuple[KeySeal, Certificate]
) -> None:
    seal, above = authority
    data = seal.sign(printed, PLACE)
    (found,) = seals_of(data, [above])
    assert (found.owner, found.issuer, found.self_signed) == (seals.OWNER, seals.AUTHORITY, False)
    assert (found.holds, found.trusted) == (True, True)
    (strange,) = seals_of(data, [local.signet.certificate])
    assert (strange.intact, strange.whole, strange.trusted, strange.holds) == (True, True, False, False)
    assert seal.name == f"sertifikat {seals.OWNER} yang diterbitkan {seals.AUTHORITY}"


def test_a_later_signature_is_told_beside_the_first_seal_which_no_longer_covers_all(
    monkeypatch: pytest.MonkeyPatch, sealed: bytes, authority: tuple[KeySeal, Certificate]
) -> None:
    monkeypatch.setattr(sealing, "FIELD", "Lain")
    found = verify(authority[0].sign(sealed, PLACE))
    first, second = found.seals
    assert (first.owner, first.intact, first.whole) == (LOCAL_NAME, True, False)
    assert (second.owner, second.intact, second.whole) == (seals.OWNER, True, True)
    assert (found.pages, found.holds) == ((), False)


def test_a_seal_whose_last_stream_is_in_doubt_is_set_once_more(
    monkeypatch: pytest.MonkeyPatch, local: KeySeal, printed: bytes
) -> None:
    reasons: list[str] = []

    def doubtful_at_first(before: bytes, _signet: Signet, _place: str, reason: str) -> bytes:
        reasons.append(reason)
        return before + (DOUBTFUL if len(reasons) == 1 else b"clear")

    monkeypatch.setattr(sealing, "_sealed", doubtful_at_first)
    assert local.sign(printed + DOUBTFUL, PLACE).endswith(b"clear")
    assert reasons == [sealing.REASON, f"{sealing.REASON}."]


def test_a_scratched_file_is_judged_but_never_breaks_the_reader(sealed: bytes) -> None:
    chance = Random(6571)
    # The hexadecimal digits of the signature may be small or capital: only there may bytes differ and mean the same.
    opens = sealed.index(b"<", sealed.rindex(b"/Contents"))
    closes = sealed.index(b">", opens)
    places = [*range(opens - 2000, opens + 1), *range(closes, len(sealed))]
    for _ in range(200):
        data = bytearray(sealed)
        for place in chance.sample(places, chance.choice((1, 5, 40))):
            data[place] ^= chance.randrange(1, 256)
        assert not any(seal.holds for seal in seals_of(bytes(data)))
    assert seals_of(sealed[:-300]) == (FoundSeal(),)


@pytest.mark.parametrize("letter", range(4, 2000, 400))
def test_the_signature_itself_is_not_covered_and_still_not_to_be_touched(sealed: bytes, letter: int) -> None:
    at = sealed.index(b"<", sealed.rindex(b"/Contents")) + letter
    other = b"1" if sealed[at : at + 1] != b"1" else b"2"
    assert not any(seal.holds for seal in seals_of(sealed[:at] + other + sealed[at + 1 :]))


def test_nothing_hides_in_the_room_kept_for_the_signature(sealed: bytes) -> None:
    closes = sealed.index(b">", sealed.rindex(b"/Contents"))
    hiding = sealed[: closes - 4] + b"4d53" + sealed[closes:]
    (seal,) = seals_of(hiding)
    assert (seal.intact, seal.whole, seal.holds) == (True, False, False)


def test_the_command_tells_of_seals_in_words_in_json_and_by_its_status(
    printed: bytes, sealed: bytes, local: KeySeal, tmp_path: Path
) -> None:
    path, own, other = tmp_path / "ba.pdf", tmp_path / "own.pem", tmp_path / "other.pem"
    own.write_text(local.signet.pem)
    other.write_text(seals.local().signet.pem)
    trusted, strange = ["--trust", str(other), "--trust", str(own)], ["--trust", str(other)]
    for content, options, status, words in (
        (sealed, [], 0, "Segel elektronik utuh"),
        (sealed, [], 0, "bukan tanda tangan elektronik tersertifikasi"),
        (sealed, trusted, 0, "adalah, atau berujung pada, sertifikat yang diberikan"),
        (sealed, strange, 1, "TIDAK berujung pada sertifikat yang diberikan"),
        (scratched(sealed), [], 1, "Segel elektronik RUSAK"),
        (with_a_comment(sealed), [], 1, "ADA YANG DITAMBAHKAN"),
        (printed, [], 0, "tidak memuat segel elektronik"),
        (printed, trusted, 1, "tidak memuat segel elektronik"),
        (sealed, ["--trust", str(path)], 2, "tidak memuat sertifikat PEM"),
    ):
        path.write_bytes(content)
        answer = CliRunner().invoke(minutes, ["verify", *options, str(path)])
        assert answer.exit_code == status, answer.output
        assert words in " ".join(answer.output.split())
    path.write_bytes(sealed)
    told = json.loads(CliRunner().invoke(minutes, ["verify", "--json", *trusted, str(path)]).output)
    (seal,) = told["seals"]
    assert (told["holds"], seal["owner"], seal["holds"], seal["trusted"]) == (True, LOCAL_NAME, True, True)
    assert datetime.fromisoformat(seal["said_at"]) <= datetime.now(UTC)


@pytest.mark.parametrize("passphrase", [b"salah", None])
def test_a_file_that_does_not_open_is_refused_in_words(passphrase: bytes | None) -> None:
    file, _ = seals.from_authority()
    with pytest.raises(Refused, match="kata sandinya salah"):
        signet_from_file(file, passphrase)


def test_what_is_no_key_file_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="bukan PKCS#12"):
        signet_from_file(b"%PDF-1.7", None)
    with pytest.raises(Refused, match="Segel lokal rusak"):
        local_signet("bukan kunci")


@pytest.mark.parametrize(("begins", "ends"), [(-700, -1), (1, 700)])
def test_a_certificate_that_is_over_or_to_come_opens_and_seals_nothing(printed: bytes, begins: int, ends: int) -> None:
    file, _ = seals.from_authority(timedelta(days=begins), timedelta(days=ends))
    over = KeySeal(signet_from_file(file, seals.PASSPHRASE))
    with pytest.raises(PrintFailed, match="Minta sertifikat baru"):
        over.sign(printed, PLACE)


def test_the_certificate_is_shown_without_its_key() -> None:
    made = local_signet(new_local_signet())
    assert "PRIVATE" not in made.pem
    assert "PrivateKey" not in repr(made)
    assert made.certificate.public_bytes(Encoding.PEM).decode() == made.pem
