"""Say by exit code whether a report has been published (0) or not (1); for start scripts."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand

from reports.models import Publication


class Command(BaseCommand):
    help = "Yayımlanmış bir rapor varsa 0, yoksa 1 ile çıkar."

    def handle(self, *args: object, **options: object) -> None:
        sys.exit(0 if Publication.objects.exists() else 1)
