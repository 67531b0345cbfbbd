"""What a cell of a column of text, codes or dates says, or why it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from kars_portal.lib import numbers
from reports.collect.reading import formats
from reports.collect.reading.cells import Cell, ErrorValue

from .targets import Target

_SPOILT = re.compile(r"[ðþýÐÞÝ\ufffd]")
"""Letters that Turkish has none of: "Müdürlüðü" was read in a wrong encoding before."""


@dataclass(frozen=True)
class SaidText:
    """The text of a cell; where it is `wrong`, the text is empty."""

    text: str = ""
    wrong: str = ""


def read_text(target: Target, cell: Cell | None) -> SaidText:
    """What a cell says in a column of text."""
    if cell is None:
        return SaidText()
    match cell.value:
        case str(text):
            return _plain(text)
        case ErrorValue(code):
            return SaidText(wrong=f"Hücrede formül hatası var ({code}); formül düzeltilmelidir.")
        case None:
            return SaidText(
                wrong="Hücredeki formülün sonucu dosyada yok; dosya Excel'de açılıp kaydedilmeli "
                "ya da değer elle yazılmalıdır."
            )
        case datetime() | time():
            return SaidText(wrong="Hücrede saat var; yalnız tarih ya da metin yazılmalıdır.")
        case date() as day:
            if target.is_date:
                return SaidText(numbers.exact(day))
            return SaidText(
                wrong=f"Hücre tarih olarak biçimlendirilmiş ({numbers.format_date(day)}); bu sütun "
                "metin ister. Hücre biçimi metin yapılıp değer yeniden yazılmalıdır."
            )
        case bool(holds):
            return SaidText("evet" if holds else "hayır")
        case int() | float() as number:
            return _number(target, number, cell.format)


def _plain(text: str) -> SaidText:
    if _SPOILT.search(text):
        spoilt = next(word for word in text.split() if _SPOILT.search(word))
        return SaidText(
            wrong=f"«{spoilt[:40]}» bozuk harf içeriyor: metin yanlış kodlamayla açılıp yeniden "
            "kaydedilmiş. Metin yeniden yazılmalı ya da dosyanın ilk hâli yüklenmelidir."
        )
    return SaidText(text.replace("\u00a0", " ").strip())


def _number(target: Target, number: float, format_: str) -> SaidText:
    if target.is_date:
        return SaidText(
            wrong=f"Hücre sayı olarak biçimlendirilmiş ({number}); bu sütun tarih ister. Hücre "
            "biçimi tarih yapılmalı, tarih 31.12.2024 gibi yazılmalıdır."
        )
    is_whole = isinstance(number, int) or number.is_integer()
    width = formats.padded(format_)
    if is_whole and number >= 0 and width:
        return SaidText(str(int(number)).zfill(width))  # as the cell shows it
    if target.takes_number and is_whole:
        return SaidText(str(int(number)))
    return SaidText(
        wrong=f"Hücre sayı olarak biçimlendirilmiş ({number}); bu sütun metin ister. Hücre biçimi "
        "metin yapılıp değer yeniden yazılmalıdır."
    )
