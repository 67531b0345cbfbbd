"""Publications are only added to: migration 0002 creates the triggers that hold them."""

from __future__ import annotations

from reports.append_only import AppendOnly

PUBLICATIONS = AppendOnly(
    table="reports_publication",
    message="Yayımlanmış sürüm değiştirilemez ve silinemez.",
    keys=(("id",), ("year_id", "version")),
)
create_triggers = PUBLICATIONS.create
drop_triggers = PUBLICATIONS.drop
