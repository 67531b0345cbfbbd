"""Is this file a version that was published? Its data are compared with the publication's.

Data say nothing about the pages. Those are vouched for by being byte for byte the portal's own
file or, where something was appended to it, by the signatures of the officers.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import pikepdf

from reports.enums import PdfKind
from reports.models import Publication
from reports.publishing import Edition, edition
from reports.site.shapes import departments

from .data import DESCRIPTOR, DOCUMENT, data_package
from .files import path_of, published_pdf
from .renderer import DATA_NAME
from .unit import unit_data

MAX_PDF_BYTES = 200 * 1024 * 1024
MAX_DATA_BYTES = 200 * 1024 * 1024
MAX_FILES = 5000
SHOWN = 12

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError
)  # fmt: skip
"""What `zipfile` raises for archives that are not one, spoilt, encrypted or of another method."""

_PRINTED_HASH = re.compile(r"SHA-256 ([0-9a-f]{64})")


class Pages(Enum):
    """What can be said of the pages."""

    SAME = "Dosya, portalın bu sürüm için ürettiği PDF ile bayt bayt aynıdır."
    APPENDED = (
        "Dosya, portalın bu sürüm için ürettiği PDF ile başlar; arkasına ek yapılmıştır (imza "
        "böyle eklenir). Sayfaların değişmediğini ancak imza denetimi gösterir."
    )
    OTHER = (
        "Dosyanın baytları, portalın bu sürüm için ürettiği PDF'ninkilerden farklıdır: veriler "
        "aynı olsa da sayfalar değiştirilmiş olabilir."
    )
    UNKNOWN = "Portalda bu sürümün PDF'si bulunmadığından sayfalar karşılaştırılamadı."


class NotVerifiable(Exception):
    """The file can't be compared with anything; the message is Turkish."""


@dataclass(frozen=True)
class Verification:
    """What a file turned out to be.

    `problems` say in which data it differs from the published version.
    """

    edition: Edition | None
    problems: tuple[str, ...]
    pages: Pages

    @property
    def data_are_intact(self) -> bool:
        return self.edition is not None and not self.problems


def verify(content: bytes) -> Verification:
    """Compare the data attached to a PDF, and the hash it names, with the publication.

    Raises NotVerifiable for a file that is no PDF or carries no data of a report.
    """
    archive, named = _opened(content)
    if archive is None:
        return _without_data(content, named)
    files = _files(archive)
    unit = _claimed_unit(files.get(DESCRIPTOR, b""))
    if unit is not None:
        return _unit_report(content, files, named, *unit)
    for required in (DESCRIPTOR, DOCUMENT):
        if required not in files:
            raise NotVerifiable(f"PDF'ye ekli «{DATA_NAME}» içinde «{required}» yok.")
    sha256 = hashlib.sha256(files[DOCUMENT]).hexdigest()
    known = _published(sha256, files[DESCRIPTOR])
    if known is None:
        problem = f"Ekli belgenin özeti ({sha256}) yayımlanmış hiçbir sürümün özeti değildir."
        return Verification(None, (problem,), Pages.UNKNOWN)
    problems = list(_differences(files, _files(data_package(known))))
    problems += _other_document(named, known)
    return Verification(known, tuple(problems), _pages(content, known))


def _other_document(named: str | None, known: Edition) -> Iterator[str]:
    if named is not None and named != known.sha256:
        yield f"PDF'nin künyesinde başka bir belgenin özeti yazılıdır: {named}."


def _unit_report(
    content: bytes,
    files: dict[str, bytes],
    named: str | None,
    code: str,
    year: int,
    version: int,
) -> Verification:
    """A unit report carries its own tables and names the document, which it does not carry."""
    known = edition(year, version)
    data = unit_data(known, code) if known and code in departments(known.document) else None
    if known is None or data is None:
        problem = f"Ek, yayımlanmamış bir birim raporunundur: {code}, {year}, sürüm {version}."
        return Verification(None, (problem,), Pages.UNKNOWN)
    problems = [*_differences(files, _files(data.content)), *_other_document(named, known)]
    return Verification(known, tuple(problems), _pages(content, known, PdfKind.UNIT, code))


