"""A test authority: certificates that sign like real ones and that nobody should believe.

Every subject says so. Two officers, an expired and a revoked one, a time-stamping authority, and
the lists of revoked certificates, all made from nothing in a second; keys are new each time.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

MARK = "ÖRNEK / DEMO"
"""Stands in the organisation of every subject, and so in every issuer."""

OFFICERS = {
    # File name, name of the person, citizen number. Real numbers never begin with a zero.
    "mali": ("AYŞE IŞIK", "00000000001"),
    "baskan": ("İBRAHİM ÇAĞLAR", "00000000002"),
    "suresi-dolmus": ("AYŞE IŞIK", "00000000001"),
    "iptal-edilmis": ("AYŞE IŞIK", "00000000001"),
}

SEAL_NAME = "ÖRNEK BELEDİYE BAŞKANLIĞI"

_KEY_BITS = 2048
_OCSP_ADDRESS = "http://ornek.invalid/ocsp"
"""No such host can exist; the answers are made by `DemoAuthority.ocsp`."""
_NOTE = f"""{MARK}

Bu klasördeki anahtar ve sertifikalar yalnızca deneme içindir; hukuken imza değildir.
Kök sertifika hiçbir kurumun güven listesine eklenmemelidir.

trust/          güvenilen kökler, ara sertifikalar ve iptal listeleri (verify_signatures --trust)
officers/       imzacıların PKCS#12 dosyaları (sign_pdf --certificate); ikisi bilerek geçersizdir
seal/           kurum mührü (KARS_SEAL=pkcs12:…)
tsa/            zaman damgası
parola.txt      PKCS#12 dosyalarının parolası
"""


@dataclass(frozen=True)
class Issued:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass(frozen=True)
class DemoAuthority:
    """All that the test authority has made."""

    root: Issued
    intermediate: Issued
    tsa: Issued
    seal: Issued
    officers: dict[str, Issued]
    crls: tuple[x509.CertificateRevocationList, ...]

    def pkcs12(self, issued: Issued, password: bytes) -> bytes:
        """Key, certificate and chain, as a signer's tool wants them."""
        issuer = self.root if issued is self.tsa else self.intermediate
        chain = [self.intermediate.certificate] if issuer is self.intermediate else []
        return pkcs12.serialize_key_and_certificates(
            MARK.encode(),
            issued.key,
            issued.certificate,
            chain,
            BestAvailableEncryption(password),
        )

    def ocsp(self, issued: Issued, now: datetime) -> ocsp.OCSPResponse:
        """What the authority answers when it is asked about one certificate (RFC 6960)."""
        issuer = self.root if issued in (self.intermediate, self.tsa) else self.intermediate
        listed = {entry.serial_number: entry for crl in self.crls for entry in crl}
        entry = listed.get(issued.certificate.serial_number) if issuer is not self.root else None
        return (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=issued.certificate,
                issuer=issuer.certificate,
                algorithm=hashes.SHA256(),
                cert_status=ocsp.OCSPCertStatus.REVOKED if entry else ocsp.OCSPCertStatus.GOOD,
                this_update=now - timedelta(minutes=1),
                next_update=now + timedelta(days=7),
                revocation_time=entry.revocation_date_utc if entry else None,
                revocation_reason=x509.ReasonFlags.key_compromise if entry else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
            .sign(issuer.key, hashes.SHA256())
        )

    def write(self, directory: Path) -> bytes:
        """Write everything under `directory`; gives the password of the PKCS#12 files."""
        password = secrets.token_urlsafe(12).encode()
        public = {
            "OKU.txt": _NOTE.encode(),
            "trust/roots/kok.pem": self.root.certificate.public_bytes(Encoding.PEM),
            "trust/intermediates/ara.pem": self.intermediate.certificate.public_bytes(Encoding.PEM),
        }
        for crl, name in zip(self.crls, ("kok", "ara"), strict=True):
            public[f"trust/crls/{name}.crl"] = crl.public_bytes(Encoding.DER)
        private = {
            "parola.txt": password,
            "tsa/zaman-damgasi.p12": self.pkcs12(self.tsa, password),
            "seal/muhur.p12": self.pkcs12(self.seal, password),
        }
        for name, officer in self.officers.items():
            private[f"officers/{name}.p12"] = self.pkcs12(officer, password)
        for name, content in {**public, **private}.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600 if name in private else 0o644)
            path.write_bytes(content)
        return password


def make_demo_authority(
    now: datetime, *, finance_officer: str = "", top_manager: str = ""
) -> DemoAuthority:
    """A new authority whose certificates are valid around `now`.

    Names that are given take the place of the invented ones; the mark stays in every subject.
    """
    given = {"baskan": top_manager}
    year = timedelta(days=365)
    past, future = now - 2 * year, now + 10 * year
    root = _issue("Deneme Kök Sertifikası", 1, None, (past, future), _authority(None))
    intermediate = _issue("Deneme Alt Kök", 2, root, (past, future), _authority(0))
    tsa = _issue("Deneme Zaman Damgası", 3, root, (past, future), _time_stamping())
    periods = dict.fromkeys(OFFICERS, (now - year, now + 2 * year))
    periods["suresi-dolmus"] = (past, now - timedelta(days=30))
    officers = {
        name: _issue(
            given.get(name, finance_officer) or person,
            10 + index,
            intermediate,
            periods[name],
            _signing(),
            citizen,
        )
        for index, (name, (person, citizen)) in enumerate(OFFICERS.items())
    }
    seal = _issue(SEAL_NAME, 20, intermediate, (now - year, now + 2 * year), _signing())
    revoked = officers["iptal-edilmis"].certificate.serial_number
    crls = (_crl(root, now, ()), _crl(intermediate, now, (revoked,)))
    return DemoAuthority(root, intermediate, tsa, seal, officers, crls)


def _name(common_name: str, citizen: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "TR"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    if citizen:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, citizen))
    return x509.Name(parts)


Extensions = Sequence[tuple[x509.ExtensionType, bool]]


def _issue(
    common_name: str,
    serial: int,
    issuer: Issued | None,
    period: tuple[datetime, datetime],
    extensions: Extensions,
    citizen: str = "",
) -> Issued:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    subject = _name(common_name, citizen)
    signing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(period[0])
        .not_valid_after(period[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
    )
    if issuer is not None:
        # An answer is only looked at for a certificate that says that it can be asked about.
        asked = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(_OCSP_ADDRESS)
        )
        extensions = (*extensions, (x509.AuthorityInformationAccess([asked]), False))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Issued(builder.sign(signing_key, hashes.SHA256()), key)


def _usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in allowed for name in names})


def _authority(path_length: int | None) -> Extensions:
    return (
        (x509.BasicConstraints(ca=True, path_length=path_length), True),
        (_usage("key_cert_sign", "crl_sign"), True),
    )


def _time_stamping() -> Extensions:
    return (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage("digital_signature"), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True),
    )


def _signing() -> Extensions:
    return (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage("digital_signature", "content_commitment"), True),
    )


def _crl(issuer: Issued, now: datetime, revoked: Sequence[int]) -> x509.CertificateRevocationList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now - timedelta(hours=1))
        .next_update(now + timedelta(days=365))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
    )
    for serial in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(serial)
            .revocation_date(now - timedelta(days=60))
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            .build()
        )
    return builder.sign(issuer.key, hashes.SHA256())
