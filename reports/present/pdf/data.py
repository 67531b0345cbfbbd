"""The data inside the PDF: what a version publishes, as one archive that its signature covers."""

from __future__ import annotations

import io
import json
import zipfile

from reports.core.documents import canonical_json, document_hash
from reports.models import FrozenReport, Publication
from reports.present.downloads import as_zip
from reports.present.editions import Edition

from .renderer import DataFile

DESCRIPTOR = "datapackage.json"
DOCUMENT = "belge.json"
_MOMENT = (1980, 1, 1, 0, 0, 0)


def data_file(edition: Edition) -> DataFile | None:
    """What the PDF of an edition carries; nothing for a draft, which can't be verified."""
    if edition.is_draft or edition.made_at is None:
        return None
    return DataFile(data_package(edition), edition.made_at)


def data_package(edition: Edition) -> bytes:
    """A ZIP: every dataset as CSV, their descriptor, and the document as canonical JSON.

    The SHA-256 of the JSON's bytes is the hash of the version. Depends on the document and the
    number of the version alone, not on when it was published: the same bytes every time.
    """
    text = _canonical_text(edition)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_zip(edition))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == DESCRIPTOR:
                content = _descriptor(content)
            target.writestr(_entry(name), content)
        target.writestr(_entry(DOCUMENT), text.encode("utf-8"))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _descriptor(content: bytes) -> bytes:
    descriptor = json.loads(content)
    del descriptor["created"]
    descriptor["resources"].append(
        {
            "name": "belge",
            "path": DOCUMENT,
            "title": "Belgenin tamamı (kanonik JSON); SHA-256 özeti bu dosyanın özetidir",
            "profile": "data-resource",
            "encoding": "utf-8",
            "hash": f"sha256:{descriptor['sha256']}",
        }
    )
    return json.dumps(descriptor, ensure_ascii=False, indent=2).encode("utf-8")


def _canonical_text(edition: Edition) -> str:
    """The bytes that were hashed: the stored ones, since today's code may write them otherwise."""
    if edition.frozen_id is not None:
        text = FrozenReport.objects.values_list("document", flat=True).get(pk=edition.frozen_id)
    elif edition.publication_id is not None:
        text = Publication.objects.values_list("document", flat=True).get(pk=edition.publication_id)
    else:
        text = canonical_json(edition.document)
    if document_hash(text) != edition.sha256:
        raise ValueError(f"the document of {edition.year} v{edition.version} is not the hashed one")
    return text
