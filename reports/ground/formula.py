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

MAX_LENGTH = 500
MAX_DEPTH = 150
"""Operations inside one another, also those of a long sum: far above any formula of a report, and
far below what Python's own parser and a recursion can take."""
MAX_DIGITS = 30
_BRACED = re.compile(r"\{([a-z0-9][a-z0-9_-]*)\}")


class FormulaError(ValueError):
    """The formula cannot be read; the message is Turkish and names the part that is wrong."""


def _mangle(key: str) -> str:
    return "row__" + key.replace("-", "__")


@lru_cache(maxsize=2048)
def _parse(formula: str) -> tuple[ast.expr, frozenset[str], tuple[tuple[str, str], ...]]:
    if len(formula) > MAX_LENGTH:
        raise FormulaError(
            f"«{_shown(formula)}» formülü {MAX_LENGTH} karakterden uzun; parçalara bölünmelidir."
        )
    if _nesting(formula) > MAX_DEPTH:
        raise FormulaError(_too_deep(formula))
    braces = {_mangle(m): m for m in _BRACED.findall(formula)}
    text = _BRACED.sub(lambda m: _mangle(m.group(1)), formula)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (MemoryError, RecursionError) as error:
        raise FormulaError(_too_deep(formula)) from error
    except (SyntaxError, ValueError) as error:  # a NUL, a number longer than Python reads
        raise FormulaError(
            f"«{_shown(formula)}» formülü okunamadı: yalnız + − * / ve parantez kullanın."
        ) from error
    names: set[str] = set()
    _check(tree, formula, names)
    return tree, frozenset(names), tuple(braces.items())


def _nesting(formula: str) -> int:
    """How many parentheses stand inside one another."""
    deepest = open_ = 0
    for sign in formula:
        open_ += (sign == "(") - (sign == ")")
        deepest = max(deepest, open_)
    return deepest


def _too_deep(formula: str) -> str:
    return (
        f"«{_shown(formula)}» formülünde iç içe {MAX_DEPTH} işlemden çoğu var; parçalara "
        "bölünmelidir."
    )


def _shown(formula: str) -> str:
    return formula if len(formula) <= 80 else formula[:79] + "…"


def _check(node: ast.expr, formula: str, names: set[str], depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise FormulaError(_too_deep(formula))
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _check(left, formula, names, depth + 1)
            _check(right, formula, names, depth + 1)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, formula, names, depth + 1)
        case ast.Call(func=ast.Name(id="share"), args=[ast.Name(id=name)], keywords=[]):
            names.add(name)
        case ast.Name(id=name):
            names.add(name)
        case ast.Constant(value=int() | float() as number) if not isinstance(
            number, bool
        ) and _is_small(number):
            pass
        case _:
            raise FormulaError(
                f"«{formula}» formülünde izin verilmeyen bir bölüm var: yalnız sütun adları, "
                "sayılar, + − * /, parantez ve share(sütun) kullanılabilir."
            )


def _is_small(number: float) -> bool:
    """Whether a typed number is finite and can be written out."""
    try:
        value = Decimal(str(number))
    except ValueError:  # an int of more digits than Python turns into text
        return False
    return value.is_finite() and abs(value.adjusted()) <= MAX_DIGITS


def names_in(formula: str) -> frozenset[str]:
    """Column keys and row keys that the formula reads. Raises FormulaError."""
    _, names, braces = _parse(formula)
    back = dict(braces)
    return frozenset(back.get(name, name) for name in names)


def shared_in(formula: str) -> frozenset[str]:
    """The columns whose totals the formula reads: those inside `share(…)`."""
    tree, _, braces = _parse(formula)
    back = dict(braces)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = (arg.id for call in calls for arg in call.args if isinstance(arg, ast.Name))
    return frozenset(back.get(name, name) for name in names)


def parsed(formula: str) -> tuple[ast.expr, Mapping[str, str]]:
    """The formula's tree, and which row keys its mangled names mean. Raises FormulaError."""
    tree, _, braces = _parse(formula)
    return tree, dict(braces)


def linear(formula: str) -> tuple[dict[str, Decimal], Decimal] | None:
    """Name → factor, and what is added: of a formula that only adds, subtracts and multiplies by
    numbers. None for any other. Raises FormulaError.
    """
    tree, _, braces = _parse(formula)
    back = dict(braces)

    def run(node: ast.expr) -> dict[str, Decimal] | None:
        match node:
            case ast.Constant(value=number):
                return {"": Decimal(str(number))}
            case ast.Name(id=name):
                return {back.get(name, name): Decimal(1)}
            case ast.UnaryOp(operand=operand):
                return _times(run(operand), Decimal(-1))
            case ast.BinOp(left=left, op=op, right=right):
                return _joined(op, run(left), run(right))
        return None

    factors = run(tree)
    if factors is None:
        return None
    added = factors.pop("", Decimal(0))
    return factors, added


Factors = dict[str, Decimal]


def _times(factors: Factors | None, by: Decimal) -> Factors | None:
    return None if factors is None else {name: value * by for name, value in factors.items()}


def _joined(op: ast.operator, a: Factors | None, b: Factors | None) -> Factors | None:
    """Two linear parts as one, or None where the result is not linear."""
    if a is None or b is None:
        return None
    if isinstance(op, ast.Sub):
        b = _times(b, Decimal(-1)) or {}
    if isinstance(op, ast.Add | ast.Sub):
        return {name: a.get(name, Decimal(0)) + b.get(name, Decimal(0)) for name in {**a, **b}}
    if isinstance(op, ast.Mult) and set(a) <= {""}:
        return _times(b, a.get("", Decimal(0)))
    if set(b) <= {""} and (number := b.get("", Decimal(0))):
        return _times(a, number if isinstance(op, ast.Mult) else 1 / number)
    return None


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
