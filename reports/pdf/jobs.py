"""Jobs that the release before has queued bear this module's name; remove with the next one."""

from __future__ import annotations

from reports.present.pdf.jobs import make_pdf

__all__ = ["make_pdf"]
