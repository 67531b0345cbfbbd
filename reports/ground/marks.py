"""Marks: a short name of a thing made of what tells it apart, the same for ever."""

from __future__ import annotations

import hashlib


def mark_of(*parts: str) -> str:
    """The name of a finding, from its rule, place and values."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]
