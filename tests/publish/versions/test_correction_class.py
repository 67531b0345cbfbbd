"""The class of a correction is held against what really differs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from departments.models import Department, FigureGroup, KeyFigure
from reports.core.documents import Document
from reports.core.tables import Row, Table
from reports.enums import CorrectionKind
from reports.models import FrozenReport, Report, Section
from reports.publish.versions import PublishError, freeze_report, open_correction, publish_report
from reports.publish.versions.correction_class import contradicting
from reports.publish.versions.difference import difference
from tests.site.sample import SPENDING, STATED, document

pytestmark = pytest.mark.postgresql("what differs is computed from its types")

D = Decimal
FIGURE, TEXT, ADDITION = CorrectionKind.FIGURE, CorrectionKind.TEXT, CorrectionKind.ADDITION
REASON = "Örnek: bir faaliyet rapora yazılmamıştır."


def _with(table: Table) -> Document:
    return document(tables={**document().tables, table.id: table})


def _cell(row: str, column: str, value: object) -> Table:
    def changed(item: Row) -> Row:
        cells = list(item.cells)
        cells[SPENDING.index[column]] = value  # type: ignore[call-overload]
        return replace(item, cells=tuple(cells))

    return replace(
        SPENDING, rows=tuple(changed(item) if item.key == row else item for item in SPENDING.rows)
    )


def _named(new: Document, *kinds: CorrectionKind) -> list[str]:
    return contradicting(difference(document(), new), kinds)


ROW = Row("05", ("05", "Taş", D(1), D(1), D(100), D(1)))
ADDED_ROW = replace(
    SPENDING,
    rows=(*SPENDING.rows, ROW),
    total=Row("total", ("Toplam", None, D(1001), D(251), D("25.1"), D(100))),
)


def test_a_changed_figure_is_named_with_both_values() -> None:
    new = _with(_cell("01", "spent", D("51.00")))

    name = "Örnek gider ekonomik, Şeker, Gider: 50,00 → 51,00"
    assert _named(new, TEXT) == _named(new, ADDITION) == [name]
    assert _named(new, FIGURE) == _named(new, TEXT, FIGURE) == []


def test_a_changed_name_is_text() -> None:
    assert _named(_with(_cell("01", "name", "Toz şeker")), TEXT) == []


def test_an_added_row_is_an_addition_and_its_totals_follow() -> None:
    assert _named(_with(ADDED_ROW), ADDITION) == []
    assert _named(_with(ADDED_ROW), TEXT, ADDITION) == []
    names = _named(_with(ADDED_ROW), TEXT)
    assert names[0] == "Örnek gider ekonomik, Taş (eklenen satır)"
    assert "Örnek gider ekonomik, Toplam, Gider: 250,00 → 251,00" in names


def test_a_value_where_there_was_none_is_an_addition() -> None:
    new = _with(_cell("03", "spent", D("5.00")))

    assert _named(new, ADDITION) == []
    assert _named(new, TEXT) == ["Örnek gider ekonomik, Zımba, Gider: — → 5,00"]


@pytest.mark.parametrize("kind", [TEXT, ADDITION])
def test_what_was_published_is_not_removed(kind: CorrectionKind) -> None:
    without = replace(SPENDING, rows=SPENDING.rows[1:])
    assert _named(_with(without), kind) == ["Örnek gider ekonomik, Şeker (kaldırılan satır)"]
    emptied = _with(_cell("01", "spent", None))
    assert _named(emptied, kind) == ["Örnek gider ekonomik, Şeker, Gider: 50,00 → —"]
    tables = {key: value for key, value in document().tables.items() if key != SPENDING.id}
    assert _named(document(tables=tables), kind)[0] == "Örnek gider ekonomik (kaldırılan tablo)"


@pytest.mark.parametrize("kind", [TEXT, ADDITION])
def test_another_unit_is_another_figure(kind: CorrectionKind) -> None:
    assert _named(_with(replace(SPENDING, unit="bin TL")), kind) == [
        "Örnek gider ekonomik: tablonun birimi"
    ]
    columns = tuple(
        replace(column, unit="bin TL") if column.key == "spent" else column
        for column in SPENDING.columns
    )
    assert _named(_with(replace(SPENDING, columns=columns)), kind) == [
        "Örnek gider ekonomik, Gider"
    ]
    renamed = replace(SPENDING.columns[1], title="Ad")
    columns = (SPENDING.columns[0], renamed, *SPENDING.columns[2:])
    assert _named(_with(replace(SPENDING, columns=columns)), kind) == []


@pytest.mark.parametrize("kind", [TEXT, ADDITION])
def test_a_printed_figure_is_a_figure(kind: CorrectionKind) -> None:
    stated = (replace(STATED[0], value="252.00"), *STATED[1:])
    assert _named(document(stated=stated), kind) == ["Toplam gider"]
    assert _named(document(stated=(replace(STATED[0], note="x"), *STATED[1:])), kind) == []


# -- at freezing -------------------------------------------------------------------------------


@pytest.fixture
def changed(report: Report, people: object) -> Report:
    """Published with a list of eight figures, all of which differ now."""
    group = FigureGroup.objects.create(
        year=report.year,
        department=Department.objects.get(code="fen-isleri"),
        code="liste",
        title="Örnek liste",
    )
    for no in range(1, 9):
        KeyFigure.objects.create(group=group, no=no, label=f"Örnek {no}", value=no)
    Section.objects.update(state="accepted")
    publish_report(report)
    for figure in KeyFigure.objects.all():
        figure.value = (figure.value or 0) + 100
        figure.save()
    return report


def test_an_untrue_class_stops_the_freeze_and_the_first_figures_are_named(changed: Report) -> None:
    open_correction(changed, kind="text", reason=REASON)

    with pytest.raises(PublishError) as refused:
        freeze_report(changed)

    sentence = str(refused.value)
    assert "sınıfı «metin düzeltmesi»; oysa 2024 sürüm 1 ile" in sentence
    assert "Örnek 1" in sentence
    assert "1 → 101" in sentence
    assert "Örnek 6" not in sentence
    assert sentence.endswith("… ve 3 rakam daha.")
    assert not FrozenReport.objects.filter(publication__isnull=True).exists()
    changed.refresh_from_db()
    assert changed.state == "published"


def test_a_correction_of_figures_beside_it_makes_it_true(changed: Report) -> None:
    open_correction(changed, kind="text", reason=REASON)
    open_correction(changed, kind="figure", reason=REASON)

    assert publish_report(changed).version == 2
