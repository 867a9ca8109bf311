"""What the seals of a PDF tell, from the file alone: no network, no server, nothing trusted that was not given."""

import asyncio
import io
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from sipol.render.signet import common_name

# A signature says which bytes it covers, in the open: without these letters there is none.
SIGNED = b"/ByteRange"
# A certificate that leads nowhere is an answer here, and no news for a log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class FoundSeal:
    """One signature of a file and its certificate. ``fingerprint``: SHA-256 of the certificate, in hexadecimal.

    ``intact``: what it covers is as it was; ``whole``: that is the whole file, and nothing was added after it;
    ``trusted``: its certificate is, or leads to, one that was given, and is valid now; None where none was given;
    ``said_at``: when it was made, as the machine that made it says. Without an ``owner`` it could not be read.
    """

    owner: str = ""
    issuer: str = ""
    self_signed: bool = False
    fingerprint: str = ""
    intact: bool = False
    whole: bool = False
    trusted: bool | None = None
    said_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether the file is what was sealed, and by somebody trusted if that was asked."""
        return self.intact and self.whole and self.trusted is not False


def seals_of(pdf: bytes, trust: Sequence[Certificate] = ()) -> tuple[FoundSeal, ...]:
    """The seals of a file in the order in which they were set; one that cannot be read counts as broken."""
    if SIGNED not in pdf:
        return ()
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        return tuple(_looked_at(each, trust) for each in signatures) or (FoundSeal(),)
    except Exception:
        # Whatever pyHanko trips over in bytes that somebody scratched: there is a seal, and it proves nothing.
        return (FoundSeal(),)


def _looked_at(signature: EmbeddedPdfSignature, trust: Sequence[Certificate]) -> FoundSeal:
    given = b"".join(each.public_bytes(Encoding.PEM) for each in trust)
    roots = list(load_certs_from_pemder_data(given)) if given else []
    # An empty list of roots, not None: that would be those of this machine.
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    # In a thread of its own: whoever asks may have a loop of events running.
    with ThreadPoolExecutor(1) as aside:
        status = aside.submit(asyncio.run, async_validate_pdf_signature(signature, context, skip_diff=True)).result()
    certificate = load_der_x509_certificate(status.signing_cert.dump())
    return FoundSeal(
        owner=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        self_signed=certificate.subject == certificate.issuer,
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        intact=bool(status.intact and status.valid),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _only_padded(signature.pkcs7_content),
        trusted=bool(status.trusted) if trust else None,
        said_at=status.signer_reported_dt,
    )


def _only_padded(content: bytes) -> bool:
    """Whether zeros alone follow the signature (a long DER SEQUENCE) in the room kept for it, which nothing covers."""
    digits = content[1] & 0x7F
    ends = 2 + digits + int.from_bytes(content[2 : 2 + digits])
    return not any(content[ends:])
