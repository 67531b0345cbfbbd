"""What a figure of a unit can be in one municipality and one year: bounds, and words of figures
that may be below zero.

Data for the checks; a bound stands here only where more is impossible by what the unit means, not
where it would be much.
"""

from __future__ import annotations

from decimal import Decimal

LARGEST: dict[str, Decimal] = {
    unit: Decimal(most)
    for most, units in (
        (24, ("saat/gün", "sefer/gün", "saat")),
        (31, ("birleşim", "gün/ay")),
        (100, ("%", "yüzde", "dönem", "derece", "kategori", "hükümet")),
        (120, ("yaş",)),
        (600, ("ay",)),
        (1440, ("dakika", "dk")),
        # Ten years: the longest time that a contract runs.
        (3660, ("gün",)),
        # The most that any municipality of the country has.
        (200, ("mahalle", "meclis üyesi", "vardiya")),
        (1000, ("kıraathane", "okul", "şampiyona", "grup", "toplantı", "ev")),
        # A place in a row: the 95th meeting, the 65th government.
        (1000, ("sıra",)),
        # Rights and anniversaries are not older than a thousand years or so.
        (1500, ("yıl",)),
        (2000, ("temsilci", "cadde", "kamyon")),
    )
    for unit in units
}
"""Unit (casefolded) → the most that a figure with it can be. A protocol of fifty years has 600
months; a working day has at most 24 hours or trips."""

BELOW_ZERO = (
    "fark", "bakiye", "denge", "değişim", "artış", "azalış", "net", "sonuç", "kâr", "kar/zarar",
    "zarar", "sapma", "sıcaklık", "kesinti", "iade", "aktarma", "düşülen", "mahsup",
)  # fmt: skip
"""Words in the label or the column's title of a figure that may be negative."""

ROUGHLY = ("yaklaşık", "ortalama", "tahmini", "civarı", "takriben", "hedef", "kapasite")
"""Words by which a label says that its figure is round."""

COUNTED = frozenset(
    {
        "kg", "km", "litre", "m", "m²", "m³", "ton",
        "abone", "abonelik", "adet", "aile", "araç", "araç çıkışı", "belge", "dosya", "evrak",
        "hane", "hayvan", "karar", "kez", "kıraathane", "kişi", "kadro", "nokta", "öğrenci",
        "paket", "parça", "sayı", "vatandaş", "işlem",
    }
)  # fmt: skip
"""Units of what is counted or measured piece by piece."""

ROUND = Decimal(1000)
MANY = Decimal(10_000)
BESIDE = Decimal(10)
"""A count that is a whole number of thousands is an estimate, or three zeros too many: from ten
thousand on always, below that where it is over ten times the largest count of its list."""
