"""The declarations of a report: whole, confirmed, signed by who may, at a day that can be."""

from __future__ import annotations

import pytest

from reports.core.consistency import RULES
from reports.core.documents import DeclarationBlock, Node

from .helper import check


def declared(
    by: str = "Ad Soyad", roles: dict[str, str] | None = None, said: dict[str, str] | None = None
) -> Node:
    """The annex with a declaration of each role, signed on a day."""
    said = said or {}
    text = said.get("body_html", "<p>Beyan.</p>")
    place = said.get("place", "Örnek")
    confirmed = said.get("confirmation", "Ad Soyad, 01.04.2025")
    blocks = tuple(
        DeclarationBlock(role, "Beyan", role, role, by, "", day, text, place, confirmed)
        for role, day in (BOTH if roles is None else roles).items()
    )
    return Node("EK", "ek", "", "Ekler", "", blocks, (), {})


BOTH = {"top_manager": "01.04.2025", "accounting_officer": "01.04.2025"}


def test_both_declarations_are_there_and_signed_after_the_year() -> None:
    whole = check(RULES, "RPR-032", outline=[declared()])
    alone = check(RULES, "RPR-032", outline=[declared(roles={"top_manager": "01.04.2025"})])
    undated = check(RULES, "RPR-032", outline=[declared(roles={**BOTH, "top_manager": ""})])
    unsigned = check(RULES, "RPR-032", outline=[declared(by="")])

    assert (whole.held, whole.findings) == (2, ())
    assert [f.stated for f in alone.findings] == ["accounting_officer"]
    assert [(f.stated, f.computed) for f in undated.findings] == [("top_manager", "tarih")]
    assert [f.computed for f in unsigned.findings] == ["imzalayan"] * 2


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({"body_html": "<p> </p>"}, "metin"),
        ({"place": " "}, "yer"),
        ({"confirmation": ""}, "metnin onayı"),
        ({"place": "", "confirmation": ""}, "yer, metnin onayı"),
    ],
)
def test_a_declaration_that_cannot_be_signed_is_named_with_what_it_lacks(
    said: dict[str, str], lacks: str
) -> None:
    found = check(RULES, "RPR-032", outline=[declared(said=said)]).findings

    assert [f.computed for f in found] == [lacks] * 2
    assert [f.section for f in found] == ["EK", "EK"]


def signed(*blocks: tuple[str, str, str]) -> list[tuple[str, str]]:
    """(rule, role) of what is wrong with who signed: role, name and institution of each."""
    made = tuple(
        DeclarationBlock(role, "Beyan", role, role, name, institution, "", "<p>Beyan.</p>")
        for role, name, institution in blocks
    )
    outline = [Node("EK", "ek", "", "Ekler", "", made, (), {})]
    return [
        (code, finding.row)
        for code in ("RPR-033", "RPR-034")
        for finding in check(RULES, code, outline=outline).findings
    ]


def test_declarations_are_signed_by_those_who_may() -> None:
    top = ("top_manager", "Prof. Dr. Ad SOYAD", "Örnek Belediye Başkanlığı")
    finance = ("accounting_officer", "Başka Kişi", "Örnek Belediyesi Mali Hizmetler Müdürlüğü")

    assert signed(top, finance, ("presentation", "Ad Soyad", "")) == []
    assert signed(top, finance, ("presentation", "Ad Soyat", "")) == [("RPR-033", "presentation")]
    assert signed(top, ("accounting_officer", "Ad Soyad", "")) == [
        ("RPR-033", "accounting_officer")
    ]
    assert signed(top, (*finance[:2], "Deneme Belediyesi")) == [("RPR-034", "accounting_officer")]
    # A directorate without the municipality's name says nothing else.
    assert signed(top, (*finance[:2], "Mali Hizmetler Müdürlüğü")) == []


def test_a_document_without_the_annex_is_no_whole_report() -> None:
    assert (
        check(RULES, "RPR-032", outline=[Node("I.A", "i-a", "", "Bölüm", "", (), (), {})]).findings
        == ()
    )


@pytest.mark.parametrize(
    ("day", "flagged"),
    [("01.01.2025", False), ("31.12.2025", False), ("31.12.2024", True), ("01.01.2026", True)],
)
def test_a_declaration_is_signed_in_the_year_that_follows(day: str, flagged: bool) -> None:
    result = check(RULES, "RPR-016", outline=[declared(roles={**BOTH, "top_manager": day})])

    assert bool(result.findings) is flagged
