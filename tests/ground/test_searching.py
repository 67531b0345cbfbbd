"""Search by Turkish rules: what people type finds what they mean, alike on both databases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.models import Activity, Department
from kars_portal.lib.turkish import query_keys, search_key, upper
from reports.ground.rehearsal import rehearsed
from reports.ground.searching import LOOKUP, narrowed
from reports.models import FiscalYear

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("search by text in SQL of our own"),
]

CODES = {
    "fen-isleri": "Fen İşleri Müdürlüğü",
    "temizlik-isleri": "Temizlik İşleri Müdürlüğü",
    "isik": "ISLIK VE IŞIK MÜDÜRLÜĞÜ",
    "kagizman": "Kâğızman’ın Ölçü ve Çağrı Birimi %50_\\",
}


@pytest.fixture(autouse=True)
def _departments() -> None:
    for code, name in CODES.items():
        Department.objects.create(code=code, name=name)


def found(typed: str) -> set[str]:
    return set(narrowed(Department.objects.all(), ["name"], typed).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("fen işleri", {"fen-isleri"}),
        ("FEN İŞLERİ", {"fen-isleri"}),
        ("FEN ISLERI", {"fen-isleri"}),
        ("isleri fen", {"fen-isleri"}),
        ("fen temizlik", set()),
        ("TEMİZLİK İŞLERİ", {"temizlik-isleri"}),
        ("temizlik isleri mudurlugu", {"temizlik-isleri"}),
        ("ışık", {"isik"}),
        ("IŞIK", {"isik"}),
        ("isik ıslık", {"isik"}),
        ("mudurluk", set()),
        ("kagizman'in olcu", {"kagizman"}),
        ("KÂĞIZMAN ÇAĞRI", {"kagizman"}),
        ('"ve cagri"', {"kagizman"}),
        ('"cagri ve"', set()),
        (unicodedata.normalize("NFD", "müdürlüğü fen"), {"fen-isleri"}),
        ("%", {"kagizman"}),
        ("_", {"kagizman"}),
        ("\\", {"kagizman"}),
        ("50_\\", {"kagizman"}),
        ("", set(CODES)),
        (" '’ ", set(CODES)),
        ("\0fen\0", {"fen-isleri"}),
        ("'; DROP TABLE departments_department; --", set()),
        ('fen "', set()),
    ],
)
def test_words_find_what_they_mean(typed: str, codes: set[str]) -> None:
    assert found(typed) == codes


def test_iş_finds_every_directorate_of_works_however_it_is_written() -> None:
    for typed in ("iş", "İŞ", "Iş", "is", "IS"):
        assert found(typed) == {"fen-isleri", "temizlik-isleri", "isik"}


def test_more_than_anybody_types_is_answered_too() -> None:
    many = " ".join(f"{a}{b}" for a in "abcdefghij" for b in "klmnoprst") * 50

    assert found(many) == set()
    assert len(query_keys(many)) < 100
    assert found('"' * 5000) == set()
    assert found("i" * 100_000) == set()


def test_fields_of_related_rows_and_numbers_are_searched_too() -> None:
    row = Activity.objects.create(
        year=FiscalYear.objects.create(year=2024),
        department=Department.objects.get(code="fen-isleri"),
        no=12,
        title="Örnek İnşaat",
    )
    rows = Activity.objects.all()
    fields = ["title", "department__name", "no", "year__year"]

    for typed in ("insaat FEN", "12 işleri", "2024 ÖRNEK", "fen müdürlüğü inşaat"):
        assert list(narrowed(rows, fields, typed)) == [row]
    assert not narrowed(rows, fields, "13")
    assert not narrowed(rows, fields, "inşaat temizlik")


def test_what_is_rehearsed_on_a_copy_is_searched_there() -> None:
    assert rehearsed(lambda: found("FEN İŞLERİ"))() == {"fen-isleri"}


LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc"])


@given(st.text(st.one_of(LATIN, st.sampled_from("İIıişŞğĞ'’́̇̆ßÆœ\u00a0\u2003")), max_size=30))
@settings(max_examples=60)
def test_the_database_has_the_same_key_as_python(text: str) -> None:
    """A text is found by itself, in capitals and by its key, and not by what it does not hold."""
    Department.objects.filter(code="isik").update(name=text)
    key = search_key(text)
    for typed in (text, upper(text), key, f"{key}q{key}"):
        rows = Department.objects.filter(code="isik")
        is_found = rows.filter(**{f"name__{LOOKUP}": typed}).exists()
        assert is_found is (search_key(typed) in key), typed
