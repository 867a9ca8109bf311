"""What seals printed papers: a key and its certificate, made here or given by an authority. Loads no PDF engine."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    KeyUsage,
    Name,
    NameAttribute,
    load_pem_x509_certificate,
    random_serial_number,
)
from cryptography.x509.oid import NameOID

from sipol.rules.errors import Refused

LOCAL_NAME = "Segel lokal sipol, bukan tanda tangan elektronik tersertifikasi"
# RFC 5280, 4.1.2.5: a certificate without a well-defined end.
WITHOUT_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
# The key is made on one machine and a seal looked at on another, whose clock may be late.
HEAD_START = timedelta(days=1)
FILE_SETTING, PASSPHRASE_SETTING = "SIPOL_SEAL_FILE", "SIPOL_SEAL_PASSPHRASE_FILE"

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Seal(Protocol):
    """Whatever seals a printed paper: a key that lies here, or one day the service of an authority."""

    @property
    def name(self) -> str:
        """Whose seal it is, in words that claim no more than is known."""

    def sign(self, printed: bytes, place: str) -> bytes:
        """The same PDF with a signature appended; ``place`` is where the paper was issued. Raises PrintFailed."""


@dataclass(frozen=True, slots=True)
class Signet:
    """A key, its certificate, and the certificates above that one, if they came along."""

    key: Key = field(repr=False)
    certificate: Certificate
    above: tuple[Certificate, ...] = ()

    @property
    def local(self) -> bool:
        """Whether the certificate vouches for itself alone."""
        return self.certificate.subject == self.certificate.issuer

    @property
    def name(self) -> str:
        """Whose seal it is, in words that claim no more than the certificate does."""
        subject, issuer = common_name(self.certificate.subject), common_name(self.certificate.issuer)
        if subject == LOCAL_NAME:
            return subject
        if self.local:
            return f"sertifikat {subject} yang ditandatangani sendiri"
        return f"sertifikat {subject} yang diterbitkan {issuer}"

    @property
    def pem(self) -> str:
        """The certificate alone, to be published."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def valid_at(self, moment: datetime) -> bool:
        """Whether the certificate has begun and not ended at an aware moment."""
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc


def common_name(name: Name) -> str:
    """The common name among the parts of a name; all of them where it has none."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def new_local_signet() -> str:
    """A new key with a certificate of its own, both as PEM in one text: a secret."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = Name([NameAttribute(NameOID.COMMON_NAME, LOCAL_NAME)])
    usage = KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        CertificateBuilder(name, name, key.public_key(), random_serial_number())
        .not_valid_before(datetime.now(UTC) - HEAD_START)
        .not_valid_after(WITHOUT_END)
        .add_extension(usage, critical=True)
        .add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (secret + certificate.public_bytes(Encoding.PEM)).decode()


def local_signet(text: str) -> Signet:
    """What ``new_local_signet`` made. Refused when the text is not that any more."""
    try:
        key, certificate = load_pem_private_key(text.encode(), None), load_pem_x509_certificate(text.encode())
    except (ValueError, TypeError) as broken:
        raise _refused("Segel lokal rusak. Pulihkan SIPOL_HOME/secrets/seal.pem dari cadangan.") from broken
    assert isinstance(key, Key)
    return Signet(key, certificate)


def signet_from_file(data: bytes, passphrase: bytes | None) -> Signet:
    """A PKCS#12 file, as an authority hands it out. Refused says what is wrong with it; one that is over is opened."""
    try:
        bundle = load_pkcs12(data, passphrase)
    except ValueError as closed:
        raise _refused(
            f"{FILE_SETTING} tidak dapat dibuka: berkasnya bukan PKCS#12 (.p12), atau kata sandinya salah. "
            f"Periksa berkas itu dan isi {PASSPHRASE_SETTING}."
        ) from closed
    if bundle.cert is None or not isinstance(bundle.key, Key):
        raise _refused(f"{FILE_SETTING} harus memuat sertifikat beserta kunci RSA atau EC. Ekspor ulang keduanya.")
    signet = Signet(bundle.key, bundle.cert.certificate, tuple(each.certificate for each in bundle.additional_certs))
    if bundle.cert.certificate.public_key() != bundle.key.public_key():
        raise _refused(f"Kunci dan sertifikat di dalam {FILE_SETTING} bukan pasangan. Ekspor ulang keduanya.")
    return signet


def refuse_an_ended_certificate(signet: Signet, moment: datetime) -> None:
    """Refused when the certificate has not begun or is over."""
    if not signet.valid_at(moment):
        begins, ends = signet.certificate.not_valid_before_utc, signet.certificate.not_valid_after_utc
        raise _refused(
            f"Sertifikat segel hanya berlaku {begins:%d-%m-%Y} sampai {ends:%d-%m-%Y}. "
            f"Minta sertifikat baru kepada penerbitnya, lalu isi {FILE_SETTING} dengan berkas itu."
        )


def _refused(reason: str) -> Refused:
    return Refused(FILE_SETTING, reason)
