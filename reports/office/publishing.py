"""The publish page of the back office: what would be published, the reason, the button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget

from reports.models import Publication, Report
from reports.publishing import PublishError, publish_report
from reports.signin.reauth import ConfirmationFields

from .checking import latest, refresh
from .findings import Desk

SHOWN_ERRORS = 20


class PublishForm(ConfirmationFields, forms.Form):
    """A correction must say publicly why; whoever publishes shows again who they are."""

    reason = forms.CharField(
        label="Gerekçe (kamuya açık)",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        required=False,
        help_text="Yeni sürümün neden yayımlandığı; sürümler sayfasında gösterilir.",
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_correction
        if is_correction:
            self.fields["reason"].error_messages["required"] = (
                "Yayımlanmış bir rapor düzeltilirken gerekçe yazılmalıdır."
            )


def publish_page(request: HttpRequest, report: Report) -> HttpResponse:
    """Show the page, or publish on POST. Raises PermissionDenied without the right to publish."""
    if not request.user.has_perm("reports.publish_report"):
        raise PermissionDenied
    last = Publication.objects.filter(year=report.year).defer("document", "drawings").first()
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        request=request,
        is_correction=last is not None,
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            publication = publish_report(
                report,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
            )
        except PublishError as error:
            refusal = str(error)
        else:
            messages.success(
                request, _("%(publication)s yayımlandı.") % {"publication": publication}
            )
            return HttpResponseRedirect(
                reverse("admin:reports_publication_change", args=[publication.pk])
            )
    refresh()
    run = latest(report)
    errors = run.checks.open_errors
    if refusal and not errors:
        # The page names open errors one by one, with the way to each.
        form.add_error(None, refusal)
    desk = Desk(run, request.user)
    return TemplateResponse(
        request,
        "office/publish.html",
        {
            **admin.site.each_context(request),
            "errors": [desk.item(error) for error in desk.sorted(errors)[:SHOWN_ERRORS]],
            "error_count": len(errors),
            "refused": bool(refusal),
            "more_errors": max(0, len(errors) - SHOWN_ERRORS),
            "waived_count": len(run.checks.waived),
            "desk_url": reverse("admin:findings", args=[report.pk]),
            "title": _("Raporu yayımla"),
            "report": report,
            "last": last,
            "form": form,
            "next_version": last.version + 1 if last else 1,
        },
    )
