"""A row formula of the portal as a formula of Excel; what can't be said there is left out.

Missing is not zero there either: a sum leaves out missing terms, every other operation without one
of its sides shows nothing, and so does a division by zero.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.ground.formula import FormulaError, parsed

MOST = 4000
"""Characters; Excel takes 8,192."""


@dataclass(frozen=True)
class Cell:
    """A cell that a formula may read; of a percentage, which Excel keeps as a share of one.

    `column` is the range of its column, for its share in the whole.
    """

    address: str
    column: str = ""
    is_percent: bool = False


@dataclass(frozen=True)
class _Part:
    """An expression, and when it has a value; `value` may fail where it has none."""

    value: str
    known: str

    @property
    def or_zero(self) -> str:
        return f"IF({self.known},{self.value},0)"


def excel(
    formula: str, cells: Mapping[str, Cell], *, places: int | None = None, is_percent: bool = False
) -> str:
    """The formula for Excel, "" where it names what is no cell or can't be said.

    `places`: decimals of the result, None for all of them.
    """
    try:
        tree, back = parsed(formula)
    except FormulaError:
        return ""
    names = _summed(tree, back)
    if names and all(name in cells and not cells[name].is_percent for name in names):
        parts = ",".join(cells[name].address for name in names)
        value, known = f"SUM({parts})", f"COUNT({parts})>0"
    else:
        part = _part(tree, lambda name: cells.get(back.get(name, name)))
        if part is None:
            return ""
        value, known = part.value, part.known
    if is_percent:
        value = f"({value})/100"
    if places is not None:
        value = f"ROUND({value},{places})"
    found = f'=IF({known},{value},"")'
    return found if len(found) <= MOST else ""


def total(column: str) -> str:
    """The sum of a column, nothing where it has no figure."""
    return f'=IF(COUNT({column})=0,"",SUM({column}))'


def _summed(node: ast.expr, back: Mapping[str, str]) -> list[str]:
    """The names of a plain sum, each once; else none."""
    match node:
        case ast.Name(id=name):
            return [back.get(name, name)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = _summed(left, back), _summed(right, back)
            return first + second if first and second else []
    return []


def _part(node: ast.expr, cell_of: Callable[[str], Cell | None]) -> _Part | None:
    match node:
        case ast.Constant(value=number):
            return _Part(str(number), "TRUE")
        case ast.Name(id=name):
            cell = cell_of(name)
            if cell is None:
                return None
            factor = "*100" if cell.is_percent else ""
            return _Part(f"N({cell.address}){factor}", f"ISNUMBER({cell.address})")
        case ast.UnaryOp(operand=operand):
            inner = _part(operand, cell_of)
            return inner and _Part(f"-({inner.value})", inner.known)
        case ast.Call(args=[ast.Name(id=name)]):
            cell = cell_of(name)
            if cell is None or not cell.column:
                return None
            whole = f"SUM({cell.column})"
            known = f"AND(ISNUMBER({cell.address}),{whole}<>0)"
            return _Part(f"N({cell.address})/{whole}*100", known)
        case ast.BinOp(left=left, op=op, right=right):
            first, second = _part(left, cell_of), _part(right, cell_of)
            return first and second and _joined(op, first, second)
    return None


def _joined(op: ast.operator, a: _Part, b: _Part) -> _Part:
    both = f"AND({a.known},{b.known})"
    match op:
        case ast.Add():
            return _Part(f"({a.or_zero}+{b.or_zero})", f"OR({a.known},{b.known})")
        case ast.Sub():
            return _Part(f"({a.or_zero}-{b.or_zero})", both)
        case ast.Mult():
            return _Part(f"({a.or_zero}*{b.or_zero})", both)
    # A division that has no value must not spoil the sum that it stands in.
    return _Part(f"({a.or_zero}/{b.value})", f"AND({both},{b.or_zero}<>0)")
