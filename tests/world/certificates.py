"""A certificate authority of one's own, and certificates by it: for servers that speak TLS."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Authority:
    """Its own certificate is the file `ca`; `issue` writes one for a server."""

    folder: Path
    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def made(cls, folder: Path, name: str) -> "Authority":
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        ca = x509.BasicConstraints(ca=True, path_length=0)
        made = _builder(subject, subject, key).add_extension(ca, critical=True)
        authority = cls(folder, name, key, made.sign(key, hashes.SHA256()))
        authority.ca.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
        return authority

    @property
    def ca(self) -> Path:
        return self.folder / f"{self.name}.pem"

    def issue(self, address: str) -> tuple[Path, Path]:
        """Certificate and key of the server at this IP address; files that only we may read."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
        san = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        made = _builder(subject, self.certificate.subject, key).add_extension(san, critical=False)
        cert_file, key_file = (self.folder / f"{address}.{kind}" for kind in ("crt", "key"))
        cert_file.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM))
        key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        key_file.chmod(0o600)
        return cert_file, key_file


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
    )
