"""The institution's seal: says which organisation a file comes from, and stands for no officer.

The key lies in a PKCS#12 file or in a token that is spoken to through PKCS#11. A place is named
`pkcs12:/path/to/file.p12`, or by a PKCS#11 URI (RFC 7512) like
`pkcs11:token=MUHUR;object=muhur?module-path=/usr/lib/softhsm/libsofthsm2.so`. Password or PIN come
apart from it and are in no message.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from asn1crypto import x509
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign import signers
from pyhanko.sign.timestamps import TimeStamper

from reports.present.pdf.fields import SEAL

from .sign import SignError, Stamp, load_signer, sign
from .signatures import Level
from .trust import Trust

_FORM = (
    "“pkcs12:/klasör/muhur.p12” ya da "
    "“pkcs11:token=AD;object=AD?module-path=/klasör/modül.so” yazılmalıdır"
)
_WHERE = {"token", "serial", "object", "id"}


@dataclass(frozen=True)
class SealPlace:
    """Where the seal's key is."""

    path: Path
    """The PKCS#12 file, or the module that speaks to the token."""
    token: str | None = None
    """Label of the token; None with `serial` None means a PKCS#12 file."""
    serial: str | None = None
    """Serial number of the token."""
    label: str | None = None
    """Of key and certificate in the token."""
    key_id: bytes | None = field(default=None)

    @property
    def is_token(self) -> bool:
        return self.token is not None or self.serial is not None


def parse_place(text: str) -> SealPlace:
    """Read the name of a place. Raises SignError, never with a PIN in it."""
    scheme, colon, rest = text.partition(":")
    if colon and scheme == "pkcs12" and rest.startswith("/"):
        return SealPlace(Path(rest))
    if not colon or scheme != "pkcs11":
        raise SignError(f"Mühür anahtarının yeri anlaşılmadı; {_FORM}.")
    where, _question, how = rest.partition("?")
    parts = _attributes(where, ";")
    options = _attributes(how, "&")
    if {"pin-value", "pin-source"} & {*parts, *options}:
        raise SignError("Mühür anahtarının yerinde PIN bulunamaz; PIN kendi dosyasında durmalıdır.")
    unknown = {*(set(parts) - _WHERE), *(set(options) - {"module-path"})}
    if unknown:
        raise SignError(f"Mühür anahtarının yerinde “{min(unknown)}” anlaşılmadı; {_FORM}.")
    module = options.get("module-path", "")
    if not module.startswith("/") or not {"token", "serial"} & set(parts):
        raise SignError(f"Mühür anahtarının yerinde modül ya da belirteç eksik; {_FORM}.")
    if not {"object", "id"} & set(parts):
        raise SignError(f"Mühür anahtarının belirteçteki adı eksik; {_FORM}.")
    return SealPlace(
        Path(module),
        token=parts.get("token"),
        serial=parts.get("serial"),
        label=parts.get("object"),
        # Bytes that are no text are written as %XX.
        key_id=parts["id"].encode("latin-1") if "id" in parts else None,
    )


def _attributes(text: str, separator: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, text.split(separator)):
        name, equals, value = part.partition("=")
        encoding = "latin-1" if name == "id" else "utf-8"
        if not equals or not value or name in found:
            raise SignError(f"Mühür anahtarının yerinde “{name}” anlaşılmadı; {_FORM}.")
        found[name] = unquote(value, encoding, errors="replace")
    return found


@contextmanager
def open_seal(
    place: SealPlace, secret: bytes, chain: tuple[x509.Certificate, ...] = ()
) -> Iterator[signers.Signer]:
    """The seal, ready to be set, with its certificate loaded.

    `secret` is password or PIN; `chain` the intermediates that a token need not hold. Raises
    SignError.
    """
    if not place.is_token:
        try:
            content = place.path.read_bytes()
        except OSError as error:
            raise SignError(f"Mühür dosyası {place.path} okunamadı: {error.strerror}.") from error
        yield load_signer(content, secret)
        return
    with _token_signer(place, secret, chain) as signer:
        yield signer


@contextmanager
def _token_signer(
    place: SealPlace, secret: bytes, chain: tuple[x509.Certificate, ...]
) -> Iterator[signers.Signer]:
    # The module of the token is a program of its own; without a token nothing of it is loaded.
    from pkcs11 import PKCS11Error  # noqa: PLC0415 - dear to load
    from pkcs11.exceptions import PinIncorrect, PinLenRange, PinLocked  # noqa: PLC0415 - dear to load
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415 - dear to load

    serial = place.serial.encode() if place.serial else None
    try:
        session = open_pkcs11_session(
            str(place.path),
            token_criteria=TokenCriteria(label=place.token, serial=serial),
            user_pin=secret.decode(),
        )
    except (PinIncorrect, PinLenRange, PinLocked) as error:
        raise SignError(
            "Mühür belirteci PIN'i kabul etmedi; PIN dosyası denetlenmelidir "
            "(yanlış denemeler belirteci kilitleyebilir)."
        ) from error
    except (PKCS11Error, RuntimeError, OSError, UnicodeDecodeError) as error:
        raise SignError(
            f"Mühür belirteci “{place.token or place.serial}” {place.path} ile açılamadı; modülün "
            "yolu, belirtecin adı ve takılı olduğu denetlenmelidir."
        ) from error
    try:
        signer = PKCS11Signer(
            session,
            cert_label=place.label,
            key_label=place.label,
            cert_id=place.key_id,
            key_id=place.key_id,
            ca_chain=list(chain),
        )
        # Read on demand; demanded here, so that what is missing is named beforehand.
        if signer.signing_cert is None:
            raise SignError("Belirteçteki mühür sertifikası okunamadı.")
        yield signer
    except PKCS11Error as error:
        raise SignError(
            f"Belirteçteki mühür “{place.label or (place.key_id or b'').hex()}” okunamadı ya da "
            "kullanılamadı; anahtar ve sertifika aynı adla yüklü olmalıdır."
        ) from error
    finally:
        session.close()


def fingerprint(signer: signers.Signer) -> str:
    """SHA-256 of the seal's certificate, as `check.Rules.seal` expects it."""
    certificate = signer.signing_cert
    if certificate is None:
        raise SignError("Mührün sertifikası yok.")
    digest: bytes = certificate.sha256
    return digest.hex()


def seal(
    pdf: bytes,
    signer: signers.Signer,
    *,
    level: Level = Level.B_B,
    trust: Trust | None = None,
    time_stamper: TimeStamper | None = None,
    when: datetime | None = None,
) -> bytes:
    """The file with the institution's seal in its field, as one more revision. Raises SignError."""
    stamp = Stamp(
        SEAL.role,
        when or datetime.now(UTC),
        act="Elektronik olarak mühürlenmiştir",
        reason="Faaliyet raporu",
    )
    return sign(pdf, SEAL.name, signer, stamp, level=level, trust=trust, time_stamper=time_stamper)
