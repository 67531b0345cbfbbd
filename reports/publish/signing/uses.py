"""Which objects of a file are used where: how often each number is referred to."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Container

import pikepdf

# Without going back in it: a signature is thousands of digits, none of which is a number.
_NUMBER = re.compile(rb"(?<!\d)\d++(?=[\x00\s%])")
_GENERATION = re.compile(rb"\d+")
_BLANK = re.compile(rb"[\x00\s]*")
_LINE_END = re.compile(rb"[\r\n]")
_LONGEST = 10
"""Digits of a number that an object may have."""
_REFERENCE = re.compile(rb"(?<![0-9])(\d{1,10}) \d{1,5} R(?![A-Za-z0-9])")


def count_uses(content: bytes) -> Counter[int]:
    """Number → how often something in the file refers to it.

    Of objects that are there: a reference to nothing is null for the library. A text that looks
    like a reference counts too, so the count is never too low. Raises pikepdf.PdfError for a file
    that breaks the rules.
    """
    found: Counter[int] = Counter()
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
        parts = [pdf.trailer.unparse()]
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                parts.append(item.stream_dict.unparse(resolved=True))
            elif isinstance(item, pikepdf.Object):  # numbers and the like refer to nothing
                parts.append(item.unparse(resolved=True))
    for part in parts:
        found.update(int(number) for number in _REFERENCE.findall(part))
    return found


def is_mentioned(part: bytes, numbers: Container[int]) -> bool:
    """Whether something in these bytes looks like a reference to one of the numbers.

    Whether it leads anywhere or not, and with comments wherever they may stand. `part` is a file
    as it is, or what an object stream holds, unpacked. Takes as long as the part is, whatever is
    in it.
    """
    comments = _Comments(part)
    for found in _NUMBER.finditer(part):
        digits = found[0].lstrip(b"0")
        if 0 < len(digits) <= _LONGEST and int(digits) in numbers:
            generation = _GENERATION.match(part, comments.end_of_blank(found.end()))
            if (
                generation
                and part[(at := comments.end_of_blank(generation.end())) : at + 1] == b"R"
            ):
                return True
    return False


class _Comments:
    """Finds the end of blanks and comments; a line is looked through once, not for each number."""

    def __init__(self, part: bytes) -> None:
        self.part = part
        self.line = (0, -1)

    def end_of_blank(self, at: int) -> int:
        while True:
            blank = _BLANK.match(self.part, at)
            at = blank.end() if blank else at
            if self.part[at : at + 1] != b"%":
                return at
            at = self._line_end(at)

    def _line_end(self, at: int) -> int:
        start, end = self.line
        if not start <= at <= end:
            found = _LINE_END.search(self.part, at)
            end = found.start() if found else len(self.part)
            self.line = (at, end)
        return end
