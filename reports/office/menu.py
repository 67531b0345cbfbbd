"""The core's part of the sidebar: its two groups, and the screens of the office in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.core.registry import FIRST, LAST, SidebarGroup, SidebarLink
from reports.ground.actors import Visitor

from .board import pages as board
from .findings import pages as findings
from .release import corrections, signing_lines
from .statements import pages as statements
from .trail import pages as trail
from .years import pages as opening

GROUPS = (
    SidebarGroup(FIRST, _("Rapor"), 0, collapsible=False),
    SidebarGroup(LAST, _("Yönetim"), 1000),
)


def _page(
    address: str,
    title: str | Promise,
    icon: str,
    may_see: Callable[[Visitor], bool] | None = None,
    *,
    counts_errors: bool = False,
) -> SidebarLink:
    return SidebarLink(
        "", title, icon, address=address, may_see=may_see, counts_errors=counts_errors
    )


def _list(model: str, title: str | Promise, icon: str) -> SidebarLink:
    return SidebarLink("", title, icon, model=model)


def _in(group: str, links: Iterable[SidebarLink]) -> Iterable[SidebarLink]:
    """Ten places between two links are for those of the apps."""
    for place, link in enumerate(links, start=1):
        yield replace(link, group=group, order=10 * place)


REPORT = (
    _page("index", _("Masam"), "desk"),
    _page("board", _("Teslim panosu"), "view_kanban", board.may_see),
    _page("calendar", _("Takvim"), "calendar_month"),
    _list("reports.report", _("Faaliyet raporları"), "menu_book"),
    _page("findings_now", _("Bulgular"), "rule", findings.may_see, counts_errors=True),
    _page("small_counts_now", _("Küçük kişi sayıları"), "shield_person", findings.may_see),
    _list("reports.waiver", _("Kabul edilmiş bulgular"), "task_alt"),
    _list("reports.narrative", _("Bölüm metinleri"), "article"),
    _list("reports.declaration", _("Beyanlar"), "draw"),
    _page("declaration_texts", _("Beyan onayları"), "verified_user", statements.may_see_texts),
    _page("signing_now", _("İmza"), "ink_pen", signing_lines.may_see),
    _list("reports.publication", _("Yayımlar"), "publish"),
    _page("corrections", _("Düzeltmeler"), "edit_note", corrections.may_see),
    _list("reports.councilrecord", _("Meclis kayıtları"), "gavel"),
    _list("reports.delivery", _("Teslim defteri"), "outgoing_mail"),
    _list("reports.pdfexport", _("PDF üretimleri"), "picture_as_pdf"),
    _list("reports.statedfigure", _("Basılı rapordaki rakamlar"), "fact_check"),
    _list("reports.referencenumber", _("Denetimde kullanılan sayılar"), "straighten"),
)
MANAGEMENT = (
    _list("reports.fiscalyear", _("Mali yıllar"), "calendar_month"),
    _page("open_year", _("Yeni mali yıl"), "event_upcoming", opening.may_open),
    _list("reports.milestonerule", _("Takvim kuralları"), "gavel"),
    _list("reports.milestone", _("Takvim adımları"), "event_note"),
    _list("reports.signaturepolicy", _("İmza kuralları"), "rule_settings"),
    _page("trail", _("Denetim izi"), "history", trail.may_see),
    _list("reports.outlinesection", _("Rapor bölümleri"), "format_list_numbered"),
    _list("reports.statementtext", _("Beyan örnek metinleri"), "contract"),
    _page("unverified", _("Doğrulanacak dayanaklar"), "pending_actions", statements.may_see_list),
    _list("auth.user", _("Kullanıcılar"), "person"),
    _list("auth.group", _("Roller"), "groups"),
    _list("axes.accessattempt", _("Giriş kilitleri"), "lock"),
)

LINKS = (*_in(FIRST, REPORT), *_in(LAST, MANAGEMENT))
