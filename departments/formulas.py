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
    except ValueError as error:  # also what Python's parser refuses before it reads the formula
        return str(error) if isinstance(error, FormulaError) else f"«{formula}» formülü okunamadı."
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
    found = dict(values)
    waiting = dict(formulas)
    while waiting:
        ready = [key for key, formula in waiting.items() if not (_names(formula) & waiting.keys())]
        if not ready:
            found.update(dict.fromkeys(waiting))
            break
        for key in ready:
            try:
                found[key] = evaluate(waiting.pop(key), found)
            except (ValueError, ArithmeticError):
                found[key] = None
    return found


def circular(formulas: Mapping[str, str]) -> frozenset[str]:
    """Keys whose formula leads back to itself."""
    waiting = dict(formulas)
    while True:
        ready = [key for key, formula in waiting.items() if not (_names(formula) & waiting.keys())]
        if not ready:
            return frozenset(waiting)
        for key in ready:
            del waiting[key]


def _names(formula: str) -> frozenset[str]:
    try:
        return names_in(formula)
    except ValueError:
        return frozenset()
