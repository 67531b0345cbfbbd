"""What the core itself contributes to the registry: the package parts of its own tables."""

from __future__ import annotations

from reports.consistency import RULES
from reports.documents.build import section_codes
from reports.packages import NarrativePart, ResourcePart
from reports.registry import AppKit
from reports.resources import (
    DeclarationResource,
    OutlineSectionResource,
    ReportResource,
    StatedFigureResource,
    WaiverResource,
)

KIT = AppKit(
    app="reports",
    package_parts=(
        ResourcePart("report", ReportResource, title="Rapor"),
        ResourcePart("outline_sections", OutlineSectionResource),
        ResourcePart("declarations", DeclarationResource),
        ResourcePart("stated_figures", StatedFigureResource),
        ResourcePart("waivers", WaiverResource),
    ),
    rules=RULES,
    closing_parts=(NarrativePart(section_codes),),
)
