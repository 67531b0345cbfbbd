"""Rows of free tables from and to files: the data package and the staff's spreadsheet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from departments.models import FreeRow, FreeTable
from departments.resources.free import FreeColumnResource, FreeTableResource
from departments.resources.free_rows_part import FreeRowsPart
from reports.collect.packages import LoadLog, ResourcePart
from reports.models import FiscalYear, Section
from tests.office.intake.files import Confirmation, confirm, look, upload, words

from .free import make_department, make_row, make_table

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

PART = FreeRowsPart()
ROWS = """\
row,ad,adet,olumlu,tutar,tarih
bir,Bir,8,6,10.10,2024-09-30
iki,"İki, üç",,,1234567.00,
"""


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def load(year: FiscalYear, root: Path) -> list[str]:
    log = LoadLog()
    PART.load(year, root, log)
    return [str(error) for error in log.errors]


def values() -> list[tuple[str, dict[str, str]]]:
    return [(row.key, row.values) for row in FreeRow.objects.all()]


# -- data package --------------------------------------------------------------------------------


@pytest.mark.postgresql("cells are kept as JSON")
def test_rows_come_out_of_a_package_as_they_went_in(year: FiscalYear, tmp_path: Path) -> None:
    make_table(year)
    write(tmp_path, "tables/ornek_tablo.csv", ROWS)

    assert load(year, tmp_path) == []
    assert load(year, tmp_path) == []
    (descriptor,) = PART.export(year, tmp_path / "out")

    assert (tmp_path / "out/tables/ornek_tablo.csv").read_text(encoding="utf-8") == ROWS
    assert descriptor["path"] == "tables/ornek_tablo.csv"
    assert [(f["name"], f["type"]) for f in descriptor["schema"]["fields"]] == [
        ("row", "string"),
        ("ad", "string"),
        ("adet", "integer"),
        ("olumlu", "integer"),
        ("tutar", "number"),
        ("tarih", "date"),
    ]
    assert values() == [
        (
            "bir",
            {"ad": "Bir", "adet": "8", "olumlu": "6", "tutar": "10.10", "tarih": "2024-09-30"},
        ),
        ("iki", {"ad": "İki, üç", "tutar": "1234567.00"}),
    ]


def test_every_problem_of_a_file_is_named_with_line_and_column(
    year: FiscalYear, tmp_path: Path
) -> None:
    make_table(year)
    write(
        tmp_path,
        "tables/ornek_tablo.csv",
        "row,ad,adet,tarih\nbir,Bir,çok,2024-06-31\nbir,İki,1,\nToplam,Üç,2,\n",
    )

    assert load(year, tmp_path) == [
        "tables/ornek_tablo.csv, satır 2, sütun «adet»: «çok» sayı olarak okunamadı. Yalnızca "
        "rakam yazın; ondalıkları virgülle ayırın: 1234567,89 [değer: çok]",
        "tables/ornek_tablo.csv, satır 2, sütun «tarih»: «2024-06-31» diye bir tarih yok. Günü ve "
        "ayı denetleyip 30.09.2024 ya da 2024-09-30 biçiminde yazın. [değer: 2024-06-31]",
        "tables/ornek_tablo.csv, satır 3, sütun «row»: «bir» dosyada iki kez yazılmış: "
        "satır 2 ve satır 3. Satırlardan biri silinmeli ya da ayrı bir anahtar verilmelidir. "
        "[değer: bir]",
        "tables/ornek_tablo.csv, satır 4, sütun «row»: Satır anahtarı yalnız küçük harf (a-z), "
        "rakam ve tireden oluşur. [değer: Toplam]",
    ]


def test_an_unknown_or_computed_column_is_refused(year: FiscalYear, tmp_path: Path) -> None:
    make_table(year)
    write(tmp_path, "tables/ornek_tablo.csv", "row,ad,adett,oran\nbir,Bir,1,75\n")

    assert load(year, tmp_path) == [
        "tables/ornek_tablo.csv, satır 1, sütun «adett»: «adett» sütunu bu tabloda yok. «Adet» mi "
        "demek istendi? Beklenen sütunlar: row, ad, adet, olumlu, tutar, tarih.",
        "tables/ornek_tablo.csv, satır 1, sütun «oran»: «oran» sütunu bu tabloda yok. Beklenen "
        "sütunlar: row, ad, adet, olumlu, tutar, tarih.",
    ]


def test_a_missing_file_and_a_file_without_a_table_are_named(
    year: FiscalYear, tmp_path: Path
) -> None:
    make_table(year)
    write(tmp_path, "tables/baska.csv", "row,ad\n")

    assert load(year, tmp_path) == [
        "tables/ornek_tablo.csv: Dosya pakette yok; yalnız başlık satırıyla da olsa bulunmalıdır.",
        "tables/baska.csv: «baska» kodlu serbest tablo yok; data/free_tables.csv dosyasına "
        "eklenmeli ya da bu dosya silinmelidir.",
    ]


def test_tables_and_columns_come_from_files_and_formulas_are_checked_as_a_whole(
    year: FiscalYear, tmp_path: Path
) -> None:
    make_department()
    write(
        tmp_path,
        "data/free_tables.csv",
        "code,department,section,title,unit,basis,note,line_from,line_to\n"
        "davalar,ornek,III.B.1,Örnek davalar,dosya,,,1,2\n",
    )
    columns = (
        "table,key,title,kind,unit,total,formula,description,people\n"
        "davalar,toplam,Toplam,integer,dosya,sum,acik + {},,\n"
        "davalar,acik,Açık,integer,dosya,sum,,,sensitive\n"
        "davalar,kapanan,Kapanan,integer,dosya,sum,,,establishment\n"
    )
    write(tmp_path, "data/free_columns.csv", columns.format("kapanmayan"))
    tables = ResourcePart("free_tables", FreeTableResource)
    parts = ResourcePart("free_columns", FreeColumnResource)
    log = LoadLog()
    tables.load(year, tmp_path, log)
    parts.load(year, tmp_path, log)
    assert [str(error) for error in log.errors] == [
        "data/free_columns.csv, satır 2, sütun «formula»: «acik + kapanmayan» formülündeki "
        "«kapanmayan» diye sayısal bir sütun yok. Kullanılabilecekler: acik, kapanan. "
        "[değer: acik + kapanmayan]"
    ]

    write(tmp_path, "data/free_columns.csv", columns.format("kapanan"))
    log = LoadLog()
    parts.load(year, tmp_path, log)
    assert log.errors == []
    assert [column.key for column in FreeTable.objects.get().column_list] == [
        "toplam",
        "acik",
        "kapanan",
    ]
    parts.export(year, tmp_path / "out")
    assert (tmp_path / "out/data/free_columns.csv").read_text(encoding="utf-8") == columns.format(
        "kapanan"
    )


# -- spreadsheet ---------------------------------------------------------------------------------


@pytest.fixture
def section(year: FiscalYear) -> Section:
    """The part of the report in which the directorate's tables stand."""
    return Section.objects.create(year=year, code="III.B.1/ornek", title="Örnek", position=1)


