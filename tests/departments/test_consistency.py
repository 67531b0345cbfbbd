"""Rules of the directorates: each with a case that fails and one that passes."""

from __future__ import annotations

from datetime import date

import pytest

from departments.consistency import BREAKDOWNS, CADRE, RULES, STATUS
from departments.vat import rates_at, rates_in
from reports.core.checks import RuleResult, Severity
from reports.core.tables import Table
from tests.core.checks.helper import check, found, grid, stated


def run(code: str, *tables: Table) -> RuleResult:
    return check(RULES, code, *tables)


def test_codes_are_distinct_and_every_rule_says_how_to_mend() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert all(rule.hint and rule.basis and rule.title for rule in RULES)


# -- parts -----------------------------------------------------------------------------------------


def test_area_is_closed_plus_open_area() -> None:
    result = run("DEP-001", grid("departments.facilities", """
        row    | name   | area:decimal | closed_area:decimal | open_area:decimal
        tas    | Taş    | 5200         | 200                 | 5000
        asfalt | Asfalt | 10000        | 100                 | 900
        depo   | Depo   | 200          | 150                 | —
    """))  # fmt: skip
    assert found(result) == [("asfalt", "area", "10000", "1000")]
    assert result.held == 1  # the store's open area is not known


def test_a_count_is_the_sum_of_its_parts_where_all_are_known() -> None:
    result = run("DEP-001", grid("tables.subscriptions", """
        row   | label | count:integer+ | public:integer | private:integer
        yurt  | Yurt  | 29             | 22             | 7
        okul  | Okul  | 114            | 71             | 44
        tesis | Tesis | 11             | 11             | —
    """))  # fmt: skip
    assert found(result) == [("okul", "count", "114", "115")]
    assert result.held == 1


STAFF = grid(STATUS, """
    row           | label  | count:integer+
    civil_servant | Memur  | 101
    worker        | İşçi   | 57
    company       | Şirket | 680
""")  # fmt: skip


@pytest.mark.parametrize("table", BREAKDOWNS)
def test_staff_is_the_same_in_every_table(table: str) -> None:
    def breakdown(workers: int) -> Table:
        return grid(table, f"""
            row | civil_servants:integer+ | contracted:integer+ | workers:integer+ | company_staff:integer+ | total:integer+
            a   | 25                      | —                   | 13               | 106                    | 144
            b   | 76                      | —                   | {workers}        | 574                    | {650 + workers}
        """)  # fmt: skip  # noqa: E501

    good = run("DEP-002", STAFF, breakdown(44))
    assert (found(good), good.held) == ([], 4)
    assert found(run("DEP-002", STAFF, breakdown(43))) == [
        ("total", "workers", "56", "57"),
        ("total", "total", "837", "838"),
    ]


def test_filled_posts_are_the_staff_of_the_status() -> None:
    cadre = grid(CADRE, """
        row           | filled:integer+ | vacant:integer+ | total:integer+
        civil_servant | 100             | 298             | 398
        worker        | 57              | 133             | 190
    """)  # fmt: skip
    assert found(run("DEP-002", STAFF, cadre)) == [("civil_servant", "filled", "100", "101")]


def test_a_row_total_adds_up_its_columns() -> None:
    result = run("DEP-003", grid("departments.vehicles", """
        row     | name    | owned:integer+ | leased:integer+ | total:integer+
        binek   | Binek   | 4              | 1               | 5
        kamyon  | Kamyon  | 6              | 2               | 7
    """))  # fmt: skip
    assert found(result) == [("kamyon", "total", "7", "8"), ("total", "total", "12", "13")]
    assert result.held == 1


def test_litres_a_second_and_cubic_metres_a_day_agree() -> None:
    result = run("DEP-004", grid("tables.water_sources", """
        row   | source | allocation_m3_day:decimal+ | capacity_l_s:integer+
        baraj | Baraj  | 21772.8                    | 252
        hat   | Hat    | 9417.6                     | 110
    """))  # fmt: skip
    assert found(result) == [("hat", "allocation_m3_day", "9417.6", "9504")]
    assert result.held == 1


