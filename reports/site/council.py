"""The council stage as the public sees it: published records only, those replaced marked so."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Manager, QuerySet

from reports.models import CouncilDocument, CouncilRecord, Delivery
from reports.present.standing import absolute

from .differences import harmless

SESSION_FIELDS = (
    "record", "version", "session_on", "session_number", "commission_report", "decision_number",
    "decision_on", "result", "votes_for", "votes_against", "abstentions", "membership",
    "votes_needed", "replaces", "replaces_for", "replaced_by", "published_at",
)  # fmt: skip
DELIVERY_FIELDS = (
    "record", "version", "recipient", "recipient_name", "sent_on", "way", "reference", "replaces",
    "replaces_for", "replaced_by", "published_at",
)  # fmt: skip


@dataclass(frozen=True)
class CouncilStage:
    """All that a year's council stage has made public, newest first."""

    sessions: tuple[CouncilRecord, ...]
    deliveries: tuple[Delivery, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.sessions or self.deliveries)


def council_stage(year: int) -> CouncilStage:
    """Four queries, however many records there are."""
    return CouncilStage(
        tuple(_public(CouncilRecord.objects, year).prefetch_related("questions", "documents")),
        tuple(_public(Delivery.objects, year)),
    )


Public = TypeVar("Public", CouncilRecord, Delivery)


def _public(found: Manager[Public], year: int) -> QuerySet[Public]:
    return (
        found.filter(publication__year=year, published_at__isnull=False)
        .select_related("publication", "replaced_by")
        .defer("publication__document", "publication__drawings")
    )


def is_replaced(record: CouncilRecord | Delivery) -> bool:
    """Whether a public record took this one's place; a draft that will says nothing yet."""
    return successor(record) is not None


def successor(record: CouncilRecord | Delivery) -> CouncilRecord | Delivery | None:
    other: CouncilRecord | Delivery | None = getattr(record, "replaced_by", None)
    return other if other is not None and other.is_public else None


# -- for machines ------------------------------------------------------------------------------


def session_record(record: CouncilRecord) -> dict[str, object]:
    return {
        **_common(record),
        "session_on": record.session_on.isoformat(),
        "session_number": record.session_number,
        "commission_report": record.commission_report,
        "decision_number": record.decision_number,
        "decision_on": record.decision_on.isoformat(),
        "result": record.result,
        "votes_for": record.votes_for,
        "votes_against": record.votes_against,
        "abstentions": record.abstentions,
        "membership": record.membership,
        "votes_needed": record.votes_needed,
    }


def delivery_record(delivery: Delivery) -> dict[str, object]:
    return {
        **_common(delivery),
        "recipient": delivery.recipient,
        "recipient_name": delivery.recipient_label,
        "sent_on": delivery.sent_on.isoformat(),
        "way": delivery.way,
        "reference": delivery.reference,
    }


def _common(record: CouncilRecord | Delivery) -> dict[str, object]:
    newer = successor(record)
    return {
        "record": record.pk,
        "version": record.publication.version,
        "published_at": record.published_at.isoformat() if record.published_at else None,
        "replaces": record.replaces_id,
        "replaces_for": record.replaces_for,
        "replaced_by": newer.pk if newer is not None else None,
    }


def as_json(
    stage: CouncilStage, year: int, address: Callable[[CouncilDocument | Delivery], str]
) -> bytes:
    """Sessions with questions, answers and public documents; deliveries. Missing is null."""
    content = {
        "year": year,
        "sessions": [
            session_record(record)
            | {
                "questions": [
                    {
                        "asked_by": item.asked_by,
                        "question": item.question,
                        "answered_by": item.answered_by or None,
                        "answer": item.answer or None,
                    }
                    for item in record.questions.all()
                ],
                "documents": [
                    {
                        "title": item.title,
                        "url": absolute(address(item)),
                        "sha256": item.sha256,
                        "size": item.size,
                    }
                    for item in public_documents(record)
                ],
            }
            for record in stage.sessions
        ],
        "deliveries": [
            delivery_record(item)
            | {"proof": absolute(address(item)) if item.file and item.file_public else None}
            for item in stage.deliveries
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def public_documents(record: CouncilRecord) -> list[CouncilDocument]:
    return [document for document in record.documents.all() if document.public]


def sessions_csv(stage: CouncilStage) -> bytes:
    return _csv(SESSION_FIELDS, map(session_record, stage.sessions))


def deliveries_csv(stage: CouncilStage) -> bytes:
    return _csv(DELIVERY_FIELDS, map(delivery_record, stage.deliveries))


def _csv(names: tuple[str, ...], records: Iterable[dict[str, object]]) -> bytes:
    """UTF-8, comma, one heading line; missing is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        cells = ("" if record[name] is None else str(record[name]) for name in names)
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8")
