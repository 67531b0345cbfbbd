"""Findings at forms, fields and lists, on the publish page and in the sidebar; where rows live."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from departments.models import Facility, FreeColumn, FreeRow, FreeTable, KeyFigure
from reports.collect import checking
from reports.core import registry
from reports.core.building import checked_document
from reports.core.documents.parts import Maker
from reports.models import FiscalYear, Narrative, Publication, Report, StatedFigure

from .helper import DESK, REASON, page_of, text

pytestmark = pytest.mark.django_db


# -- where figures are entered -----------------------------------------------------------------


@pytest.mark.postgresql("what was written is seen by a digest of rows, in SQL of each")
def test_a_form_shows_the_finding_right_after_the_save(report: Report, boss: Client) -> None:
    facility = Facility.objects.create(year=report.year, name="Garaj", area=100, closed_area=40)
    change = reverse("admin:departments_facility_change", args=[facility.pk])
    assert "findings-banner" not in text(boss.get(change))

    response = boss.post(
        change,
        {"year": "2024", "name": "Garaj", "area": "100", "closed_area": "140", "_continue": "1"},
        follow=True,
    )

    shown = text(response)
    assert "1 açık hata" in shown
    assert f'<a href="{page_of(report)}?geri=' in shown
    assert "Alanlar tapu kaydına göre düzeltilmelidir." in shown
    field = response.context["adminform"].form.fields["closed_area"]
    assert "Hata TST-001: Garaj: kapalı alan 140" in field.help_text
    assert "finding-input--error" in field.widget.attrs["class"]
    assert "finding" not in str(response.context["adminform"].form.fields["area"].help_text)


def test_the_list_that_follows_a_save_counts_its_findings(report: Report, boss: Client) -> None:
    facility = Facility.objects.create(year=report.year, name="Garaj", area=100, closed_area=40)
    listing = reverse("admin:departments_facility_changelist")
    assert "findings-banner" not in text(boss.get(listing))

    response = boss.post(
        reverse("admin:departments_facility_change", args=[facility.pk]),
        {"year": "2024", "name": "Garaj", "area": "100", "closed_area": "140"},
        follow=True,
    )

    shown = text(response)
    assert "1 açık hata, 0 uyarı, 0 kabul edilmiş" in shown
    assert f"{DESK}?tablo=departments.facilities" in shown
    assert "Garaj: kapalı alan 140" in shown


def test_another_row_shows_nothing(report: Report, garage: Facility, boss: Client) -> None:
    other = Facility.objects.create(year=report.year, name="Depo", area=100)
    shown = text(boss.get(reverse("admin:departments_facility_change", args=[other.pk])))
    assert "findings-banner" not in shown


def test_accepted_findings_stay_visible_at_the_form(several: Report, boss: Client) -> None:
    facility = Facility.objects.get(name="Garaj")
    shown = text(boss.get(reverse("admin:departments_facility_change", args=[facility.pk])))

    assert "1 kabul edilmiş bulgu" in shown
    assert REASON in shown
    assert "finding-input" not in shown


def test_readers_see_the_finding_at_the_value(
    garage: Facility, as_role: Callable[[str], Client]
) -> None:
    change = reverse("admin:departments_facility_change", args=[garage.pk])
    shown = text(as_role("auditor").get(change))
    assert "finding-note--error" in shown


@pytest.fixture
def camera_table(report: Report) -> FreeTable:
    table = FreeTable.objects.create(
        year=report.year, code="kamera", title="Kameralar", section="III.B.1"
    )
    FreeColumn.objects.create(table=table, position=1, key="yer", title="Yer", kind="text")
    FreeColumn.objects.create(table=table, position=2, key="adet", title="Adet", kind="integer")
    FreeRow.objects.create(table=table, key="meydan", values={"yer": "Meydan", "adet": "13"})
    FreeRow.objects.create(table=table, key="otogar", values={"yer": "Otogar", "adet": "5"})
    return table


def test_lines_are_marked_inside_their_parents_form(camera_table: FreeTable, boss: Client) -> None:
    response = boss.get(reverse("admin:departments_freetable_change", args=[camera_table.pk]))

    assert "Kameralar: 13." in text(response)
    rows = response.context["inline_admin_formsets"][1].formset.forms
    marked = [
        (form.instance.key, name)
        for form in rows
        for name, field in form.fields.items()
        if "finding-input" in str(field.widget.attrs.get("class"))
    ]
    assert marked == [("meydan", "cell_adet")]


def test_lines_with_a_page_of_their_own_show_it_there_too(several: Report, boss: Client) -> None:
    figure = KeyFigure.objects.get()
    for name, record in (("keyfigure", figure), ("figuregroup", figure.group)):
        shown = text(boss.get(reverse(f"admin:departments_{name}_change", args=[record.pk])))
        assert "Yol yapımı: 13." in shown


def test_a_text_names_its_unknown_references_while_it_is_edited(
    report: Report, boss: Client
) -> None:
    narrative = Narrative.objects.create(year=report.year, section="I.C.1", body="Alan: 5.")
    change = reverse("admin:reports_narrative_change", args=[narrative.pk])
    assert "findings-banner" not in text(boss.get(change))

    body = "Alan: {{ departments.facilities.total.yok | decimal }}"
    response = boss.post(
        change,
        {"year": "2024", "section": "I.C.1", "body": body, "_continue": "1"},
        follow=True,
    )

    assert "TST-004" in text(response)
    assert "finding-note" in response.context["adminform"].form.fields["body"].help_text
    [[item]] = [line.items for g in boss.get(DESK).context["groups"] for line in g.lines]
    desk = reverse("admin:text_desk", args=[2024, "I.C.1"])
    assert boss.get(item.data_href).headers["Location"] == desk
    assert "RPR-020" in text(boss.get(desk)) or "TST-004" in text(boss.get(desk))


def test_printed_figures_show_what_they_contradict(report: Report, boss: Client) -> None:
    figure = StatedFigure.objects.create(
        year=report.year, key="t1.alan", value="100", dataset="departments.facilities"
    )
    change = reverse("admin:reports_statedfigure_change", args=[figure.pk])

    assert "Basılı 100." in text(boss.get(change))
    shown = text(boss.get(f"{DESK}?duzey=warning"))
    assert change in shown
    assert "Basılı metnin 1234. satırı" in shown


# -- publishing ------------------------------------------------------------------------------------


def test_the_publish_page_names_what_stands_in_the_way(
    report: Report, garage: Facility, as_role: Callable[[str], Client]
) -> None:
    publisher = as_role("publisher")
    address = "/yonetim/reports/report/2024/yayimla/"

    before = text(publisher.get(address))
    assert "1 açık hata var" in before
    assert f'<a href="{page_of(report)}?geri=' in before
    assert 'role="alert"' not in before

    refused = text(publisher.post(address, {"reason": ""}))
    assert "1 açık hata var" in refused
    assert 'role="alert"' in refused
    assert not Publication.objects.exists()

    publisher.post(page_of(report), {"reason": REASON})
    after = text(publisher.get(address))
    assert "1 bulgu gerekçesiyle kabul edilmiştir" in after
    assert "Kabul edilmemiş hata yok" in after
    publisher.post(address, {"reason": ""})
    assert "donduruldu" in text(publisher.get(address))
    assert not Publication.objects.exists()
    publisher.post(address, {"step": "publish"})
    assert Publication.objects.get().version == 1


# -- the sidebar -----------------------------------------------------------------------------------


def badge(client: Client) -> Any:
    items = client.get("/yonetim/").context["sidebar_navigation"][0]["items"]
    return next(item for item in items if item.get("counts_errors")).get("badge")


def test_the_sidebar_counts_open_errors(report: Report, boss: Client) -> None:
    assert badge(boss) is None
    facility = Facility.objects.create(year=report.year, name="Garaj", area=1, closed_area=2)
    assert badge(boss) == 1
    facility.delete()
    assert badge(boss) is None


@pytest.mark.postgresql("an error inside a transaction; what is counted at its end")
def test_an_unchanged_report_is_checked_once(
    report: Report, garage: Facility, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Report] = []

    def counted(of: Report, part: Maker) -> Any:
        runs.append(of)
        return checked_document(of, part)

    monkeypatch.setattr(checking, "checked_document", counted)
    for _ in range(3):
        boss.get("/yonetim/departments/facility/")
    assert len(runs) == 1
    boss.get(reverse("admin:departments_facility_change", args=[garage.pk]))
    assert len(runs) == 1
    garage.area = Decimal(101)
    garage.save()
    boss.get(reverse("admin:departments_facility_change", args=[garage.pk]))
    assert len(runs) == 2


@pytest.mark.postgresql("an error inside a transaction; what is counted at its end")
def test_rows_that_break_the_document_close_no_page(
    garage: Facility, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_report: Report, _part: Maker) -> Any:
        raise registry.RegistryError("aynı adres iki kez")

    monkeypatch.setattr(checking, "checked_document", broken)

    change = reverse("admin:departments_facility_change", args=[garage.pk])
    assert boss.get(change).status_code == 200
    assert boss.get("/yonetim/departments/facility/").status_code == 200
    assert badge(boss) is None


# -- where tables are entered --------------------------------------------------------------------


def test_every_published_table_is_entered_somewhere() -> None:
    families = [(family.prefix, f"{family.prefix}.") for family in registry.families()]
    tables = [(dataset.id,) for dataset in registry.static_datasets()]
    missing = [
        names[0]
        for names in [*tables, *families]
        if not any(table.holds(name) for table in registry.office_tables() for name in names)
    ]
    assert missing == []


@pytest.mark.parametrize(
    "table", registry.office_tables(), ids=lambda t: f"{t.model}:{t.datasets[0]}"
)
def test_places_name_models_and_fields_that_exist(table: registry.OfficeTable) -> None:
    model = apps.get_model(table.model)
    assert model in admin.site._registry
    names = {column.name for column in model._meta.get_fields()}
    # Also what a form shows without letting it be typed.
    names |= {str(name) for name in admin.site._registry[model].readonly_fields}
    assert set(table.fields.values()) <= names


# -- two years -------------------------------------------------------------------------------------


def test_the_newest_report_is_the_one_in_work(report: Report, boss: Client) -> None:
    older = FiscalYear.objects.create(year=2018)
    Report.objects.create(year=older, institution="Örnek Belediyesi", title="2018 Raporu")
    for year in (older, report.year):
        Facility.objects.create(year=year, name="Garaj", area=1)

    assert boss.get("/yonetim/bulgular/").headers["Location"] == DESK
    form = boss.get("/yonetim/departments/facility/add/").context["adminform"].form
    assert str(form.initial["year"]) == "2024"
    listed = boss.get("/yonetim/departments/facility/").context["cl"].result_list
    assert [row.year_id for row in listed] == [2024, 2018]
    reports = boss.get("/yonetim/reports/report/").context["cl"].result_list
    assert [row.pk for row in reports] == [2024, 2018]
