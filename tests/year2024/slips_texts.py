"""Wrong texts and statements that are missing; and changes that are another way to say the same."""

from __future__ import annotations

from decimal import Decimal

from .slips import (
    Change,
    all_of,
    cell,
    declaration,
    doubled,
    figure,
    prose,
    rows,
    stated,
    titled,
    without_prose,
)
from .slips_figures import INDICATORS, VEHICLES

_FIRE, _ZABITA = "III.B.1/itfaiye", "III.B.1/zabita"
PROSE = [
    Change(
        "this year's work in another year",
        prose("III.B.1", "müdürlüklerin 2024 yılında", "müdürlüklerin 2023 yılında"),
        "RPR-022",
    ),
    Change("the report of another year", titled("2023 Yılı Faaliyet Raporu"), "RPR-022"),
    Change(
        "a directorate's budget is said to be spent",
        prose(
            "III.B.1/fen-isleri",
            "**Doğrudan temin:**",
            "Müdürlük bütçesinin tamamı harcanmıştır.\n\n**Doğrudan temin:**",
        ),
        "FIN-043",
    ),
    Change(
        "a deficit that is none",
        prose(
            "III.A.1",
            "Ödenek ve harcamaların",
            "Yıl bütçe açığıyla kapanmıştır. Ödenek ve harcamaların",
        ),
        "FIN-043",
    ),
    Change(
        "nothing is said to be carried over",
        prose(
            "III.A.1",
            "Ödenek ve harcamaların",
            "Devreden ödenek bulunmamaktadır. Ödenek ve harcamaların",
        ),
        "FIN-043",
    ),
    Change(
        "all targets are said to be met",
        prose(
            "III.B.3", "Hedef ile gerçekleşme", "Tüm hedeflere ulaşılmıştır. Hedef ile gerçekleşme"
        ),
        "PRF-018",
    ),
    Change(
        "all deviations are said to be explained",
        prose(
            "III.B.2",
            "Açıklama bildirilmeyen göstergelerde bu alan boştur.",
            "Tüm sapmaların nedenleri açıklanmıştır.",
        ),
        "PRF-012",
    ),
    Change(
        "a law's number",
        prose("I.B", "5393 sayılı Belediye Kanunu", "5339 sayılı Belediye Kanunu"),
        "RPR-023",
    ),
    Change(
        "a typed count of a directorate",
        prose(
            _FIRE,
            "{{ figures.fire_brigade.mudahale-edilen-yangin.value | integer }} yangına",
            "217 yangına",
        ),
        "RPR-021",
    ),
    Change(
        "an account",
        prose(
            "III.A.1",
            "Ödenek ve harcamaların",
            "Bağışlar TR33 0006 1005 1978 6457 8413 26 hesabına yatırılır. Ödenek ve harcamaların",
        ),
        "RPR-060",
    ),
    *(
        Change(
            f"personal: {words}", prose(_FIRE, "**Yangın:**", f"{words}\n\n**Yangın:**"), "RPR-060"
        )
        for words in (
            "36 AB 123 plakalı araç devrilmiştir.",
            "Aracın plakası 06 BJK 77.",
            "T.C. 12345678901",
            "0532 123 45 67",
            "Kanser hastası Ayşe Yılmaz taşınmıştır.",
            "Hasta Mehmet DEMİR götürüldü.",
            "Engelli vatandaş Ali Rıza Kaya kurtarıldı.",
        )
    ),
    Change(
        "a patient in a table",
        cell(
            "departments.activities",
            "ozel-kalem-34",
            "summary",
            "Kanser hastası Mehmet Demir hastanede ziyaret edildi.",
        ),
        "RPR-060",
    ),
]

STATEMENTS = [
    Change("no declaration of the mayor", declaration("top_manager"), "RPR-032"),
    Change("no declaration of the finance manager", declaration("accounting_officer"), "RPR-032"),
    Change("a declaration that nobody signs", declaration("top_manager", signatory=""), "RPR-032"),
    Change(
        "a declaration in the year itself",
        declaration("accounting_officer", date="07.04.2024"),
        "RPR-016",
    ),
    Change("a declaration of 2033", declaration("top_manager", date="07.04.2033"), "RPR-016"),
    Change("a directorate without a chapter", without_prose("III.B.1/hukuk-isleri"), "FIN-042"),
]


