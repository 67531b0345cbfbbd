"""Turkish text: case, addresses, order and search keys."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kars_portal.lib.turkish import (
    ascii_fold,
    casefold,
    lower,
    search_key,
    shortened,
    slugify,
    sort_key,
    stem,
    title_from_upper,
    upper,
)

TURKISH = st.text("abcçdefgğhıijklmnoöprsştuüvyzâîûABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ 0123456789-.'’")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İSTANBUL", "istanbul"),
        ("IĞDIR", "ığdır"),
        ("I\u0307stanbul", "istanbul"),
        ("i\u0307l", "il"),
        ("Şehi\u0307r", "şehir"),
        ("s\u0327ehir", "şehir"),
        ("", ""),
    ],
)
def test_casefold_follows_turkish_and_leaves_no_combining_dot(text: str, folded: str) -> None:
    assert casefold(text) == folded


def test_upper_and_lower_keep_the_two_letters_i_apart() -> None:
    assert upper("ığdır ili") == "IĞDIR İLİ"
    assert lower("IĞDIR İLİ") == "ığdır ili"


@given(TURKISH)
def test_upper_and_lower_undo_each_other(text: str) -> None:
    assert lower(upper(lower(text))) == lower(text)
    assert casefold(upper(text)) == casefold(lower(text))


@given(st.text())
def test_casefold_gives_nfc_without_the_combining_dot(text: str) -> None:
    folded = casefold(text)
    assert (unicodedata.is_normalized("NFC", folded), folded.count("\u0307")) == (True, 0)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kağızman Işıklı", "kagizman-isikli"),
        ("İMAR VE ŞEHİRCİLİK MÜDÜRLÜĞÜ", "imar-ve-sehircilik-mudurlugu"),
        ("Kars'ın bütçesi", "karsin-butcesi"),
        ("Kars’ın kâr/zararı", "karsin-kar-zarari"),
        ("  Alan (m²) – 2024  ", "alan-m2-2024"),
        ("日本", "u65e5-u672c"),
        ("—!?", ""),
    ],
)
def test_slugify_spells_turkish_in_ascii(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_slugify_cuts_between_words_when_that_keeps_at_least_half() -> None:
    assert slugify("mezarlıklar müdürlüğü", max_length=15) == "mezarliklar"
    assert slugify("mezarlıklar müdürlüğü", max_length=11) == "mezarliklar"
    assert slugify("a mezarlıklarmüdürlüğü", max_length=10) == "a-mezarlik"


def test_slugify_refuses_a_length_below_one() -> None:
    with pytest.raises(ValueError, match="max_length"):
        slugify("Kars", max_length=0)


@given(st.text(), st.integers(1, 100))
def test_a_slug_is_ascii_short_and_empty_only_without_letters_and_digits(
    text: str, max_length: int
) -> None:
    slug = slugify(text, max_length)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug) is not None
    assert len(slug) == min(len(slug), max_length)
    if any(char.isalnum() for char in casefold(text)):
        assert slug != ""


@given(TURKISH)
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)


def test_sort_key_follows_the_turkish_alphabet() -> None:
    letters = list("abcçdefgğhıijklmnoöpqrsştuüvwxyz")
    backwards = letters[::-1]
    assert sorted(backwards, key=sort_key) == letters


@pytest.mark.parametrize(
    "names",
    [
        ["03.2", "03.10", "3a", "a2", "a10"],
        ["Cami", "Çamur", "Dere", "Iğdır", "İğdir", "Oltu", "Ölçü", "Şose", "Tarla"],
        ["Kars", "Kars Belediyesi", "Karsak"],
        ["kar", "kâr", "kara"],
        ["2023 yılı", "2024 yılı", "yıl"],
        ["9", "10", "9" * 5000],
    ],
)
def test_sort_key_orders_as_a_reader_expects(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=sort_key) == names


@given(st.lists(st.text()))
def test_sort_key_is_a_total_order(texts: list[str]) -> None:
    ordered, backwards = sorted(texts, key=sort_key), texts[::-1]
    assert sorted(backwards, key=sort_key) == ordered
    assert [a for a, b in pairwise(ordered) if sort_key(a) == sort_key(b) and a != b] == []


def test_ascii_fold_keeps_case_and_other_scripts() -> None:
    assert ascii_fold("Işıklı ĞÜŞİÖÇ âîû Straße Кars") == "Isikli GUSIOC aiu Strasse Кars"


@pytest.mark.parametrize(
    "text", ["IĞDIR  İli", "ığdır ili", "igdir ili", "IGDIR ILI", "Iğdır İl'i"]
)
def test_search_key_ignores_case_turkish_letters_apostrophes_and_blanks(text: str) -> None:
    assert search_key(text) == "igdir ili"


@given(TURKISH)
def test_search_key_is_the_same_with_and_without_turkish_letters(text: str) -> None:
    assert search_key(ascii_fold(casefold(text))) == search_key(text)


@pytest.mark.parametrize(
    "forms",
    [
        "bütçe bütçesi bütçeyi bütçenin bütçede bütçelerinin bütçesinde butcesi BÜTÇESİ",
        "belediye belediyesi Belediyesi'nin belediyeye belediyemiz belediyeler",
        "müdürlük müdürlüğü müdürlüğünün müdürlükler müdürlüklerinin müdürlüğe",
        "plan planı planın planları planda planlarında planına",
        "hizmet hizmeti hizmete hizmetler hizmetlerinden hizmetlerimiz",
        "Kars Kars'ın Kars’ta Kars'tan karsın",
        "meclis meclisi meclisin meclisinin mecliste",
        "kadın kadını kadının kadınlar kadınların",
        "komisyon komisyonu komisyonun komisyonda komisyonları",
        "ödenek ödeneği ödenekler ödeneğin",
        "vatandaş vatandaşlar vatandaşlarımızın vatandaşın",
        "ilçe ilçesi ilçemizde ilçeler ilçenin",
        "TBMM TBMM'nin",
    ],
)
def test_inflected_forms_of_one_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gelir", "gider"),
        ("alan", "alay"),
        ("kadın", "kadro"),
        ("basın", "başkan"),
        ("yol", "yolcu"),
        ("kanun", "kan"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert (stem(one) == stem(other)) is False


@pytest.mark.parametrize("word", ["2024", "03.2", "su", "ev", "m2", ""])
def test_stem_leaves_numbers_codes_and_short_words(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("İMAR VE ŞEHİRCİLİK MÜDÜRLÜĞÜ", "İmar ve Şehircilik Müdürlüğü"),
        ("IĞDIR İLE KARS", "Iğdır ile Kars"),
        ("VE DİĞERLERİ", "Ve Diğerleri"),
        ("KARS'IN YOLLARI", "Kars'ın Yolları"),
        ("KÜLTÜR-SANAT (TİYATRO)", "Kültür-Sanat (Tiyatro)"),
        ("BÖLÜM III: TBMM VE KDV", "Bölüm III: TBMM ve KDV"),
        ("T.C. KARS BELEDİYESİ 2024 YILI", "T.C. Kars Belediyesi 2024 Yılı"),
        ("Zaten Düzgün VE Yazılmış", "Zaten Düzgün VE Yazılmış"),
        ("", ""),
    ],
)
def test_title_from_upper_writes_a_turkish_title(heading: str, title: str) -> None:
    assert title_from_upper(heading) == title


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], ""),
        (["bir", "iki"], "bir\niki"),
        (["bir", "iki", "üç", "dört"], "bir\niki\n… ve 2 bölüm daha."),
    ],
)
def test_a_long_list_says_how_many_more_there_are(lines: list[str], text: str) -> None:
    assert shortened(lines, 2, "bölüm") == text