def test_a_part_is_not_above_its_whole() -> None:
    result = run("DEP-005", grid("tables.cameras", """
        row  | place | count:integer+ | off_count:integer+
        yeni | Yeni  | 80             | 3
        eski | Eski  | 2              | 3
    """))  # fmt: skip
    assert (found(result), result.held) == ([("eski", "off_count", "3", "2")], 1)


@pytest.mark.parametrize(
    ("reports", "expected"),
    [(1056, []), (1050, [("abonesiz-ve-usulsuz-su-kullanimi-tutanagi", "value", "1050", "1056")])],
)
def test_a_figure_is_the_sum_of_other_rows(
    reports: int, expected: list[tuple[str, str, str, str]]
) -> None:
    result = run("DEP-006", grid("figures.illegal_water_use", f"""
        row                                       | label   | value:decimal
        abonesiz-ve-usulsuz-su-kullanimi-tutanagi | Tutanak | {reports}
        tutanak-sonrasi-yapilan-abonelik          | Abone   | 959
        tutanak-tutulan-bekleyen-abone            | Bekleyen| 97
    """))  # fmt: skip
    assert found(result) == expected


# -- the same thing in two places ------------------------------------------------------------------


def zoning(plans: str, files: str) -> tuple[Table, Table]:
    planning = grid("figures.zoning_planning", f"""
        row                                               | label | value:decimal
        onaylanan-imar-plani-degisikligi-sayisi           | Plan  | {plans}
        insaat-ruhsatina-esas-hazirlanan-imar-capi-sayisi | Çap   | 160
    """)  # fmt: skip
    mapping = grid("figures.zoning_map", f"""
        row                      | label | value:decimal
        plan-degisikligi-dosyasi | Plan  | {files}
        duzenlenen-imar-capi     | Çap   | 156
    """)  # fmt: skip
    return planning, mapping


def test_two_services_tell_the_same_figure() -> None:
    result = run("DEP-010", *zoning("15", "17"))
    row = "insaat-ruhsatina-esas-hazirlanan-imar-capi-sayisi"
    assert found(result) == [(row, "value", "160", "156")]
    assert result.findings[0].severity is Severity.ERROR


def test_what_seems_to_be_the_same_is_asked_about() -> None:
    result = run("DEP-011", *zoning("15", "17"))
    row = "onaylanan-imar-plani-degisikligi-sayisi"
    assert found(result) == [(row, "value", "15", "17")]
    assert result.findings[0].severity is Severity.WARNING
    assert run("DEP-011", *zoning("15", "15")).held == 1


@pytest.mark.parametrize(("done", "flagged"), [(588, False), (589, True)])
def test_granted_is_not_more_than_asked_for(done: int, flagged: bool) -> None:
    result = run("DEP-015", grid("tables.weddings", f"""
        row             | label   | count:integer
        nikah-basvurusu | Başvuru | 588
        yapilan-nikah   | Yapılan | {done}
    """))  # fmt: skip
    assert bool(result.findings) is flagged


@pytest.mark.parametrize(("running", "flagged"), [(1, False), (5, True)])
def test_the_list_has_as_many_rows_as_the_sentence_says(running: int, flagged: bool) -> None:
    summary = grid("figures.zoning_article18_summary", f"""
        row                                   | label  | value:decimal
        tescillenip-tapulari-dagitilan-proje  | Biten  | 2
        yapimi-ve-kontrolu-devam-eden-proje   | Süren  | {running}
    """)  # fmt: skip
    regions = grid("tables.zoning_article18", """
        row | region
        a   | 1. Bölge
        b   | 2. Bölge
        c   | 3. Bölge
    """)  # fmt: skip
    result = run("DEP-013", summary, regions)
    row = "tescillenip-tapulari-dagitilan-proje"
    assert found(result) == ([(row, "value", "7", "3")] if flagged else [])


# -- names and numbers -----------------------------------------------------------------------------


def test_a_street_stands_once_in_a_breakdown() -> None:
    result = run("DEP-040", grid("tables.asphalt_bsk", """
        row | neighbourhood | street     | kg:integer+
        a   | Şehitler      | 134. Sokak | 10
        b   | Şehitler      | 137. Sokak | 20
        c   | Şehitler      | 137. sokak | 30
        d   | Halitpaşa     | 137. Sokak | 40
    """))  # fmt: skip
    assert [(f.row, f.column) for f in result.findings] == [("c", "neighbourhood")]
    assert result.held == 3


