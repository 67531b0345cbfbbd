"""Headings and links of the directorates in the sidebar, beside those of the yearly tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.core.registry import LAST, SidebarGroup, SidebarLink

ORGANISATION, WORKS = "I.C", "III.B.1"

GROUPS = (
    SidebarGroup(ORGANISATION, _("I.C İdareye ilişkin bilgiler"), 10),
    SidebarGroup(WORKS, _("III.B.1 Faaliyet ve projeler"), 40),
)

LINKS = (
    SidebarLink(
        ORGANISATION, _("Müdürlükler"), "apartment", model="departments.department", order=10
    ),
    SidebarLink(WORKS, _("Faaliyetler"), "event", model="departments.activity"),
    SidebarLink(WORKS, _("Serbest tablolar"), "table_chart", model="departments.freetable"),
    SidebarLink(WORKS, _("Rakam listeleri"), "pin", model="departments.figuregroup"),
    SidebarLink(WORKS, _("Sözleşmeler"), "contract", model="departments.contract"),
    SidebarLink(
        WORKS, _("Doğrudan teminler"), "shopping_cart", model="departments.directprocurement"
    ),
    SidebarLink(
        LAST,
        _("Bölüm sorumlulukları"),
        "assignment_ind",
        model="departments.sectionassignment",
        order=43,
    ),
    SidebarLink(LAST, _("Görevlendirmeler"), "groups_2", model="departments.membership", order=46),
)
