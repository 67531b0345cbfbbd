"""Texts of a file's cells."""

from __future__ import annotations

from collections.abc import Mapping

from kars_portal.lib.texts import plain as plain_text

Row = Mapping[str, object] | None


class TextWidget:
    """Text as it stands, without surrounding blanks; empty stays empty."""

    coerce_to_string = True

    def clean(self, value: object, row: Row = None, **kwargs: object) -> str:
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).replace("\u00a0", " ").strip()

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        return "" if value is None else plain_text(str(value))
