"""Sign a PDF in a named field: what an officer's own tool does outside the portal, for trials.

The stamp shows name, role and time in a font that is embedded, so PDF/A and PDF/UA stay.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pyhanko.pdf_utils.font import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.pdf_utils.xref import ObjectStream
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.stamp import TextStampStyle

from .pki import MARK
from .reading import read_strictly, writer_for
from .signatures import Level
from .trust import Trust

FONT = Path(__file__).resolve().parents[2] / "static" / "fonts" / "SourceSans3-Regular.ttf"
ISTANBUL = ZoneInfo("Europe/Istanbul")
REASON = "Faaliyet raporu beyanı"
_FONT_SIZE = 11
_LAYOUT = {"GDEF", "GPOS", "GSUB"}
_RESERVED = 32_768
"""Bytes kept free for the signature with its time stamp."""


_UNDER_THE_STAMP = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)
"""All data before the stamp on the document, so that no byte of the file is left uncovered."""


class SignError(Exception):
    """The file can't be signed; the message is a Turkish sentence."""


@dataclass(frozen=True)
class Stamp:
    """What the visible part of a signature says beside the name and the time."""

    role: str
    when: datetime
    act: str = "Elektronik olarak imzalanmıştır"
    reason: str = REASON


def load_signer(content: bytes, password: bytes) -> signers.SimpleSigner:
    """The key and certificate of a PKCS#12 file."""
    try:
        signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(content, [], password)
    except (ValueError, TypeError) as error:
        raise SignError("PKCS#12 dosyası açılamadı; dosya ve parola denetlenmelidir.") from error
    return signer


def local_time_stamper(content: bytes, password: bytes) -> timestamps.TimeStamper:
    """A time-stamping authority that works in this process, for trials."""
    authority = load_signer(content, password)
    return timestamps.DummyTimeStamper(authority.signing_cert, authority.signing_key)


def sign(
    pdf: bytes,
    field: str,
    signer: signers.Signer,
    stamp: Stamp,
    *,
    level: Level = Level.B_B,
    trust: Trust | None = None,
    time_stamper: timestamps.TimeStamper | None = None,
) -> bytes:
    """The file with one more revision that holds the signature."""
    if level.reaches(Level.B_T) and time_stamper is None:
        raise SignError(f"{level} düzeyi zaman damgası ister.")
    if level.reaches(Level.B_LT) and trust is None:
        raise SignError(f"{level} düzeyi güven klasörünü ister.")
    _require_empty_field(pdf, field)
    long_term = level.reaches(Level.B_LT) and trust is not None
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=f"{stamp.reason}: {stamp.role}",
        embed_validation_info=long_term,
        use_pades_lta=level is Level.B_LTA,
        validation_context=trust.context() if long_term and trust is not None else None,
        dss_settings=_UNDER_THE_STAMP if level is Level.B_LTA else DSSContentSettings(),
    )
    tool = signers.PdfSigner(
        metadata,
        signer,
        timestamper=time_stamper if level.reaches(Level.B_T) else None,
        stamp_style=_style(signer, stamp),
    )
    output = io.BytesIO()
    moment = stamp.when.astimezone(ISTANBUL)
    try:
        tool.sign_pdf(
            writer_for(pdf),
            existing_fields_only=True,
            bytes_reserved=_RESERVED,
            output=output,
            appearance_text_params={"role": stamp.role, "when": f"{moment:%d.%m.%Y %H.%M}"},
        )
    except (SigningError, PdfError) as error:
        raise SignError(
            "Dosya imzalanamadı: sertifika geçerli ve güvenilir, dosya sağlam olmalıdır."
        ) from error
    return output.getvalue()


def _require_empty_field(pdf: bytes, field: str) -> None:
    try:
        reader = read_strictly(pdf)
        state = {
            name: value is not None for name, value, _ref in fields.enumerate_sig_fields(reader)
        }
    except (PdfError, ValueError) as error:
        raise SignError("Dosya okunabilir bir PDF değil.") from error
    if field not in state:
        known = ", ".join(state) or "hiç yok"
        raise SignError(f"Dosyada “{field}” adlı imza alanı yok; olanlar: {known}.")
    if state[field]:
        raise SignError(f"“{field}” alanı imzalanmış; imzasız dosya verilmelidir.")


class _ReportFont(FontEngineFactory):
    """The report's font, embedded; the library's own factory would leave its file open."""

    def create_font_engine(
        self, writer: BasePdfFileWriter, obj_stream: ObjectStream | None = None
    ) -> GlyphAccumulator:
        engine = GlyphAccumulator(
            writer=writer,
            font_handle=io.BytesIO(FONT.read_bytes()),
            font_size=_FONT_SIZE,
            bcp47_lang_code="tr",
            obj_stream=obj_stream,
        )
        # Glyphs are placed by the whole font; the part that is embedded does without these tables,
        # but they would be read through before they are left out: two thirds of a signature's time.
        for table in _LAYOUT & set(engine.tt.keys()):
            del engine.tt[table]
        return engine


def _style(signer: signers.Signer, stamp: Stamp) -> TextStampStyle:
    lines = ["%(signer)s", "%(role)s", "%(when)s", stamp.act]
    certificate = signer.signing_cert
    if certificate is not None and MARK in certificate.subject.native.get("organization_name", ""):
        lines.append(f"{MARK} – hukuken imza değildir")
    return TextStampStyle(
        stamp_text="\n".join(lines),
        text_box_style=TextBoxStyle(font=_ReportFont(), font_size=_FONT_SIZE),
        border_width=0,
        background=None,
    )