def page(table: FreeTable, name: str) -> str:
    return reverse(f"admin:departments_freetable_{name}", args=[table.pk])


def look_at(client: Client, section: Section, content: bytes, name: str = "ornek.csv") -> Response:
    return look(client, upload(client, section, "tablo-ornek_tablo", content, name))


@pytest.mark.postgresql("cells are kept as JSON")
def test_what_is_downloaded_can_be_uploaded_again(
    admin_client: Client, year: FiscalYear, section: Section
) -> None:
    table = make_table(year)
    make_row(table, ad="=Bir", adet="6600", tutar="1234567.50", tarih="2024-09-30")
    before = values()

    content = admin_client.get(page(table, "download_rows")).content
    assert "0 değişiklik" in words(look_at(admin_client, section, content, "ornek.xlsx"))
    book = load_workbook(BytesIO(content))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [
        "Satır anahtarı", "Ad", "Adet", "Olumlu", "Tutar", "Tarih",
    ]  # fmt: skip
    assert sheet["C2"].value == 6600
    sheet["B2"] = "Bir"
    changed = BytesIO()
    book.save(changed)

    response = confirm(admin_client, look_at(admin_client, section, changed.getvalue()))

    assert response.status_code == 302
    ((key, cells),) = before
    assert values() == [(key, cells | {"ad": "Bir"})]


