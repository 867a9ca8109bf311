"""Seals for tests: the local one, and one of an authority that is made up on the spot."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from sipol.render.seals import KeySeal
from sipol.render.signet import local_signet, new_local_signet

PASSPHRASE = b"rahasia benar"
AUTHORITY, OWNER = "Otoritas Sertifikat Rekaan", "Komisi Pemilihan Umum Kota Rekaan"


def local() -> KeySeal:
    return KeySeal(local_signet(new_local_signet()))


def from_authority(
    begins: timedelta = timedelta(days=-1), ends: timedelta = timedelta(days=700)
) -> tuple[bytes, x509.Certificate]:
    """A PKCS#12 file under PASSPHRASE, as an authority hands it out, and the authority's certificate.

    ``begins`` and ``ends`` of the owner's certificate count from now.
    """
    moment = datetime.now(UTC)
    above, own = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _builder(AUTHORITY, AUTHORITY, above, moment - timedelta(days=900), moment + timedelta(days=900))
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    authority = root.add_extension(_usage(signs=False), critical=True).sign(above, SHA256())
    owner = _builder(OWNER, AUTHORITY, own, moment + begins, moment + ends)
    certificate = owner.add_extension(_usage(signs=True), critical=True).sign(above, SHA256())
    locked = BestAvailableEncryption(PASSPHRASE)
    return pkcs12.serialize_key_and_certificates(b"segel", own, certificate, [authority], locked), authority


def _builder(
    subject: str, issuer: str, key: rsa.RSAPrivateKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (issuer, subject)]
    made = x509.CertificateBuilder(*names, key.public_key(), x509.random_serial_number())
    return made.not_valid_before(begins).not_valid_after(ends)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )
