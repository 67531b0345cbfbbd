"""A package is a whole: what it says it has and has not, and what it says twice, is an error."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command

from departments.models import Vehicle
from reports.collect.packages import LoadFailed, WouldRemove, load_package
from reports.models import FiscalYear, Narrative, Report

pytestmark = pytest.mark.django_db

VEHICLES = "data/vehicles.csv"
PROSE = "prose/SUNUS.md"
OUTLINE = "data/outline_sections.csv"
FILES = {
    "data/report.csv": "institution,province,title\nÖrnek Belediyesi,Kars,Faaliyet Raporu\n",
    VEHICLES: "key,name,owned,leased\nkamyon,Kamyon,5,1\ntraktor,Traktör,2,\n",
    OUTLINE: "code,parent,number,title,basis,valid_from,valid_to\nSUNUS,,,Sunuş,,2006-03-17,\n",
    PROSE: "Örnek metin.\n",
}


def package(root: Path, *resources: dict[str, Any], **files: str) -> Path:
    """A package of 2024; `resources` is what it says of its files."""
    for path, content in (FILES | {VEHICLES: files.get("vehicles", FILES[VEHICLES])}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")
    descriptor = {"year": 2024, "resources": resources}
    (root / "datapackage.json").write_text(json.dumps(descriptor, indent=1), "utf-8")
    return root


def errors(root: Path) -> list[str]:
    with pytest.raises(LoadFailed) as failure:
        load_package(root)
    return [str(error) for error in failure.value.errors]


@pytest.mark.parametrize("rows", [None, 0, 1, 2])
def test_as_many_rows_as_promised_or_more(tmp_path: Path, rows: int | None) -> None:
    promised = {"path": VEHICLES} | ({} if rows is None else {"rows": rows})

    load_package(package(tmp_path, promised))

    assert Vehicle.objects.count() == 2


def test_fewer_rows_than_promised_name_both_counts_and_both_cures(tmp_path: Path) -> None:
    assert errors(package(tmp_path, {"path": VEHICLES, "rows": 3})) == [
        f"{VEHICLES}: Dosyada 2 satır var, datapackage.json 3 satır olduğunu söylüyor. Eksik "
        "satırlar geri konmalı; bilerek çıkarıldıysa datapackage.json içindeki «rows» sayısı 2 "
        "yapılmalıdır."
    ]
    assert not Report.objects.exists()


@pytest.mark.parametrize("rows", [-1, "2", 1.5, True])
def test_a_count_that_is_none(tmp_path: Path, rows: object) -> None:
    assert errors(package(tmp_path, {"path": VEHICLES, "rows": rows})) == [
        f"datapackage.json, sütun «rows»: 1. dosyanın ({VEHICLES}) satır sayısı sıfır ya da daha "
        f"büyük bir tam sayı olmalıdır. [değer: {rows}]"
    ]


@pytest.mark.parametrize("path", [PROSE, "data/ornek.csv", "tables/ornek.csv", "../report.csv"])
def test_a_file_that_is_named_must_be_there(tmp_path: Path, path: str) -> None:
    root = package(tmp_path / "package", {"path": path})
    (root / PROSE).unlink()
    (tmp_path / "report.csv").write_text("örnek", "utf-8")

    assert errors(root) == [
        f"{path}: datapackage.json bu dosyayı sayıyor, pakette yok. Dosya geri konmalı ya da "
        "datapackage.json içindeki kaydı silinmelidir."
    ]


def test_a_text_that_is_named_once(tmp_path: Path) -> None:
    root = package(tmp_path, {"path": PROSE}, {"path": VEHICLES}, {"path": PROSE})
    lines = (root / "datapackage.json").read_text("utf-8").splitlines()
    first, second = (n for n, line in enumerate(lines, start=1) if PROSE in line)

    assert errors(root) == [
        f"datapackage.json, satır {second}, sütun «path»: «{PROSE}» iki kez yazılmış: satır "
        f"{first} ve {second}. Kayıtlardan biri silinmelidir."
    ]


def test_a_row_that_is_named_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    twice = 'key,name,owned\nkamyon,"Kamyon\nve kasa",5\n\notobus,Otobüs,1\n kamyon ,Kamyon,6\n'

    assert errors(package(tmp_path, vehicles=twice)) == [
        f"{VEHICLES}, satır 6, sütun «key»: «kamyon» dosyada iki kez yazılmış: satır 2 ve satır "
        "6. Satırlardan biri silinmeli ya da ayrı bir anahtar verilmelidir. [değer:  kamyon ]"
    ]


def test_it_is_an_error_where_the_row_is_known_already(tmp_path: Path) -> None:
    """The second one would have overwritten the first without a word."""
    load_package(package(tmp_path))

    twice = FILES[VEHICLES] + "kamyon,Kamyon,99,\n"
    assert "satır 2 ve satır 4" in errors(package(tmp_path, vehicles=twice))[0]
    assert Vehicle.objects.get(key="kamyon").owned == 5


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["Bir Belediyesi,Kars,Bir", "İki Belediyesi,Kars,İki"], "satır 2 ve satır 3"),
        ([], "Dosyada satır yok; raporun bir satırı olmalıdır."),
    ],
)
def test_a_year_has_one_report(tmp_path: Path, lines: list[str], sentence: str) -> None:
    root = package(tmp_path)
    header = "institution,province,title"
    (root / "data" / "report.csv").write_text("\n".join([header, *lines, ""]), "utf-8")

    assert sentence in errors(root)[0]


def test_a_column_that_is_left_out_takes_its_values_along_only_when_asked(tmp_path: Path) -> None:
    load_package(package(tmp_path))
    root = package(tmp_path, vehicles="key,name,owned\nkamyon,Kamyon,5\ntraktor,Traktör,2\n")

    with pytest.raises(WouldRemove, match=f"{VEHICLES}: pakette «leased» sütunu yok; .*: kamyon"):
        load_package(root)
    assert Vehicle.objects.get(key="kamyon").leased == 1

    load_package(root, replace=True)
    assert Vehicle.objects.get(key="kamyon").leased is None


def test_errors_of_the_package_are_told_beside_what_it_leaves_out(tmp_path: Path) -> None:
    Vehicle.objects.create(year=FiscalYear.objects.create(year=2024), key="otobus", name="Otobüs")
    root = package(tmp_path, vehicles="key,name,owned\nkamyon,Kamyon,beş\n")
    err = io.StringIO()

    with pytest.raises(CommandError, match="1 hata bulundu"):
        call_command("load_report", root, verbosity=0, stderr=err)

    listed, wrong = err.getvalue().strip().splitlines()
    assert listed == f"{VEHICLES}: «araçlar» tablosunda pakette olmayan 1 kayıt: otobus"
    assert wrong.startswith(f"{VEHICLES}, satır 2, sütun «owned»")


def test_what_is_removed_is_on_record(tmp_path: Path) -> None:
    year = FiscalYear.objects.create(year=2024)
    Vehicle.objects.create(year=year, key="otobus", name="Otobüs", owned=3)
    Narrative.objects.create(year=year, section="II.A", body="Örnek metin.")
    out = io.StringIO()

    call_command("load_report", package(tmp_path), replace=True, verbosity=0, stdout=out)

    assert "Silindi: data/vehicles.csv: «araçlar» tablosunda pakette olmayan 1 kayıt: otobus" in (
        out.getvalue()
    )
    gone = LogEntry.objects.filter(action=LogEntry.Action.DELETE)
    assert {entry.object_repr for entry in gone} == {"Otobüs", "2024 II.A"}
    assert {entry.additional_data["actor"] for entry in gone} == {"komut satırı: load_report"}
