"""Signs that nobody sees come in at no door, and old rows that have them break no file."""

from __future__ import annotations

import ast
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tablib import Dataset

from departments.models import Vehicle
from departments.resources.base import VehicleResource
from kars_portal.lib.texts import plain, unwanted
from reports.collect.calendar.ics import Event, as_ics
from reports.core.documents.prose import render
from reports.core.registry import Kind
from reports.core.tables.values import normalise
from reports.ground.plain_requests import PlainRequestMiddleware
from reports.ground.texts import guarded_models, no_unwanted_signs, text_fields
from reports.models import FiscalYear, Narrative, Publication, Report
from reports.present.downloads import _write
from reports.site.views.announcements import Announcements, _versions

from . import patterns


@pytest.fixture
def truck(report: Report) -> Vehicle:
    return Vehicle.objects.create(year=report.year, name="Örnek kamyon", key="ornek", owned=3)


SIGNS = [*map(chr, set(range(32)) - {9, 10, 13}), "\ufffe", "\uffff", "\ud800", "\udfff"]
FIELD = "forms.CharField"
SPOILT = "Örnek\x00 \x0bmetin\x1f\ufffe"


# -- the signs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{ord(sign):04X}")
def test_each_sign_is_told_and_taken_out(sign: str) -> None:
    assert f"U+{ord(sign):04X}" in unwanted(f"Kars{sign}Çayı")
    assert plain(f"Kars{sign}Çayı") == ("Kars Çayı" if sign in "\x0b\x0c" else "KarsÇayı")


@given(st.text())
def test_what_is_left_can_stand_anywhere(text: str) -> None:
    kept = plain(text)

    assert not unwanted(kept)
    assert plain(kept) == kept
    kept.encode()
    ElementTree.fromstring(f"<a>{escape(kept)}</a>")  # noqa: S314 - of our own making
    if not unwanted(text):
        assert kept == text


# -- doors -----------------------------------------------------------------------------------------


def fields() -> list[models.Field[Any, Any]]:
    return [field for model in guarded_models() for field in text_fields(model)]


def test_every_text_field_refuses_them() -> None:
    """All of them, by walking the models: each has the validator, and a limit."""
    found = fields()

    assert len(found) > 150
    for field in found:
        assert no_unwanted_signs in field.validators, field
        if field.model._meta.app_label in ("reports", "departments", "finance", "performance"):
            with pytest.raises(ValidationError):
                field.run_validators(SPOILT)
        if isinstance(field, models.TextField):
            with pytest.raises(ValidationError):
                field.run_validators("a" * 200_001)


def test_every_field_of_a_form_has_a_limit() -> None:
    """Of those that belong to no model's field."""
    endless = []
    for package in patterns.PACKAGES:
        for path in patterns.files(package):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(func=function, keywords=keywords) if ast.unparse(
                        function
                    ) == FIELD and "max_length" not in {keyword.arg for keyword in keywords}:
                        endless.append(f"{path}:{node.lineno}")

    assert not endless


@pytest.mark.django_db
def test_what_is_saved_past_all_forms_loses_them(report: Report) -> None:
    made = Narrative.objects.create(year=report.year, section="II.A", body=SPOILT)

    made.refresh_from_db()
    assert made.body == plain(SPOILT)


@pytest.mark.django_db
@pytest.mark.postgresql("types, written: it can't store U+0000")
def test_a_form_of_the_office_takes_them_out(office: Client, truck: Vehicle) -> None:
    address = reverse("admin:departments_vehicle_change", args=[truck.pk])
    shown = office.get(address).context["adminform"].form
    data = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
    data = {name: value for name, value in data.items() if value is not None}

    answer = office.post(address, data | {"name": "Ör\x00nek\x0bkamyon"})

    assert answer.status_code == 302
    truck.refresh_from_db()
    assert truck.name == "Örnek kamyon"


