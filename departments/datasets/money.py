"""Columns of amounts in the tables of works."""

from __future__ import annotations

from reports.core.registry import Column, Kind, Total


def money(
    key: str, title: str, description: str = "", total: Total = Total.SUM, parts: str = ""
) -> Column:
    return Column(
        key, title, Kind.MONEY, unit="TL", total=total, description=description, parts=parts
    )
