"""A representative part of what is proved by hundreds of repeats, or all of it.

Random bytes, every role at every address, a kill at every statement: a run of `bin/test` tries a
seeded part of them, the same one each time; `bin/test --exhaustive` tries all of them, or many
more, with the day as seed. docs/testing.md says which tests these are and what the sweep adds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

T = TypeVar("T")

EXHAUSTIVE = os.environ.get("TESTS_EXHAUSTIVE") == "1"
"""Set by `bin/test --exhaustive`; known before collecting, so parameters may depend on it."""

SEED = os.environ.get("TESTS_SEED") or (f"{datetime.now(UTC):%Y%m%d}" if EXHAUSTIVE else "1")
"""What chance begins with. TESTS_SEED repeats a sweep of another day."""


def times(few: int, many: int) -> int:
    """How often something is repeated: a few times, or many times in the sweep."""
    return many if EXHAUSTIVE else few


def chance(name: str) -> random.Random:
    """A chance of its own for each name: no test's draw depends on its neighbours."""
    return random.Random(f"{name}/{SEED}")


def some(items: Sequence[T], few: int, name: str) -> list[T]:
    """All items in the sweep, otherwise a seeded choice of them, in their order."""
    if EXHAUSTIVE or len(items) <= few:
        return list(items)
    return [items[place] for place in sorted(chance(name).sample(range(len(items)), few))]
