"""The second factor of a person: an authenticator on the phone and recovery codes on paper.

Recovery codes are kept as keyed digests; the plain codes exist only on the page that shows them.
"""

from __future__ import annotations

import secrets
import time
import unicodedata
from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from reports.collect.audit.receivers import write
from reports.ground.actors import Visitor

CODES = 10
_LENGTH = 10
# No letter that is taken for another letter or for a digit.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_DIGEST = 16  # as long as the column

PHONE = "Doğrulama uygulaması"
PAPER = "Kurtarma kodları"


@dataclass(frozen=True)
class State:
    """What somebody has, for the page of the account."""

    registered: datetime | None
    last_used: datetime | None
    codes_left: int


def has_factor(user: Visitor) -> bool:
    """Whether there is an authenticator; recovery codes alone are no factor."""
    found: bool = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    return found


def state_of(user: User) -> State:
    phone = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    paper = StaticDevice.objects.filter(user=user, confirmed=True).first()
    used = [device.last_used_at for device in (phone, paper) if device and device.last_used_at]
    return State(
        registered=phone.created_at if phone else None,
        last_used=max(used, default=None),
        codes_left=paper.token_set.count() if paper else 0,
    )


# -- codes -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What came of a code: the device that took it, or until when no code is looked at."""

    by_phone: bool
    device: Device | None = None
    locked_until: datetime | None = None


def check(user: User, typed: str) -> Answer:
    """Try a code of the phone (six digits) or a recovery code; each is good for one time."""
    code = _plain(typed)
    by_phone = code.isdecimal() and len(code) == 6
    model = TOTPDevice if by_phone else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return Answer(by_phone)
        allowed, why_not = device.verify_is_allowed()
        if not allowed:
            return Answer(by_phone, locked_until=why_not["locked_until"])
        if device.verify_token(code if by_phone else _digest(user, code)):
            return Answer(by_phone, device)
    return Answer(by_phone)


def _plain(typed: str) -> str:
    """What was meant: without the blanks and dashes that codes are written with."""
    text = unicodedata.normalize("NFKC", typed).replace("İ", "i").lower()
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def _digest(user: User, code: str) -> str:
    digest = salted_hmac("reports.signin.recovery", f"{user.pk}:{code}", algorithm="sha256")
    return b32encode(digest.digest()).decode("ascii")[:_DIGEST]


# -- registering -----------------------------------------------------------------------------------


def new_secret() -> str:
    """A secret to be registered, hexadecimal."""
    secret: str = random_hex(20)
    return secret


def secret_text(secret: str) -> str:
    """The secret as authenticator apps take it when it is typed."""
    return b32encode(unhexlify(secret)).decode("ascii")


def address_of(user: User, secret: str) -> str:
    """The address that the QR code holds."""
    address: str = TOTPDevice(user=user, key=secret).config_url
    return address


def proven_step(secret: str, typed: str) -> int | None:
    """The time step of a right first code, which shows that the phone has the secret."""
    clock = TOTP(unhexlify(secret))
    clock.time = time.time()
    code = _plain(typed)
    if len(code) == 6 and code.isdecimal() and clock.verify(int(code), tolerance=1):
        step: int = clock.t()
        return step
    return None


def register(user: User, secret: str, step: int) -> Device:
    """Make the phone with this secret the person's factor, in place of any other."""
    with transaction.atomic():
        before = has_factor(user)
        TOTPDevice.objects.filter(user=user).delete()
        # The code that proved it is used up.
        device = TOTPDevice.objects.create(user=user, name=PHONE, key=secret, last_t=step)
        _record(user, PHONE, ["kayıtlı" if before else None, "yeni kayıt"])
    return device


def new_recovery_codes(user: User) -> list[str]:
    """Make codes in place of those there were; only their digests are kept."""
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(CODES)]
    with transaction.atomic():
        device, _made = StaticDevice.objects.get_or_create(user=user, defaults={"name": PAPER})
        device.token_set.all().delete()
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=_digest(user, code)) for code in codes
        )
        _record(user, PAPER, [None, "yenilendi"])
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def remove(user: User) -> bool:
    """Take the factor and the recovery codes away; every session opened with them is over."""
    with transaction.atomic():
        phones, _by_model = TOTPDevice.objects.filter(user=user).delete()
        papers, _by_model = StaticDevice.objects.filter(user=user).delete()
        if phones or papers:
            _record(user, PHONE, ["kayıtlı", None])
    return bool(phones or papers)


def _record(user: User, what: str, change: list[str | None]) -> None:
    """The trail knows that it happened and by whom, and never a secret."""
    write(user, LogEntry.Action.UPDATE, {what: change}, DEFAULT_DB_ALIAS)
