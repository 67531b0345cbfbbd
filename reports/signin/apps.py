"""App configuration; the app has no tables of its own."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in


class SignInConfig(AppConfig):
    name = "reports.signin"
    label = "signin"
    verbose_name = "Giriş"

    def ready(self) -> None:
        from .sessions import begin  # noqa: PLC0415 - models are loaded only now

        # The lists of failures and sign-ins stand under this name in the office.
        apps.get_app_config("axes").verbose_name = self.verbose_name
        # In place of Django's own receiver: the time of the last sign-in is read before it is
        # written over.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(begin, dispatch_uid="reports.signin.begin")
