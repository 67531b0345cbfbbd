"""What lists, files, autocompletes and bulk actions give away or change, person by person."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from departments.models import Activity, Department, FigureGroup, Vehicle
from reports.enums import SectionState
from reports.models import Narrative, Section

from .actors import WRONG_DEPARTMENT

CSV = "0"
"""Place of CSV among the formats of an export."""

EVERYBODY = {"right": True, "finance": True, "reviewer": True, "auditor": True, "publisher": True}
"""Who sees drafts of directorates; the others do not even learn of them."""


def activity() -> Activity:
    return Activity.objects.filter(year=2024).exclude(department__code=WRONG_DEPARTMENT)[0]


@pytest.mark.parametrize("actor", ["wrong", *EVERYBODY])
def test_a_list_shows_only_what_a_person_may_see(actor: str, browsers: dict[str, Client]) -> None:
    page = browsers[actor].get(
        reverse("admin:departments_activity_changelist"), {"q": activity().title}
    )
    shown = {row.pk for row in page.context["cl"].result_list}
    assert (activity().pk in shown) is EVERYBODY.get(actor, False)


@pytest.mark.parametrize("actor", ["wrong", *EVERYBODY])
def test_a_file_holds_only_what_a_person_may_see(actor: str, browsers: dict[str, Client]) -> None:
    address = reverse("admin:departments_activity_export")
    form = browsers[actor].get(address).context["form"]
    data: dict[str, Any] = {"format": CSV}
    data |= {name: "on" for name in form.fields if name.startswith("activityresource_")}
    answer = browsers[actor].post(address, data)
    assert answer.status_code == 200
    assert (activity().title in answer.content.decode()) is EVERYBODY.get(actor, False)


@pytest.mark.postgresql("search by text")
@pytest.mark.parametrize("actor", ["wrong", "right", "reviewer"])
def test_an_autocomplete_offers_only_what_a_person_may_see(
    actor: str, browsers: dict[str, Client]
) -> None:
    group = FigureGroup.objects.filter(year=2024).exclude(department__code=WRONG_DEPARTMENT)[0]
    answer = browsers[actor].get(
        reverse("admin:autocomplete"),
        {
            "app_label": "departments",
            "model_name": "keyfigure",
            "field_name": "group",
            "term": group.title,
        },
    )
    if answer.status_code == 200:
        offered = [int(item["id"]) for item in answer.json()["results"]]
        assert (group.pk in offered) is EVERYBODY.get(actor, False)
    else:
        assert (actor, answer.status_code) == ("wrong", 403)


@pytest.mark.postgresql("many rows deleted by one statement")
@pytest.mark.parametrize("actor", ["wrong", "finance", "reviewer", "auditor", "publisher"])
def test_nobody_deletes_many_rows_of_another_directorate(
    actor: str, browsers: dict[str, Client]
) -> None:
    target = activity()
    browsers[actor].post(
        reverse("admin:departments_activity_changelist"),
        {"action": "delete_selected", "_selected_action": [target.pk], "post": "yes"},
    )
    assert Activity.objects.filter(pk=target.pk).exists()


@pytest.mark.postgresql("many rows deleted by one statement")
def test_the_directorate_deletes_its_own_rows(browsers: dict[str, Client]) -> None:
    target = activity()
    browsers["right"].post(
        reverse("admin:departments_activity_changelist"),
        {"action": "delete_selected", "_selected_action": [target.pk], "post": "yes"},
    )
    assert not Activity.objects.filter(pk=target.pk).exists()


def test_a_row_cannot_be_moved_to_another_directorate(browsers: dict[str, Client]) -> None:
    target = activity()
    other = Department.objects.get(code=WRONG_DEPARTMENT)
    data = {
        "year": 2024,
        "department": other.pk,
        "no": 999,
        "title": target.title,
        "date": "",
        "summary": "",
    }
    page = browsers["right"].post(
        reverse("admin:departments_activity_change", args=[target.pk]), data
    )
    assert "sorumluluğunuzda olmayan" in page.content.decode()
    target.refresh_from_db()
    assert target.department != other


def test_a_text_cannot_be_written_for_another_directorate(browsers: dict[str, Client]) -> None:
    data = {"year": 2024, "section": f"III.B.1/{WRONG_DEPARTMENT}", "body": "Örnek metin"}
    Narrative.objects.filter(section=data["section"]).delete()
    page = browsers["right"].post(reverse("admin:reports_narrative_add"), data)
    assert "sorumluluğunuzda olmayan" in page.content.decode()
    assert not Narrative.objects.filter(section=data["section"]).exists()


@pytest.mark.parametrize("state", ["submitted", "accepted", "sealed"])
def test_a_section_that_is_delivered_is_closed_for_list_and_form(
    state: str, browsers: dict[str, Client]
) -> None:
    Section.objects.filter(year=2024, code="I.C.1").update(state=SectionState(state))
    car = Vehicle.objects.filter(year=2024)[0]
    form = browsers["right"].get(reverse("admin:departments_vehicle_change", args=[car.pk]))
    assert b'name="_save"' not in form.content
    listed = browsers["right"].post(
        reverse("admin:departments_vehicle_changelist"),
        {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 1,
            "form-0-id": car.pk,
            "form-0-owned": 77,
            "form-0-leased": 0,
            "_save": "Kaydet",
        },
    )
    assert "bölümü:" in listed.content.decode()
    car.refresh_from_db()
    assert car.owned != 77


def test_an_import_refuses_rows_of_another_directorate(browsers: dict[str, Client]) -> None:
    rows = f"code,department,title\nornek_liste,{WRONG_DEPARTMENT},Örnek\n"
    page = browsers["right"].post(
        reverse("admin:departments_figuregroup_import"),
        {
            "import_file": SimpleUploadedFile("ornek.csv", rows.encode()),
            "format": "0",
            "year": 2024,
            "resource": "",
        },
    )
    assert "sorumluluğunuzda olmayan" in page.content.decode()
    assert not FigureGroup.objects.filter(code="ornek_liste").exists()


def test_a_sheet_takes_no_file_of_another_directorate(browsers: dict[str, Client]) -> None:
    """The list leads to sheets now: those of others are not there."""
    where = reverse("admin:sheet_upload", args=[2024, f"III.B.1/{WRONG_DEPARTMENT}", "faaliyetler"])
    rows = SimpleUploadedFile("ornek.csv", "Sıra no;Faaliyet\n901;Örnek\n".encode())
    assert browsers["right"].post(where, {"dosya": rows}).status_code in (403, 404)
    assert not Activity.objects.filter(no=901).exists()
