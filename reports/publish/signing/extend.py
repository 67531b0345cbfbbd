"""Keep signatures provable: validation data and a new stamp on the whole document.

A stamp proves that everything before it was there before its authority's certificate ran out. So
before that day the next one is set, over the signatures, the earlier stamps and all that is needed
to judge them (renewal of PAdES B-LTA). Bytes are only appended.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from datetime import datetime

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.path import ValidationPath

from .examine import examine_with_evidence
from .reading import Unreadable, writer_for
from .signatures import Examined, Level
from .trust import Trust

_DIGEST = "sha256"


class ExtendError(Exception):
    """The file can't be extended; the message is a Turkish sentence."""


def extend(
    content: bytes,
    trust: Trust,
    time_stamper: TimeStamper,
    *,
    moment: datetime | None = None,
    skip_diff: bool = False,
) -> bytes:
    """The file with one more revision: what is needed to judge its signatures, under a new stamp.

    Every earlier byte stays. Repeating it appends another stamp and no data twice. Takes as long as
    `examine`, before and after; `skip_diff` as there. Raises ExtendError for a file whose
    signatures do not hold as of `moment` (now), and SignError when no stamp can be had.
    """
    chains = _require_believed(content, trust, moment, skip_diff=skip_diff)
    certificates = [certificate for chain in chains for certificate in chain]
    writer = writer_for(content)
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        sig_contents=None,
        certs=certificates,
        crls=_lists_for(certificates, trust.crls),
        ocsps=_answers_for(certificates, trust.ocsps),
    )
    output = io.BytesIO()
    try:
        asyncio.run(
            PdfTimeStamper(time_stamper).async_timestamp_pdf(
                writer,
                _DIGEST,
                trust.context(moment),
                output=output,
                # Under the stamp, so that the next one need not come to prove it.
                dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            )
        )
    except (SigningError, PdfError, PathError) as error:
        raise ExtendError(
            "Yeni zaman damgası dosyaya eklenemedi; damga sertifikası güvenilir ve geçerli, iptal "
            "bilgisi güncel olmalıdır."
        ) from error
    extended = output.getvalue()
    _require_extended(content, extended, trust, moment, skip_diff=skip_diff)
    return extended


def _require_believed(
    content: bytes, trust: Trust, moment: datetime | None, *, skip_diff: bool
) -> tuple[ValidationPath, ...]:
    try:
        examined, chains = examine_with_evidence(content, trust, moment, skip_diff=skip_diff)
    except Unreadable as error:
        raise ExtendError("Dosya bozuk ya da PDF değil; imzaları okunamadı.") from error
    if not examined.signatures:
        raise ExtendError("Dosyada imza yok; yalnızca imzalı dosyanın süresi uzatılır.")
    if not examined.believed:
        raise ExtendError(
            f"Dosyanın imzaları doğrulanmıyor, süresi uzatılmadı: {_problems(examined)}."
        )
    return chains


def _problems(examined: Examined) -> str:
    said = [f"{s.field}: {s.problem}" for s in examined.signatures if s.problem]
    if examined.problem:
        said.append(f"belge zaman damgası: {examined.problem}")
    return "; ".join(said)


def _require_extended(
    content: bytes, extended: bytes, trust: Trust, moment: datetime | None, *, skip_diff: bool
) -> None:
    """Nothing leaves that would not hold: the missing data of one signature shows here."""
    try:
        examined, _chains = examine_with_evidence(extended, trust, moment, skip_diff=skip_diff)
    except Unreadable as error:
        raise ExtendError("Süresi uzatılan dosya okunamadı; dosya yazılmadı.") from error
    short = [s.field for s in examined.signatures if s.level is not Level.B_LTA]
    if not extended.startswith(content) or not examined.believed or short:
        raise ExtendError(
            "Süresi uzatılan dosya uzun süreli doğrulamaya yetmiyor"
            + (f" ({', '.join(short)})" if short else "")
            + "; imzaların zaman damgası olmalı ve güven klasöründeki ara sertifikalar ile iptal "
            "listeleri tam ve güncel olmalıdır."
        )


def _lists_for(
    certificates: Sequence[x509.Certificate], lists: Sequence[crl.CertificateList]
) -> list[crl.CertificateList]:
    """The lists that speak of these certificates; a directory may hold large ones of others."""
    issuers = {certificate.issuer.hashable for certificate in certificates}
    return [item for item in lists if item.issuer.hashable in issuers]


def _answers_for(
    certificates: Sequence[x509.Certificate], answers: Sequence[ocsp.OCSPResponse]
) -> list[ocsp.OCSPResponse]:
    serials = {certificate.serial_number for certificate in certificates}
    return [
        answer
        for answer in answers
        if any(
            single["cert_id"]["serial_number"].native in serials
            for single in answer.response_data["responses"]
        )
    ]
