"""Print the code that a demo account is asked for; there is no such thing for other accounts."""

from __future__ import annotations

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.signin import demo


class Command(BaseCommand):
    help = "Bir deneme hesabının şu anki doğrulama kodunu yazar; başka hesaplar için çalışmaz."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="KULLANICI")

    def handle(self, *args: object, username: str, **options: object) -> None:
        known = demo.read()
        if username not in known.secrets:
            raise CommandError(
                f"“{username}” kodu bilinen bir deneme hesabı değil. Kod yalnız şunlar için "
                f"yazılır: {', '.join(sorted(known.secrets)) or 'hiçbiri'}."
            )
        key = known.key(username)
        device = TOTPDevice.objects.filter(
            user__username=username, key=key, confirmed=True
        ).first()  # fmt: skip
        if device is None:
            raise CommandError(
                f"“{username}” hesabına sonradan başka bir telefon kaydedilmiş; kodu o gösterir. "
                "Eski anahtara dönmek için: manage.py create_demo_users"
            )
        # A code is good for one time: after a sign-in the next one is the one to give.
        present = int(time.time()) // device.step
        step = max(present, device.last_t + 1)
        self.stdout.write(f"{hotp(bytes.fromhex(key), step):06d}")
        if step > present + device.tolerance:
            wait = (step - device.tolerance) * device.step - int(time.time())
            self.stderr.write(f"Kod {wait} saniye sonra geçerli olur.")