def test_a_region_has_one_name() -> None:
    result = run("DEP-040", grid("tables.zoning_article18", """
        row | region   | area_text
        a   | 2. Bölge | Yenişehir
        b   | 2. Bölge | Örnek
        c   | 3. Bölge | Bahçelievler
    """))  # fmt: skip
    assert [f.row for f in result.findings] == ["b"]


def test_rows_are_numbered_without_a_gap() -> None:
    result = run("DEP-041", grid("tables.council_decisions", """
        row | no:code | label
        a   | 1       | Yazı İşleri
        b   | 3       | İtfaiye
        c   | 4       | Zabıta
    """))  # fmt: skip
    assert found(result) == [("b", "no", "3", "2")]  # the rest follows from the gap
    assert run("DEP-041", grid("tables.council_decisions", """
        row | no:code | label
        a   | 1       | Yazı İşleri
        b   | 2       | İtfaiye
    """)).held == 2  # fmt: skip


def test_pictures_are_numbered_in_the_order_of_the_pages() -> None:
    pictures = [
        stated("1", item="figure_number", label="Doluluk", line=10),
        stated("1", item="figure_number", label="Süreç", line=90),
        stated("2", item="figure_number", label="Yaş", line=20),
    ]
    result = check(RULES, "DEP-042", stated=pictures)
    assert [(f.line, f.stated, f.computed) for f in result.findings] == [(90, 1, 3)]
    assert result.held == 2


# -- contracts -------------------------------------------------------------------------------------


def contract(**values: str) -> Table:
    keys = {
        "amount": "money", "increase_rate": "percent", "increase_amount": "money",
        "credit_used": "money", "duration_days": "integer", "tender_date": "date",
        "contract_date": "date", "site_delivery_date": "date", "completion_date": "date",
        "extended_completion_date": "date", "acceptance_date": "date",
        "acceptance_approval_date": "date", "approval_date": "date",
    }  # fmt: skip
    head = " | ".join(f"{key}:{kind}" for key, kind in keys.items())
    cells = " | ".join(values.get(key, "—") for key in keys)
    return grid("departments.contracts", f"row | title | {head}\notogar | Otogar | {cells}")


def payments(*rows: str) -> Table:
    head = "row | no:code | date:date | payment:money+ | vat:money+ | price_difference:money+"
    lines = (f"{n} | {n} | {row}" for n, row in enumerate(rows, start=1))
    return grid("payments.otogar", "\n".join((f"{head} | accrual:money+", *lines)))


def test_vat_is_a_rate_in_force_of_payment_and_price_difference() -> None:
    result = run("DEP-020", payments(
        "2022-09-30 | 11106094.51 | 2027198.76 | 156120.80 | —",
        "2022-12-30 | 3882267.21  | 693665.28  | 31428.78  | —",
        "2023-08-31 | 2584388.09  | 623370.96  | 532466.72 | —",
        "—          | 100.00      | 20.00      | —         | —",
        "2024-01-31 | 100.00      | 18.00      | —         | —",
    ))  # fmt: skip
    assert found(result) == [("2", "vat", "693665.28", "704465.28"), ("5", "vat", "18.00", "20.00")]
    assert result.held == 3


def test_rates_have_their_days() -> None:
    assert 18 in rates_at(date(2023, 5, 31))
    assert 20 not in rates_at(date(2023, 5, 31))
    assert 20 in rates_at(date(2023, 6, 30))  # invoiced within thirty days
    assert 18 not in rates_at(date(2023, 7, 10))
    assert {18, 20} <= set(rates_in(2023))
    assert set(rates_in(2024)) == {1, 10, 20}
    assert {18, 20} <= set(rates_at(None))


def test_payments_follow_each_other_and_the_contract() -> None:
    signed = contract(contract_date="2022-08-10")
    result = run("DEP-021", signed, payments(
        "2022-08-01 | 1.00 | — | — | —",
        "2022-09-30 | 1.00 | — | — | —",
        "2022-09-29 | 1.00 | — | — | —",
    ))  # fmt: skip
    assert found(result) == [
        ("3", "date", "2022-09-29", "2022-09-30"),
        ("1", "date", "2022-08-01", "2022-08-10"),
    ]
    assert result.held == 3


