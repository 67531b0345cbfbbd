"""What is said of a text while it is written, on a document made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest

from reports.collect.writing.advice import Weight, remarks, shown_references, unknown_references
from reports.collect.writing.picking import picks
from reports.collect.writing.sight import Sight
from reports.collect.writing.threads import named
from reports.core.documents import Document
from tests.present.pdf.sample import sample_document

if TYPE_CHECKING:
    from reports.ground.actors import Actor

VEHICLES = "sample.vehicles"


@dataclass(frozen=True)
class Open:
    """A sight to which everything, or all but one table, is open."""

    document: Document
    closed: str = ""

    def may_see(self, dataset: str, row: str) -> bool:
        return not self.closed or dataset != self.closed


def sight(closed: str = "") -> Sight:
    return cast("Sight", Open(sample_document(), closed))


def own() -> str:
    """A section of the sample in which a table stands."""
    document = sample_document()
    return next(
        node.code for node in document.nodes() if picks(sight(), node.code, "") and node.blocks
    )


def test_without_words_the_section_s_own_figures_are_offered() -> None:
    found = picks(sight(), own(), "")

    assert found
    assert all(pick.is_own for pick in found)
    [shown] = shown_references(found[0].reference, sight()).values()
    assert shown.strip("%") in found[0].shown


def test_words_are_looked_for_without_capitals_and_turkish_letters() -> None:
    document = sample_document()
    table = document.tables[VEHICLES]
    query = table.title.upper()

    assert {pick.dataset for pick in picks(sight(), "I", query)} >= {VEHICLES}
    assert picks(sight(), "I", "böyle bir şey yok") == []
    assert len(picks(sight(), "I", "a", most=3)) == 3


def test_what_is_closed_is_neither_offered_nor_shown() -> None:
    [*found] = picks(sight(), "I", sample_document().tables[VEHICLES].title)
    reference = next(pick.reference for pick in found if pick.dataset == VEHICLES)

    closed = sight(VEHICLES)
    assert VEHICLES not in {p.dataset for p in picks(closed, "I", "")}
    assert shown_references(reference, closed) == {}
    assert list(unknown_references(reference, closed)) == []
    [told] = remarks(reference, closed, "I")
    assert told.weight is Weight.HINT


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("{{ x }}", "nokta ile"),
        ("{{ yok.bir.sey }}", "tablosu yok"),
        (f"{{{{ {VEHICLES}.1.yok }}}}", "yok"),
        (f"{{{{ {VEHICLES}.1.count | roman }}}}", "biçimi yok"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error_with_its_place(body: str, word: str) -> None:
    text = f"Önce {body} sonra."
    [told] = unknown_references(text, sight())

    assert told.weight is Weight.ERROR
    assert text[told.start : told.end] == body
    assert word in told.message


def test_the_nearest_names_are_offered_for_a_slip() -> None:
    [told] = unknown_references(f"{{{{ {VEHICLES}.1.coun }}}}", sight())

    assert f"{VEHICLES}.1.count" in told.instead[0].text


def test_what_follows_a_long_text_is_found_in_little_time() -> None:
    assert remarks("{{ " * 20_000 + "12.345 " * 2_000, sight(), "I") is not None


def test_those_who_are_named_are_found_by_their_user_names() -> None:
    @dataclass(frozen=True)
    class Person:
        name: str

        def get_username(self) -> str:
            return self.name

    people = [cast("Actor", Person(name)) for name in ("ayse", "a.yilmaz", "ali")]
    told = named("@ayse ve @a.yilmaz. e-posta@ali değil, @yok da", people)

    assert [person.get_username() for person in told] == ["ayse", "a.yilmaz"]
