"""A finding as files carry it: the same fields on the command line, in JSON and in CSV."""

from __future__ import annotations

from .model import FindingValue

FINDING_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("code", "string", "Kuralın kodu"),
    ("severity", "string", "Düzey: error (hata) veya warning (uyarı)"),
    ("family", "string", "Denetim türü"),
    ("dataset", "string", "Tablonun kimliği"),
    ("row", "string", "Satırın anahtarı"),
    ("column", "string", "Sütunun anahtarı"),
    ("section", "string", "Rapor bölümünün kodu"),
    ("source", "string", "Basılı raporun rakamıysa, o rakamın anahtarı"),
    ("line", "integer", "Basılı metindeki satır numarası"),
    ("stated", "string", "Yazan değer"),
    ("computed", "string", "Hesaplanan veya karşılaştırılan değer"),
    ("difference", "number", "Fark: yazan eksi hesaplanan"),
    ("message", "string", "Bulgu"),
    ("hint", "string", "Nasıl düzeltilir"),
    ("basis", "string", "Dayanak"),
    ("waived", "boolean", "Gerekçesiyle kabul edilmiş mi"),
    ("waiver_reason", "string", "Kabul gerekçesi"),
    ("waiver_by", "string", "Kabul eden"),
    ("waiver_on", "date", "Kabul tarihi"),
)
"""Name, Table Schema type and meaning of each field, in their order."""


def finding_record(finding: FindingValue) -> dict[str, object]:
    """A finding as published; figures are strings in exact spelling, what is missing is null."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "family": finding.family,
        "dataset": finding.dataset,
        "row": finding.row,
        "column": finding.column,
        "section": finding.section,
        "source": finding.source,
        "line": finding.line,
        "stated": finding.stated or None,
        "computed": finding.computed or None,
        "difference": finding.difference or None,
        "message": finding.message,
        "hint": finding.hint,
        "basis": finding.basis,
        "waived": finding.is_waived,
        "waiver_reason": finding.waiver_reason or None,
        "waiver_by": finding.waiver_by or None,
        "waiver_on": finding.waiver_on or None,
    }
