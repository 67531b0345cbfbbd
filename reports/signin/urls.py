"""Addresses under the admin; the office adds them to the site's `extra_urls`."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path

from . import account, keeping, views


def urls() -> list[URLPattern]:
    inside = admin.site.admin_view
    return [
        path("giris/kod/", views.second_factor, name="second_factor"),
        path("giris/kurulum/", views.second_factor_setup, name="second_factor_setup"),
        path("giris/kurtarma-kodlari/", inside(views.recovery_codes), name="recovery_codes"),
        path("giris/dogrulama/", inside(views.confirm), name="confirm"),
        path("oturum/", inside(keeping.stay), name="stay"),
        path("hesabim/", inside(account.account), name="account"),
        path(
            "hesabim/kurtarma-kodlari/",
            inside(account.new_recovery_codes),
            name="new_recovery_codes",
        ),
        path(
            "hesabim/iki-adimli-giris/kapat/",
            inside(account.remove_second_factor),
            name="remove_second_factor",
        ),
        path(
            "hesaplar/<int:pk>/iki-adimli-giris/",
            inside(account.reset_second_factor),
            name="reset_second_factor",
        ),
    ]
