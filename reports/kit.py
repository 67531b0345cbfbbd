"""What the core itself contributes to the registry: the package parts of its own tables."""

from __future__ import annotations

from reports.collect.opening.core import OPENING
from reports.collect.packages import NarrativePart, ResourcePart
from reports.collect.resources import (
    ExactCountResource,
    PackagedDeclarationResource,
    PackagedOutlineResource,
    ReferenceNumberResource,
    ReportResource,
    StatedFigureResource,
    WaiverResource,
)
from reports.core.checks.data import REFERENCE_TABLE
from reports.core.consistency import RULES
from reports.core.outline import section_codes
from reports.core.registry import AppKit, Column, Dataset, Kind, Term, entered_in
from reports.core.work import WORK, outline_sections
from reports.models import ReferenceNumber
from reports.office import menu

REFERENCE_NUMBERS = Dataset(
    id=REFERENCE_TABLE,
    slug="denetimde-kullanilan-sayilar",
    title="Denetimde kullanılan sayılar",
    section="I.D",
    description="Yasal sınırların ve oranların ölçüldüğü, raporun dışından gelen sayılar.",
    columns=(
        Column("label", "Sayı", wide=True),
        Column("value", "Değer", Kind.DECIMAL),
        Column("unit", "Birim"),
        Column("source", "Kaynak"),
    ),
    rows=lambda year: ReferenceNumber.objects.filter(year=year),
    in_section=False,
)

TERMS = (
    Term("Faaliyet raporu", "Belediyenin bir yılda ne yaptığını ve ne harcadığını anlattığı, "
         "kanunun istediği rapor."),
    Term("Kesin hesap", "Yıl bittikten sonra belediye meclisinin onayladığı son hesap."),
    Term("Sürüm", "Raporun yayımlanmış, değiştirilemeyen hâli; düzeltme yeni bir sürüm olur."),
    Term("<5", "Bir ile dört arasında kişi; kimlerin sayıldığı anlaşılmasın diye tam sayı "
         "yazılmaz."),
    Term("Gizli", "Bir tabloda, <5 yazılan sayıların hesaplanmasını önlemek için yazılmayan "
         "rakam."),
    Term("SHA-256 özeti", "Bir belgenin parmak izi: belgede tek harf değişse özet de değişir."),
)  # fmt: skip

KIT = AppKit(
    app="reports",
    datasets=(REFERENCE_NUMBERS,),
    office=(entered_in(ReferenceNumber, REFERENCE_TABLE),),
    package_parts=(
        ResourcePart("report", ReportResource, title="Rapor", required=True),
        ResourcePart("outline_sections", PackagedOutlineResource),
        ResourcePart("declarations", PackagedDeclarationResource),
        ResourcePart("stated_figures", StatedFigureResource),
        ResourcePart("reference_numbers", ReferenceNumberResource),
        ResourcePart("exact_counts", ExactCountResource),
        ResourcePart("waivers", WaiverResource),
    ),
    rules=RULES,
    work=WORK,
    sections=outline_sections,
    closing_parts=(NarrativePart(section_codes),),
    opening=OPENING,
    terms=TERMS,
    sidebar_groups=menu.GROUPS,
    sidebar=menu.LINKS,
)
