"""The door: bytes of a Word file in, its blocks out. Read apart, before any transaction."""

from __future__ import annotations

from typing import cast

from kars_portal.lib.confined import Answer, End, Limits, ask
from reports.collect.reading.files import PATIENCE_SECONDS, Unreadable, reading_places
from reports.ground.slots import Busy, one_of

from .blocks import Word, paragraph_of, table_of
from .sentences import sentence

MOST_BYTES = 10 * 2**20
LIMITS = Limits(seconds=20, clock=60, memory=512 * 2**20)
_CHILD = "reports.collect.wording.child:read"


def read_word(content: bytes) -> Word:
    """All of a Word file, by its bytes alone. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"Dosya {MOST_BYTES // 2**20} MB sınırını aşıyor; resimler çıkarılarak ya da yalnız "
            "bölümün metni yeni bir belgeye kopyalanarak yüklenmelidir."
        )
    try:
        with one_of(reading_places(), PATIENCE_SECONDS):
            answer = ask(_CHILD, content, limits=LIMITS)
    except Busy as error:
        raise Unreadable(
            "Şu anda başka dosyalar okunuyor; biraz sonra yeniden denenmelidir."
        ) from error
    said: dict[str, object] = answer.last
    if answer.end is End.DEPTH:
        said = {"state": "nested", "what": "öğeler"}
    elif not answer.in_time or said.get("state") is None:
        said = {"state": "too_much"}
    if said["state"] != "read":
        raise Unreadable(sentence(said, seconds=LIMITS.seconds, memory=LIMITS.memory // 2**20))
    return _word(answer)


def _word(answer: Answer) -> Word:
    word = Word()
    for part in answer.lines[:-1]:
        if "paragraph" in part:
            word.blocks.append(paragraph_of(part["paragraph"]))
        elif "table" in part:
            word.blocks.append(table_of(part["table"]))
        elif "note" in part:
            word.notes[cast("int", part["note"])] = paragraph_of(part["words"])
        else:
            word.aside.update(part["aside"])
    return word
