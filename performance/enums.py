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
    MAXIMUM = "maximum", "Yıl içindeki en yüksek değer"
    MINIMUM = "minimum", "Yıl içindeki en düşük değer"


class ReportingPeriod(models.TextChoices):
    """How often an indicator is measured within a year."""

    YEARLY = "yearly", "Yıllık"
    HALF_YEARLY = "half", "Altı aylık"
    QUARTERLY = "quarter", "Üç aylık"

    @property
    def parts(self) -> int:
        """Periods of a year; none where the year itself is reported."""
        return {"yearly": 0, "half": 2, "quarter": 4}[self.value]


class SuccessionKind(models.TextChoices):
    """What became of an indicator; without a change of name it goes on into the next plan."""

    CONTINUED = "continued", "Yeni planda sürdü"
    RENAMED = "renamed", "Adı değişti"
    MERGED = "merged", "Birleşti"
    SPLIT = "split", "Ayrıldı"
    ENDED = "ended", "Sona erdi"


class ReasonCategory(models.TextChoices):
    """What a deviation from the target comes from; one word that can be counted over the years."""

    RESOURCE = "resource", "Kaynak yetersizliği (ödenek, personel, araç)"
    PROCUREMENT = "procurement", "İhale ve satın alma süreci"
    LEGAL = "legal", "Mevzuat değişikliği"
    OTHER_BODY = "other_body", "Başka kurumun kararı veya onayı"
    ECONOMY = "economy", "Fiyat artışı ve ekonomik koşullar"
    DEMAND = "demand", "Talebin beklenenden farklı olması"
    NATURAL = "natural", "Hava koşulları, afet veya salgın"
    ORGANISATION = "organisation", "Kurum içi örgütlenme ve eşgüdüm"
    PLANNING = "planning", "Hedefin gerçekçi belirlenmemesi"
    MEASUREMENT = "measurement", "Ölçüm veya veri sorunu"
    OTHER = "other", "Diğer"


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
