"""Whether the elements of a signature fill it, in what strangers send."""

from __future__ import annotations

import pytest
from asn1crypto import core

from reports.publish.signing.damage import _is_full


def nested(depth: int) -> bytes:
    """A sequence in a sequence, and so on; an empty one inside."""
    data = b"\x30\x00"
    for _ in range(depth):
        data = core.Any.load(b"\x30" + _length(len(data)) + data).dump()
    return data


def _length(size: int) -> bytes:
    return bytes([size]) if size < 0x80 else b"\x83" + size.to_bytes(3, "big")


def test_deep_nesting_is_read_to_its_end() -> None:
    deep = nested(3000)
    assert _is_full(deep)
    assert not _is_full(deep[:-2] + b"\x30\x01")


@pytest.mark.parametrize("data", ["30030500", "3003050000", "30020000", "300205"])
def test_what_does_not_fill_its_element_is_told(data: str) -> None:
    assert not _is_full(bytes.fromhex(data))


def test_a_filled_element_is_taken() -> None:
    assert _is_full(bytes.fromhex("30050201030500"))
