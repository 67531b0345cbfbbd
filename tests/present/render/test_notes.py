"""Notes at the figures of a printed table, and the mark of its figures."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.core.documents import StatedValue
from reports.present.pdf.columns import fit
from reports.present.pdf.document import report_html
from reports.present.render import PrintLinks, table_view
from reports.present.render.notes import mark_of, with_notes
from tests import checked
from tests.present.pdf.sample import sample_document, sample_edition
from tests.present.pdf.test_reconciliation import FINDINGS, checked_edition


def figures(html: str, anchor: str) -> str:
    """The HTML of one table of the print."""
    return html.partition(f'id="{anchor}"')[2].partition("</figure>")[0]


def test_an_accepted_finding_is_marked_at_its_cell_and_said_below() -> None:
    table = figures(report_html(checked_edition()), "tablo-sample-vehicles")

    assert '%70<sup class="mark">a</sup>' in table
    assert '40<sup class="mark">b</sup>' in table
    notes = re.findall(r"<li>(.*?)</li>", table)
    assert [re.sub(r"<[^>]+>", "", note) for note in notes] == [
        "a yazan %71, hesaplanan %70.",
        "b yazan 41 adet, hesaplanan 40 adet.",
    ]
    (first, second, _third) = checked_edition().document.checks.findings
    assert [re.search(r'href="#bulgu-(\w+)"', note)[1] for note in notes] == [  # type: ignore[index]
        second.mark,
        first.mark,
    ]


def test_a_part_of_a_table_has_only_its_own_notes() -> None:
    """III.A shows the first row alone; its total is another one than the checked total."""
    table = figures(report_html(checked_edition()), "tablo-sample-vehicles-iii-a")

    assert "%71" not in table


def test_an_open_finding_has_no_note() -> None:
    edition = checked_edition()
    opened = tuple(
        replace(finding, waiver_reason="") for finding in edition.document.checks.findings
    )
    document = replace(edition.document, checks=replace(edition.document.checks, findings=opened))

    html = report_html(replace(edition, document=document))

    assert 'class="mark"' not in html
    assert "table__notes" not in html


@pytest.mark.parametrize(("printed", "notes"), [("41", 1), ("40", 0)])
def test_a_stated_figure_is_noted_only_where_it_differs(printed: str, notes: int) -> None:
    stated = StatedValue(
        key="ornek-001", dataset="sample.vehicles", row="total", column="count", value=printed,
        unit="adet", label="Toplam", item="", source_table="ornek", line_from=12, line_to=None,
        note="",
    )  # fmt: skip
    document = replace(sample_document(), stated=(stated,))
    view = with_notes(
        table_view(document.tables["sample.vehicles"], PrintLinks(document)), document
    )

    assert [note.text for note in view.notes] == ["Basılı raporda 41, tabloda 40."] * notes
    assert view.total is not None
    assert view.total.cells[1].mark == "a" * notes


@pytest.mark.parametrize(("printed", "notes"), [("70.00", 0), ("70.4", 1), ("71.00", 1)])
def test_a_printed_rate_is_compared_as_far_as_it_was_printed(printed: str, notes: int) -> None:
    stated = StatedValue(
        key="ornek-002", dataset="sample.vehicles", row="2", column="share", value=printed,
        unit="%", label="Çöp kamyonu", item="", source_table="ornek", line_from=12, line_to=None,
        note="",
    )  # fmt: skip
    document = replace(sample_document(), stated=(stated,))
    table = document.tables["sample.vehicles"]
    exact = replace(table, rows=tuple(
        replace(row, cells=(*row.cells[:2], Decimal("70.012"))) for row in table.rows
    ))  # fmt: skip
    document = replace(document, tables={**document.tables, table.id: exact})

    view = with_notes(table_view(exact, PrintLinks(document)), document)

    assert len(view.notes) == notes


def test_a_finding_about_the_whole_table_has_no_letter() -> None:
    document = replace(
        sample_document(),
        checks=checked.reconciliation(
            checked.finding(
                "RPR-010", "Basılı tablo numarası 12, sırası gereği 11 olmalıdır.",
                dataset="sample.vehicles", waived=checked.loaded(1),
            )
        ),
    )  # fmt: skip
    table = document.tables["sample.vehicles"]
    whole = with_notes(table_view(table, PrintLinks(document)), document)
    part = with_notes(table_view(table.selection(("1",), None), PrintLinks(document)), document)

    assert [(note.mark, note.code) for note in whole.notes] == [("", "RPR-010")]
    assert part.notes == ()


def test_every_part_of_a_wide_table_explains_its_own_marks() -> None:
    document = replace(
        sample_document(),
        checks=checked.reconciliation(
            checked.finding("RPR-002", "İlk.", dataset="sample.contracts", row="1", column="d1",
                            waived=checked.loaded(1)),
            checked.finding("RPR-002", "Son.", dataset="sample.contracts", row="1", column="note",
                            waived=checked.loaded(2)),
        ),
    )  # fmt: skip
    view = with_notes(
        table_view(document.tables["sample.contracts"], PrintLinks(document)), document
    )
    first, *_between, last = fit(view)

    assert [note.text for note in first.view.notes] == ["İlk."]
    assert [note.text for note in last.view.notes] == ["Son."]


def test_letters_go_on_after_z() -> None:
    assert [mark_of(n) for n in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]


@pytest.mark.parametrize(
    ("status", "mark"), [("provisional", "Geçici: kesin hesap öncesi"), ("final", "Kesin")]
)
def test_every_table_with_figures_says_what_they_are(status: str, mark: str) -> None:
    edition = sample_edition()
    header = replace(edition.document.header, figure_status=status)
    html = report_html(replace(edition, document=replace(edition.document, header=header)))

    captions = re.findall(r"<caption>(.*?)</caption>", html, re.DOTALL)
    assert captions
    assert all(f'<span class="table__status">{mark}</span>' in caption for caption in captions)


def test_the_sample_of_the_checks_is_what_these_tests_think() -> None:
    assert [finding.is_waived for finding in FINDINGS] == [True, True, False]
