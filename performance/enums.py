"""Choices of the performance tables, with the Turkish labels that staff and citizens read."""

from __future__ import annotations

from django.db import models


class Unit(models.TextChoices):
    """Unit in which an indicator is measured."""

    NUMBER = "number", "sayı"
    PERCENT = "percent", "%"
    MONEY = "money", "TL"
    SQUARE_METRE = "m2", "m²"
    METRE = "m", "m"
    KILOMETRE = "km", "km"
    TON = "ton", "ton"
    LITRE = "litre", "litre"
    PERSON = "person", "kişi"
    HOUR = "hour", "saat"
    DAY = "day", "gün"
    OTHER = "other", "diğer"


class Direction(models.TextChoices):
    """What counts as better; it decides how achievement is computed (see `performance.figures`)."""

    HIGHER = "higher", "Artması iyi"
    LOWER = "lower", "Azalması iyi"
    RANGE = "range", "Hedefe yakınlığı iyi"
    MILESTONE = "milestone", "Tamamlanması iyi"


class Measure(models.TextChoices):
    """How the year's value is made from the values measured within it."""

    LAST = "last", "Yıl sonundaki değer"
    CUMULATIVE = "cumulative", "Yıl içindeki toplam"
    AVERAGE = "average", "Yıl içindeki ortalama"


class AchievementStatus(models.TextChoices):
    """How far a target was met."""

    ACHIEVED = "achieved", "Ulaşıldı"
    PARTLY = "partly", "Kısmen ulaşıldı"
    MISSED = "missed", "Ulaşılamadı"
    NO_DATA = "no_data", "Değerlendirilemedi"


class SwotKind(models.TextChoices):
    """Side of the assessment of the institution (regulation art. 18)."""

    STRENGTH = "strength", "Üstünlük"
    WEAKNESS = "weakness", "Zayıflık"
