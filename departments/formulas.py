"""Formulas that staff type: checked when they are entered, so that no page fails on them later."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from reports.ground.formula import FormulaError, evaluate, names_in


def formula_problem(formula: str, known: Collection[str], *, what: str) -> str | None:
    """The Turkish sentence that says what is wrong with a formula, or None.

    `known` are the names it may use; `what` says in Turkish what such a name is (sütun, satır).
    """
    try:
        names = names_in(formula)
    except FormulaError as error:
        return str(error)
    if not names:
        return f"«{formula}» formülü hiçbir {what} adı kullanmıyor; değer doğrudan yazılmalıdır."
    unknown = sorted(names - set(known))
    if unknown:
        return (
            f"«{formula}» formülündeki «{unknown[0]}» diye sayısal bir {what} yok. "
            f"Kullanılabilecekler: {', '.join(sorted(known)) or '(yok)'}."
        )
    ones = dict.fromkeys(names, Decimal(1))
    try:
        result = evaluate(formula, ones, column_total=ones.get)
    except ArithmeticError:
        return f"«{formula}» formülü hesaplanamıyor; içindeki sayılar kontrol edilmelidir."
    if result is not None and not result.is_finite():
        return f"«{formula}» formülünün sonucu sayı değil; içindeki sayılar kontrol edilmelidir."
    return None


def resolve(
    values: Mapping[str, Decimal | None], formulas: Mapping[str, str]
) -> dict[str, Decimal | None]:
    """Values of all rows, where rows with a formula are computed from the others.

    A formula may use rows that are computed themselves; one that leads back to itself, or that
    names a row that is not there, has no value.
    """
    order, circular_ = _in_order(formulas)
    found = dict(values) | dict.fromkeys(circular_)
    for key in order:
        try:
            found[key] = evaluate(formulas[key], found)
        except (ValueError, ArithmeticError):
            found[key] = None
    return found


def circular(formulas: Mapping[str, str]) -> frozenset[str]:
    """Keys whose formula leads back to itself."""
    return _in_order(formulas)[1]


def _in_order(formulas: Mapping[str, str]) -> tuple[list[str], frozenset[str]]:
    """Keys so that each follows those that its formula names, and the keys that have no place:
    their formula leads back to itself. Each formula is looked at once.
    """
    waits = {key: len(_names(formula) & formulas.keys()) for key, formula in formulas.items()}
    wanted_by: dict[str, list[str]] = {}
    for key, formula in formulas.items():
        for name in _names(formula) & formulas.keys():
            wanted_by.setdefault(name, []).append(key)
    order = [key for key, number in waits.items() if not number]
    for key in order:
        for follower in wanted_by.get(key, ()):
            waits[follower] -= 1
            if not waits[follower]:
                order.append(follower)
    return order, frozenset(formulas.keys() - order)


def _names(formula: str) -> frozenset[str]:
    try:
        return names_in(formula)
    except ValueError:
        return frozenset()
