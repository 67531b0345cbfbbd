"""Sidebar of the back office, in the order of the report; a link shows only to who may open it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _may_view(app: str, model: str) -> Callable[[HttpRequest], bool]:
    def allowed(request: HttpRequest) -> bool:
        # Settings read this module before the apps are loaded.
        from reports.workflow.access import concerns

        may_open = request.user.has_perm(f"{app}.view_{model}") or request.user.has_perm(
            f"{app}.change_{model}"
        )
        return may_open and concerns(request.user, apps.get_model(app, model))

    return allowed


def _item(label: str, title: Any, icon: str) -> dict[str, Any]:
    app, model = label.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{model}_changelist"),
        "permission": _may_view(app, model),
    }


def _group(title: Any, *items: dict[str, Any], collapsible: bool = True) -> dict[str, Any]:
    return {"title": title, "separator": True, "collapsible": collapsible, "items": list(items)}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups, with the number of open errors at the findings."""
    # Settings read this module before the apps are loaded.
    from reports.office.findings import may_see
    from reports.office.sight import open_error_count

    number = open_error_count(request.user) if may_see(request.user) else None
    return [
        {
            **group,
            "items": [
                {**item, "badge": number} if item.get("counts_errors") and number else item
                for item in group["items"]
            ],
        }
        for group in GROUPS
    ]


def _may_see_findings(request: HttpRequest) -> bool:
    from reports.office.findings import may_see

    return may_see(request.user)


FINDINGS: dict[str, Any] = {
    "title": _("Bulgular"),
    "icon": "rule",
    "link": reverse_lazy("admin:findings_now"),
    "permission": _may_see_findings,
    "counts_errors": True,
}


def _may_see_trail(request: HttpRequest) -> bool:
    from reports.office.trail import may_see

    return may_see(request.user)


TRAIL: dict[str, Any] = {
    "title": _("Denetim izi"),
    "icon": "history",
    "link": reverse_lazy("admin:trail"),
    "permission": _may_see_trail,
}


def _may_open_year(request: HttpRequest) -> bool:
    from reports.office.opening import may_open

    return may_open(request.user)


NEW_YEAR: dict[str, Any] = {
    "title": _("Yeni mali yıl"),
    "icon": "event_upcoming",
    "link": reverse_lazy("admin:open_year"),
    "permission": _may_open_year,
}


def _may_see_board(request: HttpRequest) -> bool:
    from reports.office.board import may_see

    return may_see(request.user)


BOARD: dict[str, Any] = {
    "title": _("Teslim panosu"),
    "icon": "view_kanban",
    "link": reverse_lazy("admin:board"),
    "permission": _may_see_board,
}


def _may_see_corrections(request: HttpRequest) -> bool:
    from reports.office.corrections import may_see

    return may_see(request.user)


CORRECTIONS: dict[str, Any] = {
    "title": _("Düzeltmeler"),
    "icon": "edit_note",
    "link": reverse_lazy("admin:corrections"),
    "permission": _may_see_corrections,
}
CALENDAR: dict[str, Any] = {
    "title": _("Takvim"),
    "icon": "calendar_month",
    "link": reverse_lazy("admin:calendar"),
}


def _may_see_signing(request: HttpRequest) -> bool:
    from reports.office.signing_lines import may_see

    return may_see(request.user)


SIGNING: dict[str, Any] = {
    "title": _("İmza"),
    "icon": "ink_pen",
    "link": reverse_lazy("admin:signing_now"),
    "permission": _may_see_signing,
}

DESK: dict[str, Any] = {
    "title": _("Masam"),
    "icon": "desk",
    "link": reverse_lazy("admin:index"),
}

