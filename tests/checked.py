"""Results of checks made by hand, for the tests of page and print."""

from __future__ import annotations

from typing import Any

from reports.core.documents import CheckedFamily, FindingValue, Reconciliation
from reports.ground.marks import mark_of

BASIS = "Örnek Rehber: tutarlılık"
SHARED = "Basılı raporun kendi rakamıdır."


def finding(code: str, message: str, **values: Any) -> FindingValue:
    """A finding; `waived` is (reason, by, on)."""
    reason, by, on = values.pop("waived", ("", "", ""))
    fields: dict[str, Any] = {
        "title": f"{code} kuralı",
        "severity": "error",
        "family": "footing",
        "hint": "Örnek çözüm.",
        "basis": BASIS,
        "line": None,
    }
    empty = ("dataset", "row", "column", "section", "source", "stated", "computed", "difference")
    fields |= dict.fromkeys(empty, "") | values
    mark = mark_of(code, *(str(fields[name]) for name in empty))
    return FindingValue(
        code=code, message=message, mark=mark, waiver_reason=reason, waiver_by=by, waiver_on=on,
        **fields,
    )  # fmt: skip


def loaded(line: int) -> tuple[str, str, str]:
    """A waiver as loading writes it, with the place at its end."""
    return f"{SHARED} Basılı metnin {line}. satırı.", "veri aktarımı", "2025-04-01"


def reconciliation(*findings: FindingValue, held: int = 1200) -> Reconciliation:
    """Results with these findings; all that holds is footing."""
    families = list(dict.fromkeys(["footing", *(item.family for item in findings)]))
    return Reconciliation(
        rules=17,
        families=tuple(
            CheckedFamily(
                family,
                f"Örnek {family}",
                held if family == "footing" else 0,
                sum(item.family == family for item in findings),
            )
            for family in families
        ),
        findings=findings,
    )
