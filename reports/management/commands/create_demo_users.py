"""Make one demo account for each role, with generated passwords kept outside the repository."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.collect.audit.commands import RecordedCommand
from reports.core.roles import ROLES, sync_groups
from reports.ground.rehearsal import rehearsed
from reports.signin import demo, factors, policy


class Command(RecordedCommand):
    help = (
        "Her rol için bir deneme hesabı açar; parolalar ve iki adımlı giriş anahtarları üretilir "
        "ve veri klasöründe saklanır."
    )

    @rehearsed
    def handle(self, *args: object, **options: object) -> None:
        known = demo.read()
        sync_groups()
        accounts = [("yonetici", "Yönetici", None)] + [
            (role.code, role.name, role.name) for role in ROLES
        ]
        for username, name, group in accounts:
            user = User.objects.filter(username=username).first()
            password = known.passwords.get(username)
            if user is None or password is None or not user.check_password(password):
                user = user or User(username=username)
                known.passwords[username] = secrets.token_urlsafe(12)
                user.first_name, user.last_name = "Örnek", name
                user.is_staff, user.is_superuser = True, group is None
                user.set_password(known.passwords[username])
                user.save()
                if group is not None:
                    user.groups.set(Group.objects.filter(name=group))
            if policy.must_have_factor(user):
                _give_factor(user, known)
        demo.write(known)
        for username, name, _group in accounts:
            code = "+ kod" if username in known.secrets else ""
            self.stdout.write(f"  {username:<20} {known.passwords[username]:<20} {code:<6} {name}")
        if known.secrets:
            self.stdout.write("  Kod için: manage.py second_factor_code KULLANICI")


def _give_factor(user: User, known: demo.DemoAccounts) -> None:
    """The phone of a demo account is the file."""
    if user.username not in known.secrets:
        known.secrets[user.username] = factors.secret_text(factors.new_secret())
    key = known.key(user.username)
    if not TOTPDevice.objects.filter(user=user, key=key, confirmed=True).exists():
        TOTPDevice.objects.filter(user=user).delete()
        TOTPDevice.objects.create(user=user, name=factors.PHONE, key=key)
