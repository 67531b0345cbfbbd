"""What finance contributes to the registry."""

from __future__ import annotations

from finance import consistency, sheets, sidebar
from finance.charts import CHARTS
from finance.datasets import DATASETS
from finance.office import OFFICE
from finance.opening import OPENING
from finance.resources import PARTS
from finance.summary import SUMMARY, TERMS
from finance.trial_balance.rules import ensure_rules_after_migration
from finance.work import WORK
from reports.core.registry import AppKit, Headline

HEADLINES = (
    Headline(
        key="spending",
        label="Bütçe gideri",
        dataset="finance.expenditure",
        row="total",
        column="spent",
        format="compact",
        note="Yıl içinde harcanan toplam tutar.",
        order=10,
    ),
    Headline(
        key="realisation_rate",
        label="Ödeneğin harcanan bölümü",
        dataset="finance.expenditure",
        row="total",
        column="realisation_rate",
        format="percent",
        note="Bütçe giderinin toplam ödeneğe oranı.",
        order=20,
    ),
    Headline(
        key="net_revenue",
        label="Net bütçe geliri",
        dataset="finance.revenue",
        row="total",
        column="net",
        format="compact",
        note="Ret ve iadeler düşülmüş tahsilat.",
        order=30,
    ),
    Headline(
        key="budget_balance",
        label="Bütçe dengesi",
        dataset="finance.budget_outcome",
        row="balance",
        column="actual",
        format="compact",
        note="Bütçe gelirleri eksi bütçe giderleri.",
        order=40,
    ),
)

KIT = AppKit(
    app="finance",
    datasets=DATASETS,
    charts=CHARTS,
    headlines=HEADLINES,
    package_parts=PARTS,
    rules=consistency.RULES,
    office=OFFICE,
    work=WORK,
    tables=sheets.TABLES,
    opening=OPENING,
    summary=SUMMARY,
    terms=TERMS,
    sidebar_groups=sidebar.GROUPS,
    sidebar=sidebar.LINKS,
)

AFTER_MIGRATION = ensure_rules_after_migration
"""Rows that come with the portal."""
