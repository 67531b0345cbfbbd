"""Headings and links of performance in the sidebar, beside those of the yearly tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.core.registry import SidebarGroup, SidebarLink

PLAN, RESULTS, ASSESSMENT = "II", "III.B.2", "IV"

GROUPS = (
    SidebarGroup(PLAN, _("II Amaç ve hedefler"), 20),
    SidebarGroup(RESULTS, _("III.B.2 Performans"), 50),
    SidebarGroup(ASSESSMENT, _("IV Kurumsal kabiliyet"), 60),
)

LINKS = (
    SidebarLink(PLAN, _("Stratejik planlar"), "flag", model="performance.strategicplan", order=10),
    SidebarLink(PLAN, _("Amaçlar"), "outlined_flag", model="performance.goal", order=20),
    SidebarLink(PLAN, _("Hedefler"), "adjust", model="performance.objective", order=30),
    SidebarLink(RESULTS, _("Göstergeler"), "speed", model="performance.indicator"),
    SidebarLink(
        RESULTS, _("Gösterge sonuçları"), "trending_up", model="performance.indicatorresult"
    ),
    SidebarLink(RESULTS, _("Dönem değerleri"), "date_range", model="performance.indicatorvalue"),
    SidebarLink(
        ASSESSMENT,
        _("Üstünlükler ve zayıflıklar"),
        "psychology",
        model="performance.swotitem",
    ),
)