GROUPS: list[dict[str, Any]] = [
    _group(
        _("Rapor"),
        DESK,
        BOARD,
        CALENDAR,
        _item("reports.report", _("Faaliyet raporları"), "menu_book"),
        FINDINGS,
        _item("reports.waiver", _("Kabul edilmiş bulgular"), "task_alt"),
        _item("reports.narrative", _("Bölüm metinleri"), "article"),
        _item("reports.declaration", _("Beyanlar"), "draw"),
        SIGNING,
        _item("reports.publication", _("Yayımlar"), "publish"),
        CORRECTIONS,
        _item("reports.councilrecord", _("Meclis kayıtları"), "gavel"),
        _item("reports.delivery", _("Teslim defteri"), "outgoing_mail"),
        _item("reports.pdfexport", _("PDF üretimleri"), "picture_as_pdf"),
        _item("reports.statedfigure", _("Basılı rapordaki rakamlar"), "fact_check"),
        _item("reports.referencenumber", _("Denetimde kullanılan sayılar"), "straighten"),
        collapsible=False,
    ),
    _group(
        _("I.C İdareye ilişkin bilgiler"),
        _item("departments.department", _("Müdürlükler"), "apartment"),
        _item("departments.facility", _("Tesisler"), "domain"),
        _item("departments.vehicle", _("Araçlar"), "local_shipping"),
        _item("departments.equipment", _("Donanımlar"), "computer"),
        _item("departments.software", _("Yazılımlar"), "terminal"),
        _item("departments.personnelbystatus", _("Statüye göre personel"), "badge"),
        _item("departments.cadreoccupancy", _("Kadro doluluğu"), "event_seat"),
        _item("departments.personnelbygender", _("Cinsiyete göre personel"), "wc"),
        _item("departments.personnelbyeducation", _("Öğrenime göre personel"), "school"),
        _item("departments.personnelbyage", _("Yaşa göre personel"), "cake"),
        _item("departments.service", _("Sunulan hizmetler"), "room_service"),
    ),
    _group(
        _("II Amaç ve hedefler"),
        _item("performance.strategicplan", _("Stratejik planlar"), "flag"),
        _item("performance.goal", _("Amaçlar"), "outlined_flag"),
        _item("performance.objective", _("Hedefler"), "adjust"),
        _item("performance.higherplanreference", _("Üst politika maddeleri"), "account_tree"),
    ),
    _group(
        _("III.A Mali bilgiler"),
        _item("finance.expenditureline", _("Bütçe giderleri"), "payments"),
        _item("finance.revenueline", _("Bütçe gelirleri"), "savings"),
        _item("finance.departmentbudget", _("Müdürlük bütçeleri"), "account_balance_wallet"),
        _item("finance.statementofactivities", _("Faaliyet sonuçları"), "balance"),
        _item("finance.debt", _("Borç durumu"), "credit_score"),
        _item("finance.auditremark", _("Denetim bulguları"), "policy"),
        _item("finance.aidedbody", _("Yardım yapılan kuruluşlar"), "volunteer_activism"),
        _item("finance.company", _("Şirketler"), "corporate_fare"),
        _item("finance.economiccode", _("Ekonomik kodlar"), "tag"),
    ),
    _group(
        _("III.B.1 Faaliyet ve projeler"),
        _item("departments.activity", _("Faaliyetler"), "event"),
        _item("departments.freetable", _("Serbest tablolar"), "table_chart"),
        _item("departments.figuregroup", _("Rakam listeleri"), "pin"),
        _item("departments.contract", _("Sözleşmeler"), "contract"),
        _item("departments.directprocurement", _("Doğrudan teminler"), "shopping_cart"),
    ),
    _group(
        _("III.B.2 Performans"),
        _item("performance.indicator", _("Göstergeler"), "speed"),
        _item("performance.indicatorresult", _("Gösterge sonuçları"), "trending_up"),
        _item("performance.indicatorvalue", _("Dönem değerleri"), "date_range"),
    ),
    _group(
        _("IV Kurumsal kabiliyet"),
        _item("performance.swotitem", _("Üstünlükler ve zayıflıklar"), "psychology"),
    ),
    _group(
        _("Yönetim"),
        _item("reports.fiscalyear", _("Mali yıllar"), "calendar_month"),
        NEW_YEAR,
        _item("reports.milestonerule", _("Takvim kuralları"), "gavel"),
        _item("reports.milestone", _("Takvim adımları"), "event_note"),
        _item("departments.sectionassignment", _("Bölüm sorumlulukları"), "assignment_ind"),
        _item("departments.membership", _("Görevlendirmeler"), "groups_2"),
        _item("reports.signaturepolicy", _("İmza kuralları"), "rule_settings"),
        TRAIL,
        _item("reports.outlinesection", _("Rapor bölümleri"), "format_list_numbered"),
        _item("auth.user", _("Kullanıcılar"), "person"),
        _item("auth.group", _("Roller"), "groups"),
        _item("axes.accessattempt", _("Giriş kilitleri"), "lock"),
    ),
]

SIDEBAR: dict[str, Any] = {
    "show_search": True,
    "show_all_applications": False,
    "navigation": navigation,
}
