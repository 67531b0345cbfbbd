"""Give the demo accounts their duties: two in one directorate, two in financial services."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from departments.enums import DutyKind
from departments.models import Department, Membership
from reports.collect.audit.commands import RecordedCommand

DUTIES = (
    ("department-editor", "fen-isleri", DutyKind.EDITOR),
    ("department-head", "fen-isleri", DutyKind.HEAD),
    ("finance-editor", "mali-hizmetler", DutyKind.EDITOR),
    ("department-head", "mali-hizmetler", DutyKind.HEAD),
)
"""Account, directorate, duty."""


class Command(RecordedCommand):
    help = "Deneme hesaplarını müdürlüklerde görevlendirir; yinelenirse bir şey değişmez."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        for username, code, kind in DUTIES:
            user = User.objects.filter(username=username).first()
            department = Department.objects.filter(code=code).first()
            if user is None or department is None:
                missing = username if user is None else code
                self.stdout.write(f"  {username:<20} {missing} yok; görevlendirilmedi.")
                continue
            wanted = {"user": user, "department": department, "kind": kind}
            if not Membership.objects.on().filter(**wanted).exists():
                Membership.objects.create(**wanted)
            self.stdout.write(f"  {username:<20} {department.name} ({kind.label})")