def _without_data(content: bytes, named: str | None) -> Verification:
    """The citizens' summary carries none: it is the portal's own file, byte for byte, or nothing
    can be said of it.
    """
    row = Publication.objects.filter(sha256=named).values("year", "version").last()
    known = edition(row["year"], row["version"]) if row else None
    if known is not None and _pages(content, known, PdfKind.SUMMARY) is Pages.SAME:
        return Verification(known, (), Pages.SAME)
    raise NotVerifiable(
        f"PDF'de «{DATA_NAME}» eki yok: dosya portalın yayımladığı bir rapor değildir, "
        "taslaktır veya eki çıkarılmıştır."
    )


def _opened(content: bytes) -> tuple[bytes | None, str | None]:
    """The attached archive, and the hash that the file says it was made of."""
    if len(content) > MAX_PDF_BYTES:
        raise NotVerifiable(f"Dosya {MAX_PDF_BYTES // 2**20} MB sınırını aşıyor.")
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            subject = str(file.docinfo.get("/Subject", ""))
            found = _PRINTED_HASH.search(subject)
            attached = file.attachments.get(DATA_NAME)
            archive = attached.get_file().read_bytes() if attached is not None else None
            return archive, found.group(1) if found else None
    except pikepdf.PasswordError as error:
        raise NotVerifiable("PDF parolayla korunuyor; parolasız özgün dosya gerekir.") from error
    except pikepdf.PdfError as error:
        raise NotVerifiable("Dosya okunabilir bir PDF değildir.") from error


def _files(archive: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as source:
            entries = source.infolist()
            names = [entry.filename for entry in entries]
            if len(names) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_DATA_BYTES:
                raise NotVerifiable(f"PDF'ye ekli «{DATA_NAME}» beklenenden çok büyüktür.")
            if len(names) != len(set(names)):
                raise NotVerifiable(f"PDF'ye ekli «{DATA_NAME}» içinde aynı adda iki dosya var.")
            return {name: source.read(name) for name in names}
    except UNREADABLE as error:
        raise NotVerifiable(f"PDF'ye ekli «{DATA_NAME}» okunamıyor: bozulmuştur.") from error


def _published(sha256: str, descriptor: bytes) -> Edition | None:
    """The version with this hash; else the one that the file says it is, to name what differs."""
    row = Publication.objects.filter(sha256=sha256).order_by("version").values("year", "version")
    claimed = _claimed(descriptor)
    exact = row.filter(version=claimed[1]).first() if claimed else None
    found = exact or row.first()
    if found is not None:
        return edition(found["year"], found["version"])
    return edition(*claimed) if claimed else None


def _claimed(descriptor: bytes) -> tuple[int, int] | None:
    """Year and version that the attached descriptor names."""
    try:
        name = json.loads(descriptor)["name"]
    except (ValueError, KeyError, TypeError):
        return None
    found = re.fullmatch(r"faaliyet-raporu-(\d{4})-s(\d{1,6})", str(name))
    return (int(found.group(1)), int(found.group(2))) if found else None


def _claimed_unit(descriptor: bytes) -> tuple[str, int, int] | None:
    """Directorate, year and version that the descriptor of a unit report names."""
    try:
        name = json.loads(descriptor)["name"]
    except (ValueError, KeyError, TypeError):
        return None
    found = re.fullmatch(r"birim-raporu-([\w-]+)-(\d{4})-s(\d{1,6})", str(name))
    return (found.group(1), int(found.group(2)), int(found.group(3))) if found else None


def _differences(files: dict[str, bytes], expected: dict[str, bytes]) -> Iterator[str]:
    sentences = {
        "değiştirilmiştir": [n for n in expected if n in files and files[n] != expected[n]],
        "eksiktir": [name for name in expected if name not in files],
        "sonradan eklenmiştir": [name for name in files if name not in expected],
    }
    for what, names in sentences.items():
        for name in names[:SHOWN]:
            yield f"Ekteki «{name}» {what}."
        if len(names) > SHOWN:
            yield f"… ve {len(names) - SHOWN} dosya daha {what}."


def _pages(content: bytes, known: Edition, kind: str = PdfKind.REPORT, unit: str = "") -> Pages:
    export = published_pdf(known.publication_id, kind, unit) if known.publication_id else None
    path = path_of(export) if export else None
    if path is None:
        return Pages.UNKNOWN
    own = path.read_bytes()
    if content == own:
        return Pages.SAME
    return Pages.APPENDED if content.startswith(own) else Pages.OTHER
