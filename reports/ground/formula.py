"""Row formulas: `spent / total * 100`, `open + closed`, `share(amount)`, `{row-key} * 12`.

A formula is what a column or a figure says it is computed from. It is parsed once into Python's own
syntax tree and only arithmetic on names is allowed, so a formula typed by staff cannot do
anything else.

Missing values: a sum or difference leaves out missing terms of an addition as long as one term is
known; subtraction, multiplication and division need both sides. Division by zero has no value.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

Number = Decimal | None
_BRACED = re.compile(r"\{([a-z0-9][a-z0-9_-]*)\}")


class FormulaError(ValueError):
    """The formula cannot be read; the message is Turkish and names the part that is wrong."""


def _mangle(key: str) -> str:
    return "row__" + key.replace("-", "__")


@lru_cache(maxsize=2048)
def _parse(formula: str) -> tuple[ast.expr, frozenset[str], tuple[tuple[str, str], ...]]:
    braces = {_mangle(m): m for m in _BRACED.findall(formula)}
    text = _BRACED.sub(lambda m: _mangle(m.group(1)), formula)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise FormulaError(
            f"«{formula}» formülü okunamadı: yalnız + − * / ve parantez kullanın."
        ) from error
    names: set[str] = set()
    _check(tree, formula, names)
    return tree, frozenset(names), tuple(braces.items())


def _check(node: ast.expr, formula: str, names: set[str]) -> None:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _check(left, formula, names)
            _check(right, formula, names)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, formula, names)
        case ast.Call(func=ast.Name(id="share"), args=[ast.Name(id=name)], keywords=[]):
            names.add(name)
        case ast.Name(id=name):
            names.add(name)
        case ast.Constant(value=int() | float() as number) if (
            not isinstance(number, bool) and Decimal(str(number)).is_finite()
        ):
            pass
        case _:
            raise FormulaError(
                f"«{formula}» formülünde izin verilmeyen bir bölüm var: yalnız sütun adları, "
                "sayılar, + − * /, parantez ve share(sütun) kullanılabilir."
            )


def names_in(formula: str) -> frozenset[str]:
    """Column keys and row keys that the formula reads. Raises FormulaError."""
    _, names, braces = _parse(formula)
    back = dict(braces)
    return frozenset(back.get(name, name) for name in names)


def evaluate(
    formula: str,
    values: Mapping[str, Number],
    *,
    column_total: Callable[[str], Number] | None = None,
) -> Number:
    """The formula's value, exact. Unknown names raise FormulaError; a missing part gives None.

    `column_total` serves `share(x)`: x in percent of its column's total.
    """
    tree, _, braces = _parse(formula)
    back = dict(braces)

    def value(name: str) -> Number:
        key = back.get(name, name)
        if key not in values:
            raise FormulaError(f"«{formula}» formülündeki «{key}» bulunamadı.")
        return values[key]

    def run(node: ast.expr) -> Number:
        match node:
            case ast.Constant(value=number):
                return Decimal(str(number))
            case ast.Name(id=name):
                return value(name)
            case ast.UnaryOp(operand=operand):
                inner = run(operand)
                return None if inner is None else -inner
            case ast.Call(args=[ast.Name(id=name)]):
                part = value(name)
                whole = column_total(back.get(name, name)) if column_total else None
                return None if part is None or not whole else part / whole * 100
            case ast.BinOp(left=left, op=op, right=right):
                return _combine(op, run(left), run(right))
        raise FormulaError(
            f"«{formula}» formülü hesaplanamadı."
        )  # pragma: no cover - _check refuses

    return run(tree)


def _combine(op: ast.operator, a: Number, b: Number) -> Number:
    if isinstance(op, ast.Add):
        if a is None or b is None:
            return a if b is None else b
        return a + b
    if a is None or b is None:
        return None
    if isinstance(op, ast.Sub):
        return a - b
    if isinstance(op, ast.Mult):
        return a * b
    return a / b if b else None
