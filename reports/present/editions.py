"""Read publications: what the public pages, the PDF and the downloads are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from reports.core.building import build_document
from reports.core.charts import draw, draw_narrow, narrow_key
from reports.core.documents import Document, canonical_json, document_hash, from_json
from reports.models import (
    CouncilRecord,
    Delivery,
    FiscalYear,
    FrozenReport,
    FrozenSignature,
    Publication,
    Report,
)


@dataclass(frozen=True)
class Edition:
    """A document ready to be rendered: a publication, or today's draft (version 0)."""

    document: Document
    drawings: dict[str, str]
    version: int
    sha256: str
    published_at: datetime | None
    reason: str
    is_current: bool
    versions: tuple[int, ...]
    publication_id: int | None = None
    frozen_id: int | None = None
    frozen_at: datetime | None = None
    council: int = 0
    """How many records of the council stage are public; they are only added to."""
    signatures: tuple[FrozenSignature, ...] = ()
    """Those in the file that is published; empty for an unsigned version and before publishing."""

    @property
    def signed_sha256(self) -> str:
        """Hash of the published file where it is a signed one."""
        return self.signatures[0].file.sha256 if self.signatures else ""

    @property
    def is_fully_signed(self) -> bool:
        """Whether everybody had signed who had to when the last signature was accepted."""
        return bool(self.signatures) and self.signatures[0].file.complete

    @property
    def is_demo_signed(self) -> bool:
        """Whether a signature is of the test authority, which is no signature in law."""
        return any(signature.demo for signature in self.signatures)

    @property
    def year(self) -> int:
        return self.document.header.year

    @property
    def is_draft(self) -> bool:
        return self.version == 0

    @property
    def made_at(self) -> datetime | None:
        """The moment that print and data name: when it was frozen, before it was published."""
        return self.frozen_at or self.published_at


@lru_cache(maxsize=8)
def _document(publication_id: int, sha256: str) -> tuple[Document, dict[str, str]]:
    """Publications never change, so a parsed one may be kept for the life of the process."""
    row = Publication.objects.only("document", "drawings").get(pk=publication_id)
    return from_json(row.document), dict(row.drawings)


def published_years() -> list[int]:
    """Years with at least one version, newest first."""
    return list(
        FiscalYear.objects.filter(publications__isnull=False)
        .distinct()
        .order_by("-year")
        .values_list("year", flat=True)
    )


def _public(model: type[CouncilRecord | Delivery]) -> Coalesce:
    """How many records of a publication's year are public."""
    found = model._default_manager.filter(
        publication__year=OuterRef("year"), published_at__isnull=False
    )
    counted = found.order_by().values("publication__year").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def edition(year: int, version: int | None = None) -> Edition | None:
    """The current (or a given) version of a year; None when there is none.

    Two queries at most, and one for the signatures of a version that was frozen first.
    """
    rows = list(
        Publication.objects.filter(year_id=year)
        .order_by("-version")
        .values(
            "pk",
            "version",
            "sha256",
            "published_at",
            "reason",
            "frozen__pk",
            "frozen__frozen_at",
            council=_public(CouncilRecord) + _public(Delivery),
        )
    )
    chosen = next((row for row in rows if version is None or row["version"] == version), None)
    if chosen is None:
        return None
    document, drawings = _document(chosen["pk"], chosen["sha256"])
    frozen_id = chosen["frozen__pk"]
    signatures = signatures_of([frozen_id]).get(frozen_id, ()) if frozen_id else ()
    return Edition(
        document=document,
        drawings=drawings,
        version=chosen["version"],
        sha256=chosen["sha256"],
        published_at=chosen["published_at"],
        reason=chosen["reason"],
        is_current=chosen["version"] == rows[0]["version"],
        versions=tuple(row["version"] for row in rows),
        publication_id=chosen["pk"],
        frozen_id=frozen_id,
        frozen_at=chosen["frozen__frozen_at"],
        signatures=signatures,
        council=chosen["council"],
    )


def frozen_edition(frozen: FrozenReport) -> Edition:
    """What is signed and then published; not public before that."""
    published = frozen.publication
    return Edition(
        document=from_json(frozen.document),
        drawings=dict(frozen.drawings),
        version=frozen.version,
        sha256=frozen.sha256,
        published_at=published.published_at if published else None,
        reason=frozen.reason,
        is_current=False,
        versions=(),
        publication_id=published.pk if published else None,
        frozen_id=frozen.pk,
        frozen_at=frozen.frozen_at,
    )


def draft_edition(report: Report) -> Edition:
    """Today's rows rendered by the same code; never shown to the public."""
    document = build_document(report)
    return Edition(
        document=document,
        drawings=drawings_of(document),
        version=0,
        sha256=document_hash(canonical_json(document)),
        published_at=None,
        reason="",
        is_current=False,
        versions=(),
    )


def drawings_of(document: Document) -> dict[str, str]:
    """SVG of every chart of a document, and a narrow one of each (`narrow_key`)."""
    found = {}
    for chart in document.charts.values():
        found[chart.id] = draw(chart.spec, chart.id)
        found[narrow_key(chart.id)] = draw_narrow(chart.spec, chart.id)
    return found


def signatures_of(frozen_ids: Iterable[int]) -> dict[int, tuple[FrozenSignature, ...]]:
    """Freeze → signatures of its last accepted file; one query for all of them."""
    found: dict[int, list[FrozenSignature]] = {}
    rows = FrozenSignature.objects.filter(file__frozen__in=list(frozen_ids))
    for signature in rows.select_related("file").order_by("file_id", "position"):
        of_freeze = found.setdefault(signature.file.frozen_id, [])
        if of_freeze and of_freeze[-1].file_id != signature.file_id:
            of_freeze.clear()
        of_freeze.append(signature)
    return {freeze: tuple(signatures) for freeze, signatures in found.items()}
