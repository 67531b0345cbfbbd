"""Choices of the finance tables, with the Turkish labels that staff and citizens read."""

from __future__ import annotations

from django.db import models


class CodeKind(models.TextChoices):
    """Side of the budget that an economic code belongs to; both sides use the same numbers."""

    EXPENDITURE = "expenditure", "Gider"
    REVENUE = "revenue", "Gelir"


class StatementItem(models.TextChoices):
    """Side of the statement of activities (accrual basis)."""

    REVENUE = "revenue", "Faaliyet gelirleri"
    EXPENSE = "expense", "Faaliyet giderleri"


class CreditorKind(models.TextChoices):
    """To whom the municipality owes (Law 5393 art. 56 and 68)."""

    TREASURY = "treasury", "Hazine"
    ILBANK = "ilbank", "İller Bankası"
    BANK = "bank", "Banka"
    SOCIAL_SECURITY = "social_security", "Sosyal Güvenlik Kurumu"
    TAX_OFFICE = "tax_office", "Vergi dairesi"
    SUPPLIER = "supplier", "Yüklenici ve tedarikçi"
    PERSONNEL = "personnel", "Personel"
    FOREIGN = "foreign", "Dış kredi"
    OTHER = "other", "Diğer"


class AuditingBody(models.TextChoices):
    """Who wrote an audit remark: the Court of Accounts and ministries, or the house itself."""

    INTERNAL = "internal", "İç denetim"
    EXTERNAL = "external", "Dış denetim"


class RemarkStatus(models.TextChoices):
    """What became of an audit remark."""

    OPEN = "open", "Açık"
    IN_PROGRESS = "in_progress", "İşlem sürüyor"
    RESOLVED = "resolved", "Giderildi"
    NOT_ACCEPTED = "not_accepted", "Katılınmadı"


class AccountTarget(models.TextChoices):
    """Which table an account of the trial balance is taken into."""

    EXPENDITURE = "expenditure", "Bütçe giderleri"
    REVENUE = "revenue", "Bütçe gelirleri"
    ACTIVITIES = "activities", "Faaliyet sonuçları tablosu"
    NONE = "none", "Hiçbiri (bilinerek ayrılır)"


class AccountFigure(models.TextChoices):
    """Which figure of an account is taken: totals as printed, balances on the side they stand."""

    DEBIT = "debit", "Borç toplamı"
    CREDIT = "credit", "Alacak toplamı"
    DEBIT_BALANCE = "debit_balance", "Borç bakiyesi"
    CREDIT_BALANCE = "credit_balance", "Alacak bakiyesi"
