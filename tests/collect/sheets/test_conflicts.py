"""Two people at one sheet: the second to save sees the conflict cell by cell and loses nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from departments.models import Vehicle
from reports.collect.sheets import Sheet
from reports.models import Section

from .filling import Filling, sheet
from .test_saving import counts, leased, owned

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("rows are locked and read again")]


@pytest.fixture
def cars(vehicles: dict[str, Vehicle], garage: Section) -> Sheet:
    return sheet(garage, "araclar")


@pytest.fixture
def mine(colleague: Client, cars: Sheet) -> Filling:
    """The page of the one who saves second."""
    return Filling(colleague, cars)


@pytest.fixture
def theirs(editor: Client, cars: Sheet) -> Filling:
    """The page of the one who saves first."""
    return Filling(editor, cars)


def test_changes_of_different_cells_are_both_kept(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Kamyon"): "7"}).save()
    response = mine.put({leased("Kamyon"): "2"}).save()

    assert response.status_code == 302
    assert counts()["Kamyon"] == (7, 2)
    followed = mine.client.get(mine.address).content.decode()
    assert "Siz yazarken başkalarının yaptığı 1 değişiklik de tablodadır." in followed


def test_the_same_cell_is_a_conflict_and_nothing_is_saved(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Kamyon"): "7", leased("Otobüs"): "1"}).save()
    response = mine.put({owned("Kamyon"): "8", owned("Otobüs"): "4"}).save()

    assert response.status_code == 409
    assert counts() == {"Kamyon": (7, None), "Otobüs": (3, 1)}
    assert mine.value(owned("Kamyon")) == "8"
    assert mine.value(owned("Otobüs")) == "4"
    assert mine.value(leased("Otobüs")) == "1"
    assert "onunki <b>7</b>" in mine.text
    assert '<span class="sheet-who">Örnek Editor, ' in mine.text
    assert mine.text.count(">yenilendi<") == 1


@pytest.mark.parametrize(("choice", "kept"), [("benimki", 8), ("onunki", 7)])
def test_a_choice_lets_the_second_save_through(
    mine: Filling,
    theirs: Filling,
    vehicles: dict[str, Vehicle],
    choice: str,
    kept: int,
) -> None:
    theirs.put({owned("Kamyon"): "7"}).save()
    mine.put({owned("Kamyon"): "8", owned("Otobüs"): "4"}).save()
    response = mine.choose(vehicles["Kamyon"].pk, "owned", choice).save()

    assert response.status_code == 302
    assert counts() == {"Kamyon": (kept, None), "Otobüs": (4, None)}


def test_without_a_choice_the_conflict_stays(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Kamyon"): "7"}).save()
    mine.put({owned("Kamyon"): "8"}).save()
    assert mine.save().status_code == 409
    assert mine.value(owned("Kamyon")) == "8"
    assert counts()["Kamyon"] == (7, None)


def test_typing_the_others_value_settles_it(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Kamyon"): "7"}).save()
    mine.put({owned("Kamyon"): "8"}).save()
    assert mine.put({owned("Kamyon"): "7"}).save().status_code == 302
    assert counts()["Kamyon"] == (7, None)


def test_a_third_value_meanwhile_is_a_new_conflict(
    mine: Filling, theirs: Filling, vehicles: dict[str, Vehicle], cars: Sheet
) -> None:
    theirs.put({owned("Kamyon"): "7"}).save()
    mine.put({owned("Kamyon"): "8"}).save()
    Filling(theirs.client, cars).put({owned("Kamyon"): "9"}).save()

    response = mine.choose(vehicles["Kamyon"].pk, "owned", "benimki").save()

    assert response.status_code == 409
    assert "onunki <b>9</b>" in mine.text
    assert counts()["Kamyon"] == (9, None)


def test_the_same_value_twice_is_no_conflict(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Kamyon"): "7"}).save()
    assert mine.put({owned("Kamyon"): "7"}).save().status_code == 302


def test_what_can_t_be_read_is_a_conflict_too(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Kamyon"): "7"}).save()
    response = mine.put({owned("Kamyon"): "yedi"}).save()
    assert response.status_code == 409
    assert mine.value(owned("Kamyon")) == "yedi"
    assert counts()["Kamyon"] == (7, None)


# -- rows ----------------------------------------------------------------------------------------


def test_a_row_deleted_meanwhile_can_be_added_again(
    mine: Filling, theirs: Filling, vehicles: dict[str, Vehicle]
) -> None:
    theirs.tick("sil", vehicles["Otobüs"].pk).save()
    response = mine.put({owned("Otobüs"): "4", owned("Kamyon"): "6"}).save()

    assert response.status_code == 409
    assert list(counts()) == ["Kamyon"]
    assert "siz yazarken silindi (Örnek Editor, " in mine.text
    assert mine.value(owned("Otobüs")) == "4"

    response = mine.choose(vehicles["Otobüs"].pk, "", "benimki").save()
    assert response.status_code == 302
    assert counts() == {"Kamyon": (6, None), "Otobüs": (4, None)}


def test_a_row_deleted_meanwhile_can_stay_deleted(
    mine: Filling, theirs: Filling, vehicles: dict[str, Vehicle]
) -> None:
    theirs.tick("sil", vehicles["Otobüs"].pk).save()
    mine.put({owned("Otobüs"): "4", owned("Kamyon"): "6"}).save()
    assert mine.choose(vehicles["Otobüs"].pk, "", "onunki").save().status_code == 302
    assert counts() == {"Kamyon": (6, None)}


def test_an_untouched_row_that_was_deleted_is_no_conflict(
    mine: Filling, theirs: Filling, vehicles: dict[str, Vehicle]
) -> None:
    theirs.tick("sil", vehicles["Otobüs"].pk).save()
    assert mine.put({owned("Kamyon"): "6"}).save().status_code == 302
    assert counts() == {"Kamyon": (6, None)}


@pytest.mark.parametrize(("choice", "rows"), [("benimki", 1), ("onunki", 2)])
def test_a_row_changed_meanwhile_is_not_deleted_unseen(
    mine: Filling, theirs: Filling, vehicles: dict[str, Vehicle], choice: str, rows: int
) -> None:
    theirs.put({owned("Otobüs"): "9"}).save()
    assert mine.tick("sil", vehicles["Otobüs"].pk).save().status_code == 409
    assert counts()["Otobüs"] == (9, None)
    assert "Silmek istediğiniz bu satır siz yazarken değiştirildi" in mine.text

    assert mine.choose(vehicles["Otobüs"].pk, "", choice).save().status_code == 302
    assert len(counts()) == rows


def test_a_row_added_meanwhile_is_shown_and_kept(mine: Filling, theirs: Filling) -> None:
    theirs.put({"h.y0.name": "Greyder", "h.y0.owned": "1"}).save()
    mine.put({owned("Kamyon"): "beş"}).save()
    assert "Bu satır siz yazarken eklendi (Örnek Editor, " in mine.text
    assert mine.value(owned("Greyder")) == "1"
    assert mine.put({owned("Kamyon"): "6"}).save().status_code == 302
    assert counts()["Greyder"] == (1, None)


def test_the_same_row_added_by_both_is_compared_cell_by_cell(
    mine: Filling, theirs: Filling
) -> None:
    theirs.put({"h.y0.name": "Greyder", "h.y0.owned": "1"}).save()
    response = mine.put({"h.y0.name": "GREYDER", "h.y0.owned": "2", "h.y0.leased": "3"}).save()

    assert response.status_code == 409
    assert mine.value(owned("Greyder")) == "2"
    assert mine.value(leased("Greyder")) == "3"
    pk = Vehicle.objects.get(year=2024, name="Greyder").pk
    assert mine.choose(pk, "owned", "benimki").save().status_code == 302
    assert counts()["Greyder"] == (2, 3)


def test_the_same_offered_row_filled_by_both(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Traktör"): "1"}).save()
    assert mine.put({leased("Traktör"): "2"}).save().status_code == 302
    assert counts()["Traktör"] == (1, 2)


def test_the_same_cell_of_an_offered_row_is_a_conflict(mine: Filling, theirs: Filling) -> None:
    theirs.put({owned("Traktör"): "1"}).save()
    assert mine.put({owned("Traktör"): "2"}).save().status_code == 409
    assert counts()["Traktör"] == (1, None)
    assert mine.value(owned("Traktör")) == "2"


# -- what comes back ------------------------------------------------------------------------------


def test_a_page_that_was_tampered_with_saves_nothing(mine: Filling) -> None:
    mine.fields["taban"] = ["x"]
    mine.put({owned("Kamyon"): "8"}).save()
    assert mine.problems == [": Sayfa eskimiş; değerler kontrol edilip yeniden kaydedilmeli."]
    assert mine.value(owned("Kamyon")) == "8"
    assert mine.save().status_code == 302
    assert counts()["Kamyon"] == (8, None)


def test_the_page_of_another_sheet_is_not_taken(
    mine: Filling, colleague: Client, garage: Section
) -> None:
    other = Filling(colleague, sheet(garage, "tesisler"))
    mine.fields["taban"] = other.fields["taban"]
    mine.put({owned("Kamyon"): "8"}).save()
    assert counts()["Kamyon"] == (5, None)
