"""The story of a section is only added to: migration 0006 creates the triggers that hold it."""

from __future__ import annotations

from reports.ground.append_only import AppendOnly

MESSAGE = "Bölümün geçmişi değiştirilemez ve silinemez."

EVENTS = AppendOnly(table="reports_sectionevent", message=MESSAGE)
REMARKS = AppendOnly(table="reports_textremark", message=MESSAGE)
"""Created by migration 0025."""
PREVIEWS = AppendOnly(
    table="reports_previewuse", message="Ön okuma kaydı değiştirilemez ve silinemez."
)
"""Created by migration 0026."""
MENTIONS = AppendOnly(
    table="reports_sectionevent_mentions",
    message=MESSAGE,
    keys=(("id",), ("sectionevent_id", "user_id")),
)
