"""Prose: figures come from tables, nothing unsafe passes, broken references are named."""

from __future__ import annotations

import pytest

from reports.core.documents.prose import references, render
from tests.core.tables.test_values import LINES, table

TABLES = {"ornek.giderler": table(*LINES)}


def test_a_reference_becomes_the_figure_with_a_link_to_its_table() -> None:
    found = render("Harcama {{ ornek.giderler.total.spent | money }} oldu.", TABLES)
    assert found.html == (
        '<p>Harcama <a class="figure" href="dataset:ornek.giderler#total">200,10 TL</a> oldu.</p>'
    )
    assert found.text == "Harcama 200,10 TL oldu."
    assert found.problems == ()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("{{ yok.tablo.total.spent }}", "«yok.tablo» tablosu yok"),
        ("{{ ornek.giderler.z.spent }}", "«z» satırı yok"),
        ("{{ ornek.giderler.a.z }}", "«z» sütunu yok"),
        ("{{ ornek.giderler.a.spent | lira }}", "«lira» biçimi yok"),
        ("{{ spent }}", "nokta ile ayrılarak"),
        ("{{ ornek.giderler.c.spent }}", "girilmemiş"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(body: str, problem: str) -> None:
    (found,) = render(body, TABLES).problems
    assert problem in found


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src="x" onerror="alert(1)">',
        "[x](data:text/html,1)",
    ],
)
def test_markup_in_prose_stays_harmless(body: str) -> None:
    html = render(body, TABLES).html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_all_references_of_a_text_are_listed_in_order() -> None:
    found = references("{{ a.b.c.d | money }} ve {{ x.y.z }}")
    assert [(r.dataset, r.row, r.column, r.format) for r in found] == [
        ("a.b", "c", "d", "money"),
        ("x", "y", "z", "decimal"),
    ]
