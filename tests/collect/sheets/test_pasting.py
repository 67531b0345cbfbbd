"""A block from a spreadsheet, put over the grid on the server: reviewed, not saved."""

from __future__ import annotations

import pytest
from django.test import Client

from departments.models import Vehicle
from reports.collect.sheets.blocks import block
from reports.models import Section

from .filling import Filling, sheet
from .test_saving import counts, leased, owned


@pytest.fixture
def cars(editor: Client, vehicles: dict[str, Vehicle], garage: Section) -> Filling:
    return Filling(editor, sheet(garage, "araclar"))


def test_cells_are_told_apart_by_tabs_semicolons_and_quotes() -> None:
    assert block('a\t"b\tc"\t\r\n\r\nd\te\n') == [["a", "b\tc", ""], ["d", "e"]]
    assert block("a;1,5\nb;2") == [["a", "1,5"], ["b", "2"]]
    assert block("bir, iki") == [["bir, iki"]]
    assert block(" \n") == []


@pytest.mark.django_db
def test_a_block_with_names_finds_its_rows(cars: Filling) -> None:
    cars.paste("OTOBÜS\t4\t1\nKamyon\t6\t\nGreyder\t2\t2")
    assert counts() == {"Kamyon": (5, None), "Otobüs": (3, None)}
    assert cars.value(owned("Otobüs")) == "4"
    assert cars.value(leased("Otobüs")) == "1"
    assert "Değişen 3 hücre" in cars.text
    assert "Henüz hiçbir şey kaydedilmedi" in cars.text

    assert cars.save(oneri="benimki").status_code == 302
    assert counts() == {"Kamyon": (6, None), "Otobüs": (4, 1), "Greyder": (2, 2)}


@pytest.mark.django_db
def test_a_block_of_figures_goes_down_from_the_first_row(cars: Filling) -> None:
    cars.paste("7\t1\n8\t2")
    assert "satırlarda ad yok; hücreler ilk satırdan başlayarak" in cars.text
    assert cars.save().status_code == 302
    assert counts() == {"Kamyon": (7, 1), "Otobüs": (8, 2)}


@pytest.mark.django_db
def test_titles_say_which_column_is_which(cars: Filling) -> None:
    cars.paste("Kiralık\tToplam\tTaşıtın cinsi\n2\t9\tKamyon")
    assert cars.save().status_code == 302
    assert counts()["Kamyon"] == (5, 2)


@pytest.mark.django_db
def test_a_copy_of_the_whole_grid_fits_with_its_computed_columns(cars: Filling) -> None:
    cars.paste("Kamyon\t7\t1\t8\nOtobüs\t3\t0\t3")
    assert cars.save().status_code == 302
    assert counts() == {"Kamyon": (7, 1), "Otobüs": (3, 0)}


@pytest.mark.django_db
def test_what_can_t_be_read_is_said_at_once_and_kept(cars: Filling) -> None:
    cars.paste("Kamyon\tbeş\t1")
    assert cars.problems == [
        "Kamyon, Belediyeye ait: «beş» sayı olarak okunamadı. Yalnızca rakam yazın; ondalıkları "
        "virgülle ayırın: 1234567,89"
    ]
    assert cars.value(owned("Kamyon")) == "beş"


@pytest.mark.django_db
def test_a_block_that_does_not_fit_is_refused_and_stays_in_its_box(cars: Filling) -> None:
    cars.put({owned("Kamyon"): "9"}).paste("1\t2\t3\t4\t5\t6")
    assert "Sütunlar eşleşmedi: satırlarda 6 hücre var." in cars.text
    assert cars.fields["blok"] == ["1\t2\t3\t4\t5\t6"]
    assert cars.value(owned("Kamyon")) == "9"


@pytest.mark.django_db
def test_an_empty_block_says_so(cars: Filling) -> None:
    cars.paste("  ")
    assert "Yapıştırılan metin boş." in cars.text


@pytest.mark.django_db
def test_one_cell_settles_the_spelling_of_its_column_as_in_an_import(
    editor: Client, garage: Section
) -> None:
    grid = Filling(editor, sheet(garage, "tesisler"))
    grid.paste("Garaj\t6.600\t\t\t\nDepo\t1.250,5\t\t\t")
    assert grid.problems == []
    assert len(grid.response.context["pasted"].proposed) == 2
    alone = Filling(editor, sheet(garage, "tesisler"))
    alone.paste("Garaj\t6.600\t\t\t")
    assert len(alone.problems) == 1


# -- what goes where ---------------------------------------------------------------------------


def marked(cars: Filling) -> dict[str, str]:
    """Label → value before, of the cells that the preview colours."""
    return {
        cell.label: cell.before
        for row in cars.response.context["page"].rows
        for cell in row.cells
        if cell.before is not None
    }


@pytest.mark.django_db
def test_the_preview_colours_what_changes_and_says_what_stood_there(cars: Filling) -> None:
    cars.paste("Kamyon\t6\t\nOtobüs\t3\t1")
    assert marked(cars) == {owned("Kamyon"): "5", leased("Otobüs"): ""}
    assert "2 hücre aynıdır" in cars.text
    assert cars.text.count("sheet-pasted") == 2


@pytest.mark.django_db
def test_an_unknown_name_is_a_new_row_only_when_that_is_said(cars: Filling) -> None:
    cars.paste("Kamyon\t6\t1\nGreyder\t2\t2\nVinç\t1\t1")
    assert cars.save().status_code == 409
    assert counts() == {"Kamyon": (5, None), "Otobüs": (3, None)}
    assert "Tabloda olmayan 2 ad için karar verilmelidir" in cars.text
    assert cars.value(owned("Kamyon")) == "6"  # nothing of it is lost meanwhile

    proposed = [row.id for row in cars.response.context["page"].rows if row.is_proposed]
    cars.choose(proposed[0], "", "benimki").choose(proposed[1], "", "onunki")
    assert cars.save().status_code == 302
    assert counts() == {"Kamyon": (6, 1), "Otobüs": (3, None), "Greyder": (2, 2)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("Taşıtın cinsi\tSahibi\tKiralık\nKamyon\t9\t2", "alınmadı: «Sahibi»."),
        ("Araç\tSayı\nKamyon\t6", "alınmadı: «Araç», «Sayı»."),
        ("Kamyon\t6\t1\t7\t8\t9", "Tablodan fazla olan sütunlar alınmadı (sıra: 4, 5, 6)."),
        ("Kamyon\t6\nTOPLAM\t6", "2. satır alınmadı, toplamlar hesaplanır: TOPLAM · 6."),
        ("Kamyon\t6\nkamyon\t7", "2. satır aynı adı ikinci kez veriyor ve alınmadı: kamyon · 7."),
        ("Kamyon\t6\n\t7", "2. satırın adı yok, bu yüzden alınmadı: 7."),
        ("1\n2\n3\n4", "4. satıra tabloda yer yok: 4."),
    ],
)
def test_what_finds_no_place_is_named(cars: Filling, block: str, said: str) -> None:
    cars.paste(block)
    notices = cars.response.context["pasted"].notices
    assert any(notice.endswith(said) for notice in notices), notices
    assert cars.response.context["pasted"].proposed == []
