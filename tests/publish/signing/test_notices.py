"""Mail about signing: whoever is next hears of it, the publishers hear of the end."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from reports.models import PdfExport, SignaturePolicy
from reports.publish.signing import jobs
from reports.publish.signing.notices import tell_ready
from reports.publish.versions import publish_report, unfreeze_report

from .report import Desk, freeze


@pytest.fixture
def officers(desk: Desk) -> dict[str, User]:
    """Accounts of the two who sign, by their names."""
    group = Group.objects.get(name="İmzalayan")
    made = {}
    for login, first, last in (("mali", "Ayşe", "IŞIK"), ("baskan", "İbrahim", "Çağlar")):
        made[login] = User.objects.create_user(
            login, f"{login}@ornek.test", first_name=first, last_name=last, is_staff=True
        )
        made[login].groups.add(group)
    return made


def test_the_person_who_signs_next_is_told(
    desk: Desk,
    officers: dict[str, User],
    first: bytes,
    signed: bytes,
    settings: Settings,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    tell_ready(desk.frozen)
    for content in (first, signed):
        upload = desk.receive(content)
        with django_capture_on_commit_callbacks(execute=True):
            jobs.run(upload.pk)

    assert [mail.to for mail in mailoutbox] == [
        ["mali@ornek.test"],
        ["baskan@ornek.test"],
        ["publisher@ornek.test"],
    ]
    one, two, three = (mail.body for mail in mailoutbox)
    assert "Sıradaki imza: Mali hizmetler birim yöneticisi (Ayşe Işık)" in one
    assert f"{settings.SITE_URL}/yonetim/imza/2024/" in one
    assert "İmzaladı: AYŞE IŞIK" in two
    assert "ÖRNEK / DEMO imza, hukuken imza değildir" in two
    assert "Sıradaki imza: Üst yönetici (İbrahim Çağlar)" in two
    assert "Rapor yayımlanabilir." in three
    assert "/yonetim/reports/report/2024/yayimla/" in three


def test_without_accounts_of_that_name_every_signatory_is_told(
    desk: Desk, mailoutbox: list[Any]
) -> None:
    assert tell_ready(desk.frozen) == 1
    assert mailoutbox[0].to == ["signatory@ornek.test"]


@pytest.mark.parametrize("end", ["published", "released", "nobody signs"])
def test_nobody_is_told_where_nobody_has_to_sign(
    desk: Desk, mailoutbox: list[Any], end: str
) -> None:
    if end == "published":
        publish_report(desk.report)
    elif end == "released":
        unfreeze_report(desk.report, reason="Örnek")
    else:
        SignaturePolicy.objects.create(
            from_year=2024, finance_rule="nobody", top_manager_rule="nobody"
        )

    assert tell_ready(desk.frozen) == 0
    assert mailoutbox == []


# -- the state as text -----------------------------------------------------------------------------


def status(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("signing_status", "2024")
    return capsys.readouterr().out


def test_the_state_as_text(
    desk: Desk, first: bytes, signed: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    said = status(capsys)
    for line in (
        "Donduruldu",
        desk.frozen.sha256,
        "İmza zorunlu değil, sırayla, en az B-B düzeyinde.",
        "imza_mali_hizmetler: Mali hizmetler birim yöneticisi (Ayşe Işık): sırada",
        "imza_ust_yonetici: Üst yönetici (İbrahim Çağlar): bekliyor",
    ):
        assert line in said

    desk.upload(first)
    desk.upload(signed[:-10])
    said = status(capsys)
    assert "imza_mali_hizmetler: AYŞE IŞIK (ÖRNEK / DEMO, hukuken imza değildir)" in said
    assert "Kabul edilmedi. " in said
    assert "İbrahim Çağlar): sırada" in said
    desk.upload(signed)
    publish_report(desk.report)
    said = status(capsys)
    assert "Yayımlanan sürüm 1: İmzalı" in said
    assert "Dondurulmuş rapor yok" in said


def test_the_state_says_what_is_missing_around_it(
    desk: Desk, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TRUST_DIR = settings.SIGNED_DIR
    PdfExport.objects.all().delete()

    said = status(capsys)
    assert "Güvenilen kök sertifikalar portala tanıtılmamış" in said
    assert "İmzalanacak PDF henüz yok." in said
    with pytest.raises(CommandError, match="2030 yılı için rapor yok"):
        call_command("signing_status", "2030")


def test_what_was_taken_back_is_not_in_force(
    desk: Desk, first: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.upload(first)
    unfreeze_report(desk.report, reason="Örnek")
    freeze(desk.report)

    assert "AYŞE IŞIK" not in status(capsys)
