"""Words of a Word file stay the words that they are, whatever Markdown would make of them."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.collect.wording.blocks import Block, Paragraph, Span, Word
from reports.collect.wording.markdown import next_note, written
from reports.core.documents.prose import references, render

SIGNS = st.text(
    alphabet=st.sampled_from("ab1.)(*_`#+-=~>|<!&;:[]{}\\\"' \u00a0\n"), min_size=1, max_size=24
)
WORDS = SIGNS | st.text(max_size=20)
SPANS = st.builds(
    Span,
    st.text(alphabet="ab1.*_!&{}[] \n", min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "", "https://ornek.gov.tr/a(b)_{c}"]),
)


def words_of(text: str) -> str:
    return " ".join(text.split())


def shown(body: str) -> str:
    """The words that a citizen reads."""
    return words_of(unescape(render(body, {}).text).replace("\ufffd", ""))


def text_of(*blocks: Block) -> str:
    return written(Word(list(blocks)))


def plain(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def readable(text: str) -> bool:
    """Without what no text may hold, which the reader has taken out."""
    return all(c == "\n" or (c.isprintable() and not "\ue000" <= c <= "\uf8ff") for c in text)


@given(WORDS.filter(readable))
def test_any_words_are_shown_as_they_are(text: str) -> None:
    body = text_of(plain(text))

    assert shown(body) == words_of(text)
    assert references(body) == ()
    assert "<" not in render(body, {}).html.replace("<p>", "").replace("</p>", "").replace(
        "<br>", ""
    )


@given(WORDS.filter(readable), st.sampled_from(["heading", "bullet", "number"]))
def test_any_words_are_shown_in_headings_and_items(text: str, kind: str) -> None:
    of_kind = {"heading": "heading", "bullet": "bullet"}.get(kind, "number")
    paragraph = Paragraph((Span(text),), "heading" if of_kind == "heading" else "bullet")

    assert shown(text_of(plain("Önce"), paragraph, plain("Sonra"))) == words_of(
        f"Önce {text} Sonra"
    )


@given(st.lists(SPANS, min_size=1, max_size=5))
def test_looks_and_links_never_change_the_words(spans: list[Span]) -> None:
    body = text_of(Paragraph(tuple(spans)))

    assert shown(body) == words_of("".join(span.text for span in spans))
    assert references(body) == ()


@pytest.mark.parametrize(
    ("spans", "body"),
    [
        ((Span("Bir "), Span("iki ", is_bold=True), Span("üç")), "Bir **iki** üç"),
        ((Span("Bir"), Span("iki.", is_bold=True), Span("üç")), "Bir**iki**.üç"),
        ((Span("a", is_bold=True, is_italic=True),), "***a***"),
        ((Span("Bak!"), Span("x", href="https://a.tr/")), "Bak\\![x](<https://a.tr/>)"),
        ((Span("{"), Span("{ a.b.c }}", is_bold=True)), "\\{**\\{ a.b.c \\}\\}**"),
    ],
)
def test_emphasis_is_written_where_it_can_be(spans: tuple[Span, ...], body: str) -> None:
    assert text_of(Paragraph(spans)) == body


def item(text: str, level: int = 0, kind: str = "number", list_id: str = "1") -> Paragraph:
    return Paragraph((Span(text),), "number" if kind == "number" else "bullet", level, list_id)


def test_lists_keep_their_levels_and_numbers() -> None:
    body = text_of(
        *[item(f"m{n}") for n in range(1, 11)],
        item("alt", 1, "bullet"),
        item("son"),
        item("başka", list_id="2"),
        item("düz", kind="bullet", list_id="3"),
    )

    assert body.splitlines()[8:] == [
        "9. m9", "10. m10", "    - alt", "11. son", "", "1) başka", "", "- düz",
    ]  # fmt: skip
    assert render(body, {}).html.count("<ol>") == 2


def test_headings_begin_at_the_third_degree() -> None:
    headings = [Paragraph((Span(str(level)),), "heading", level) for level in (2, 4, 5, 7)]

    assert text_of(*headings) == "### 2\n\n#### 4\n\n##### 5\n\n##### 7"


def test_notes_go_on_counting_below_a_text_that_has_some() -> None:
    word = Word([Paragraph((Span("Söz"), Span("", note=1)))], {1: plain("Kaynak")})
    present = "Önceki¹\n\n¹ Bir\n\n¹² On iki"

    assert written(word, first_note=next_note(present)) == "Söz¹³\n\n¹³ Kaynak"
