"""Files signed by programs of others are taken in, and every door says the same of them."""

from __future__ import annotations

import pytest

from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.check import check_upload
from reports.publish.signing.examine import examine
from reports.publish.signing.extend import extend
from reports.publish.signing.rules import Rules
from reports.publish.signing.signatures import Level
from tests import sweep
from tests.publish.signing.conftest import Office

from . import prints
from .conftest import Ask
from .doors import require_agreement
from .programs import TOOLS, Tool, Workshop

BY_NAME = {tool.name: tool for tool in TOOLS}
Way = tuple[Tool, bool]
ALL: list[Way] = [(tool, visible) for tool in TOOLS for visible in tool.ways]


def named(ways: list[Way]) -> list[object]:
    return [
        pytest.param(tool, visible, id=f"{tool.name}, {'visible' if visible else 'invisible'}")
        for tool, visible in ways
    ]


def each_once(place: int) -> list[Way]:
    """Each program with one of its ways; in the sweep with all of them."""
    return ALL if sweep.EXHAUSTIVE else [(tool, tool.ways[place]) for tool in TOOLS]


@pytest.mark.parametrize(("tool", "visible"), named(each_once(0)))
def test_both_officers_sign_the_report(
    tool: Tool, visible: bool, workshop: Workshop, rules: Rules, ask: Ask
) -> None:
    tool.require()
    frozen = prints.full()

    first = tool.sign(workshop, frozen, "mali", FINANCE.name, visible)
    both = tool.sign(workshop, first, "baskan", TOP_MANAGER.name, visible)

    one = check_upload(frozen, first, rules)
    assert (one.accepted, one.complete) == (True, False), one.sentence
    all_ = check_upload(frozen, both, rules, accepted=first)
    assert (all_.accepted, all_.complete) == (True, True), all_.sentence
    assert [(sign.field, sign.signer) for sign in all_.signatures] == [
        (FINANCE.name, "AYŞE IŞIK"),
        (TOP_MANAGER.name, "İBRAHİM ÇAĞLAR"),
    ]
    for content in (first, both):
        doors = ask(content, frozen)
        require_agreement(doors)
        assert doors.good == (True, True, True), doors


@pytest.mark.parametrize(("tool", "visible"), named(each_once(-1)))
def test_the_summary_is_signed(tool: Tool, visible: bool, workshop: Workshop, ask: Ask) -> None:
    tool.require()
    frozen = prints.summary()

    doors = ask(tool.sign(workshop, frozen, "mali", FINANCE.name, visible), frozen)

    require_agreement(doors)
    assert doors.good == (True, True, True), doors


@pytest.mark.parametrize(
    ("tool", "visible"), named(sweep.some(ALL, 3, "programs on a file with a plain table"))
)
def test_a_file_with_a_plain_table_of_objects_is_signed(
    tool: Tool, visible: bool, workshop: Workshop, ask: Ask
) -> None:
    tool.require()
    frozen = prints.with_plain_table(prints.summary())

    doors = ask(tool.sign(workshop, frozen, "mali", FINANCE.name, visible), frozen)

    require_agreement(doors)
    assert doors.good == (True, True, True), doors


PAIRS = [(one.name, other.name) for one in TOOLS for other in TOOLS if one is not other]


@pytest.mark.parametrize(("one", "other"), sweep.some(PAIRS, 1, "pairs of programs"))
def test_each_officer_has_a_program_of_their_own(
    one: str, other: str, workshop: Workshop, office: Office, rules: Rules, ask: Ask
) -> None:
    """And the institution's seal and newer proofs come after them."""
    tools = [BY_NAME[name] for name in (one, other)]
    for tool in tools:
        tool.require()
    frozen = prints.full()
    first = tools[0].sign(workshop, frozen, "mali", FINANCE.name, True)
    both = tools[1].sign(workshop, first, "baskan", TOP_MANAGER.name, tools[1].ways[-1])

    sealed = office.seal(both, Level.B_LTA)

    checked = check_upload(frozen, sealed, rules, accepted=both)
    assert (checked.accepted, checked.sealed) == (True, True), checked.sentence
    extended = extend(sealed, office.trust, office.time_stamper())
    assert examine(extended, office.trust).believed
    doors = ask(extended, frozen)
    require_agreement(doors)
    assert doors.good == (True, True, True), doors
