"""Whom to believe: root certificates, intermediates and revocation lists, from a directory.

Nothing is ever fetched. What a signature does not bring along has to lie in the directory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import pem, x509

from kars_portal.lib.on_use import on_use

if TYPE_CHECKING:
    import pyhanko_certvalidator
else:
    pyhanko_certvalidator = on_use("pyhanko_certvalidator")

Told = TypeVar("Told", asn1_crl.CertificateList, asn1_ocsp.OCSPResponse)
"""What tells of revocation, and when it was told."""

_CLOCKS_DIFFER = timedelta(minutes=5)


class TrustError(Exception):
    """The directory can't be used; the message is a Turkish sentence."""


@dataclass(frozen=True)
class Trust:
    """Roots that are believed and what helps to get to them."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[asn1_crl.CertificateList, ...] = ()
    ocsps: tuple[asn1_ocsp.OCSPResponse, ...] = ()
    require_revocation: bool = field(default=True)
    """Whether a certificate of which nobody says if it was revoked is refused."""

    def context(
        self, moment: datetime | None = None, *, alone: bool = False
    ) -> pyhanko_certvalidator.ValidationContext:
        """Rules for examining a chain as of `moment` (now, when None).

        `alone` leaves out intermediates and revocation lists of the directory.
        """
        return pyhanko_certvalidator.ValidationContext(**self.rules(moment, alone=alone))

    def rules(self, moment: datetime | None, *, alone: bool) -> dict[str, Any]:
        """The same as arguments, for the store of revocation data inside a PDF."""
        return {
            "trust_roots": list(self.roots),
            "other_certs": [] if alone else list(self.intermediates),
            "crls": [] if alone else list(self.crls),
            "ocsps": [] if alone else list(self.ocsps),
            "allow_fetching": False,
            "revocation_mode": "require" if self.require_revocation else "soft-fail",
            "moment": moment,
            # A later list may speak of an earlier moment: it tells since when.
            "retroactive_revinfo": moment is not None,
            "time_tolerance": _CLOCKS_DIFFER,
        }


def load_trust(directory: Path, *, require_revocation: bool = True) -> Trust:
    """Read `roots/`, `intermediates/` (PEM or DER), `crls/` and `ocsps/` (DER)."""
    roots = _certificates(directory / "roots")
    if not roots:
        raise TrustError(f"{directory / 'roots'} içinde güvenilen kök sertifika yok.")
    return Trust(
        roots=roots,
        intermediates=_certificates(directory / "intermediates"),
        crls=tuple(_newest_first(_parsed(directory / "crls", asn1_crl.CertificateList))),
        ocsps=tuple(_newest_first(_parsed(directory / "ocsps", asn1_ocsp.OCSPResponse))),
        require_revocation=require_revocation,
    )


def _files(directory: Path) -> list[Path]:
    if not directory.is_dir():
        return []
    return sorted(path for path in directory.iterdir() if path.is_file())


def _parsed(directory: Path, kind: type[Told]) -> Iterator[Told]:
    for path in _files(directory):
        try:
            item = kind.load(path.read_bytes(), strict=True)
            _whole = item.native  # parses what would else be looked at only when it is needed
            _told_at(item)  # an answer that only tells of a failure has no time
        except (ValueError, TypeError, KeyError) as error:
            raise TrustError(f"{path} DER biçiminde bir iptal bilgisi olarak okunamadı.") from error
        yield item


def _newest_first(items: Iterator[Told]) -> list[Told]:
    """The validator takes the first word that it finds: an older list must not hide a newer one."""
    return sorted(items, key=_told_at, reverse=True)


def _told_at(item: asn1_crl.CertificateList | asn1_ocsp.OCSPResponse) -> datetime:
    told: datetime = (
        item["tbs_cert_list"]["this_update"].native
        if isinstance(item, asn1_crl.CertificateList)
        else item.response_data["produced_at"].native
    )
    return told


def _certificates(directory: Path) -> tuple[x509.Certificate, ...]:
    found: list[x509.Certificate] = []
    for path in _files(directory):
        try:
            certificates = list(_certificates_in(path.read_bytes()))
            _whole = [certificate.native for certificate in certificates]
        except ValueError as error:
            raise TrustError(f"{path} bir sertifika olarak okunamadı.") from error
        found += certificates
    return tuple(found)


def _certificates_in(content: bytes) -> Iterator[x509.Certificate]:
    if not pem.detect(content):
        yield x509.Certificate.load(content)
        return
    for kind, _headers, der in pem.unarmor(content, multiple=True):
        if kind is None or kind.casefold() == "certificate":
            yield x509.Certificate.load(der)