def test_turkish_headings_and_spellings_are_read_and_keys_follow_from_the_text(
    admin_client: Client, year: FiscalYear, section: Section
) -> None:
    make_table(year)
    content = "AD;Adet;Tutar;Tarih\nBir;6.600;1.234,50;30.09.2024\n;;;\nİki;1.250.000;0,5;\n"

    assert (
        confirm(admin_client, look_at(admin_client, section, content.encode("utf-8-sig")))
    ).status_code == 302
    assert values() == [
        ("bir", {"ad": "Bir", "adet": "6600", "tutar": "1234.50", "tarih": "2024-09-30"}),
        ("iki", {"ad": "İki", "adet": "1250000", "tutar": "0.50"}),
    ]
    again = look_at(admin_client, section, content.encode("utf-8-sig"))
    assert "0 değişiklik" in words(again)


@pytest.mark.postgresql("cells are kept as JSON")
def test_a_file_with_one_wrong_cell_changes_nothing_and_says_where(
    admin_client: Client, year: FiscalYear, section: Section
) -> None:
    make_table(year)

    shown = look_at(admin_client, section, "Ad;Adet\nBir;5\nİki;beş\nÜç;4\n".encode())

    (trouble,) = shown.context["troubles"]
    assert (trouble.address, trouble.value) == ("B3", "beş")
    assert not Confirmation(shown.content.decode()).has_button
    assert values() == []


def test_a_file_is_looked_at_without_saving(
    admin_client: Client, year: FiscalYear, section: Section
) -> None:
    make_table(year)

    shown = look_at(admin_client, section, b"Ad;Adet\nBir;5\n").context["shown"]

    assert (len(shown.new), len(shown.changed), shown.troubles) == (1, 0, [])
    assert values() == []


def test_the_old_address_leads_to_the_tables_sheet(
    admin_client: Client, year: FiscalYear, section: Section
) -> None:
    table = make_table(year)
    old = page(table, "upload_rows")
    new = reverse("admin:sheet_upload", args=[2024, section.code, "tablo-ornek_tablo"])

    assert admin_client.get(old).headers["Location"] == new
    file = SimpleUploadedFile("ornek.csv", b"Ad,Adet\nBir,5\n")
    done = admin_client.post(old, {"file": file}, follow=True)

    assert done.redirect_chain == [(new, 302)]
    assert "hiçbir satır kaydedilmedi" in done.content.decode()
    assert values() == []


def test_without_its_section_the_old_address_says_so(
    admin_client: Client, year: FiscalYear
) -> None:
    table = make_table(year)

    done = admin_client.get(page(table, "upload_rows"), follow=True)

    assert done.redirect_chain == [(page(table, "change"), 302)]
    assert "bölümü açılmamış" in done.content.decode()


def test_who_may_only_look_can_not_upload(
    client: Client, year: FiscalYear, section: Section
) -> None:
    table = make_table(year)
    user = User.objects.create_user("ornek", password="ornek", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=("view_freetable", "see_every_section"))
    )
    client.force_login(user)

    assert client.get(page(table, "download_rows")).status_code == 200
    assert client.get(page(table, "upload_rows")).status_code == 403
