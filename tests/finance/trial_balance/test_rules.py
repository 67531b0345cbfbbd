"""The mapping is data: it comes with the portal, staff change it, the most detailed rule counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from finance.account_codes import economic_code, path_of
from finance.models import AccountRule
from finance.trial_balance.rules import default_rules, ensure_rules, rules_of
from reports.models import AuditEntry

pytestmark = pytest.mark.postgresql("constraints of the rules")


def rule(**values: object) -> AccountRule:
    usual = {
        "account": "830.06",
        "title": "Örnek hesap",
        "target": "expenditure",
        "column": "spent",
        "figure": "debit_balance",
    }
    return AccountRule(**usual | values)


@pytest.fixture
def shipped(db: None) -> None:
    ensure_rules()


def targets(code: str, year: int = 2024) -> set[str]:
    path = path_of(code)
    assert path is not None
    return set(rules_of(year).of(path))


@pytest.mark.usefixtures("shipped")
def test_the_rules_that_come_along_are_whole_and_say_their_source() -> None:
    for values in default_rules():
        found = AccountRule.objects.get(shipped=values["shipped"])
        found.full_clean()
        assert found.source
    known = set(AccountRule.objects.values_list("account", flat=True))
    assert {"630", "830", "800", "805", "810", "600", "103"} <= known
    assert AccountRule.objects.filter(verified=False).exists(), "what is not confirmed is marked"


@pytest.mark.usefixtures("shipped")
def test_what_staff_changed_stays_when_the_rules_are_added_again() -> None:
    AccountRule.objects.filter(shipped="830").update(figure="debit", account="831")
    AccountRule.objects.get(shipped="103").delete()

    assert [added.shipped for added in ensure_rules()] == ["103"]
    assert AccountRule.objects.get(shipped="830").figure == "debit"


@pytest.mark.usefixtures("shipped")
def test_the_most_detailed_rule_counts_in_its_years() -> None:
    rule(target="none", column="", valid_from=2025).save()
    rule(account="830.06.5", valid_to=2024).save()

    assert targets("830.06.5.1.01") == {"expenditure"}
    assert targets("830.6.5.1.1", 2025) == {"none"}
    assert targets("830.07", 2025) == {"expenditure"}
    assert targets("103.02") == targets("102.1.1") == {"none"}
    assert targets("962") == set()


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"account": "830"}, "account"),
        ({"account": "8301"}, "account"),
        ({"account": "83.01"}, "account"),
        ({"account": "830,01"}, "account"),
        ({"column": "gross"}, "column"),
        ({"column": ""}, "column"),
        ({"row": "99"}, "row"),
        ({"target": "activities", "column": "amount", "row": ""}, "row"),
        ({"valid_from": 2025, "valid_to": 2024}, "__all__"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        rule(**values).full_clean()

    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    ("account", "skip", "code"),
    [
        ("830.01.1.1.01", 0, "01.1.1.01"),
        ("830.1.1.1.1", 0, "01.1.1.01"),
        ("830 03 2 1 01 7 5", 0, "03.2.1.01"),
        ("830/46/31/03/2", 2, "03.2"),
        ("830", 0, ""),
        ("830.46.31", 0, ""),
        ("830.A.1", 0, ""),
    ],
)
def test_the_economic_code_follows_in_the_details(account: str, skip: int, code: str) -> None:
    path = path_of(account)
    assert path is not None
    assert economic_code(path, skip) == code


@pytest.mark.parametrize("text", ["", ".", "8301", "ab", "83.01", "-830-x" * 30, "8.3.0"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert path_of(text) is None


@pytest.mark.usefixtures("finance_year")
def test_finance_keeps_the_rules_and_the_trail_knows(
    finance: Client, browser: Callable[[str], Client]
) -> None:
    found = AccountRule.objects.get(shipped="600")
    address = f"/yonetim/finance/accountrule/{found.pk}/change/"
    fields = [f.name for f in AccountRule._meta.fields if f.editable and f.name != "id"]
    stored = {name: getattr(found, name) for name in fields}
    values = {name: value for name, value in stored.items() if value or value == ""}

    assert finance.post(address, {**values, "skip": 0, "verified": "on"}).status_code == 302
    found.refresh_from_db()
    assert found.verified
    entry = AuditEntry.objects.filter(object_pk=str(found.pk)).order_by("-pk").first()
    assert entry is not None
    assert entry.changes["verified"] == [False, True] or "verified" in entry.changes
    assert browser("auditor").post(address, values).status_code == 403
    assert browser("editor").get(address).status_code in (302, 403)
    assert finance.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