@pytest.mark.parametrize(("used", "flagged"), [("250.00", False), ("190.00", True)])
def test_credit_used_is_the_sum_of_the_accruals(used: str, flagged: bool) -> None:
    paid = payments("2022-09-30 | — | — | — | 100.00", "2022-10-30 | — | — | — | 150.00")
    result = run("DEP-022", contract(credit_used=used), paid)
    expected = [("otogar", "credit_used", "190.00", "250.00")]
    assert found(result) == (expected if flagged else [])


def test_payments_stay_within_price_and_increase() -> None:
    paid = payments("2022-09-30 | 110.00 | — | — | —")
    assert run("DEP-023", contract(amount="100.00", increase_amount="10.00"), paid).held == 1
    assert run("DEP-023", contract(amount="100.00", increase_rate="10"), paid).held == 1
    late = run("DEP-023", contract(amount="100.00", increase_rate="5"), paid)
    assert found(late) == [("total", "payment", "110.00", "105.00")]


def test_the_rate_of_increase_is_what_was_paid_above_the_price() -> None:
    paid = payments("2024-03-01 | 8841700.00 | — | — | —")
    result = run("DEP-024", contract(amount="7850700.00", increase_rate="12.88"), paid)
    assert found(result) == [("otogar", "increase_rate", "12.88", "12.623078")]
    right = run("DEP-024", contract(amount="7850700.00", increase_rate="12.62"), paid)
    assert (found(right), right.held) == ([], 1)


@pytest.mark.parametrize(("rate", "flagged"), [("20", False), ("20.5", True)])
def test_the_increase_stays_within_the_law(rate: str, flagged: bool) -> None:
    result = run("DEP-025", contract(increase_rate=rate))
    assert found(result) == ([("otogar", "increase_rate", "20.5", "20")] if flagged else [])


@pytest.mark.parametrize(
    ("completion", "flagged"),
    [("2023-05-05", False), ("2023-05-06", False), ("2023-05-07", True)],
)
def test_completion_follows_from_delivery_and_duration(completion: str, flagged: bool) -> None:
    dates = contract(
        site_delivery_date="2022-08-19", duration_days="260", completion_date=completion
    )
    expected = [("otogar", "completion_date", completion, "2023-05-05")]
    assert found(run("DEP-026", dates)) == (expected if flagged else [])


def test_dates_of_a_contract_are_in_order() -> None:
    good = contract(
        tender_date="2022-07-05", contract_date="2022-08-10", acceptance_date="2022-12-01",
        completion_date="2023-05-05", extended_completion_date="2024-10-16",
    )  # fmt: skip
    assert (found(run("DEP-027", good)), run("DEP-027", good).held) == ([], 4)
    bad = contract(tender_date="2022-07-05", contract_date="2022-07-04")
    assert found(run("DEP-027", bad)) == [("otogar", "contract_date", "2022-07-04", "2022-07-05")]


def test_a_purchase_with_vat_follows_from_the_purchase_without() -> None:
    result = run("DEP-028", grid("departments.direct_procurements", """
        row | title  | count:integer | amount_excl_vat:money | amount_incl_vat:money
        a   | Mal    | 35            | 3162074.25            | 3794489.10
        b   | Servis | 14            | 542448.93             | 650938.71
        c   | Tek    | 1             | 100.00                | 115.00
        d   | Karma  | 9             | 100.00                | 115.00
        e   | Çok    | 9             | 100.00                | 130.00
        f   | Yalnız | 1             | —                     | 118.00
    """))  # fmt: skip
    assert found(result) == [
        ("b", "amount_incl_vat", "650938.71", "650938.72"),
        ("c", "amount_incl_vat", "115.00", "110.00"),
        ("d", "amount_incl_vat", "115.00", "110.00"),
        ("e", "amount_incl_vat", "130.00", "120.00"),
    ]
    severities = [finding.severity for finding in result.findings]
    assert severities == [Severity.WARNING, Severity.ERROR, Severity.WARNING, Severity.ERROR]
    assert result.held == 1
