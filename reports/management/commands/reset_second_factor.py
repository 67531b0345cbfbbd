"""Take a person's second factor away from the server, when no other superuser can do it."""

from __future__ import annotations

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from reports.collect.audit.commands import RecordedCommand
from reports.signin import factors


class Command(RecordedCommand):
    help = (
        "Bir hesabın doğrulama uygulamasını ve kurtarma kodlarını siler (telefonu kaybolan için)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="KULLANICI")

    def handle(self, *args: object, username: str, **options: object) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"“{username}” adlı hesap yok.")
        if factors.remove(user):
            self.stdout.write(f"{username}: iki adımlı giriş sıfırlandı.")
        else:
            self.stdout.write(f"{username}: kayıtlı doğrulama uygulaması yok.")
