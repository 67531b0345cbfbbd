"""Roles of the office and what each may do; groups are made from this table after every migration.

Rights on single objects (own directorate only) come on top of these
(reports.collect.workflow.access); this table is the outer limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.core import registry


@dataclass(frozen=True)
class Role:
    """A role: `edit` names apps whose yearly tables may be changed, `read` those that may be seen.

    `shared` adds the tables that all years share (directorates, codes, plans); `extra` single
    permissions. `meaning` says it in a sentence to whoever gives the role to somebody.
    """

    code: str
    name: str
    meaning: str | Promise
    edit: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    shared: bool = False
    extra: tuple[str, ...] = ()


EVERYTHING = ("reports", "departments", "finance", "performance")

# The council stage: entered by finance services or the publisher, made public by the publisher.
_COUNCIL = tuple(
    f"reports.{step}_{table}"
    for table in ("councilrecord", "councilquestion", "councildocument", "delivery")
    for step in ("add", "change", "delete")
)

# What a directorate enters: records of its own sections (reports.collect.workflow.access says
# which).
_DIRECTORATE = (
    "performance.change_indicator",
    "reports.add_narrative",
    "reports.change_narrative",
    "reports.submit_section",
)

ROLES: tuple[Role, ...] = (
    Role(
        "department-editor",
        "Müdürlük veri girişi",
        _(
            "Görevlendirildiği müdürlüğün tablolarını ve metinlerini doldurur, bölümü "
            "müdürün onayına sunar."
        ),
        edit=("departments", "performance"),
        read=("departments", "performance"),
        extra=("reports.view_narrative", "reports.view_section", *_DIRECTORATE),
    ),
    Role(
        "department-head",
        "Müdür",
        _("Görevlendirildiği müdürlüğün bölümlerini doldurur ve onaylayıp teslim eder."),
        edit=("departments", "performance"),
        read=("departments", "performance"),
        extra=(
            "reports.view_narrative",
            "reports.view_section",
            "reports.approve_section",
            "reports.confirm_declaration",
            *_DIRECTORATE,
        ),
    ),
    Role(
        "finance-editor",
        "Mali hizmetler veri girişi",
        _(
            "Mali tabloları ve ortak kayıtları doldurur, bütün bölümleri görür, raporu "
            "derler; süreleri ve takvimi yönetir, yeni yılı açar."
        ),
        edit=("departments", "finance", "performance"),
        read=EVERYTHING,
        shared=True,
        extra=(
            "reports.export_report_pdf",
            "reports.change_declaration",
            "reports.add_statementtext",
            "reports.change_statementtext",
            "reports.verify_legal_source",
            "reports.add_referencenumber",
            "reports.change_referencenumber",
            "reports.see_every_section",
            "reports.compile_report",
            "reports.return_section",
            "reports.manage_deadlines",
            "reports.unlock_section",
            "reports.open_year",
            *_COUNCIL,
            *_DIRECTORATE,
        ),
    ),
    # Whoever enters figures does not accept what is wrong with them.
    Role(
        "reviewer",
        "İnceleyen",
        _(
            "Bütün bölümleri görür, teslim edileni kabul ya da iade eder, bulguları "
            "gerekçesiyle kabul eder; rakam girmez."
        ),
        read=EVERYTHING,
        extra=(
            "reports.export_report_pdf",
            "reports.waive_finding",
            "reports.publish_exact_count",
            "reports.see_every_section",
            "reports.return_section",
            "reports.accept_section",
            "reports.confirm_declaration",
            "reports.verify_legal_source",
        ),
    ),
    Role(
        "publisher",
        "Yayımlayan",
        _(
            "Raporu dondurur ve yayımlar, düzeltme açar, meclis kayıtlarını açıklar, "
            "imza kurallarını yazar; rakam girmez."
        ),
        read=EVERYTHING,
        extra=(
            "reports.publish_report",
            "reports.open_correction",
            "reports.publish_council",
            *_COUNCIL,
            "reports.export_report_pdf",
            "reports.change_report",
            "reports.waive_finding",
            "reports.see_every_section",
            "reports.unlock_section",
            "reports.add_signaturepolicy",
            "reports.change_signaturepolicy",
        ),
    ),
    Role(
        "signatory",
        "İmzalayan",
        _("Dondurulmuş raporu indirir, imzalanmış dosyayı yükler."),
        extra=(
            "reports.view_report",
            "reports.view_publication",
            "reports.view_pdfexport",
            "reports.export_report_pdf",
            "reports.view_signatureupload",
            "reports.add_signatureupload",
            "reports.confirm_declaration",
        ),
    ),
    Role(
        "auditor",
        "Denetçi",
        _("Bütün kayıtları görür, hiçbirini değiştirmez."),
        read=EVERYTHING,
        extra=("reports.see_every_section",),
    ),
)

MEANINGS = {role.name: role.meaning for role in ROLES}

# Rows that no role may edit by form: they are made by publishing, by jobs and by steps.
_REFERRED_TO = ("department", "strategicplan", "goal", "objective")
_NEVER_EDITED = (
    # Who works where decides on rights, so only a superuser changes it.
    "membership",
    "publication",
    "pdfexport",
    "section",
    "sectionevent",
    "frozenreport",
    "signatureupload",
    "signedfile",
    "frozensignature",
)


def sync_groups(**__: object) -> None:
    """Make the groups as the table says; run after every migration, safe to repeat."""
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.set(_permissions(role))


def _permissions(role: Role) -> Iterable[Permission]:
    wanted = Q(pk__in=())
    for app in role.read:
        wanted |= Q(content_type__app_label=app, codename__startswith="view_")
    tables = registry.work_tables()
    if role.edit and not role.shared:
        # A directorate sees what it can have records of, and what these refer to.
        known = {label.partition(".")[2] for label in tables} | set(_REFERRED_TO)
        wanted &= Q(content_type__model__in=known)
    for app in role.edit:
        models = {label.partition(".")[2] for label in tables if label.startswith(f"{app}.")}
        if role.shared:
            models |= {
                model._meta.model_name or "" for model in apps.get_app_config(app).get_models()
            }
        wanted |= (
            Q(content_type__app_label=app, content_type__model__in=models)
            & (
                Q(codename__startswith="add_")
                | Q(codename__startswith="change_")
                | Q(codename__startswith="delete_")
            )
            & ~Q(content_type__model__in=_NEVER_EDITED)
        )
    if not role.shared:
        # Indicators belong to the plan; the directorate keeps their cards, it makes none.
        wanted &= ~Q(codename__in=("add_indicator", "delete_indicator"))
    for name in role.extra:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)
