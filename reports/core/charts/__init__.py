"""Charts: a wide drawing for page and PDF, a narrow one of the same specification for phones."""

from .draw import CATEGORY_COLOURS, draw, draw_narrow, narrow_key, raster

__all__ = ["CATEGORY_COLOURS", "draw", "draw_narrow", "narrow_key", "raster"]
