"""Names of worksheets as Excel takes them."""

from __future__ import annotations

from reports.collect.workbooks.naming import LONGEST, worksheet_names


def test_signs_that_excel_forbids_go_and_long_names_are_cut_at_a_word() -> None:
    names = worksheet_names(
        ["Gelir/gider: [2024] *özet*?", "Ambalaj, hafriyat ve tıbbi atık toplama hizmetleri", "'"]
    )

    assert names == ["Gelir gider 2024 özet", "Ambalaj, hafriyat ve tıbbi atık", "Tablo"]


def test_each_name_stands_once_whatever_its_case() -> None:
    names = worksheet_names(["Araçlar", "ARAÇLAR", "araçlar", "History", "x" * 40, "x" * 40])

    assert names == [
        "Araçlar",
        "ARAÇLAR (2)",
        "araçlar (3)",
        "History (2)",
        "x" * 31,
        "x" * 27 + " (2)",
    ]
    assert max(map(len, names)) == LONGEST


def test_names_of_the_portals_own_worksheets_are_not_taken_again() -> None:
    assert worksheet_names(["Açıklamalar"], ["Açıklamalar"]) == ["Açıklamalar (2)"]
