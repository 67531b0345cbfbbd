"""What a correction is never changes, nor does its outcome: the migration `corrections` uses it."""

from __future__ import annotations

from reports.ground.settled import Settled

CORRECTIONS = Settled(
    table="reports_correction",
    message="Düzeltme silinemez; sınıfı, gerekçesi, numarası ve sonucu değiştirilemez.",
    fixed=(
        "id",
        "year_id",
        "number",
        "kind",
        "reason",
        "basis",
        "base_id",
        "opened_at",
        "opened_by_id",
        "opened_as",
    ),
    when="{row}.publication_id IS NOT NULL OR {row}.withdrawn_at IS NOT NULL",
    keys=(("id",), ("year_id", "number")),
)