@pytest.mark.django_db
@pytest.mark.postgresql("types, asked for: it can't be asked for U+0000")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/yonetim/departments/vehicle/?q=%00%EF%BF%BE", 200),
        ("/yonetim/departments/vehicle/%00/change/", 404),
        ("/yonetim/veri-girisi/2024/II%00A/x/", 404),
        ("/%00", 404),
        ("/dogrula/?kod=%00%0B", 200),
        ("/yonetim/?yil=%C2%B2", 200),
        ("/yonetim/departments/vehicle/import/?year__year__exact=%C2%B2", 302),
        ("/yonetim/departments/vehicle/import/?year__year__exact=" + "9" * 5000, 302),
        ("/yonetim/veri-girisi/dosya/departments.vehicle/?yil=%C2%B2", 200),
        ("/yonetim/veri-girisi/dosya/departments.vehicle/?yil=" + "9" * 5000, 200),
        ("/yonetim/reports/referencenumber/import/?year__year__exact=%C2%B2", 200),
        ("/yonetim/reports/referencenumber/import/?year__year__exact=" + "9" * 5000, 200),
    ],
)
def test_addresses_that_hold_them_break_nothing(office: Client, address: str, status: int) -> None:
    assert office.get(address).status_code == status


@pytest.mark.django_db
@pytest.mark.postgresql("types, asked for: it can't be asked for U+0000")
def test_signing_in_with_them_breaks_nothing() -> None:
    client = Client()
    client.cookies["sessionid"] = "abcdefgh\x00"
    answer = client.post("/yonetim/login/", {"username": "a\x00b", "password": "c\x00d"})

    assert answer.status_code == 200


def test_forms_of_both_kinds_cookies_and_queries_are_cleaned() -> None:
    seen: list[Any] = []

    def view(request: Any) -> Any:
        seen.append((request.POST, request.GET, request.COOKIES))

    address, form = "/?q=%1Fx", "application/x-www-form-urlencoded"
    for request in (
        RequestFactory().post(address, {"a": ["\x00b", "c"], "d": "e"}),
        RequestFactory().post(address, "a=%00b&a=c&%01d=e", content_type=form),
    ):
        request.COOKIES["sessionid"] = "x\x00"
        PlainRequestMiddleware(view)(request)

    for post, query, cookies in seen:
        assert dict(post.lists()) == {"a": ["b", "c"], "d": ["e"]}
        assert isinstance(query, QueryDict)
        assert query["q"] == "x"
        assert cookies["sessionid"] == "x"


@pytest.mark.django_db
def test_a_file_with_them_names_row_and_column(truck: Vehicle) -> None:
    data = Dataset(headers=["name", "key", "owned"])
    data.append(["Ör\x0bnek", "ornek", "8"])
    result = VehicleResource(year=truck.year).import_data(data)

    (invalid,) = result.invalid_rows
    assert invalid.number == 1
    assert "U+000B" in invalid.error.message_dict["name"][0]


# -- writers, of rows that were there before -------------------------------------------------------


def test_tables_and_prose_of_old_rows_are_clean() -> None:
    assert normalise(SPOILT, Kind.TEXT) == plain(SPOILT)
    assert not unwanted(render(SPOILT, {}).html)


@pytest.mark.django_db
def test_the_feed_answers_though_an_old_reason_has_them(client: Client) -> None:
    year = FiscalYear.objects.create(year=2024)
    Publication.objects.bulk_create(
        [
            Publication(
                year=year,
                version=1,
                document="{}",
                sha256="0" * 64,
                published_at=datetime(2025, 4, 1, tzinfo=UTC),
                reason=f"Eski gerekçe{SPOILT}".replace("\x00", ""),
            )
        ]
    )
    assert unwanted(_versions()[0].text)
    feed = Announcements()
    assert not unwanted(feed.item_description(_versions()[0]))


def test_a_calendar_and_a_workbook_hold_none() -> None:
    calendar = as_ics(
        [Event("1", date(2025, 1, 1), SPOILT, SPOILT)], name=SPOILT, made=datetime.now(UTC)
    ).decode()
    assert not unwanted(calendar)

    book = Workbook()
    _write(book.worksheets[0].cell(1, 1), SPOILT, Kind.TEXT)
    content = io.BytesIO()
    book.save(content)
    assert zipfile.is_zipfile(content)
    assert load_workbook(content).worksheets[0]["A1"].value == plain(SPOILT)


@pytest.mark.django_db
def test_an_export_of_old_rows_is_made(office: Client, truck: Vehicle) -> None:
    Vehicle.objects.filter(pk=truck.pk).update(name="eski\x0bad\ufffe")
    address = reverse("admin:departments_vehicle_export")
    form = office.get(address).context["form"]
    names = {name: "on" for name in form.fields if name.startswith("vehicleresource_")}

    answer = office.post(address, {"format": "1"} | names)

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "eski ad" in {cell.value for row in sheet.rows for cell in row}
