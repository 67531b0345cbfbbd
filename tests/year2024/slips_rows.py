"""Wrong names, days and codes, and rows that stand twice; each with the rule that finds it."""

from __future__ import annotations

from datetime import date

from .slips import Change, cell, doubled, figure, removed
from .slips_figures import CONTRACTS, EXPENDITURE, INDICATORS, OTOGAR

OTHERS = [
    Change(
        "a group named otherwise",
        cell(EXPENDITURE, "01", "name", "Personel Harcamaları"),
        "RPR-012",
    ),
    Change(
        "a directorate named otherwise",
        cell(
            "tables.council_decisions", "yazi-isleri-mudurlugu", "label", "Yazı ve Karar Müdürlüğü"
        ),
        "DEP-044",
    ),
    Change(
        "a tax cut by a kuruş", figure("payments.agrega_kum", "2", "vat", "369588.82"), "DEP-020"
    ),
    Change("a payment of 2033", cell(OTOGAR, "13", "date", date(2033, 9, 30)), "RPR-013"),
    Change(
        "a payment before its contract", cell(OTOGAR, "1", "date", date(2021, 9, 30)), "DEP-021"
    ),
    Change(
        "an acceptance of 2042",
        cell(CONTRACTS, "otogar", "acceptance_date", date(2042, 11, 28)),
        "RPR-013",
    ),
    Change(
        "a completion of a thousand years ago",
        cell(CONTRACTS, "otogar", "completion_date", date(1023, 5, 5)),
        "RPR-013",
    ),
    Change(
        "a tender of another time",
        cell(CONTRACTS, "su-gaz-klor", "tender_no", "2042/1109797"),
        "DEP-027",
    ),
    Change(
        "an activity of another year",
        cell("departments.activities", "ozel-kalem-1", "date", date(2023, 4, 15)),
        "DEP-054",
    ),
    Change(
        "a movement of another year",
        cell(
            "tables.staff_movements",
            "naklen-atama-giden-mardin-buyuksehir-belediye-baskanligi",
            "date",
            date(2014, 8, 13),
        ),
        "DEP-054",
    ),
    Change(
        "a year that is still to come",
        cell("tables.licences_by_year", "2024", "years", "2042"),
        "RPR-014",
    ),
    Change(
        "a key figure's day of 2033",
        cell("figures.social_figures", "yades-projesi-onay-tarihi", "text", "12.02.2033"),
        "RPR-013",
    ),
    Change(
        "a key figure's year",
        cell("figures.otogar_prose", "eski-isin-ihale-sozlesme-yili", "text", "2070"),
        "RPR-014",
    ),
    Change(
        "an anniversary in a title",
        cell(
            "departments.activities",
            "ozel-kalem-47",
            "title",
            "Cumhuriyet’in 110. yıl dönümü töreni",
        ),
        "DEP-053",
    ),
    Change(
        "a reason that says otherwise",
        cell(
            INDICATORS, "1-1-2", "explanation", "Tasarruf tedbirleri nedeniyle hedefe ulaşılamadı."
        ),
        "PRF-013",
    ),
    Change("a reason removed", cell(INDICATORS, "1-1-7", "explanation", None), "PRF-010"),
    Change("a unit exchanged", cell(INDICATORS, "1-2-1", "unit", "%"), "PRF-024"),
    Change("an indicator removed", removed(INDICATORS, "1-2-3"), "PRF-034"),
    Change(
        "an objective of another wording",
        cell("performance.objectives", "1-3", "title", "Gelirlerin artırılması"),
        "PRF-035",
    ),
    Change(
        "a measure below another article",
        cell("performance.higher_plan_references", "263-7", "parent", "999"),
        "PRF-036",
    ),
    Change("a strength removed", removed("performance.weaknesses", "weakness-3"), "DEP-041"),
    Change("an activity removed", removed("departments.activities", "ozel-kalem-20"), "DEP-041"),
    Change(
        "another law's number",
        cell("tables.legal_references", "5393-belediye-kanunu", "law_no", "5339"),
        "RPR-023",
    ),
]

TWICE = [
    Change(f"twice: {dataset}", doubled(dataset, key, **other), code)
    for dataset, key, code, other in (
        ("departments.services", "strateji-gelistirme-ve-planlama", "DEP-043", {}),
        (
            "departments.services",
            "strateji-gelistirme-ve-planlama",
            "DEP-043",
            {"group": "Kentsel Dönüşüm Hizmetleri"},
        ),
        (
            "departments.facilities",
            "firin-binasi",
            "DEP-043",
            {"area": None, "name": "Fırın binası"},
        ),
        ("departments.software", "netcad-yazilimi", "DEP-043", {}),
        ("departments.equipment", "tablet", "DEP-043", {}),
        ("departments.activities", "teftis-kurulu-11", "DEP-043", {"no": 12}),
        ("performance.swot", "strength-5", "DEP-043", {"no": 6}),
        ("tables.snow_clearing", "faikbey", "RPR-040", {"street": "Faikbey Cad."}),
        ("tables.subscriptions", "ticarethane", "RPR-040", {}),
        ("tables.core_values", "planli-calismak", "RPR-040", {}),
        ("figures.elevators", "asansor-muhurleme", "DEP-043", {}),
        ("items.aydinlatma_1", "6", "DEP-043", {"no": 7}),
    )
]
