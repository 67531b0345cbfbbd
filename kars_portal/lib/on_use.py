"""Modules that are loaded when something of them is used for the first time.

What examines signatures takes longer to load than all the rest of the portal, and most processes
never examine one: a page, a command, a migration. Whoever needs it writes

    if TYPE_CHECKING:
        from . import check
    else:
        check = on_use("reports.publish.signing.check")

which is an ordinary import for a type checker and for whoever draws the map of imports. Only
modules, never names out of them: `check.check_upload(…)`. `tests/lib/test_on_use.py` says what may
not be loaded at the start.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class _OnUse(ModuleType):
    """Stands for a module until it is asked for something, and asks the module ever after."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


def on_use(name: str) -> ModuleType:
    """The module of this full name, without loading it yet."""
    return _OnUse(name)
