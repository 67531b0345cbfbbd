"""What performance contributes to the registry."""

from __future__ import annotations

from reports.registry import AppKit

KIT = AppKit(app="performance")
