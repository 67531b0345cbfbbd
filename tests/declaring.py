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


def whole(year: FiscalYear) -> None:
    """Make the two declarations that the law asks for whole and confirmed, as a year is frozen."""
    for role in (DeclarationRole.ACCOUNTING_OFFICER, DeclarationRole.TOP_MANAGER):
        found = Declaration.objects.filter(year=year, role=role).first()
        if found is None:
            declared(year, role, "Örnek Kişi")
            continue
        found.signatory, found.body, found.place = "Örnek Kişi", "Örnek beyan metni.", "Örnek"
        found.date = date(year.year + 1, 4, 7)
        found.confirm("Örnek Kişi", date(year.year + 1, 4, 7))
        found.save()
