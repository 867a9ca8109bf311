"""Seal a printed PDF by a key at hand: one incremental update with a PAdES signature (B-B), and nothing drawn."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, Signer, sign_pdf
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sipol.render.archive import DOUBTFUL
from sipol.render.signet import Signet, refuse_an_ended_certificate
from sipol.rules.errors import PrintFailed, Refused

FIELD = "SegelSipol"
FIELD_LABEL = "Segel elektronik berkas ini"
REASON = "Menjaga keutuhan berkas yang dicetak dari register partai politik"
# Moves every later byte, and thereby what the last stream ends with (archive.DOUBTFUL).
NUDGES = ("", ".", "..")
# PDF/A wants a widget that prints, PDF/UA one outside the page or tagged as a form: so it lies outside, without size.
OUTSIDE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


class KeySigner(Signer):
    """Signs with a key as it lies in memory: pyHanko's own would write it out and check it anew for each paper."""

    def __init__(self, signet: Signet) -> None:
        given = b"".join(each.public_bytes(Encoding.PEM) for each in (signet.certificate, *signet.above))
        own, *above = load_certs_from_pemder_data(given)
        known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        known.register_multiple(above)
        super().__init__(signing_cert=own, cert_registry=known)
        self.key = signet.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The bare signature over ``data``; a dry run asks for its length."""
        assert digest_algorithm == "sha256"
        if isinstance(self.key, RSAPrivateKey):
            return bytes(self.key.key_size // 8) if dry_run else self.key.sign(data, PKCS1v15(), SHA256())
        return self.key.sign(data, ECDSA(SHA256()))


class Update(IncrementalPdfFileWriter):
    """An incremental update that leaves title, producer and XMP as the press wrote them.

    pyHanko would write the XMP packet anew, in a form that PDF/A does not know.
    """

    def _update_meta(self) -> None:
        return


@dataclass(frozen=True, slots=True)
class KeySeal:
    """A ``signet.Seal`` by a key that lies on this machine."""

    signet: Signet

    @property
    def name(self) -> str:
        return self.signet.name

    def sign(self, printed: bytes, place: str) -> bytes:
        """The same bytes with a signature over all of them appended. PrintFailed when the certificate is over."""
        try:
            refuse_an_ended_certificate(self.signet, datetime.now(UTC))
        except Refused as over:
            raise PrintFailed(over.reason) from over
        sealed = b""
        for nudge in NUDGES:
            sealed = _sealed(printed, self.signet, place, REASON + nudge)
            if DOUBTFUL not in sealed[len(printed) :]:
                break
        return sealed


def _sealed(printed: bytes, signet: Signet, place: str, reason: str) -> bytes:
    wish = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=place,
        name=signet.name,
    )
    field = SigFieldSpec(FIELD, readable_field_name=FIELD_LABEL, invis_sig_settings=OUTSIDE)
    sealed = io.BytesIO()
    # In a thread of its own: pyHanko runs a loop of events, and whoever prints may have one running.
    with ThreadPoolExecutor(1) as aside:
        update = Update(io.BytesIO(printed))
        aside.submit(sign_pdf, update, wish, KeySigner(signet), new_field_spec=field, output=sealed).result()
    return sealed.getvalue()
