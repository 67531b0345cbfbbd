"""A trial balance as people have it: a sheet of cells → accounts with their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from finance.account_codes import MAIN, AccountPath, path_of
from kars_portal.lib.numbers import parse_decimal
from reports.collect.recognising.recognise import Recognised, Row
from reports.collect.recognising.rows import RowKind, SheetRow
from reports.collect.recognising.targets import Table, Target

KEY: Final = "mizan"
"""Under which headings that people matched by hand are kept."""
CODE, NAME = "code", "name"
DEBIT, CREDIT = "debit", "credit"
DEBIT_BALANCE, CREDIT_BALANCE = "debit_balance", "credit_balance"
FIGURES: Final = (DEBIT, CREDIT, DEBIT_BALANCE, CREDIT_BALANCE)
LEVELS: Final = 8
"""Columns of details that are read beside the one of the main account."""
_UNREADABLE: Final = (
    "Hesap kodu okunamadı; ana hesabın üç rakamıyla başlamalı, düzeyler noktayla ayrılmalıdır: "
    "830.01.1.1."
)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


_TOTALS: Final = ("tutarı", "toplamı", "tutar", "toplam", "hareketi", "yekünü", "tutarlar")
_BALANCES: Final = ("kalanı", "kalan", "bakiyesi", "bakiye", "bakiyeler", "kalanlar")
_OTHERS: Final = ("bu ay", "ay içi", "önceki aylar", "önceki dönem", "devir", "açılış")
"""Words beside a side: for its total, its balance, and for other spans than the whole year."""


def _both(words: tuple[str, ...], side: str) -> tuple[str, ...]:
    return (*(f"{word} {side}" for word in words), *(f"{side} {word}" for word in words))


def _level(number: int) -> Target:
    roman = _ROMAN[number - 1]
    names = (
        roman,
        f"düzey {number}",
        f"ekod{number}",
        f"ekonomik {number}",
        f"yardımcı {number}",
        f"yardımcı hesap {number}",
        f"yrd {number}",
        f"y{number}",
        f"{roman}. düzey",
        f"yardımcı hesap {roman}",
    )
    return Target(f"level{number}", f"{number}. düzey", names, takes_number=True)


def _side(side: str, title: str, total: str, balance: str) -> tuple[Target, ...]:
    def figure(key: str, words: str, names: tuple[str, ...]) -> Target:
        return Target(key, f"{title} {words}", names, is_figure=True, places=2, unit="TL")

    return (
        figure(total, "toplamı", (side, *_both(_TOTALS, side))),
        figure(balance, "bakiyesi", _both(_BALANCES, side)),
        # Known, so that it is taken for no other.
        Target(f"other_{total}", f"{title} (başka dönem)", _both(_OTHERS, side), is_computed=True),
    )


TABLE: Final = Table(
    "Mizan",
    (
        Target(
            CODE,
            "Hesap kodu",
            ("hesap no", "hesap numarası", "hesap", "hesabın kodu", "muhasebe kodu"),
            takes_number=True,
        ),
        Target("main", "Ana hesap", ("ana hesap kodu", "ana hesap no"), takes_number=True),
        *map(_level, range(1, LEVELS + 1)),
        Target(NAME, "Hesap adı", ("hesabın adı", "hesap ismi", "açıklama", "adı")),
        *_side("borç", "Borç", DEBIT, DEBIT_BALANCE),
        *_side("alacak", "Alacak", CREDIT, CREDIT_BALANCE),
    ),
    asks=False,
)


@dataclass
class Account:
    """A line of the trial balance, in lira. None: the file says nothing.

    Printed balances are kept apart: what counts is debit − credit.
    """

    row: int
    path: AccountPath
    code: str
    name: str
    debit: Decimal | None = None
    credit: Decimal | None = None
    debit_balance: Decimal | None = None
    credit_balance: Decimal | None = None
    doubts: list[str] = field(default_factory=list)

    @property
    def has_totals(self) -> bool:
        return self.debit is not None or self.credit is not None

    @property
    def has_balances(self) -> bool:
        return self.debit_balance is not None or self.credit_balance is not None

    @property
    def is_empty(self) -> bool:
        return not (self.has_totals or self.has_balances)

    @property
    def balance(self) -> Decimal:
        """Debit − credit; of a file without totals, that of the printed balances."""
        if self.has_totals:
            return (self.debit or Decimal()) - (self.credit or Decimal())
        return self.printed_balance

    @property
    def printed_balance(self) -> Decimal:
        return (self.debit_balance or Decimal()) - (self.credit_balance or Decimal())

    def figure(self, name: str) -> Decimal:
        """A total, or the balance on a side: below zero where it stands on the other one."""
        match name:
            case "debit":
                return self.debit or Decimal()
            case "credit":
                return self.credit or Decimal()
            case "debit_balance":
                return self.balance
        return -self.balance


@dataclass(frozen=True)
class Stray:
    """A line with amounts that is no account; told, never dropped."""

    row: int
    words: str
    why: str
    blocks: bool = False
    """Whether it has to be mended in the file first."""


@dataclass
class TrialBalance:
    """All accounts of a file, in its order, and the totals that it prints."""

    accounts: list[Account] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    printed: list[tuple[int, dict[str, Decimal]]] = field(default_factory=list)
    """Row of a total and, by column, what it says."""


def accounts_of(found: Recognised) -> TrialBalance:
    """The accounts of a recognised sheet."""
    balance = TrialBalance()
    first: dict[AccountPath, int] = {}
    for row in found.rows:
        figures = {key: _amount(row.cells.get(key, "")) for key in FIGURES}
        _take(balance, first, row, figures)
    for aside in found.aside:
        _look_at_aside(balance, first, found, aside)
    return balance


def _look_at_aside(
    balance: TrialBalance, first: dict[AccountPath, int], found: Recognised, aside: SheetRow
) -> None:
    """A row that was set aside for its words may be an account all the same: "Satış toplamı"."""
    said = {target.key: aside.cells.get(at) for at, target in found.mapping.taken.items()}
    cells = {key: str(cell.value) for key, cell in said.items() if cell is not None}
    code = code_in(cells)
    is_account = path_of(code) is not None
    if aside.kind is RowKind.TOTAL:
        printed = {total.key: total.printed for total in found.totals if total.row == aside.number}
        if is_account:
            _take(balance, first, Row(aside.number, cells), {k: printed.get(k) for k in FIGURES})
        elif printed:
            balance.printed.append((aside.number, printed))
    elif aside.kind is not RowKind.REPEATED and any(
        cell is not None and (is_account or isinstance(cell.value, int | float))
        for cell in map(said.get, FIGURES)
    ):
        why = f"Satır hesap olarak alınmadı: {aside.kind}."
        words = f"{code} {cells.get(NAME, '')}".strip() or aside.name
        balance.strays.append(Stray(aside.number, words, why))


def _take(
    balance: TrialBalance,
    first: dict[AccountPath, int],
    row: Row,
    figures: Mapping[str, Decimal | None],
) -> None:
    code, name = code_in(row.cells), row.cells.get(NAME, "")
    path = path_of(code)
    words = f"{code} {name}".strip()
    if path is None:
        if any(figures.values()):
            why = "Hesap kodu yok." if not code else _UNREADABLE
            balance.strays.append(Stray(row.number, words, why))
    elif path in first:
        why = f"Bu hesap {first[path]}. satırda da var; satırlardan biri silinmelidir."
        balance.strays.append(Stray(row.number, words, why, blocks=True))
    else:
        first[path] = row.number
        account = Account(row.number, path, code, name)
        account.debit, account.credit = figures.get(DEBIT), figures.get(CREDIT)
        account.debit_balance = figures.get(DEBIT_BALANCE)
        account.credit_balance = figures.get(CREDIT_BALANCE)
        balance.accounts.append(account)


def code_in(cells: Mapping[str, str]) -> str:
    """The code of a line: of one column, or of those of the main account and its details."""
    whole, main = cells.get(CODE, "").strip(), cells.get("main", "").strip()
    if len(path_of(whole) or ()) > MAIN:
        return whole
    levels = [cells.get(f"level{number}", "").strip() for number in range(1, LEVELS + 1)]
    first = main or whole
    return ".".join(filter(None, [first, *levels])) if first else ""


def _amount(text: str) -> Decimal | None:
    """An amount as the recogniser spells it: 1234,5."""
    return parse_decimal(text.replace(",", "."), places=2) if text else None


def names_of(found: Recognised) -> list[str]:
    """Columns without which a file says nothing here, by their titles, that it lacks."""
    taken = {target.key for target in found.mapping.taken.values()}
    lacking = [] if taken & {CODE, "main"} else ["Hesap kodu"]
    if not taken & set(FIGURES):
        lacking.append("Borç / Alacak")
    return lacking
