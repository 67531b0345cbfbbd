"""No count of one to four people of 2024 can be read, or worked out, from anything public."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from departments.models import FreeColumn, FreeRow, KeyFigure
from reports.core.building import build_document, checked_document, reconcile
from reports.core.documents import Document, canonical_json, from_json
from reports.core.documents.prose import render
from reports.core.smallcounts import checked_again
from reports.core.tables import SMALL, WITHHELD, Suppressed
from reports.models import ExactCount, Narrative, Publication, Report, StatedFigure
from reports.present.downloads import as_csv, as_json, as_xlsx, as_zip, table_schema
from reports.present.editions import Edition, draft_edition, edition
from reports.present.pdf.document import report_html
from reports.publish.versions import publish_report
from reports.publish.versions.difference import difference

CARE, MOVES = "figures.elderly_care", "tables.staff_movements"
PATIENT, WIDOW, THERAPY = "kanser-hastasi", "gazi-esi", "gunluk-fizik-tedavi-verilen-kisi"
SUSPENDED = "gorevden-uzaklastirma"


@pytest.fixture(scope="module", autouse=True)
def version_1(rows_of_2024: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        publish_report(Report.objects.get(year_id=2024))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def public(report: Report) -> Edition:
    found = edition(2024)
    assert found is not None
    return found


def lines_of(html: str, name: str) -> list[str]:
    """The words of every table line that names something."""
    rows = re.findall(r"<tr\b.*?</tr>", html, re.DOTALL)
    words = [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]
    return [row for row in words if name in row]


def other_people(report: Report) -> None:
    """As many people are withheld as before, but of each kind another number."""
    for label, value in (("Kanser hastası", 3), ("Gazi eşi", 4)):
        KeyFigure.objects.filter(group__year=report.year, label=label).update(value=value)
        StatedFigure.objects.filter(
            year=report.year, dataset=CARE, row={3: PATIENT, 4: WIDOW}[value]
        ).update(value=str(value))
    KeyFigure.objects.filter(
        group__year=report.year, label="Günlük fizik tedavi verilen kişi"
    ).update(value=1)
    row = FreeRow.objects.get(table__code="staff_movements", key="aciktan-atama-3")
    row.values = {**row.values, "movement": "Emeklilik (yaş haddi)"}
    row.save()


def without_tallies(document: Document) -> str:
    """The canonical text without the numbers of identities that held: which ones is not said."""
    checks = replace(document.checks, families=())
    return canonical_json(replace(document, checks=checks))


def test_other_small_counts_give_the_same_document_to_the_byte(report: Report) -> None:
    """What is published depends on no withheld number: not in a table, text, finding or total."""
    before = without_tallies(build_document(report))
    true = without_tallies(checked_document(report))
    other_people(report)

    assert without_tallies(build_document(report)) == before
    assert without_tallies(checked_document(report)) != true


def test_the_tables_hold_signs_in_their_place(public: Edition) -> None:
    care, moves = public.document.tables[CARE], public.document.tables[MOVES]

    assert [care.value(key, "value") for key in (PATIENT, WIDOW, THERAPY)] == [SMALL] * 3
    assert care.number("engelli", "value") == 10
    assert moves.value(SUSPENDED, "people") == SMALL
    assert moves.value("atama-is-kurumu-engelli-kadrosu", "people") == SMALL
    assert [column.key for column in moves.columns] == ["movement", "people"]
    assert "1 ile 4 arasında" in care.note


def test_the_frozen_text_has_a_shape_of_its_own_for_them(public: Edition) -> None:
    text = Publication.objects.get(year_id=2024).document
    data = json.loads(text)
    row = next(row for row in data["tables"][CARE]["rows"] if row["key"] == PATIENT)

    assert row["cells"] == ["Kanser hastası", {"suppressed": "<5"}, "kişi"]
    again = from_json(text)
    assert isinstance(again.tables[CARE].value(PATIENT, "value"), Suppressed)
    assert canonical_json(again) == text


def test_files_hold_signs_too(public: Edition) -> None:
    table = public.document.tables[CARE]
    files = {line["row"]: line for line in csv.DictReader(io.StringIO(as_csv(table).decode()))}
    data = {row["row"]: row for row in json.loads(as_json(table, public))["rows"]}
    sheet = load_workbook(io.BytesIO(as_xlsx(table, public)))["Veri"]
    cells = {str(row[0].value): row[1].value for row in sheet.iter_rows(min_row=2)}

    assert files[PATIENT]["value"] == files[WIDOW]["value"] == "<5"
    assert data[PATIENT]["value"] == data[WIDOW]["value"] == {"suppressed": "<5"}
    assert cells["Kanser hastası"] == cells["Gazi eşi"] == "<5"
    assert table_schema(table, "final")["missingValues"] == ["", "<5"]
    with zipfile.ZipFile(io.BytesIO(as_zip(public))) as archive:
        assert b"kanser-hastasi,Kanser hastas\xc4\xb1,<5," in archive.read(f"veri/{table.slug}.csv")


@pytest.mark.parametrize(
    ("dataset", "name", "line"),
    [
        (CARE, "Kanser hastası", "Kanser hastası <5 kişi"),
        (CARE, "Gazi eşi", "Gazi eşi <5 kişi"),
        (MOVES, "Görevden uzaklaştırma", "Görevden uzaklaştırma <5"),
        (MOVES, "engelli kadrosu", "Atama (İş Kurumu, engelli kadrosu) <5"),
    ],
)
def test_pages_and_print_say_less_than_five(
    public: Edition, client: Client, dataset: str, name: str, line: str
) -> None:
    table = public.document.tables[dataset]
    pages = [client.get(f"/2024/veri/{table.slug}").content.decode()]
    node = public.document.section_of_table[dataset]
    pages.append(client.get(f"/2024/bolum/{node.slug}/", follow=True).content.decode())
    pages.append(_print(public))

    for page in pages:
        found = lines_of(page, name)
        assert found, name
        assert set(found) == {line}


_prints: dict[int, str] = {}


def _print(public: Edition) -> str:
    if public.version not in _prints:
        _prints[public.version] = report_html(public)
    return _prints[public.version]


def test_no_page_repeats_what_was_printed_about_them(public: Edition, client: Client) -> None:
    """The print states the same figures a second time; these are left out."""
    rows = {(value.dataset, value.row) for value in public.document.stated}
    slug = public.document.tables[CARE].slug
    page = unescape(client.get(f"/2024/veri/{slug}").content.decode())

    assert (CARE, "engelli") in rows
    assert not {(CARE, PATIENT), (CARE, WIDOW), (CARE, THERAPY)} & rows
    assert "kanser hastası (ikinci anlatım)" not in page


def test_a_reference_in_a_text_brings_the_sign(public: Edition) -> None:
    tables = public.document.tables
    said = render(f"Hasta: {{{{ {CARE}.{PATIENT}.value | integer }}}}.", tables)

    assert said.text == "Hasta: <5."
    assert "&lt;5" in said.html


def test_a_wrong_repetition_is_found_without_its_values(report: Report) -> None:
    """The office sees both figures, readers only that something is being looked at."""
    StatedFigure.objects.filter(year=report.year, dataset=CARE, row=PATIENT).update(value="2")
    [own] = [f for f in checked_document(report).checks.findings if f.row == PATIENT]
    shown = build_document(report)
    [said] = [f for f in shown.checks.findings if f.row == PATIENT]

    assert (own.stated, own.computed) == ("2", "1")
    assert (said.code, said.stated, said.computed, said.difference) == (own.code, "", "", "")
    assert not re.search(r"\d", said.message.replace("<5", ""))
    assert said.mark != own.mark
    assert said.blocks == own.blocks


def test_a_version_checked_again_finds_what_it_says_itself(report: Report, public: Edition) -> None:
    """The rules can't look behind the signs, so nothing new is found about them."""
    fresh = reconcile(public.document, report.year)
    again = checked_again(public.document, fresh)
    own = {finding.mark for finding in public.document.checks.findings}

    assert {finding.mark for finding in again.findings} == own
    assert {finding.mark for finding in fresh.findings} != own


