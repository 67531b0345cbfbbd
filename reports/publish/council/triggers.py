"""Public records of the council stage stay as they are: the migration `council` uses these."""

from __future__ import annotations

from reports.ground.settled import Held, Settled

PUBLIC = "{row}.published_at IS NOT NULL"

RECORDS = Settled(
    table="reports_councilrecord",
    message="Yayımlanmış meclis kaydı değiştirilemez ve silinemez.",
    when=PUBLIC,
    may_go=True,
    keys=(("id",), ("replaces_id",)),
)
DELIVERIES = Settled(
    table="reports_delivery",
    message="Yayımlanmış teslim kaydı değiştirilemez ve silinemez.",
    when=PUBLIC,
    may_go=True,
    keys=(("id",), ("replaces_id",)),
)
QUESTIONS = Held(table="reports_councilquestion", column="record_id", parent=RECORDS)
DOCUMENTS = Held(table="reports_councildocument", column="record_id", parent=RECORDS)

ALL = (RECORDS, DELIVERIES, QUESTIONS, DOCUMENTS)
