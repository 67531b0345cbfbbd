"""The portal's own PDFs, compared with a file byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from reports.enums import JobState, PdfKind
from reports.models import PdfExport
from reports.publish.signing.readers import compared_files

from .codes import Standing

END = b"%%EOF"
_SAMPLE = 4096


@dataclass(frozen=True)
class OwnFile:
    """A file that the portal made. `version` is 0 for a draft."""

    path: Path
    size: int
    kind: PdfKind
    unit: str
    year: int
    version: int
    standing: Standing
    for_signing: bool = False
    """Whether it was printed to be signed, or taken in signed: readers get another file."""


@dataclass(frozen=True)
class Match:
    """An own file that a file equals (`appended` 0), begins with (above) or is the beginning of."""

    own: OwnFile
    appended: int


def own_files() -> Iterator[OwnFile]:
    """Finished PDFs of every kind that are still there; published ones first. Two queries.

    Of a freeze with signatures only the file that was accepted last: what it was before is the
    beginning of that file.
    """
    signed = _signed_files()
    yield from sorted(signed.values(), key=lambda own: own.standing is not Standing.PUBLISHED)
    rows = PdfExport.objects.filter(state=JobState.DONE).exclude(file="")
    found = [
        (publication or frozen_publication, frozen, *rest)
        for publication, frozen_publication, frozen, *rest in rows.values_list(
            "publication_id",
            "frozen__publication_id",
            "frozen_id",
            "publication__version",
            "frozen__version",
            "file",
            "kind",
            "unit",
            "year_id",
            "for_signing",
        )
    ]
    for published, frozen, version, frozen_version, name, kind, unit, year, to_sign in sorted(
        found, key=lambda row: row[0] is None
    ):
        path = Path(settings.MEDIA_ROOT) / name
        if not path.is_file() or (kind == PdfKind.REPORT and frozen in signed):
            continue
        standing = Standing.UNPUBLISHED if frozen else Standing.DRAFT
        if published:
            standing = Standing.PUBLISHED
        yield OwnFile(
            path=path,
            size=path.stat().st_size,
            kind=PdfKind(kind),
            unit=unit,
            year=year,
            version=version or frozen_version or 0,
            standing=standing,
            for_signing=to_sign,
        )


def _signed_files() -> dict[int, OwnFile]:
    """Freeze → its last accepted signed file that is still there."""
    return {
        frozen: OwnFile(
            path=path,
            size=path.stat().st_size,
            kind=PdfKind.REPORT,
            unit="",
            year=signed.frozen.year_id,
            version=signed.frozen.version,
            standing=(Standing.PUBLISHED if signed.frozen.publication_id else Standing.UNPUBLISHED),
        )
        for frozen, (signed, path) in compared_files().items()
    }


def own_match(content: bytes) -> Match | None:
    """The own file that `content` has most in common with, from its first byte on.

    None where it is no own file, begins with none and is no earlier state of one.
    """
    matches = [match for own in own_files() if (match := _compare(content, own))]
    # The same file first, then the longest beginning; a published file before an unpublished one.
    return min(
        matches,
        key=lambda m: (
            m.own.standing is not Standing.PUBLISHED,
            m.appended != 0,
            m.appended < 0,
            abs(m.appended),
        ),
        default=None,
    )


def _compare(content: bytes, own: OwnFile) -> Match | None:
    common = min(len(content), own.size)
    if not common:
        return None
    with own.path.open("rb") as file:
        # A look at the end of the common part spares reading files of other documents.
        file.seek(max(0, common - _SAMPLE))
        if file.read(min(common, _SAMPLE)) != content[max(0, common - _SAMPLE) : common]:
            return None
        file.seek(0)
        if file.read(common) != content[:common]:
            return None
    # A file that was signed later still begins with what was handed out before; only whole states.
    if len(content) < own.size and not content.rstrip(b"\r\n").endswith(END):
        return None
    return Match(own, len(content) - own.size)
