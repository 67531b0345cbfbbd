"""What a page tells its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def text_of(locator: Locator) -> str:
    """The text that is seen of what is found, once the page has its styles.

    A page that is still being loaded draws nothing, and the browser then gives the text of the
    source with all its blanks in place of the one that is seen. Tests ask here and nowhere else
    (`tests/test_suite.py`).
    """
    locator.page.wait_for_load_state()
    return locator.inner_text()
