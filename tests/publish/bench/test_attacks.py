"""None of the attack files passes any door, and all doors say the same of each."""

from __future__ import annotations

import pytest

from reports.publish.signing.refusals import Refusal
from tests.publish.signing.conftest import Office, frozen

from .attacks import ATTACKS, Forged, Ground
from .conftest import Ask
from .doors import require_agreement
from .shadows import SHADOWS

__all__ = ["frozen"]


@pytest.fixture(scope="session")
def ground(office: Office, frozen: bytes) -> Ground:
    start = Ground(office, frozen, b"")
    return Ground(office, frozen, start.sign(frozen))


def test_there_are_as_many_as_promised() -> None:
    assert len(ATTACKS) >= 40


def test_what_is_attacked_is_good_itself(ground: Ground, ask: Ask) -> None:
    doors = ask(ground.first, ground.frozen)

    require_agreement(doors)
    assert doors.good == (True, True, True), doors


@pytest.mark.parametrize("name", [*ATTACKS, *SHADOWS])
def test_no_door_lets_an_attack_pass(name: str, ground: Ground, ask: Ask) -> None:
    made = {**ATTACKS, **SHADOWS}[name](ground)
    forged = made if isinstance(made, Forged) else Forged(ground.frozen, made)

    doors = ask(forged.content, forged.frozen)

    require_agreement(doors)
    assert doors.good == (False, False, False), doors
    fault = doors.judged.fault
    assert fault is not None
    if fault.refusal is Refusal.BROKEN:
        assert "bozul" in fault.sentence
