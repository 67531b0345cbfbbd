"""The data inside a file, compared with those of a published version file by file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from kars_portal.lib.confined import End
from reports.models import Publication
from reports.present.editions import Edition, edition
from reports.present.pdf.data import DESCRIPTOR, DOCUMENT, data_package
from reports.present.pdf.unit import unit_data
from reports.present.shapes import departments

from .child import Answer, ask
from .slots import slot

SECONDS = 20
SHOWN = 12


@dataclass(frozen=True)
class DataComparison:
    """Names of files inside the PDF that differ from the published version's. `other_hash` is what
    the description of the PDF says of the document, where that is another one.
    """

    compared: int
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    other_hash: str = ""

    @property
    def are_same(self) -> bool:
        return not (self.changed or self.missing or self.added or self.other_hash)

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each difference, the first of them where there are many."""
        kinds = (
            (
                self.changed,
                _("Ekteki «%s» değiştirilmiştir."),
                _("… ve %s dosya daha değiştirilmiştir."),
            ),
            (self.missing, _("Ekteki «%s» eksiktir."), _("… ve %s dosya daha eksiktir.")),
            (
                self.added,
                _("Ekteki «%s» sonradan eklenmiştir."),
                _("… ve %s dosya daha sonradan eklenmiştir."),
            ),
        )
        found: list[str] = []
        for names, sentence, rest in kinds:
            found += [sentence % name for name in names[:SHOWN]]
            if len(names) > SHOWN:
                found.append(rest % (len(names) - SHOWN))
        if self.other_hash:
            found.append(
                _("PDF'nin künyesinde başka bir belgenin özeti yazılıdır: %s.") % self.other_hash
            )
        return tuple(found)


@dataclass(frozen=True)
class Attached:
    """What a file carries. `problem` is a sentence that says why nothing can be compared;
    `is_pdf` is whether the file could be opened at all.
    """

    known: Edition | None = None
    document_sha256: str = ""
    comparison: DataComparison | None = None
    problem: str = ""
    is_pdf: bool = True
    unit: str = ""


def attached(content: bytes) -> Attached:
    """Look into a file (in the child) and compare. Raises slots.Busy."""
    with slot():
        answer = ask("data", content, DESCRIPTOR, seconds=SECONDS)
    if not answer.last:
        return Attached(problem=_not_opened(answer), is_pdf=False)
    said = answer.last
    sentences = {
        "unreadable": _("Dosya okunabilir bir PDF değildir."),
        "locked": _("PDF parolayla korunuyor; parolasız özgün dosya gerekir."),
        "none": _(
            "Dosya portalın hiçbir dosyasıyla bayt bayt aynı değildir ve karşılaştırılacak "
            "«veri-paketi.zip» eki yoktur: değiştirilmiş bir özet, bir taslak, eki çıkarılmış bir "
            "rapor ya da başka bir belge olabilir."
        ),
        "too_large": _("PDF'ye ekli «veri-paketi.zip» beklenenden çok büyüktür."),
        "twice": _("PDF'ye ekli «veri-paketi.zip» içinde aynı adda iki dosya vardır."),
        "spoilt": _("PDF'ye ekli «veri-paketi.zip» okunamıyor: bozulmuştur."),
    }
    if problem := sentences.get(said["state"]):
        return Attached(problem=problem, is_pdf=said["state"] not in ("unreadable", "locked"))
    files: dict[str, str] = said["files"]
    year, version, unit = said["claimed"] or (0, 0, "")
    if unit:
        return _unit_report(files, year, version, unit, said["named"])
    for required in (DESCRIPTOR, DOCUMENT):
        if required not in files:
            problem = _("PDF'ye ekli «veri-paketi.zip» içinde «%s» yoktur.") % required
            return Attached(problem=problem)
    sha256 = files[DOCUMENT]
    known = _published(sha256, (year, version))
    if known is None:
        problem = _("Ekli belgenin özeti (%s) yayımlanmış hiçbir sürümün özeti değildir.") % sha256
        return Attached(document_sha256=sha256, problem=problem)
    return Attached(known, sha256, compare(files, known, said["named"]))


def _unit_report(
    files: Mapping[str, str], year: int, version: int, unit: str, named: str
) -> Attached:
    """A unit report carries its own tables and names the document, which it does not carry."""
    known = edition(year, version)
    if known is None or unit not in departments(known.document):
        problem = _("Ek, yayımlanmamış bir birim raporuna aittir (%s).") % unit
        return Attached(problem=problem)
    return Attached(known, known.sha256, compare(files, known, named, unit), unit=unit)


def compare(
    files: Mapping[str, str], known: Edition, named: str = "", unit: str = ""
) -> DataComparison:
    """Compare hashes by file name with the data that the version was published with."""
    assert known.publication_id is not None  # noqa: S101 - only published versions are asked for
    expected = dict(_expected(known.publication_id, known.year, known.version, unit))
    return DataComparison(
        compared=len(expected),
        changed=tuple(n for n in expected if n in files and files[n] != expected[n]),
        missing=tuple(name for name in expected if name not in files),
        added=tuple(name for name in files if name not in expected),
        other_hash=named if named not in ("", known.sha256) else "",
    )


@lru_cache(maxsize=32)
def _expected(
    publication_id: int, year: int, version: int, unit: str
) -> tuple[tuple[str, str], ...]:
    """Hashes of a version's files; publications never change."""
    known = edition(year, version)
    if known is None:
        raise LookupError(f"publication {publication_id} is gone")
    data = unit_data(known, unit) if unit else None
    package = data.content if data else data_package(known)
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return tuple(
            (name, hashlib.sha256(source.read(name)).hexdigest()) for name in source.namelist()
        )


def _published(sha256: str, claimed: tuple[int, int]) -> Edition | None:
    """The version with this hash; else the one that the file says it is, to name what differs."""
    rows = Publication.objects.filter(sha256=sha256).order_by("version")
    versions = list(rows.values_list("year_id", "version"))
    if claimed in versions:
        return edition(*claimed)
    if versions:
        return edition(*versions[0])
    return edition(*claimed)


def _not_opened(answer: Answer) -> str:
    """Why the child gave no answer."""
    if answer.in_time:
        return _("Dosya okunabilir bir PDF değildir.")
    if answer.end is End.ERROR:
        return _("İnceleyen program bu dosyada durmuştur; dosyanın bozuk olduğu söylenemez.")
    return _("Dosya, ayrılan süre ve bellek içinde açılamadı; bozuk olduğu söylenemez.")
