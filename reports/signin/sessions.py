"""What a session knows of its sign-in: when it began, when it was used, what has been shown.

Times are seconds since the epoch. They live in the session, which is kept on the server.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User, update_last_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from kars_portal.lib.numbers import format_date

from . import factors, policy

STARTED = "signin.started"
SEEN = "signin.seen"
PASSWORD = "signin.password"  # noqa: S105 - the time when it was given
CONFIRMED = "signin.confirmed"
PREVIOUS = "signin.previous"

# The session is not written at every click.
_SEEN_EVERY = 60


def now() -> int:
    return int(time.time())


def begin(sender: type[User], request: HttpRequest, user: User, **kwargs: object) -> None:
    """The password was right: start the clocks and forget what an earlier sign-in had shown."""
    session = request.session
    session[STARTED] = session[SEEN] = session[PASSWORD] = now()
    session[PREVIOUS] = user.last_login.timestamp() if user.last_login else None
    session.pop(DEVICE_ID_SESSION_KEY, None)
    session.pop(CONFIRMED, None)
    update_last_login(sender, user)
    if not policy.must_have_factor(user) and not factors.has_factor(user):
        _greet(request)
        confirm(session)


def complete(request: HttpRequest, device: Device) -> None:
    """The code was right too. The session gets a new key: the old one knew only the password."""
    session = request.session
    first = DEVICE_ID_SESSION_KEY not in session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.cycle_key()
    confirm(session)
    if first:
        _greet(request)


def _greet(request: HttpRequest) -> None:
    before = previous(request.session)
    if before is None:
        text = _("Bu hesapla ilk giriş.")
    else:
        text = _(
            "Önceki giriş: %(date)s %(time)s. Başkasına aitse sistem yöneticisine bildirilmelidir."
        )
        text %= {"date": format_date(before.date()), "time": f"{before:%H:%M}"}
    # Without the middleware (a test, a script) there is nobody to greet.
    messages.info(request, text, fail_silently=True)


def confirm(session: SessionBase) -> None:
    """Note that the person has just shown who they are, with all they have."""
    session[CONFIRMED] = session[PASSWORD] = now()


def is_recent(session: SessionBase, key: str) -> bool:
    """Whether the noted time is not long ago."""
    noted = session.get(key)
    return isinstance(noted, int) and now() - noted < policy.CONFIRMATION_HOLDS.total_seconds()


def has_ended(session: SessionBase) -> bool:
    """Unused for too long, or simply too long; a session that knows no times has ended too."""
    started, seen = session.get(STARTED), session.get(SEEN)
    if not isinstance(started, int) or not isinstance(seen, int):
        return True
    return (
        now() - started >= settings.SESSION_COOKIE_AGE
        or now() - seen >= settings.SESSION_IDLE_MINUTES * 60
    )


def touch(session: SessionBase) -> None:
    """The session is in use."""
    if now() - session.get(SEEN, 0) >= _SEEN_EVERY:
        session[SEEN] = now()


def ends_at(session: SessionBase) -> datetime:
    """When the session ends whatever happens."""
    return _moment(session[STARTED] + settings.SESSION_COOKIE_AGE)


def ends_unused(session: SessionBase) -> float:
    """When the session ends if nobody uses it, in seconds since the epoch."""
    noted: tuple[float, float] = (session.get(STARTED, 0), session.get(SEEN, 0))
    started, seen = noted
    return min(started + settings.SESSION_COOKIE_AGE, seen + settings.SESSION_IDLE_MINUTES * 60)


def started_at(session: SessionBase) -> datetime:
    return _moment(session[STARTED])


def previous(session: SessionBase) -> datetime | None:
    """When the password of this account was given before this time."""
    before = session.get(PREVIOUS)
    return None if before is None else _moment(before)


def verified_device(session: SessionBase, user: User) -> Device | None:
    """The factor with which this session was opened, as long as the person still has it."""
    name = session.get(DEVICE_ID_SESSION_KEY)
    device = Device.from_persistent_id(name) if name else None
    if device is None or device.user_id != user.pk or not device.confirmed:
        return None
    return device


def local(moment: datetime) -> datetime:
    """The same moment by the clock on the wall."""
    return timezone.localtime(moment)


def _moment(seconds: float) -> datetime:
    return local(datetime.fromtimestamp(seconds, UTC))
