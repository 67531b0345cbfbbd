"""Make one demo account for each role, with generated passwords kept outside the repository."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction

from reports.audit.commands import RecordedCommand
from reports.roles import ROLES, sync_groups


class Command(RecordedCommand):
    help = "Her rol için bir deneme hesabı açar; parolalar üretilir ve var/ klasöründe saklanır."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.DATA_DIR) / "demo-accounts.json"
        known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        sync_groups()
        accounts = [("yonetici", "Yönetici", None)] + [
            (role.code, role.name, role.name) for role in ROLES
        ]
        for username, name, group in accounts:
            user = User.objects.filter(username=username).first()
            if user is not None and username in known and user.check_password(known[username]):
                continue
            user = user or User(username=username)
            known[username] = secrets.token_urlsafe(12)
            user.first_name, user.last_name = "Örnek", name
            user.is_staff, user.is_superuser = True, group is None
            user.set_password(known[username])
            user.save()
            if group is not None:
                user.groups.set(Group.objects.filter(name=group))
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(known, file, ensure_ascii=False, indent=1)
        for username, name, _group in accounts:
            self.stdout.write(f"  {username:<20} {known[username]:<20} {name}")
