"""Which tests stay on one of the processes of a run, and which of them begin first.

pytest-xdist's own `loadgroup` is not used: pytest 9.2 keeps a test's address where xdist 3.8 does
not write its mark, so every test of a group goes its own way, and nothing says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling
    from xdist.workermanage import WorkerController

PLACES = {
    # They share one portal, which takes long to start.
    "tests/browser/": "portal",
    "tests/browser/test_signed_report.py": "signed report",
    "tests/browser/test_versions.py": "versions",
    "tests/outage/": "outage",
    # On Django's live server: it empties the tables.
    "tests/browser/test_sheets.py": "",
    # The report's rows, and the PDFs of the whole report, are made once for all of them.
    "tests/year2024/": "2024",
    "tests/collect/opening/of_2024/": "2025",
    "tests/rights/": "rights",
    # Their Java program is compiled once, and the prints are made once.
    "tests/publish/bench/": "bench",
}
"""The group of a place's tests; a file may have another one than its folder."""

BY_FILE = (
    "tests/crash/",
    "tests/docs/test_new_table.py",
    "tests/present/pdf/",
    "tests/office/test_short_locks.py",
)
"""Places where each file makes something costly for its own tests, once for all of them."""

FIRST = ("portal", "2024", "signed report", "versions", "outage", "rights", "2025", "bench")
"""The groups, the longest one first."""


def group_of(nodeid: str) -> str:
    """The name of a test's group; a test without one is a group of its own."""
    places = [place for place in PLACES if nodeid.startswith(place)]
    if places:
        return PLACES[max(places, key=len)] or nodeid
    return nodeid.split("::")[0] if nodeid.startswith(BY_FILE) else nodeid


class InGroups(LoadScopeScheduling):  # type: ignore[misc]
    """Groups go first, in their order; then files that stay together; then the other tests one by
    one, in the order of pytest, so that both processes are busy to the end.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        files = [name for name in self.workqueue if "::" not in name and name not in FIRST]
        for name in (*FIRST, *files):
            if name in self.workqueue:
                self.workqueue.move_to_end(name, last=False)
                break
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """For `--dist loadgroup`; without pytest-xdist nobody asks."""
    return InGroups(config, log) if config.getoption("dist") == "loadgroup" else None
