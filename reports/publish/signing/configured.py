"""The seal of this portal and its time stamps: what its settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

from .seal import open_seal, parse_place
from .sign import SignError, local_time_stamper
from .stamping import HttpTimeStamper, read_identity
from .trust import Trust


def configured_time_stamper(trust: Trust | None) -> HttpTimeStamper | None:
    """The configured authority, believed through `trust`; None where none is configured."""
    return _over_network(settings.TSA_URL, trust) if settings.TSA_URL else None


def named_time_stamper(name: str, password: bytes, trust: Trust | None) -> TimeStamper:
    """The authority at an address or, for trials, in a PKCS#12 file."""
    if name.startswith(("http:", "https:")):
        return _over_network(name, trust)
    return local_time_stamper(Path(name).read_bytes(), password)


def _over_network(url: str, trust: Trust | None) -> HttpTimeStamper:
    file: Path | None = settings.TSA_IDENTITY_FILE
    # The customer is that of the configured authority; no other learns of it.
    known = file is not None and url == settings.TSA_URL
    identity = read_identity(_secret(file).decode()) if file is not None and known else None
    return HttpTimeStamper(url, trust=trust, identity=identity)


@contextmanager
def configured_seal(trust: Trust | None = None) -> Iterator[Signer]:
    """The configured seal, ready to be set. Raises SignError, also where none is configured."""
    file: Path | None = settings.SEAL_PASSWORD_FILE
    if not settings.SEAL or file is None:
        raise SignError("Kurum mührü tanımlı değil; KARS_SEAL ayarı verilmelidir.")
    chain = trust.intermediates if trust is not None else ()
    with open_seal(parse_place(settings.SEAL), _secret(file), chain) as signer:
        yield signer


def seal_password() -> bytes:
    """Password or PIN of the configured seal; empty where none is configured."""
    file: Path | None = settings.SEAL_PASSWORD_FILE
    return _secret(file) if file is not None else b""


def _secret(file: Path) -> bytes:
    try:
        return file.read_bytes().strip()
    except OSError as error:
        raise SignError(f"{file} okunamadı: {error.strerror}.") from error
