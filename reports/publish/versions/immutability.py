"""What is published and what was frozen stays as it is: triggers, made by migrations.

Publications are only added to (0002). Of a frozen report what was frozen never changes (0016); that
it was taken back or published is written once.
"""

from __future__ import annotations

from reports.ground.append_only import AppendOnly
from reports.ground.settled import Settled
from reports.ground.triggers import PartialKey

PUBLICATIONS = AppendOnly(
    table="reports_publication",
    message="Yayımlanmış sürüm değiştirilemez ve silinemez.",
    keys=(("id",), ("year_id", "version")),
)
create_triggers = PUBLICATIONS.create
drop_triggers = PUBLICATIONS.drop

FROZEN = Settled(
    table="reports_frozenreport",
    message="Dondurulmuş rapor silinemez; dondurulan belge ve sonucu değiştirilemez.",
    fixed=(
        "id",
        "year_id",
        "version",
        "document",
        "sha256",
        "drawings",
        "reason",
        "frozen_at",
        "frozen_by_id",
    ),
    when="{row}.publication_id IS NOT NULL OR {row}.released_at IS NOT NULL",
    keys=(("id",), ("publication_id",)),
    partial_keys=(
        PartialKey(("year_id",), when="{row}.publication_id IS NULL AND {row}.released_at IS NULL"),
    ),
)
