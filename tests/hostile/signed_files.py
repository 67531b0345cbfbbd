"""Signed files that try to take their reader down: each is a small report with one more revision.

`times` is how much of it there is: 1, 10 or 100 times what a signing tool would write at most.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import lru_cache

from tests.publish.bench.revising import body_of, revised, root_of, size_of, stream, with_entry

Make = Callable[[bytes, int], bytes]


@lru_cache
def squeezed(size: int) -> bytes:
    """So many zeros, packed: some two hundredths of them."""
    packer = zlib.compressobj(1)
    parts = [packer.compress(bytes(2**20)) for _piece in range(size // 2**20)]
    return b"".join([*parts, packer.flush()])


def a_table_of_nothing(pdf: bytes, times: int) -> bytes:
    """A table of objects that unpacks to 4 MB and more."""
    own, old = size_of(pdf), int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    size = 4 * 2**20 * times
    head = b"%d 0 obj\n<</Type/XRef/W[1 4 2]/Size %d/Root %d 0 R/Prev %d/Filter/FlateDecode" % (
        own, size // 7, root_of(pdf), old,
    )  # fmt: skip
    packed = squeezed(size)
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(pdf)
    return b"%s%s/Length %d>>\nstream\n%s%s" % (pdf, head, len(packed), packed, end)


def a_page_that_unpacks(pdf: bytes, times: int) -> bytes:
    """What a page shows, written again in another packing: 4 MB and more."""
    number = int(re.findall(rb"/Contents (\d+) 0 R", body_of(pdf, _page(pdf)))[0])
    content = squeezed(4 * 2**20 * times)
    return revised(pdf, {number: stream(content, b"/Filter/FlateDecode")})


def objects_in_a_container(pdf: bytes, times: int) -> bytes:
    """The catalogue lies in a container that unpacks to 4 MB and more."""
    number, old = size_of(pdf), int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    body = body_of(pdf, root_of(pdf))
    head = b"%d 0 " % root_of(pdf)
    packer = zlib.compressobj(1)
    packed = packer.compress(head + body)
    for _piece in range(4 * times):
        packed += packer.compress(b" " * 2**20)
    packed += packer.flush()
    holder = stream(packed, b"/Type/ObjStm/N 1/First %d/Filter/FlateDecode" % len(head))
    part = b"%d 0 obj\n%s\nendobj\n" % (number, holder)
    at = len(pdf) + len(part)
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, place, index in ((2, number, 0), (1, len(pdf), 0), (1, at, 0))
    )
    told = b"/Type/XRef/W[1 4 2]/Size %d/Index[%d 1 %d 2]/Root %d 0 R/Prev %d" % (
        number + 2, root_of(pdf), number, root_of(pdf), old,
    )  # fmt: skip
    end = b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
    return b"%s%s%d 0 obj\n%s%s" % (pdf, part, number + 1, stream(table, told), end)


def lists_in_lists(pdf: bytes, times: int) -> bytes:
    deep = 300 * times
    root = body_of(pdf, root_of(pdf))
    nested = b"/Extensions " + b"[" * deep + b"]" * deep
    return revised(pdf, {root_of(pdf): with_entry(root, nested)})


def fields_in_fields(pdf: bytes, times: int) -> bytes:
    """Each field lies in the one before, and the last one in the first."""
    first = size_of(pdf)
    objects = {
        first + n: b"<</T(%d)/Kids[%d 0 R]>>" % (n, first + (n + 1) % (100 * times))
        for n in range(100 * times)
    }
    root = body_of(pdf, root_of(pdf))
    form = re.sub(rb"/AcroForm ?(\d+ 0 R|<<.*?>>)", b"", root, flags=re.DOTALL)
    changed = with_entry(form, b"/AcroForm<</Fields[%d 0 R]>>" % first)
    return revised(pdf, {root_of(pdf): changed, **objects})


def many_revisions(pdf: bytes, times: int) -> bytes:
    for _one in range(10 * times):
        old = int(re.findall(rb"startxref\s+(\d+)", pdf[-2000:])[-1])
        table = b"xref\n0 0\ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n"
        end = table % (_known(pdf)[0], _known(pdf)[1], old)
        pdf += end + b"startxref\n%d\n%%%%EOF\n" % len(pdf)
    return pdf


def a_description_of_itself(pdf: bytes, times: int) -> bytes:
    """Definitions that stand for each other ("a billion laughs")."""
    number = int(re.findall(rb"/Metadata (\d+) 0 R", body_of(pdf, root_of(pdf)))[0])
    steps = 3 * len(str(times))
    told = "".join(
        f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' if n else '<!ENTITY l1 "aaaaaaaaaa">'
        for n in range(steps)
    )
    packet = f"<!DOCTYPE x [{told}]><x>&l{steps};</x>"
    return revised(pdf, {number: stream(packet.encode(), b"/Type/Metadata/Subtype/XML")})


def _page(pdf: bytes) -> int:
    pages = int(re.findall(rb"/Pages (\d+) 0 R", body_of(pdf, root_of(pdf)))[0])
    return int(re.findall(rb"/Kids ?\[ ?(\d+) 0 R", body_of(pdf, pages))[0])


def _known(pdf: bytes) -> tuple[int, int]:
    """Size and root, out of the last table."""
    end = pdf[-3000:]
    return (
        int(re.findall(rb"/Size (\d+)", end)[-1]),
        int(re.findall(rb"/Root (\d+) 0 R", end)[-1]),
    )


HOSTILE: dict[str, Make] = {
    made.__name__: made
    for made in (
        a_table_of_nothing, a_page_that_unpacks, objects_in_a_container, lists_in_lists,
        fields_in_fields, many_revisions, a_description_of_itself,
    )
}  # fmt: skip
