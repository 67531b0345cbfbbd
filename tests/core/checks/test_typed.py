"""What is typed into prose, days and names: each rule of the core, both ways."""

from __future__ import annotations

import pytest

from reports.core.checks import CheckData
from reports.core.checks.personal import personal
from reports.core.checks.spelling import is_repeated, plain_name
from reports.core.checks.texts import QUOTED, sentences
from reports.core.consistency import RULES
from reports.core.documents import Node, ProseBlock
from reports.core.documents.prose import render
from reports.core.tables import Table

from .helper import check, document, found, grid, stated


def staff() -> Table:
    return grid(
        "departments.staff",
        """
        row     | label | count:integer+ | cost:money+ | share:percent
        memur   | Memur | 101            | 1200000.00  | 12.05
        isci    | İşçi  | 57             | 345678.90   | 6.80
        """,
        title="Statüye göre personel",
    )


def test_a_sentence_knows_the_rows_that_it_quotes() -> None:
    body = (
        "{{ departments.staff.memur.count | integer }} memur. {{ departments.staff.isci.count }}."
    )
    data = CheckData(document(staff(), outline=[section(body, staff())]))

    assert [s.rows for s in sentences(data)] == [
        (("departments.staff", "memur"),),
        (("departments.staff", "isci"),),
    ]


def section(body: str, *tables: Table, code: str = "I.C.4") -> Node:
    """A section whose text is written as people write it, references and all."""
    made = render(body, {table.id: table for table in tables})
    return Node(code, code, "", "", "", (ProseBlock(made.html, made.text, made.problems),), (), {})


def said(code: str, body: str) -> list[str]:
    result = check(RULES, code, staff(), outline=[section(body, staff())])
    return [str(finding.stated) for finding in result.findings]


