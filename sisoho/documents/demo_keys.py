"""Keys for the demo and for trying out: a small authority of our own, good for nothing official.

A real signature uses the certificate of Ban Cơ yếu on its holder's token (NĐ 68/2024); such a
key never comes here. Papers signed with these keys show the plain frame only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

_ROOT_LIFE = timedelta(days=3653)
_NAME_BYTES = 64  # X.520: the upper bound of a common name and of an organisation's
_LEAF_LIFE = timedelta(days=1096)


@dataclass(frozen=True)
class DemoAuthority:
    """A root certificate (what readers trust) and its key (keep secret), both PEM."""

    certificate: bytes
    key: bytes


def make_demo_authority(org: str, now: datetime) -> DemoAuthority:
    """A new root of `org`, valid ten years from `now` (aware)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(_fitted(org, " - gốc thử nghiệm"), org)
    certificate = (
        _certificate(name, name, key.public_key(), now, _ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return DemoAuthority(
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def make_demo_key(
    authority: DemoAuthority, subject_name: str, org: str, *, now: datetime, passphrase: bytes
) -> bytes:
    """A signing key for one person, as PKCS#12 under `passphrase`, valid three years from `now`.

    P-256 signs in a third of the time of RSA-2048. No revocation addresses: an authority without
    network could not answer them and every reader would wait for it.
    """
    root = x509.load_pem_x509_certificate(authority.certificate)
    root_key = serialization.load_pem_private_key(authority.key, password=None)
    assert isinstance(root_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _certificate(_name(subject_name, org), root.subject, key.public_key(), now, _LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )
    name = subject_name.encode()
    return pkcs12.serialize_key_and_certificates(
        name, key, certificate, [root], BestAvailableEncryption(passphrase)
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _name(common: str, org: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitted(org)),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitted(common)),
        ]
    )


def _fitted(text: str, ending: str = "") -> str:
    """As much of `text` as a certificate has room for before `ending`: a school's name in full is longer."""
    room = _NAME_BYTES - len(ending.encode())
    return text.encode()[:room].decode(errors="ignore").rstrip() + ending


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    # nonRepudiation (content_commitment) is what PAdES readers look for on a person's key.
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
