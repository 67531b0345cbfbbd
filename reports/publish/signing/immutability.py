"""Verdicts, accepted files and signatures stay as they are: triggers of the `signing` migration."""

from __future__ import annotations

from reports.ground.append_only import AppendOnly
from reports.ground.triggers import PartialKey

UPLOADS = AppendOnly(
    table="reports_signatureupload",
    message="Denetlenmiş imza yüklemesi değiştirilemez ve silinemez.",
    final="OLD.state = 'done'",
    # One that waits or is at work stays as well: its file would be judged for nobody.
    partial_keys=(
        PartialKey(("frozen_id", "sha256"), when="{row}.state IN ('waiting', 'running')"),
    ),
)
FILES = AppendOnly(
    table="reports_signedfile",
    message="Kabul edilmiş imzalı dosya değiştirilemez ve silinemez.",
    keys=(("id",), ("frozen_id", "sha256")),
)
SIGNATURES = AppendOnly(
    table="reports_frozensignature",
    message="Kabul edilmiş imza değiştirilemez ve silinemez.",
    keys=(("id",), ("file_id", "field")),
)
TABLES = (UPLOADS, FILES, SIGNATURES)
