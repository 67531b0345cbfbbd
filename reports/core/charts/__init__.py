"""Charts: one drawing for page, PDF and download."""

from .draw import CATEGORY_COLOURS, draw

__all__ = ["CATEGORY_COLOURS", "draw"]