def test_an_old_version_keeps_what_it_said_and_the_difference_does_not_repeat_it(
    report: Report, public: Edition
) -> None:
    old = checked_document(report)
    text = canonical_json(old)
    found = difference(from_json(text), public.document)

    assert canonical_json(from_json(text)) == text
    changes = {change.id: change for change in found.tables}
    assert changes[CARE].cells == ()
    assert all(row.cells == () for row in changes[MOVES].rows if row.change == "removed")


def test_the_reviewers_reason_publishes_the_exact_figure(report: Report) -> None:
    ExactCount.objects.create(
        year=report.year,
        dataset=CARE,
        row=WIDOW,
        column="value",
        reason="Örnek: iki kişi yazılı olarak onay verdi.",
        granted_by="Örnek İnceleyen",
        granted_on="2025-03-01",
    )
    table = build_document(report).tables[CARE]

    assert table.number(WIDOW, "value") == 2
    assert table.value(PATIENT, "value") == SMALL
    assert "Örnek: iki kişi yazılı olarak onay verdi." in table.note


def test_what_is_not_marked_is_found(report: Report) -> None:
    from_rules = [f for f in checked_document(report).checks.findings if f.code == "RPR-061"]
    KeyFigure.objects.filter(group__code="elderly_care").update(people="")
    FreeColumn.objects.filter(table__code="staff_movements").update(people="")
    found = {
        (f.dataset, f.row, f.column)
        for f in checked_document(report).checks.findings
        if f.code == "RPR-061"
    }

    assert from_rules == []
    assert {(CARE, PATIENT, "value"), (CARE, "engelli", "value"), (CARE, WIDOW, "value")} <= found
    assert (MOVES, "", "movement") in found


