"""Playwright's event loop set aside, for code that runs coroutines of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_a_running_loop() -> Iterator[None]:
    """pyHanko runs its coroutines itself; Playwright's loop stays marked as running in the thread
    from the first browser test of a process to the end.
    """
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
