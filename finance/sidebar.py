"""The heading of finance in the sidebar, and its link beside those of the yearly tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.core.registry import SidebarGroup, SidebarLink

FINANCE = "III.A"

GROUPS = (SidebarGroup(FINANCE, _("III.A Mali bilgiler"), 30),)

LINKS = (
    SidebarLink(FINANCE, _("Ekonomik kodlar"), "tag", model="finance.economiccode", order=200),
    SidebarLink(
        FINANCE, _("Hesap eşlemeleri"), "account_tree", model="finance.accountrule", order=210
    ),
)