def test_staff_marked_as_such_where_illness_is_named_is_found(report: Report) -> None:
    KeyFigure.objects.filter(label="Kanser hastası").update(people="establishment")
    [found] = [f for f in checked_document(report).checks.findings if f.code == "RPR-061"]

    assert "inceleyen" in found.message


@pytest.mark.parametrize(
    ("sentence", "is_found"),
    [
        ("Yıl içinde 1 kanser hastası taşınmıştır.", True),
        ("İki memur hakkında disiplin cezası verilmiştir.", True),
        ("Kanser hastası sayısı 3 olmuştur.", True),
        ("Bir personel görevden uzaklaştırılmıştır.", True),
        ("58 hasta evinde ziyaret edilmiştir.", False),
        ("2 hasta nakil aracı alınmıştır.", False),
        ("Bir engelli merkezi açılmıştır.", False),
        ("3 engelli rampası yapılmıştır.", False),
        ("4 hastane ziyaret edilmiştir.", False),
    ],
)
def test_a_typed_small_count_is_found(report: Report, sentence: str, *, is_found: bool) -> None:
    text = Narrative.objects.get(year=report.year, section="III.B.1/kultur-sosyal-isler")
    text.body = f"{text.body}\n\n{sentence}"
    text.save()
    found = [f for f in checked_document(report).checks.findings if f.code == "RPR-062"]

    assert bool(found) is is_found
    assert not any(sentence in f.message or f.stated for f in found)


def test_the_draft_says_no_more_than_the_version(report: Report, public: Edition) -> None:
    draft = replace(draft_edition(report), version=1, published_at=datetime(2025, 4, 1, tzinfo=UTC))
    assert draft.document.tables == public.document.tables
    assert WITHHELD not in {c for r in draft.document.tables[CARE].rows for c in r.cells}
