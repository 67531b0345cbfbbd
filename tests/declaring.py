"""Declarations that may be frozen and signed: whole, and confirmed as they stand."""

from __future__ import annotations

from datetime import date

from reports.enums import DeclarationRole
from reports.models import Declaration, FiscalYear


def declared(
    year: FiscalYear, role: DeclarationRole, signatory: str, **values: object
) -> Declaration:
    """A declaration of an officer with text, place, day and confirmation."""
    found = Declaration(
        **{
            "year": year,
            "role": role,
            "signatory": signatory,
            "key": role.value.replace("_", "-"),
            "title": str(role.label),
            "body": "Örnek beyan metni.",
            "place": "Örnek",
            "date": date(year.year + 1, 4, 7),
            **values,
        }
    )
    found.confirm(signatory, date(year.year + 1, 4, 7))
    found.save()
    return found
