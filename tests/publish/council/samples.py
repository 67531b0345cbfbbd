"""Records of the council stage for tests: examples all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.models import CouncilDocument, CouncilQuestion, CouncilRecord, Delivery, Publication

PDF = b"%PDF-1.7\n%%EOF\n"


def session(publication: Publication, **changes: Any) -> CouncilRecord:
    """A draft: 25 members, of whom 19 votes are needed to find the report insufficient."""
    values: dict[str, Any] = {
        "publication": publication,
        "session_on": date(2025, 4, 8),
        "session_number": "Örnek dönem, 4. birleşim",
        "commission_report": "Örnek rapor, 28.03.2025",
        "decision_number": "2025/41",
        "decision_on": date(2025, 4, 8),
        "result": "sufficient",
        "votes_for": 15,
        "votes_against": 7,
        "abstentions": 1,
        "membership": 25,
    }
    return CouncilRecord.objects.create(**values | changes)


def question(record: CouncilRecord, **changes: Any) -> CouncilQuestion:
    values: dict[str, Any] = {
        "record": record,
        "asked_by": "Meclis üyesi Örnek Üye",
        "question": "Örnek soru?",
        "answered_by": "Belediye başkanı",
        "answer": "Örnek yanıt.",
    }
    return CouncilQuestion.objects.create(**values | changes)


def document(record: CouncilRecord, name: str = "tutanak.pdf", **changes: Any) -> CouncilDocument:
    values: dict[str, Any] = {
        "record": record,
        "title": "Örnek tutanak",
        "file": SimpleUploadedFile(name, PDF),
        "public": True,
    }
    return CouncilDocument.objects.create(**values | changes)


def delivery(publication: Publication, **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "publication": publication,
        "recipient": "court_of_accounts",
        "sent_on": date(2025, 5, 2),
        "way": "kep",
        "reference": "E-123",
    }
    return Delivery.objects.create(**values | changes)
