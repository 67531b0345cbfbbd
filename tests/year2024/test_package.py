"""The data package: lossless in both directions, and a broken one loads nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from departments.models import Vehicle
from reports.collect.packages import LoadFailed, PackageError, export_package, load_package
from reports.models import FiscalYear

from .conftest import FIXTURES

pytestmark = pytest.mark.postgresql("the whole report loaded and written back")


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "package"
    shutil.copytree(FIXTURES, root)
    return root


def test_export_gives_the_files_that_were_loaded(year: FiscalYear, tmp_path: Path) -> None:
    export_package(year, tmp_path / "out")
    exported, loaded = files(tmp_path / "out"), files(FIXTURES)
    assert sorted(exported) == sorted(loaded)
    assert [name for name in loaded if exported[name] != loaded[name]] == []


def test_loading_again_changes_nothing(year: FiscalYear, tmp_path: Path) -> None:
    export_package(year, tmp_path / "out")
    load_package(tmp_path / "out")
    export_package(year, tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "out")


def test_a_dry_run_saves_nothing(package: Path, year: FiscalYear) -> None:
    file = package / "data" / "vehicles.csv"
    file.write_text(file.read_text("utf-8") + "ornek-arac,Örnek araç,1,0\n", "utf-8")
    load_package(package, dry_run=True)
    assert not Vehicle.objects.filter(key="ornek-arac").exists()


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        file = root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return spoil


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def write(path: str, content: bytes) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / path).write_bytes(content)

    return spoil


VEHICLES = "data/vehicles.csv"


@pytest.mark.parametrize(
    ("spoil", "path", "line", "column", "sentence"),
    [
        (remove(VEHICLES), VEHICLES, 0, "", "Dosya pakette yok"),
        (replace(VEHICLES, "owned", "sahip"), VEHICLES, 1, "sahip", "sütunu bu tabloda yok"),
        (replace(VEHICLES, ",4,1\n", ",dört,1\n"), VEHICLES, 2, "owned", "dört"),
        (replace(VEHICLES, ",4,1\n", ",-4,1\n"), VEHICLES, 2, "owned", "eksi olamaz"),
        (replace(VEHICLES, ",4,1\n", ",4\n"), VEHICLES, 2, "", "3 hücre"),
        (
            replace("data/department_budgets.csv", "ozel-kalem,", "ozel-kelem,"),
            "data/department_budgets.csv",
            2,
            "department",
            "ozel-kalem",
        ),
        (
            replace("data/progress_payments.csv", "2022-09-30", "2022-09-31"),
            "data/progress_payments.csv",
            2,
            "date",
            "2022-09-31",
        ),
        (write("data/arac.csv", b"a,b\n"), "data/arac.csv", 0, "", "hiçbir tabloya ait değil"),
        (
            write("prose/IX.md", "Örnek".encode()),
            "prose/IX.md",
            0,
            "",
            "diye bir bölüm yok",
        ),
        (
            write(VEHICLES, "key,name\na,Damperli kamyonlar ığüş\n".encode("cp1254")),
            VEHICLES,
            2,
            "",
            "UTF-8 değil",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_package_loads_nothing_and_names_the_place(
    package: Path,
    year: FiscalYear,
    spoil: Callable[[Path], None],
    path: str,
    line: int,
    column: str,
    sentence: str,
    tmp_path: Path,
) -> None:
    export_package(year, tmp_path / "before")
    spoil(package)
    with pytest.raises(LoadFailed) as failure:
        load_package(package)
    found: list[PackageError] = [
        e
        for e in failure.value.errors
        if (e.path, e.line, e.column) == (path, line, column) and sentence in str(e)
    ]
    assert len(found) == 1, [str(error) for error in failure.value.errors]
    export_package(year, tmp_path / "after")
    assert files(tmp_path / "after") == files(tmp_path / "before")


def test_every_error_is_printed_not_only_the_first(package: Path, year: FiscalYear) -> None:
    replace(VEHICLES, ",4,1\n", ",dört,bir\n")(package)
    remove("data/facilities.csv")(package)
    with pytest.raises(LoadFailed) as failure:
        load_package(package)
    places = {(error.path, error.column) for error in failure.value.errors}
    assert {(VEHICLES, "owned"), (VEHICLES, "leased"), ("data/facilities.csv", "")} <= places


def test_an_export_never_overwrites_another_folder(year: FiscalYear, tmp_path: Path) -> None:
    (tmp_path / "belgeler").mkdir()
    (tmp_path / "belgeler" / "onemli.txt").write_text("örnek", "utf-8")
    with pytest.raises(FileExistsError, match="veri paketi değil"):
        export_package(year, tmp_path / "belgeler")
    assert (tmp_path / "belgeler" / "onemli.txt").read_text("utf-8") == "örnek"
