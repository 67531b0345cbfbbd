"""Files with one more revision, written object by object: what no library would write for one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping

from pypdf import PdfReader, PdfWriter
from pypdf.generic import IndirectObject

Key = tuple[int, int]
"""Number and generation of an object."""


def appended(pdf: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """The file with one more revision in which a library changes something."""
    output = io.BytesIO()
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    change(writer)
    writer.write(output)
    content = output.getvalue()
    assert content.startswith(pdf)
    assert len(content) > len(pdf)
    return content


def revised(
    pdf: bytes,
    objects: Mapping[int, bytes] | Mapping[Key, bytes],
    *,
    freed: Mapping[int, int] | None = None,
    trailer: bytes = b"",
    previous: int | None = None,
) -> bytes:
    """The file with one more revision that holds these objects as they are.

    `freed` are numbers with their next generation; `trailer` takes the place of the root's entry.
    """
    old = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    size = size_of(pdf)
    parts, entries = [pdf], {}
    at = len(pdf)
    for key, body in objects.items():
        number, generation = key if isinstance(key, tuple) else (key, 0)
        part = b"%d %d obj\n%s\nendobj\n" % (number, generation, body)
        entries[number] = (1, at, generation)
        parts.append(part)
        at += len(part)
    for number, generation in (freed or {}).items():
        entries[number] = (0, 0, generation)
    own = max(size, *(number + 1 for number in entries)) if entries else size
    entries[own] = (1, at, 0)
    index = b" ".join(b"%d 1" % number for number in sorted(entries))
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + generation.to_bytes(2, "big")
        for _number, (kind, place, generation) in sorted(entries.items())
    )
    root = trailer or b"/Root %d 0 R" % root_of(pdf)
    before = b"" if previous == 0 else b"/Prev %d" % (old if previous is None else previous)
    head = b"%d 0 obj\n<</Type/XRef/W[1 4 2]/Size %d/Index[%s]%s%s/Length %d>>\nstream\n" % (
        own, own + 1, index, root, before, len(table),
    )  # fmt: skip
    parts += [head, table, b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at]
    return b"".join(parts)


def root_of(pdf: bytes) -> int:
    root: IndirectObject = PdfReader(io.BytesIO(pdf)).trailer.raw_get("/Root")
    return root.idnum


def size_of(pdf: bytes) -> int:
    """The first number that no object has."""
    size: int = PdfReader(io.BytesIO(pdf)).trailer["/Size"]  # type: ignore[assignment]
    return size


def body_of(pdf: bytes, number: int) -> bytes:
    """An object as the newest revision has it, wherever it stands; empty where there is none."""
    reader = PdfReader(io.BytesIO(pdf))
    found = reader.get_object(IndirectObject(number, 0, reader))
    output = io.BytesIO()
    if found is not None:
        found.write_to_stream(output)
    return output.getvalue()


def number_in(pdf: bytes, pattern: bytes) -> int:
    """The object in which this is found; the last one of several."""
    return max(
        number for number in range(1, size_of(pdf)) if re.search(pattern, body_of(pdf, number))
    )


def with_entry(body: bytes, entry: bytes) -> bytes:
    """A dictionary with one more entry."""
    assert body.startswith(b"<<"), body
    return b"<<" + entry + b" " + body[2:]


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)
