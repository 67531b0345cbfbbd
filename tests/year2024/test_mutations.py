"""Figures are written wrong on purpose: a check that does not notice is none."""

from __future__ import annotations

from collections import Counter

import pytest

from .built import checked, document
from .mutations import Slip, places, sample, with_slip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("report")]

SLIPS = 200
NOTICED = 0.9
SEED = 2024


def _is_noticed(slip: Slip, before: set[str]) -> bool:
    return any(f.mark not in before for f in checked(with_slip(document(), slip)).findings)


def test_nine_slips_in_ten_are_noticed() -> None:
    before = {finding.mark for finding in checked().findings}
    slips = sample(document(), SLIPS, SEED)

    missed = [slip for slip in slips if not _is_noticed(slip, before)]

    kinds = Counter(slip.kind for slip in missed)
    assert len(missed) <= SLIPS * (1 - NOTICED), f"missed {len(missed)}: {kinds}, {missed}"


def test_there_are_many_more_places_than_are_tried() -> None:
    found = places(document())

    assert len(found) > 4 * SLIPS
    assert len({place.dataset for place in found}) > 30


def test_an_unchanged_figure_changes_nothing() -> None:
    """What the test rebuilds is what the portal built."""
    slips = sample(document(), 20, SEED + 1)
    before = [finding.mark for finding in checked().findings]

    for slip in slips:
        same = Slip(slip.place, "none", slip.before, slip.before)
        assert [f.mark for f in checked(with_slip(document(), same)).findings] == before, slip
