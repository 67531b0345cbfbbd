"""From accounts to lines of a table: what each account is by the rules, and what nobody mapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from finance.account_codes import MAIN, AccountPath, economic_code, spelled
from finance.enums import AccountFigure, AccountTarget
from finance.models import AccountRule

from .reading import Account
from .rules import Rules

_BALANCES = frozenset({AccountFigure.DEBIT_BALANCE, AccountFigure.CREDIT_BALANCE})


@dataclass(frozen=True)
class Group:
    """Accounts of one main account that go nowhere, with their totals in lira; none is dropped."""

    code: str
    name: str
    count: int
    debit: Decimal
    credit: Decimal
    balance: Decimal
    note: str = ""
    verified: bool = True


@dataclass
class Posting:
    """An amount of an account for a column of a table, in the row that its rule names."""

    account: Account
    rule: AccountRule
    row: str
    """Economic code or key of the row; "" where the account's details name none."""
    amount: Decimal
    doubts: list[str]
    blocks: list[str]
    """Why it is never taken as it is."""


@dataclass
class Mapped:
    """What the rules make of a trial balance. Every account with a figure is in one of these."""

    postings: dict[str, list[Posting]] = field(default_factory=lambda: defaultdict(list))
    """Table → what goes there."""
    unmapped: list[Group] = field(default_factory=list)
    aside: list[Group] = field(default_factory=list)
    """Set aside by a rule, with its note."""


def map_accounts(accounts: Sequence[Account], leaves: Iterable[Account], rules: Rules) -> Mapped:
    """Ask the rules for every leaf that has a figure. `accounts` are all, for their names."""
    names = {account.path: account.name for account in accounts}
    found = Mapped()
    unmapped: dict[AccountPath, list[Account]] = defaultdict(list)
    aside: dict[tuple[AccountPath, int], list[Account]] = defaultdict(list)
    by_id: dict[int, AccountRule] = {}
    for account in leaves:
        if account.is_empty:
            continue
        known = rules.of(account.path)
        for target, rule in known.items():
            by_id[rule.pk] = rule
            if target == AccountTarget.NONE:
                aside[account.path[:MAIN], rule.pk].append(account)
            else:
                found.postings[target].append(_posting(account, rule))
        if not known:
            unmapped[account.path[:MAIN]].append(account)
    for postings in found.postings.values():
        _tell_closed(postings)
    found.unmapped = [_group(path, names, held) for path, held in sorted(unmapped.items())]
    found.aside = [
        _group(path, names, held, by_id[rule]) for (path, rule), held in sorted(aside.items())
    ]
    return found


def _posting(account: Account, rule: AccountRule) -> Posting:
    figure = account.figure(rule.figure)
    doubts, blocks = list(account.doubts), []
    row = rule.row or economic_code(account.path, rule.skip)
    if not rule.verified:
        doubts.append(_("eşleme kuralı doğrulanmamış"))
    if rule.figure in _BALANCES and figure < 0:
        doubts.append(_("bakiye ters tarafta"))
    if rule.figure not in _BALANCES and not account.has_totals:
        blocks.append(_("dosyada borç ve alacak toplamları yok"))
    if not row:
        blocks.append(_("hesabın ayrıntısında ekonomik kod yok"))
    amount = -figure if rule.is_subtracted else figure
    return Posting(account, rule, row, amount, doubts, blocks)


def _tell_closed(postings: Iterable[Posting]) -> None:
    """Balances of a trial balance that was printed after the closing entries are all zero."""
    by_rule: dict[int, list[Posting]] = defaultdict(list)
    for posting in postings:
        if posting.rule.figure in _BALANCES:
            by_rule[posting.rule.pk].append(posting)
    for held in by_rule.values():
        moved = any(p.account.debit or p.account.credit for p in held)
        if moved and not any(p.account.balance for p in held):
            for posting in held:
                posting.blocks.append(
                    _("hesap kapanmış; kapanış kayıtlarından önceki mizan yüklenmelidir")
                )


def _group(
    path: AccountPath,
    names: Mapping[AccountPath, str],
    accounts: Sequence[Account],
    rule: AccountRule | None = None,
) -> Group:
    known = rule.title if rule is not None and rule.path == path else ""
    return Group(
        spelled(path),
        names.get(path) or known or (accounts[0].name if len(accounts) == 1 else ""),
        len(accounts),
        sum((a.debit or Decimal() for a in accounts), Decimal()),
        sum((a.credit or Decimal() for a in accounts), Decimal()),
        sum((a.balance for a in accounts), Decimal()),
        rule.note if rule else "",
        rule.verified if rule else True,
    )
