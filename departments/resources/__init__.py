"""Imports and exports of the directorates' tables, as package parts in load order."""

from __future__ import annotations

from reports.packages import ResourcePart

from . import base

PARTS: tuple[ResourcePart, ...] = base.PARTS

__all__ = ["PARTS"]