HARMLESS = [
    Change("nothing", lambda before: before),
    Change(
        "other words",
        prose(
            "SUNUS",
            "Yıl içinde ele alınan başlıca konular şunlardır:",
            "Yıl boyunca üzerinde çalışılan konular aşağıdadır:",
        ),
    ),
    Change("blanks", prose("III.A.1", "2024 yılı gider bütçesi", "2024  yılı   gider bütçesi")),
    Change("another order", rows(VEHICLES, lambda found: found[::-1])),
    *(
        Change(f"another order: {dataset}", rows(dataset, lambda found: found[::-1]))
        for dataset in (
            "tables.snow_clearing",
            "tables.subscriptions",
            "tables.asphalt_bsk",
            "tables.zoning_article18",
            "tables.council_decisions",
            "tables.deputy_mayor_thresholds",
            "performance.objectives",
            "departments.activities",
        )
    ),
    Change("another order of a list", rows("departments.services", lambda found: found[::-1])),
    Change("more decimals", figure("departments.facilities", "otogar-binasi", "area", "9154.00")),
    Change(
        "a row with its total",
        all_of(
            rows("departments.personnel_by_status", lambda found: found),
            doubled("tables.snow_clearing", "gamp", street="Hakim Ali Rıza Arslan"),
            stated("snow_clearing-001", "34"),
        ),
    ),
    Change(
        "an activity more",
        doubled(
            "departments.activities",
            "teftis-kurulu-11",
            no=12,
            title="Birim arşivinin düzenlenmesi",
        ),
    ),
    Change(
        "a key figure more",
        doubled(
            "figures.fire_brigade",
            "hayvan-kurtarma",
            label="Eğitim verilen okul",
            value=Decimal(12),
            unit="okul",
        ),
    ),
    Change(
        "a facility more",
        doubled("departments.facilities", "firin-binasi", name="İtfaiye Garajı", area=None),
    ),
    Change(
        "a reason in other words",
        cell(INDICATORS, "1-4-3", "explanation", "Yakıt alımı tasarruf tedbirlerine göre yapıldı."),
    ),
    Change(
        "a typed figure that is right",
        prose(
            "I.C.4", "{{ departments.personnel_by_status.total.count | integer }} kişi", "838 kişi"
        ),
    ),
    Change(
        "a rounded figure that is right",
        prose(
            "III.A.1", "{{ finance.expenditure.total.spent | money }}", "yaklaşık 800,6 milyon TL"
        ),
    ),
    Change(
        "a figure of no table",
        prose(_ZABITA, "**Kent düzeni:**", "Denetimlere 3 kurum katılmıştır.\n\n**Kent düzeni:**"),
    ),
    Change(
        "what began in another year",
        prose("III.B.1/fen-isleri", "**Yollar:**", "İşe 2022 yılında başlanmıştır.\n\n**Yollar:**"),
    ),
    Change(
        "a school, a street and a hospital",
        prose(
            _ZABITA,
            "**Kent düzeni:**",
            "Hastalar Zübeyde Hanım İlkokulu ile Ahmet Yesevi Caddesi’nden Kars Harakani Devlet "
            "Hastanesine taşınmıştır.\n\n**Kent düzeni:**",
        ),
    ),
    Change(
        "numbers that are no plate",
        prose(
            _ZABITA,
            "**Kent düzeni:**",
            "4734 sayılı Kanun’un 22/d bendi, 36 Spor ve 24 V 40 A ölçüsü.\n\n**Kent düzeni:**",
        ),
    ),
    Change("a declaration a week later", declaration("accounting_officer", date="14.04.2025")),
    Change(
        "a service in other words",
        cell(
            "departments.services",
            "strateji-gelistirme-ve-planlama",
            "name",
            "Strateji Geliştirme, Planlama",
        ),
    ),
    Change(
        "no deficit",
        prose(
            "III.A.1", "Ödenek ve harcamaların", "Bütçe açığı oluşmamıştır. Ödenek ve harcamaların"
        ),
    ),
]
