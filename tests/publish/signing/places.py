"""Every kind of place in a signed file, and changed bytes there.

Kinds, not addresses: a file is different each time it is made, and a few bytes drawn from each
kind say more than hundreds drawn from the whole, most of which fall into fonts and pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from asn1crypto import cms, core, parser

from tests import sweep

Places = dict[str, list[int]]
Flip = tuple[int, int]
"""Where, and which bit."""

_OUTSIDE = {
    "byte range": rb"/ByteRange ?\[([^\]]+)\]",
    "name of a signature's kind": rb"(/Filter /Adobe.PPKLite|/SubFilter /[A-Za-z.0-9]+)",
    "name and reason of a signature": rb"/(?:M|Reason|Name) ?\(([^)]+)\)",
    "table of objects": rb"/Type /XRef.*?stream\r?\n(.*?)endstream",
    "where a table stands": rb"startxref\s+(\d+)",
    "end of a file": rb"(%%EOF)",
    "judging data": rb"/DSS ?<<(.*?)>>|/(?:Certs|CRLs|OCSPs) ?\[([^\]]+)\]",
    "field": rb"/FT /Sig.{0,200}?(/V \d+ 0 R)|(/V \d+ 0 R).{0,200}?/FT /Sig",
}
"""Outside of what holds a signature."""

STAMP = "document stamp"
OF_A_TOKEN = (
    "lengths",
    "head",
    "digest list",
    "content",
    "certificates",
    "version and signer",
    "digest algorithm",
    "signed attributes",
    "signature algorithm",
    "signature",
)
OF_A_FILE = ("frozen", "appended", "brackets", "padding")
KINDS = (
    *OF_A_FILE,
    *_OUTSIDE,
    *(f"signature: {part}" for part in OF_A_TOKEN),
    *(f"stamp of a signature: {part}" for part in OF_A_TOKEN),
    *(f"{STAMP}: {part}" for part in OF_A_TOKEN),
    "signature: unsigned attributes",
    f"{STAMP}: padding",
)
"""What a file has that was signed for the long term."""


def flipped(content: bytes, place: int, bit: int = 0) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed)


def drawn(places: Places, kind: str, count: int, *, name: str) -> list[Flip]:
    """So many changed bits of a kind: the same ones with the same seed and file."""
    chance = sweep.chance(f"{name}/{kind}")
    return [(chance.choice(places[kind]), chance.randrange(8)) for _ in range(count)]


def unnoticed(content: bytes, flips: list[Flip], holds: Callable[[bytes], bool]) -> list[str]:
    """The flips with which a file still counts as it did, each with what it takes to repeat it."""
    return [
        f"TESTS_SEED={sweep.SEED}: byte {place} of {len(content)}, bit {bit}, "
        f"near {content[max(0, place - 20) : place + 20]!r}"
        for place, bit in flips
        if holds(flipped(content, place, bit))
    ]


def places_of(content: bytes, frozen: int) -> Places:
    """Kind of place → all bytes of that kind; `frozen` bytes were there before any signature."""
    found: Places = {"frozen": list(range(frozen))}
    gaps = [match.span(1) for match in re.finditer(rb"<(3082[0-9a-fA-F]+)>", content)]
    gaps = [(start, end) for start, end in gaps if start > frozen]
    held = {place for start, end in gaps for place in range(start - 1, end + 1)}
    found["appended"] = [p for p in range(frozen, len(content)) if p not in held]
    found["brackets"] = [p for start, end in gaps for p in (start - 1, end)]
    for kind, pattern in _OUTSIDE.items():
        spans = (
            match.span(number)
            for match in re.finditer(pattern, content[frozen:], re.DOTALL)
            for number, text in enumerate(match.groups(), start=1)
            if text
        )
        found[kind] = [frozen + p for start, end in spans for p in range(start, end)]
    for start, end in gaps:
        data = bytes.fromhex(content[start:end].decode())
        size = parser.peek(data)
        last = (start, end) == gaps[-1]
        who = STAMP if last else "signature"
        for kind, at in _of_token(data[:size], who):
            found.setdefault(kind, []).extend(start + 2 * p + half for p in at for half in (0, 1))
        padding = list(range(start + 2 * size, end))
        found.setdefault(f"{STAMP}: padding" if last else "padding", []).extend(padding)
    return {kind: at for kind, at in found.items() if at}


def _of_token(data: bytes, who: str, start: int = 0) -> Iterator[tuple[str, range | list[int]]]:
    """Kinds and their bytes in one signature, which stands at `start`."""
    signed = cms.ContentInfo.load(data, strict=True)["content"]
    signer = signed["signer_infos"][0]
    yield f"{who}: lengths", [start + place for place in _lengths(data)]
    at = 0

    def next_(item: core.Asn1Value) -> range:
        nonlocal at
        begin = data.index(item.dump(), at)
        at = begin + len(item.dump())
        return range(start + begin, start + at)

    digests = next_(signed["digest_algorithms"])
    yield f"{who}: head", range(start, digests.start)
    yield f"{who}: digest list", digests
    yield f"{who}: content", next_(signed["encap_content_info"])
    yield f"{who}: certificates", next_(signed["certificates"])
    begin = data.index(signer.dump(), at)
    version = next_(signer["version"])
    yield f"{who}: version and signer", range(version.start, next_(signer["sid"]).stop)
    assert version.start - start > begin
    for part in ("digest_algorithm", "signed_attrs", "signature_algorithm", "signature"):
        kind = part.replace("_", " ").replace("attrs", "attributes")
        yield f"{who}: {kind}", next_(signer[part])
    for attribute in signer["unsigned_attrs"]:
        yield f"{who}: unsigned attributes", next_(attribute)
        if attribute["type"].native != "signature_time_stamp_token":
            continue
        for token in attribute["values"]:
            inner = token.dump()
            yield from _of_token(inner, f"stamp of a {who}", start + data.index(inner))


def _lengths(data: bytes) -> Iterator[int]:
    """Where the elements of a signature say what they are and how long."""
    waiting = [(0, data)]
    while waiting:
        start, data = waiting.pop()
        while data:
            end = parser.peek(data)
            _kind, is_constructed, _tag, header, content, _trailer = parser.parse(data[:end])
            yield from range(start, start + len(header))
            if is_constructed:
                waiting.append((start + len(header), content))
            start, data = start + end, data[end:]
