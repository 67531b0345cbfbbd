"""docs/architecture.md shows the house as it stands."""

from __future__ import annotations

from .architecture import BEGIN, END, PAGE, contracts, first_paragraph, redrawn, rooms_of, source_of
from .pages import ROOT, text


def test_the_map_is_what_the_contracts_and_docstrings_say() -> None:
    page = text(PAGE)

    assert page.count(BEGIN) == page.count(END) == 1
    assert page == redrawn(page), "python -m tests.docs.architecture draws it anew"


def test_every_room_of_a_contract_exists_and_says_what_it_knows() -> None:
    rooms = [room for contract in contracts() for layer in rooms_of(contract) for room in layer]
    silent = [
        room for room in rooms if (file := source_of(room)) is None or not first_paragraph(file)
    ]

    assert len(rooms) > 30
    assert silent == []


def test_every_wing_stands_in_the_map() -> None:
    page = text(PAGE)
    places = [file.parent for file in (ROOT / "reports").glob("*/__init__.py")]
    wings = [place.name for place in places if place.name != "migrations"]

    assert len(wings) > 8
    assert [wing for wing in wings if f"`reports/{wing}/`" not in page] == []
