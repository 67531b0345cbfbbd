"""Entries are only added to: migration 0005 creates the triggers that hold them."""

from __future__ import annotations

from reports.ground.append_only import AppendOnly

ENTRIES = AppendOnly(
    table="auditlog_logentry",
    message="Denetim izi değiştirilemez ve silinemez.",
)
