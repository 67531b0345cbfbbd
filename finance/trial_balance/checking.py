"""The checks that a trial balance stands by itself: totals, balances, upper accounts, mirrors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from finance.account_codes import MAIN, AccountPath, path_of, spelled
from kars_portal.lib.numbers import format_money

from .reading import CREDIT, DEBIT, Account, TrialBalance

MIRRORS: Final = (("800", ("805", "810")), ("835", ("830", "834")))
"""Credit balance of an account = debit balances of others, as the Ministry checks the monthly
trial balances (Muhasebat, temel mizan kontrol kuralları)."""
_MIRRORED: Final = tuple(
    (path_of(main), tuple(path_of(other) for other in others)) for main, others in MIRRORS
)


@dataclass(frozen=True)
class Difference:
    """Two figures that ought to be the same. `row` is that of the file, 0 where there is none;
    `is_of_file`: it concerns the file as a whole, not some accounts.
    """

    row: int
    text: str
    one: Decimal
    other: Decimal
    is_of_file: bool = False

    @property
    def difference(self) -> Decimal:
        return self.one - self.other


@dataclass
class Checked:
    """The accounts that have no details, with what does not hold. `differences` are of the file."""

    leaves: list[Account] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    debit: Decimal = Decimal()
    credit: Decimal = Decimal()

    @property
    def balances(self) -> bool:
        return self.debit == self.credit


def check(balance: TrialBalance) -> Checked:
    """Find the leaves and compare; accounts that a difference touches say so in their doubts."""
    tree = _Tree(balance.accounts)
    found = Checked(tree.leaves)
    found.debit = _sum(tree.leaves, lambda account: account.debit)
    found.credit = _sum(tree.leaves, lambda account: account.credit)
    if any(account.has_totals for account in tree.leaves) and not found.balances:
        text = _("Borç ve alacak toplamları eşit değil.")
        found.differences.append(Difference(0, text, found.debit, found.credit, is_of_file=True))
    found.differences += _totals(balance, found)
    for account in balance.accounts:
        found.differences += _own_balance(account)
    found.differences += tree.differences()
    found.differences += _mirrors(tree.leaves)
    return found


def _sum(accounts: Iterable[Account], figure: Callable[[Account], Decimal | None]) -> Decimal:
    return sum((figure(account) or Decimal() for account in accounts), Decimal())


def _totals(balance: TrialBalance, found: Checked) -> Iterable[Difference]:
    """The last total that the file prints; those before it are of parts and pages."""
    row, printed = balance.printed[-1] if balance.printed else (0, {})
    sums = {DEBIT: found.debit, CREDIT: found.credit}
    texts = {
        DEBIT: _("Dosyanın borç toplamı ayrıntı hesapların toplamı değil."),
        CREDIT: _("Dosyanın alacak toplamı ayrıntı hesapların toplamı değil."),
    }
    for key, total in sums.items():
        if key in printed and printed[key] != total:
            yield Difference(row, texts[key], printed[key], total, is_of_file=True)


def _own_balance(account: Account) -> Iterable[Difference]:
    if not (account.has_totals and account.has_balances):
        return
    if account.balance != account.printed_balance:
        text = _("%(code)s: yazılı bakiye, borç eksi alacak değil.") % {"code": account.code}
        account.doubts.append(_("bakiyesi tutmuyor"))
        yield Difference(account.row, text, account.printed_balance, account.balance)


def _mirrors(leaves: Iterable[Account]) -> Iterable[Difference]:
    """Only where the file has the accounts: an excerpt is no fault."""
    sums: dict[AccountPath, Decimal] = defaultdict(Decimal)
    for account in leaves:
        sums[account.path[:MAIN]] += account.balance
    for main, others in _MIRRORED:
        if main not in sums or not any(other in sums for other in others):
            continue
        one = -sums[main]
        other = sum((sums.get(path, Decimal()) for path in others if path), Decimal())
        if one != other:
            text = _("%(main)s alacak bakiyesi, %(others)s borç bakiyelerinin toplamı değil.") % {
                "main": spelled(main),
                "others": " + ".join(spelled(path) for path in others if path),
            }
            yield Difference(0, text, one, other, is_of_file=True)


class _Tree:
    """Accounts under those above them, as far as the file has these."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.by_path = {account.path: account for account in accounts}
        self.below: dict[AccountPath, list[Account]] = defaultdict(list)
        for account in self.by_path.values():
            above = self._above(account.path)
            if above is not None:
                self.below[above].append(account)
        self.leaves = [a for a in self.by_path.values() if a.path not in self.below]

    def _above(self, path: AccountPath) -> AccountPath | None:
        """The nearest account above that the file has."""
        ends = range(len(path) - 1, 0, -1)
        return next((path[:end] for end in ends if path[:end] in self.by_path), None)

    def differences(self) -> list[Difference]:
        """Upper accounts that are not the sum of their leaves, where they begin to differ.

        One that differs only by what differs below it says nothing new.
        """
        found: list[Difference] = []
        sums: dict[tuple[AccountPath, str], Decimal] = {}
        gaps: dict[tuple[AccountPath, str], Decimal] = {}
        # Details before those above them.
        for path in sorted(self.by_path, key=len, reverse=True):
            account = self.by_path[path]
            for key in (DEBIT, CREDIT):
                printed = account.debit if key == DEBIT else account.credit
                below = self.below.get(path, [])
                if not below:
                    sums[path, key] = printed or Decimal()
                    gaps[path, key] = Decimal()
                    continue
                sums[path, key] = sum((sums[a.path, key] for a in below), Decimal())
                known = sum((gaps[a.path, key] for a in below), Decimal())
                gaps[path, key] = known if printed is None else printed - sums[path, key]
                if gaps[path, key] not in (known, 0):
                    found.append(self._differs(account, key, sums[path, key]))
        return sorted(found, key=lambda difference: difference.row)

    def _differs(self, account: Account, key: str, sum_: Decimal) -> Difference:
        why = _("üst hesabı %(code)s ayrıntısıyla tutmuyor") % {"code": account.code}
        for leaf in self._leaves_of(account):
            if why not in leaf.doubts:
                leaf.doubts.append(why)
        text = (
            _("%(code)s: borç, ayrıntı hesapların toplamı değil.")
            if key == DEBIT
            else _("%(code)s: alacak, ayrıntı hesapların toplamı değil.")
        )
        printed = account.figure(key)
        return Difference(account.row, text % {"code": account.code}, printed, sum_)

    def _leaves_of(self, account: Account) -> Iterable[Account]:
        waiting = [account]
        while waiting:
            one = waiting.pop()
            below = self.below.get(one.path)
            if below:
                waiting += below
            else:
                yield one


def in_words(difference: Difference) -> str:
    """Both figures of a difference, and how far they are apart."""
    return _("%(one)s ve %(other)s; fark %(difference)s") % {
        "one": format_money(difference.one),
        "other": format_money(difference.other),
        "difference": format_money(difference.difference),
    }
