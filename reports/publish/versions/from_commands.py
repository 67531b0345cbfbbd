"""Publishing from the command line: `--reason` opens the correction that the version needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from reports.collect.guards import PublishError, locked
from reports.enums import CorrectionKind
from reports.ground.rehearsal import rehearsed
from reports.models import Publication, Report

from .actions import frozen_report, publish_report
from .corrections import open_correction

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


def add_correction_arguments(parser: CommandParser) -> None:
    """The two arguments that describe a correction."""
    parser.add_argument(
        "--reason", default="", help="yayımlanmış raporun düzeltilmesinin kamuya açık gerekçesi"
    )
    parser.add_argument(
        "--class",
        dest="kind",
        choices=[kind.value for kind in CorrectionKind],
        default=CorrectionKind.FIGURE.value,
        help="düzeltmenin sınıfı: "
        + ", ".join(f"{kind.value} ({kind.label})" for kind in CorrectionKind),
    )


@rehearsed
def correct_and_publish(report: Report, *, kind: str, reason: str) -> Publication:
    """Open a correction where a reason is given, and publish; both or neither.

    Raises PublishError, also where a reason is given and nothing is there to be corrected.
    """
    if reason.strip():
        report = locked(report)
        if frozen_report(report) is not None:
            raise PublishError(
                "Rapor dondurulmuş; gerekçeler dondurulduğu düzeltmelerdedir. --reason yazılmadan "
                "yayımlanabilir."
            )
        try:
            open_correction(report, kind=kind, reason=reason)
        except ValidationError as error:
            raise PublishError(" ".join(error.messages)) from error
    return publish_report(report)
