"""What the rules of directorates and finance say about the printed report of 2024."""

from __future__ import annotations

import pytest

from departments.consistency import RULES as DEPARTMENTS
from finance.consistency import RULES as FINANCE
from reports.core.building import checked_document
from reports.core.checks import CheckData, Finding, run_rules, spell
from reports.core.consistency import RULES as CORE
from reports.models import Report

# (code, dataset, row, stated, computed): contradictions that the printed report holds.
KNOWN = [
    ("DEP-001", "departments.facilities", "asfalt-tesisi", "10000", "1000"),
    (
        "DEP-001",
        "tables.subscriptions",
        "okul-ozel-egitim-ve-rehabilitasyon-merkezi",
        "114",
        "115",
    ),
    ("DEP-004", "tables.water_sources", "cerme-hatti", "9417.6", "9504"),
    (
        "DEP-010",
        "figures.zoning_planning",
        "insaat-ruhsatina-esas-hazirlanan-imar-capi-sayisi",
        "160",
        "156",
    ),
    (
        "DEP-010",
        "figures.zoning_planning",
        "insaat-ruhsatina-esas-hazirlanan-imar-capi-harci",
        "120000",
        "190000",
    ),
    (
        "DEP-011",
        "figures.zoning_planning",
        "onaylanan-imar-plani-degisikligi-sayisi",
        "15",
        "17",
    ),
    (
        "DEP-011",
        "figures.zoning_planning",
        "onaylanan-imar-plani-degisikligi-harci",
        "80000",
        "450000",
    ),
    ("DEP-012", "figures.zoning_permits", "yapi-ruhsati", "187", "161"),
    (
        "DEP-013",
        "figures.zoning_article18_summary",
        "tescillenip-tapulari-dagitilan-proje",
        "7",
        "4",
    ),
    ("DEP-020", "payments.otogar", "4", "693665.28", "704465.28"),
    ("DEP-028", "departments.direct_procurements", "destek-hizmetleri-3", "650938.71", "650938.72"),
    (
        "DEP-028",
        "departments.direct_procurements",
        "destek-hizmetleri-4",
        "2527810.05",
        "2527810.06",
    ),
    ("DEP-022", "departments.contracts", "otogar", "86226394.66", "86286394.66"),
    ("DEP-024", "departments.contracts", "aydinlatma-2", "12.88", "12.623078"),
    ("DEP-040", "tables.asphalt_bsk", "137-sokak-2", "Şehitler Mahallesi / 137. Sokak", ""),
    ("DEP-040", "tables.asphalt_bsk", "135-sokak-2", "Şehitler Mahallesi / 135. Sokak", ""),
    ("DEP-040", "tables.zoning_article18", "2-bolge-2", "2. Bölge", ""),
    ("DEP-042", "", "", "1", "5"),
    ("FIN-010", "finance.department_budgets", "total", "1045663198.61", "904115581.04"),
    ("FIN-030", "finance.expenditure", "01", "", ""),  # asks for the numbers that the law needs
    ("FIN-040", "", "", "bilanço", ""),
    ("FIN-041", "finance.expenditure", "total", "", ""),
    ("FIN-041", "finance.revenue", "total", "", ""),
    (
        "FIN-042",
        "finance.department_budgets",
        "kadin-aile",
        "Kadın ve Aile Hizmetleri Müdürlüğü",
        "",
    ),
    ("FIN-042", "finance.department_budgets", "mali-hizmetler", "Mali Hizmetler Müdürlüğü", ""),
    ("FIN-042", "finance.department_budgets", "imar-istimlak", "İmar ve İstimlak Müdürlüğü", ""),
    ("FIN-042", "finance.department_budgets", "muhtarliklar", "Muhtarlıklar Müdürlüğü", ""),
]

# Printed totals and rates of these tables, recomputed by the core from what `parts` says.
PRINTED = [
    ("departments.facilities", "total", "area", "88145", "87864"),
    ("departments.personnel_by_age", "18-25", "total", "38", "12"),
    ("departments.personnel_by_age", "26-35", "total", "236", "258"),
    ("departments.personnel_by_age", "36-45", "total", "302", "314"),
    ("departments.personnel_by_age", "46-55", "total", "198", "190"),
    ("finance.expenditure", "06", "total_appropriation", "22895707.43", "22895707.23"),
    ("finance.budget_outcome", "revenue", "actual", "800564423.30", "825587022.86"),
    ("finance.budget_outcome", "expenditure", "actual", "825587022.86", "800564423.30"),
]


@pytest.fixture
def data(report: Report) -> CheckData:
    return CheckData(checked_document(report))


def spelled(finding: Finding) -> tuple[str, str, str, str, str]:
    return (
        finding.code,
        finding.dataset,
        finding.row,
        spell(finding.stated),
        spell(finding.computed),
    )


def test_the_rules_find_what_is_known_and_nothing_else(data: CheckData) -> None:
    result = run_rules(data, (*DEPARTMENTS, *FINANCE))
    assert [spelled(finding) for finding in result.findings] == KNOWN
    assert result.held > 500


def test_printed_totals_are_recomputed_from_printed_parts(data: CheckData) -> None:
    found = {
        (f.dataset, f.row, f.column, spell(f.stated), spell(f.computed))
        for f in run_rules(data, CORE).findings
    }
    assert set(PRINTED) <= found


def test_a_rate_that_follows_from_its_own_row_is_not_called_wrong(data: CheckData) -> None:
    """The rates 123 and 127 of the budget outcome follow from the exchanged amounts."""
    findings = run_rules(data, CORE).findings
    assert [
        f for f in findings if (f.dataset, f.column) == ("finance.budget_outcome", "rate")
    ] == []


def test_no_rule_breaks_and_every_finding_says_where_and_how_to_mend(data: CheckData) -> None:
    findings = run_rules(data, (*DEPARTMENTS, *FINANCE)).findings
    assert [f for f in findings if f.code.startswith("ENG")] == []
    assert all(f.message and f.hint and f.basis for f in findings)
