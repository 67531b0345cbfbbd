"""Lines of the log."""

from __future__ import annotations

import logging

FAULT = 500
"""From this answer on, something of the portal's own has failed."""


class RefusedInOneLine(logging.Filter):
    """Keeps the traceback of faults only: a page that is refused (403, 404, 400 …) is one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if isinstance(status, int) and status < FAULT:
            record.exc_info = None
            record.exc_text = None
        return True
