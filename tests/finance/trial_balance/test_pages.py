"""A trial balance is uploaded, looked at, taken and taken back; two years are open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from finance.models import AccountRule, ExpenditureLine, RevenueLine, StatementOfActivities
from reports.enums import SectionState
from reports.models import AuditEntry, Intake, Section

from .files import balance, confirm, is_open, look, page, preview, upload, words

pytestmark = pytest.mark.usefixtures("lines")

DOUBTS = {"kusku.activities": "1"}


def spent(year: int = 2024) -> dict[str, Decimal | None]:
    found = ExpenditureLine.objects.filter(year=year).values_list("code__code", "spent")
    return dict(found)


def revenue(year: int = 2024) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    found = RevenueLine.objects.filter(year=year).order_by("code__code")
    return {line.code.code: (line.gross, line.refunds) for line in found.select_related("code")}


def test_all_tables_are_taken_together_and_each_taken_back(finance: Client) -> None:
    shown = preview(finance, balance(), DOUBTS)
    assert spent() == {"01": None, "03": None}, "nothing is stored by looking"

    done = confirm(finance, shown)

    assert done.status_code == 302, words(done)
    assert spent() == {"01": Decimal("500.00"), "03": Decimal("100.00")}
    assert revenue() == {
        "01": (Decimal("700.00"), Decimal("10.00")),
        "03": (Decimal("200.00"), None),
    }
    amounts = dict(StatementOfActivities.objects.filter(year=2024).values_list("item", "amount"))
    assert amounts == {"revenue": Decimal("1000.00"), "expense": Decimal("550.00")}
    assert spent(2023) == {"01": None, "03": None}, "the other open year stays"
    assert not StatementOfActivities.objects.filter(year=2023).exists()
    after = finance.get(done["Location"])
    assert words(after).count("örnek-mizan.xlsx") == 3
    assert confirm(finance, shown)["Location"] == page(), "a second confirmation is harmless"
    assert Intake.objects.count() == 3

    first = Intake.objects.get(sheet="butce-giderleri")
    args = [2024, "III.A.1", "butce-giderleri", first.pk]
    finance.post(reverse("admin:sheet_taken", args=args), {"islem": "geri-al"})

    assert spent() == {"01": None, "03": None}
    last = AuditEntry.objects.filter(object_repr__startswith="01 Örnek").order_by("-pk").first()
    assert last is not None
    assert last.changes["spent"] == ["500.00", None] or last.changes["spent"][1] is None
    assert revenue()["01"] == (Decimal("700.00"), Decimal("10.00"))


def test_nothing_is_dropped_and_doubts_are_not_taken(finance: Client) -> None:
    shown = preview(finance, balance(("830.05.4.1.01", "Örnek yardım", "75.00", "75.00")))

    text = words(shown)
    assert "962 Örnek nazım hesap 1 0,00 TL 450,00 TL -450,00 TL" in text, "an account without rule"
    assert "102 Örnek üst hesap 102 1 900,00 TL" in text, "set aside by a rule"
    assert "805 Gelir yansıtma hesabı 1 890,00 TL" in text
    assert "05.4.1.01" in text
    assert "tabloda bu kodun satırı yok" in text
    assert "eşleme kuralı doğrulanmamış" in text
    assert confirm(finance, shown).status_code == 302
    assert not StatementOfActivities.objects.exists(), "an unconfirmed rule is not taken by itself"
    assert "05" not in spent()


def test_lines_that_the_table_lacks_are_made_only_at_the_chosen_level(finance: Client) -> None:
    content = balance(("830.05.4.1.01", "Örnek yardım", "75.00", "0"), ("835.1", "Ö", "0", "75"))
    address = upload(finance, content)
    confirm(finance, look(finance, address, {"duzey": "1", "kusku.dosya": "1"}))

    assert spent() == {
        "01": Decimal("500.00"),
        "03": Decimal("100.00"),
        "05": Decimal("75.00"),
    }


def test_a_verified_rule_and_a_changed_one_count_at_once(finance: Client) -> None:
    AccountRule.objects.filter(shipped__in=["600", "630"]).update(verified=True)
    AccountRule.objects.filter(shipped="830").update(figure="debit")

    confirm(finance, preview(finance, balance()))

    assert spent() == {"01": Decimal("500.00"), "03": Decimal("120.00")}
    assert StatementOfActivities.objects.get(item="expense").amount == Decimal("550.00")


def test_the_old_and_the_new_value_are_shown_and_the_same_file_changes_nothing(
    finance: Client,
) -> None:
    ExpenditureLine.objects.filter(year=2024, code__code="01").update(spent=499)
    content = balance()
    shown = preview(finance, content, DOUBTS)
    assert "Bütçe gideri (TL): Eski değer: 499,00 Yeni değer: 500,00" in words(shown)
    confirm(finance, shown)

    again = preview(finance, content, DOUBTS)

    assert "0 yeni satır, 0 değişen satır, 2 satır aynı" in words(again)
    assert not is_open(again)


def test_a_row_that_changes_after_the_preview_stops_all_tables(finance: Client) -> None:
    shown = preview(finance, balance(), DOUBTS)
    line = RevenueLine.objects.get(year=2024, code__code="03")
    line.gross = Decimal(1)
    line.save()

    refused = confirm(finance, shown)

    assert refused.status_code == 409
    assert "Bütçe gelirleri: Tablo önizlemeden sonra değişti" in words(refused)
    assert spent() == {"01": None, "03": None}, "the table before it is taken back"
    assert not Intake.objects.exists()
    assert confirm(finance, refused).status_code == 302


def test_a_rule_that_changes_after_the_preview_stops_what_it_would_change(finance: Client) -> None:
    shown = preview(finance, balance(), DOUBTS)
    AccountRule.objects.filter(shipped="830").update(figure="debit")

    refused = confirm(finance, shown)

    assert refused.status_code == 409
    assert "okunuşu önizlemeden sonra değişti" in words(refused)
    assert spent() == {"01": None, "03": None}
    assert confirm(finance, refused).status_code == 302
    assert spent()["03"] == Decimal("120.00")


def test_only_the_marked_tables_are_taken_and_another_file_is_not(finance: Client) -> None:
    shown = preview(finance, balance(), DOUBTS)
    assert confirm(finance, shown, sha256="0" * 64).status_code == 409
    none = {f"al.{table}": "" for table in ("expenditure", "revenue", "activities")}
    refused = confirm(finance, shown, **none)
    assert "Alınacak tablo seçilmedi" in words(refused)
    assert not Intake.objects.exists()

    confirm(finance, shown, **{"al.revenue": "", "al.activities": ""})

    assert list(Intake.objects.values_list("sheet", flat=True)) == ["butce-giderleri"]


def test_hostile_files_are_answered_and_change_nothing(finance: Client) -> None:
    head = "Hesap kodu;Hesap adı;Borç;Alacak\n"
    wrong = [
        (head + '830.01.1;"<script>alert(1)</script>";5;x\n', "sayı olarak okunamadı"),
        ("Ad;Soyad\nÖrnek;Kişi\n", "sütun başlıkları bulunamadı"),
        (head + f"830.01.7;Örnek dev;{'9' * 40};0\n", "çok büyük: bir sayıda"),
    ]
    for text, sentence in wrong:
        shown = preview(finance, text.encode(), {"kusku.dosya": "1"})
        assert sentence in words(shown), words(shown)
        assert "<script>alert" not in shown.content.decode()
        assert not is_open(shown), words(shown)
    file = SimpleUploadedFile("örnek.xlsx", b"PK\x03\x04" + b"0" * 500)
    assert finance.post(page(), {"dosya": file}).status_code == 422
    assert finance.post(page()).status_code == 422
    assert spent() == {"01": None, "03": None}


def test_a_delivered_section_is_shown_and_not_written(finance: Client) -> None:
    Section.objects.filter(year=2024, code="III.A.1").update(state=SectionState.ACCEPTED)
    shown = preview(finance, balance(), DOUBTS)
    assert "al.activities" in shown.content.decode()
    assert "al.expenditure" not in shown.content.decode()

    refused = confirm(finance, shown, **{"al.expenditure": "1"})

    assert refused.status_code == 409
    assert spent() == {"01": None, "03": None}
    assert not StatementOfActivities.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("editor", 404),
        ("other", 404),
        ("head", 404),
        ("signatory", 404),
        ("auditor", 403),
        ("reviewer", 403),
        ("publisher", 403),
        ("finance", 200),
    ],
)
def test_who_may_open_the_page(
    browser: Callable[[str], Client], people: dict[str, User], who: str, status: int
) -> None:
    client = browser(who)

    assert client.get(page()).status_code == status
    if status != 200:
        file = SimpleUploadedFile("örnek.csv", b"Hesap kodu;Borc\n830;1\n")
        assert client.post(page(), {"dosya": file}).status_code == status
        address = reverse("admin:trial_balance_preview", args=[2024, "0" * 32])
        assert client.get(address).status_code == status
    assert not Intake.objects.exists()


def test_visitors_and_other_sessions_see_no_file(
    finance: Client, browser: Callable[[str], Client], client: Client
) -> None:
    address = upload(finance, balance())

    assert "/giris" in client.get(address)["Location"] or "login" in client.get(address)["Location"]
    stranger = browser("boss")
    assert stranger.get(address)["Location"] == page()
    assert finance.get(address.replace("/2024/", "/2023/"))["Location"] == page(2023)
    assert finance.get(page(1999)).status_code == 404


def test_the_sheets_of_finance_lead_to_the_page(finance: Client) -> None:
    for section, sheet in (("III.A.1", "butce-giderleri"), ("III.A.1", "butce-gelirleri")):
        shown = finance.get(reverse("admin:sheet", args=[2024, section, sheet]))
        assert page() in shown.content.decode()
