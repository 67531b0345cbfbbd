"""The document as canonical JSON (one spelling for one content) and back."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from kars_portal.lib.numbers import exact
from kars_portal.lib.texts import plain_value
from reports.core.registry import Column, Kind, Total
from reports.core.tables import Row, Suppressed, Table, Value

from .model import (
    Block,
    ChartBlock,
    ChartValue,
    CheckedFamily,
    DeclarationBlock,
    Document,
    FindingValue,
    Header,
    HeadlineValue,
    Node,
    ProseBlock,
    Reconciliation,
    StatedValue,
    TableBlock,
)

SUPPRESSED = "suppressed"
"""The one key of a figure that is not published; its value is what readers see in its place."""


def canonical_json(document: Document) -> str:
    """Sorted keys, no blanks, decimals as strings, UTF-8 letters as they are."""
    return json.dumps(
        _plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def document_hash(text: str) -> str:
    """SHA-256 of the canonical text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Suppressed):
        return {SUPPRESSED: str(value)}
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal | date):
        return exact(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _plain(content)
            for f in fields(value)
            if (content := getattr(value, f.name)) or not f.metadata.get("later")
        }
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value  # only inside chart specifications, where it is geometry
    raise TypeError(f"{type(value).__name__} cannot stand in a document")


_MAY_BE_UNWANTED = re.compile(r"\\u00[01]|\\[bf]|[\ufffe\uffff]")
"""Invisible signs as canonical JSON spells them; some are found in vain, which loses nothing."""


def from_json(text: str) -> Document:
    """The document again; raises ValueError or KeyError when the text is not one of ours."""
    data = json.loads(text)
    if _MAY_BE_UNWANTED.search(text):
        # Published before texts were asked for it: no feed, workbook or PDF could hold it.
        data = plain_value(data)
    return Document(
        schema=data["schema"],
        header=Header(**data["header"]),
        outline=tuple(_node(node) for node in data["outline"]),
        tables={key: _table(item) for key, item in data["tables"].items()},
        charts={key: ChartValue(**item) for key, item in data["charts"].items()},
        headlines=tuple(HeadlineValue(**item) for item in data["headlines"]),
        stated=tuple(StatedValue(**item) for item in data["stated"]),
        checks=_checks(data["checks"]),
    )


def tables_from_json(text: str) -> dict[str, Table]:
    """Only the tables of a document; raises like `from_json`."""
    return {key: _table(item) for key, item in json.loads(text)["tables"].items()}


def _checks(data: dict[str, Any]) -> Reconciliation:
    return Reconciliation(
        rules=data["rules"],
        families=tuple(CheckedFamily(**item) for item in data["families"]),
        findings=tuple(FindingValue(**item) for item in data["findings"]),
    )


def _node(data: dict[str, Any]) -> Node:
    return Node(
        **{
            **data,
            "blocks": tuple(_block(block) for block in data["blocks"]),
            "children": tuple(_node(child) for child in data["children"]),
        }
    )


def _block(data: dict[str, Any]) -> Block:
    match data["type"]:
        case "prose":
            return ProseBlock(**{**data, "problems": tuple(data["problems"])})
        case "table":
            return TableBlock(
                **{
                    **data,
                    "rows": None if data["rows"] is None else tuple(data["rows"]),
                    "columns": None if data["columns"] is None else tuple(data["columns"]),
                }
            )
        case "chart":
            return ChartBlock(**data)
        case "declaration":
            return DeclarationBlock(**data)
    raise ValueError(f"unknown block {data['type']!r}")


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(
        Column(**{**column, "kind": Kind(column["kind"]), "total": Total(column["total"])})
        for column in data["columns"]
    )

    def row(item: dict[str, Any]) -> Row:
        cells = tuple(
            _value(cell, column.kind) for cell, column in zip(item["cells"], columns, strict=True)
        )
        return Row(**{**item, "cells": cells})

    return Table(
        **{
            **data,
            "columns": columns,
            "rows": tuple(row(item) for item in data["rows"]),
            "total": None if data["total"] is None else row(data["total"]),
        }
    )


def _value(cell: Any, kind: Kind) -> Value:
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, dict):
        return Suppressed(cell[SUPPRESSED])
    match kind:
        case Kind.DECIMAL | Kind.MONEY | Kind.PERCENT:
            return Decimal(cell)
        case Kind.INTEGER:
            return int(cell)
        case Kind.DATE:
            return date.fromisoformat(cell) if len(cell) == 10 and cell[4] == "-" else str(cell)
        case _:
            # A COUNT total stands as a number in a text column.
            return cell if isinstance(cell, str | int) else str(cell)