#   text                                                        | what is wrong in it
TYPED = [
    ("Belediyede 158 personel çalışmaktadır.",                    []),
    ("Belediyede 185 personel çalışmaktadır.",                    ["185 personel"]),
    ("{{ departments.staff.total.count | integer }} kişi ve 3 misafir çalışmaktadır.", []),
    ("{{ departments.staff.memur.count | integer }} memur, 75 işçi.", ["75 işçi"]),
    # Amounts of the report, at the precision in which they are said.
    ("Gider 1.545.678,90 TL olmuştur.",                           []),
    ("Gider yaklaşık 1,5 milyon TL olmuştur.",                    []),
    ("Gider 1,6 milyon lira olmuştur.",                           ["1,6 milyon lira"]),
    ("Gider 1.545.687,90 TL olmuştur.",                           ["1.545.687,90 TL"]),
    # Percentages are judged only where the section has or quotes some.
    ("{{ departments.staff.memur.share | percent }} ile %6,8 paydır.", []),
    ("{{ departments.staff.memur.share | percent }} ile %8,6 paydır.", ["%8,6"]),
    ("{{ departments.staff.memur.share | percent }}, ötekinin %6,9.", ["%6,9"]),
    ("{{ departments.staff.memur.share | percent }}, ötekinin %7.", []),
    ("Payı %99 düzeyindedir.",                                    []),
    # A percentage with the title of a column is that of the row whose figures stand beside it.
    ("{{ departments.staff.memur.count | integer }} memur, share %6,8.", ["%6,8"]),
    ("{{ departments.staff.memur.count | integer }} memur, share %12,1.", []),
    # The thing may stand before its number, or in the words about figures quoted beside it.
    ("Memur sayısı 185, işçi sayısı 57’dir.",                     ["Memur sayısı 185"]),
    ("Memurlar {{ departments.staff.memur.count | integer }}, işçiler 75, hepsi 158 kişidir.",
     ["75"]),
    ("Memur sayısı {{ departments.staff.memur.count | integer }}, işçi sayısı 75, artmıştır.",
     ["işçi sayısı 75"]),
    ("{{ departments.staff.memur.count | integer }} memur, 14, 15 ve 16. maddelere göredir.", []),
    ("{{ departments.staff.memur.count | integer }} memur için 12, 18 ve 24 santimlik dolap.", []),
    ("2022, 2023 ve {{ departments.staff.memur.count | integer }} olarak sıralanır.", []),
    ("Yıl içinde 14 toplantı yapılmıştır.",                       []),
    # Laws, days, small counts and things that no table counts.
    ("5393 sayılı Kanun’un 14. maddesi, 22/d bendi, 01.04.2024 tarihi.", []),
    ("Yıl içinde 4 memur, 900 yıllık kentin 12 kapısında durmuştur.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), TYPED)
def test_a_typed_figure_is_one_of_the_tables(text: str, wrong: list[str]) -> None:
    assert said("RPR-021", text) == wrong


#   text                                             | amount that is another row's
AMOUNTS = [
    ("Bütçe giderleri 800.500,00 TL olmuştur.",        []),
    ("Bütçe gideri 825.600,00 TL olmuştur.",           ["825.600,00 TL"]),
    ("Bütçe gelirleri toplamı 825.600,00 TL olmuştur.", []),
    ("Bütçe gelirleri 650.300,00 TL tahmin edilmiştir.", []),
    ("Gelir 800.500,00 TL olmuştur.",                  []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), AMOUNTS)
def test_an_amount_under_the_name_of_a_row_is_the_rows(text: str, wrong: list[str]) -> None:
    outcome = grid(
        "finance.outcome",
        """
        row     | name            | estimate:money | actual:money
        gelir   | Bütçe gelirleri | 650300.00      | 825600.00
        gider   | Bütçe giderleri | 650300.00      | 800500.00
        """,
    )

    result = check(RULES, "RPR-021", outcome, outline=[section(text, outcome)])

    assert [finding.stated for finding in result.findings] == wrong


#   text after a quoted amount of the contract        | day that is wrong
TYPED_DAYS = [
    ("bedelle 28.11.2024 tarihinde kabul edilmiştir.",  []),
    ("bedelle 28.11.2023 tarihinde kabul edilmiştir.",  ["28.11.2023"]),
    ("bedelle 28 Kasım 2024 günü kabul edilmiştir.",    []),
    ("bedelle 2 Kasım 2024 günü kabul edilmiştir.",     ["2 kasım 2024"]),
    ("bedelle 31.02.2024 tarihinde kabul edilmiştir.",  ["31.02.2024"]),
    ("bedelle yapılmıştır. Kanun 01.01.2003 tarihlidir.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), TYPED_DAYS)
def test_a_day_beside_figures_of_a_row_is_the_rows(text: str, wrong: list[str]) -> None:
    works = grid(
        "departments.works",
        """
        row | name | amount:money | accepted:date
        yol | Yol  | 100.00       | 2024-11-28
        """,
    )
    body = "{{ departments.works.yol.amount | money }} " + text

    result = check(RULES, "RPR-026", works, outline=[section(body, works)])

    assert [finding.stated for finding in result.findings] == wrong


#   text                                                                | other year that is wrong
YEARS = [
    ("2024 yılında çalışılmıştır.",                                       []),
    ("Müdürlüğün 2023 yılında yaptığı işler aşağıdadır.",                 ["2023"]),
    ("2023 yılında başlayan işler sürmektedir.",                          []),
    ("2020-2024 Stratejik Planı uygulanmıştır.",                          []),
    ("2023 yılında 90 iken 2024 yılında 101 olmuştur.",                   []),
    ("2023 yılında {{ departments.staff.memur.count | integer }} memur sözleşmelidir.", ["2023"]),
    ("Önceki yıla, 2023 yılına göre {{ departments.staff.memur.count | integer }}.",   []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), YEARS)
def test_a_text_tells_of_the_years_own_work(text: str, wrong: list[str]) -> None:
    assert said("RPR-022", text) == wrong


#   text                                              | number that is wrong
CITED = [
    ("5393 sayılı Belediye Kanunu ile yürütülür.",      []),
    ("5339 sayılı Belediye Kanunu ile yürütülür.",      ["5339"]),
    ("4735 sayılı Kamu İhale Kanunu ile yürütülür.",    ["4735"]),
    ("5018 sayılı Kanun ile yürütülür.",                []),
    ("1111 sayılı Örnek Kanunu ile yürütülür.",         []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), CITED)
def test_a_law_is_cited_by_its_number(text: str, wrong: list[str]) -> None:
    assert said("RPR-023", text) == wrong


def test_sentences_know_what_was_typed() -> None:
    body = "Toplam {{ departments.staff.total.count | integer }} kişi. İkinci cümle.\n\n- madde bir"
    data = CheckData(document(staff(), outline=[section(body, staff())]))

    assert [(s.text, s.quotes) for s in sentences(data)] == [
        (f"Toplam {QUOTED} kişi.", True),
        ("İkinci cümle.", False),
        ("madde bir", False),
    ]


# -- personal data ---------------------------------------------------------------------------------

#   text                                          | what it holds
NUMBERS = [
    ("TR330006100519786457841326",                  "banka hesap numarası (IBAN)"),
    ("TR33 0006 1005 1978 6457 8413 26",            "banka hesap numarası (IBAN)"),
    ("TR33 0006 1005 1978 6457 8413 2",             None),
    ("36 A 1234",                                   "araç plakası"),
    ("06BJK77",                                     "araç plakası"),
    ("34-ABC-123",                                  "araç plakası"),
    ("82 AB 123",                                   None),
    ("36 AB 1",                                     None),
    ("22/d, 12 V, 40 A, 36 Spor, TR-2024, 4734",    None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), NUMBERS)
def test_numbers_that_name_a_person(text: str, kind: str | None) -> None:
    assert personal(text) == kind


#   text                                                          | whether somebody is named
PEOPLE = [
    ("Kanser hastası Ayşe Yılmaz ziyaret edilmiştir.",              True),
    ("Engelli vatandaş Ali Rıza KAYA için yol yapılmıştır.",        True),
    ("Görevden uzaklaştırılan Mehmet D. hakkında işlem yapıldı.",   True),
    # An officer in office, a street, a school and a hospital are no patients.
    ("Belediye Başkanı Mehmet Yılmaz toplantıya katılmıştır.",      False),
    ("Hastalar Ahmet Yesevi Caddesi’nde indirilmiştir.",            False),
    ("Engelli rampası Zübeyde Hanım İlkokulu’na yapılmıştır.",      False),
    ("Hasta nakli Kars Harakani Devlet Hastanesine yapılmıştır.",   False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "named"), PEOPLE)
def test_people_are_not_named_beside_illness_or_need(text: str, named: bool) -> None:
    findings = check(RULES, "RPR-060", outline=[section(text)]).findings

    assert bool(findings) is named
    assert not any("Yılmaz" in f.message or "KAYA" in f.message for f in findings)


# -- days ------------------------------------------------------------------------------------------


def days(*values: str, column: str = "date") -> Table:
    body = "\n".join(f"{n} | {n}. satır | {value}" for n, value in enumerate(values, start=1))
    return grid("payments.ornek", f"row | label | {column}:date\n{body}")


#   rule      | table                                                        | wrong rows
DAYS_OF_TABLES = [
    ("RPR-013", days("2023-05-05", "2025-04-30"),                              []),
    ("RPR-013", days("2025-05-01", "1849-12-31"),                              ["1", "2"]),
    ("RPR-013", days("2030-01-01", column="completion_date"),                  []),
    ("RPR-013", days("2055-01-01", column="completion_date"),                  ["1"]),
    ("RPR-015", days(*["2024-01-01"] * 4, "2023-01-01"),                       ["5"]),
    ("RPR-015", days(*["2024-01-01"] * 3, "2023-01-01", "2022-01-01"),         []),
    ("RPR-014", grid("tables.a", "row | year:code | n:integer\n1 | 2024 | 1"), []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "table", "wrong"), DAYS_OF_TABLES)
def test_days_make_sense_in_the_reports_year(code: str, table: Table, wrong: list[str]) -> None:
    assert [row for row, *_rest in found(check(RULES, code, table))] == wrong


# -- names -----------------------------------------------------------------------------------------


def courts(*names: str) -> Table:
    keys = ("is-mahkemesi", "icra-dairesi", "sulh-mahkemesi")
    body = "\n".join(f"{key} | {name} | 5" for key, name in zip(keys, names, strict=True))
    return grid("tables.courts", f"row | label | open:integer+\n{body}")


def test_a_row_bears_its_own_name() -> None:
    own = ("İş Mahkemesi", "İcra Dairesi", "Sulh Mahkemesi")

    assert check(RULES, "RPR-017", courts(*own)).findings == ()
    # A name that was only mended is no other row's name.
    assert check(RULES, "RPR-017", courts("İş Mahkemesi", "İcra Müdürlüğü", own[2])).findings == ()
    assert [f.row for f in check(RULES, "RPR-017", courts(own[1], own[0], own[2])).findings] == [
        "is-mahkemesi",
        "icra-dairesi",
    ]


def printed(*labels: str) -> list[tuple[str, str]]:
    keys = ("is-mahkemesi", "icra-dairesi", "sulh-mahkemesi")
    values = [
        stated("5", dataset="tables.courts", row=key, column="open", label=label, line=line)
        for line, (key, label) in enumerate(zip(keys, labels, strict=True), start=1)
    ]
    table = courts("İş Mahkemesi", "İcra Dairesi", "Sulh Mahkemesi")
    result = check(RULES, "RPR-012", table, stated=values)
    return [(finding.row, finding.severity.value) for finding in result.findings]


def test_a_printed_row_has_the_name_of_the_row() -> None:
    assert printed("İŞ MAHKEMESİ", "İcra Dairesi", "Sulh Mahkemesi") == []
    assert printed("İş Mahkemesi", "İcra Müd.", "Sulh Mahkemesi") == [("icra-dairesi", "warning")]
    # Labels that name something else (which sum, which chart) are no names.
    assert printed("ilk dava", "ikinci dava", "üçüncü dava") == []


def test_two_names_that_changed_places_in_a_short_table_stop() -> None:
    assert printed("İcra Dairesi", "İş Mahkemesi", "Sulh Mahkemesi") == [
        ("is-mahkemesi", "error"),
        ("icra-dairesi", "error"),
    ]


def test_a_printed_name_of_another_row_stops() -> None:
    assert printed("İş Mahkemesi", "Sulh Mahkemesi", "Sulh Mahkemesi") == [
        ("icra-dairesi", "error")
    ]


#   names in their order                             | the one that says an earlier one again
SAME = [
    (["Faikbey", "Faikbey Caddesi"],                   ["Faikbey Caddesi"]),
    (["Atatürk Mah.", "Atatürk Cad."],                 []),
    (["ATATÜRK MAHALLESİ", "Atatürk Mah."],            ["Atatürk Mah."]),
    (["Fen İşleri Müd.", "Fen İşleri Müdürlüğü"],      ["Fen İşleri Müdürlüğü"]),
    (["1. Bölge", "2. Bölge"],                         []),
]  # fmt: skip


@pytest.mark.parametrize(("names", "again"), SAME)
def test_names_are_compared_as_people_do(names: list[str], again: list[str]) -> None:
    seen: dict[str, str] = {}

    assert [name for name in names if is_repeated(name, seen) is not None] == again


def test_a_plain_name_has_no_case_and_no_signs() -> None:
    assert plain_name("IŞIKLI Cad. (No: 5)") == "ışıklı caddesi no 5"
