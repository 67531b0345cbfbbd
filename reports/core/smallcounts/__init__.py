"""Small counts of people: withheld from what is published, with all that would give them away."""

from .hiding import FEWEST, counts_sensitive, hides, publishable
from .public import (
    Published,
    checked_again,
    findings_in_public,
    published,
    stated_in_public,
    without_selection,
)

__all__ = [
    "FEWEST",
    "Published",
    "checked_again",
    "counts_sensitive",
    "findings_in_public",
    "hides",
    "publishable",
    "published",
    "stated_in_public",
    "without_selection",
]
