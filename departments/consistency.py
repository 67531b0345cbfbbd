"""Rules on what the directorates report: people, buildings, free tables, figures said twice.

Most rules are lists of identities: which figures of which tables belong together. A new identity
is a new line in one of the lists; tables and rows that a year does not have are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from departments import consistency_lists, consistency_works
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import (
    Body,
    Cell,
    at_most,
    distinct,
    numbered,
    row_identity,
    same,
    together,
)
from reports.core.checks.places import adds_up, counts_rows, not_above
from reports.core.registry import Kind, Total
from reports.core.tables import TOTAL_ROW

CRITERIA = "Performans Denetimi Rehberi (Sayıştay, 2014): tutarlılık ve doğrulanabilirlik"
STAFF_LAW = "5393 s. Kanun m. 49"
ZONING_LAW = "3194 s. İmar Kanunu"

STATUS, CADRE = "departments.personnel_by_status", "departments.cadre_occupancy"
BREAKDOWNS = (
    "departments.personnel_by_gender",
    "departments.personnel_by_education",
    "departments.personnel_by_age",
)
# (column of the breakdowns, row of the table by status)
STATUSES = (
    ("civil_servants", "civil_servant"),
    ("contracted", "contracted"),
    ("workers", "worker"),
    ("company_staff", "company"),
)


def figure(group: str, row: str) -> Cell:
    """A key figure by its list and row."""
    return Cell(f"figures.{group}", row, "value")


def _staff_pairs() -> Iterator[tuple[Cell, Cell]]:
    for table in BREAKDOWNS:
        for column, row in STATUSES:
            yield Cell(table, TOTAL_ROW, column), Cell(STATUS, row, "count")
        yield Cell(table, TOTAL_ROW, "total"), Cell(STATUS, TOTAL_ROW, "count")
    for row in ("civil_servant", "contracted", "worker"):
        yield Cell(CADRE, row, "filled"), Cell(STATUS, row, "count")


# A count and all of its parts (table, whole, parts), where all parts are known.
PARTS = (
    ("departments.facilities", "area", "closed_area + open_area"),
    ("tables.subscriptions", "count", "public + private"),
    ("tables.it_support_requests", "requests", "positive + negative"),
)

# A row total and what it adds up, in tables that the portal computes: holds also after an import.
ROW_TOTALS = (
    ("departments.vehicles", "owned + leased"),
    (CADRE, "filled + vacant"),
    *((table, " + ".join(column for column, _ in STATUSES)) for table in BREAKDOWNS),
)

# The same quantity in two units: litres a second and cubic metres a day.
UNITS = (("tables.water_sources", "allocation_m3_day", "capacity_l_s * 86.4"),)

# A part that is not above its whole, in one row.
BOUNDS = (("tables.cameras", "off_count", "count"),)

# A figure and its parts, in different rows or tables.
SUMS = (
    (
        figure("illegal_water_use", "abonesiz-ve-usulsuz-su-kullanimi-tutanagi"),
        (
            figure("illegal_water_use", "tutanak-sonrasi-yapilan-abonelik"),
            figure("illegal_water_use", "tutanak-tutulan-bekleyen-abone"),
        ),
    ),
    (
        figure("water_figures", "toplam-kanal-acma-ve-vidanjor-calismasi"),
        (
            figure("water_figures", "ariza-baca-tasmasi-ve-hat-tikanikligi-giderilen-nokta"),
            figure("water_figures", "fosseptik-cekimi-yapilan-nokta"),
        ),
    ),
)

# The same thing under the same name, told by two services: one of the two figures is wrong.
SAME = (
    (
        figure("zoning_planning", "insaat-ruhsatina-esas-hazirlanan-imar-capi-sayisi"),
        figure("zoning_map", "duzenlenen-imar-capi"),
    ),
    (
        figure("zoning_planning", "insaat-ruhsatina-esas-hazirlanan-imar-capi-harci"),
        figure("zoning_map", "imar-capi-geliri"),
    ),
    (
        Cell(
            "tables.works_prose_figures",
            "radyator-yapimi-80-cm-cati-su-yalitimi-ve-aluminyum-cerceveli-kapi",
            "amount_incl_vat",
        ),
        Cell("departments.direct_procurements", "fen-isleri-3", "amount_incl_vat"),
    ),
    (
        figure("elderly_care", "temizlik-malzemesi-verilen-hane"),
        figure("elderly_care", "hizmet-verilen-hane"),
    ),
    (figure("parks_figures", "cenaze-nakil-islemi"), Cell("tables.graves", TOTAL_ROW, "count")),
    # Counted by different services, and the same ever since the report was first read.
    (
        figure("zoning_map", "incelenen-ruhsat-dosyasina-ait-harita-tus-dosyasi"),
        figure("zoning_permits", "yapi-ruhsati"),
    ),
    (
        figure("zoning_permits", "mimari-proje-on-oluru-icin-incelenen-basvuru"),
        figure("zoning_permits", "yapi-ruhsati"),
    ),
    (
        figure("building_control", "is-yeri-teslimi-yapilan-yer"),
        figure("zoning_permits", "yapi-ruhsati"),
    ),
    (
        figure("police_figures", "muayene-ve-mesul-mudurluk"),
        Cell("tables.licences_by_year", "2024", "opening_licences"),
    ),
    (
        figure("waste_collection", "aylik-ortalama-curuf-gubre-ve-moloz-ust"),
        figure("waste_collection", "aylik-cop"),
    ),
    (
        figure("elderly_care", "alisveris-ve-benzeri-isleri-yapilan-aile"),
        figure("elderly_care", "hizmet-verilen-hane"),
    ),
    (
        figure("works_other_figures", "karla-mucadele-yapilan-mahalle"),
        figure("private_office_figures", "mahalle"),
    ),
)

# Probably the same thing; the directorate has to say what the difference is.
PROBABLY_SAME = (
    (
        figure("zoning_planning", "onaylanan-imar-plani-degisikligi-sayisi"),
        figure("zoning_map", "plan-degisikligi-dosyasi"),
    ),
    (
        figure("zoning_planning", "onaylanan-imar-plani-degisikligi-harci"),
        figure("zoning_map", "plan-degisikligi-dosyasi-geliri"),
    ),
)

# What is granted is not above what was asked for; the year before may have left some.
NOT_ABOVE = (
    (
        figure("zoning_permits", "yapi-ruhsati"),
        figure("address_counts", "insaat-ruhsati-basvuru-talebi"),
    ),
)

# A part is not above its whole, wherever the two stand.
PARTS_OF = (
    (
        Cell("tables.weddings", "yapilan-nikah", "count"),
        Cell("tables.weddings", "nikah-basvurusu", "count"),
    ),
    (
        figure("private_office_figures", "kent-konseyi-secimi-oylamaya-katilan"),
        figure("private_office_figures", "kent-konseyi-secimi-kurum-temsilcisi"),
    ),
    *(
        (figure("elderly_care", part), figure("elderly_care", "hizmet-verilen-kisi"))
        for part in (
            "engelli",
            "kanser-hastasi",
            "gazi-esi",
            "hizmet-verilen-hane",
            "evde-fizik-tedavi-alan-kisi",
            "yalniz-hastane-hizmeti-verilen-kisi",
        )
    ),
    (
        figure("social_figures", "dayanisma-magazasi-aile"),
        figure("social_figures", "dayanisma-magazasi-vatandas"),
    ),
    (
        figure("social_figures", "yades-gezi-ve-piknik-aile"),
        figure("social_figures", "yades-gezi-ve-piknik-vatandas"),
    ),
    (
        figure("fire_brigade", "mudahale-edilen-yangin"),
        figure("fire_brigade", "yangin-arac-cikisi"),
    ),
    (
        figure("waste_collection", "gunluk-nokta-alt"),
        figure("waste_collection", "gunluk-nokta-ust"),
    ),
    (
        figure("waste_collection", "aylik-ortalama-curuf-gubre-ve-moloz-alt"),
        figure("waste_collection", "aylik-ortalama-curuf-gubre-ve-moloz-ust"),
    ),
    *(
        (figure("transport_figures", document), Cell("tables.document_traffic", document, "count"))
        for document in ("gelen-evrak", "giden-evrak")
    ),
    (
        figure("private_office_figures", "akil-ve-zeka-oyunlari-il-turnuvasi-okul"),
        figure("private_office_figures", "akil-ve-zeka-oyunlari-il-turnuvasi-ogrenci"),
    ),
    (
        Cell("tables.council_committee_counts", "meclis-toplantisi", "count"),
        Cell("tables.council_decisions", TOTAL_ROW, "count"),
    ),
    (
        Cell("tables.council_committee_counts", "encumen-toplantisi", "count"),
        Cell("tables.committee_decisions", TOTAL_ROW, "count"),
    ),
)

# A number of things and the list of these things; the first is told by two directorates.
LISTED_APART = (
    (
        (
            figure("zoning_article18_summary", "tescillenip-tapulari-dagitilan-proje"),
            figure("zoning_article18_summary", "yapimi-ve-kontrolu-devam-eden-proje"),
        ),
        "tables.zoning_article18",
    ),
)
LISTED = (
    ((figure("private_office_figures", "mahalle"),), "tables.road_repairs"),
    ((figure("private_office_figures", "mahalle"),), "tables.sweeper_neighbourhoods"),
)

# Columns whose names tell the rows of a list apart.
NAMES = (("tables.zoning_article18", "region"),)


def repeated_places(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Places that a breakdown names with more than one text (district and street)."""
    for table in data.family("tables."):
        texts = [column.key for column in table.columns if column.kind is Kind.TEXT]
        if len(texts) > 1 and any(column.total is Total.SUM for column in table.columns):
            yield from distinct(table.id, *texts)(data, rule)


def figure_numbers(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Printed numbers of pictures run 1, 2, 3 … in the order of the pages."""
    pictures = [s for s in data.stated if s.value.item == "figure_number" and s.number is not None]
    pictures.sort(key=lambda picture: picture.value.line_from or 0)
    for expected, picture in enumerate(pictures, start=1):
        if picture.number == expected:
            yield HELD
            continue
        yield rule.finding(
            f"«{picture.value.label}»: basılı şekil numarası {picture.number}, sırası gereği "
            f"{expected} olmalıdır.",
            dataset=picture.value.dataset,
            stated=picture.number,
            computed=expected,
            line=picture.value.line_from,
            source=picture.value.key,
        )


def _rule(
    code: str, title: str, family: Family, run: Body, severity: Severity = Severity.ERROR,
    basis: str = CRITERIA, hint: str = "",
) -> Rule:  # fmt: skip
    return Rule(
        code=code, title=title, family=family, severity=severity, run=run, basis=basis, hint=hint
    )


RULES: tuple[Rule, ...] = (
    _rule("DEP-001", "Bütün, bilinen parçalarının toplamıdır", Family.PARTS,
          together(*(row_identity(*parts, complete=True) for parts in PARTS)),
          hint="Toplam ya da parçalarından biri kaynağına göre düzeltilmelidir."),
    _rule("DEP-002", "Personel sayıları bütün tablolarda aynıdır", Family.TIE_OUT,
          same(*_staff_pairs()), basis=STAFF_LAW,
          hint="Statü, cinsiyet, öğrenim, yaş ve kadro tabloları aynı günün personelini "
               "saymalıdır."),
    _rule("DEP-003", "Satır toplamı sütunların toplamıdır", Family.CROSS_FOOTING,
          together(*(row_identity(table, "total", parts, total=True)
                     for table, parts in ROW_TOTALS)),
          hint="Satırın parçaları ya da toplamı düzeltilmelidir."),
    _rule("DEP-004", "Aynı büyüklük iki birimde aynıdır", Family.PARTS,
          together(*(row_identity(*units) for units in UNITS)),
          hint="Bir litre/saniye günde 86,4 m³ eder; iki sütundan yanlış olanı düzeltilmelidir."),
    _rule("DEP-005", "Parça bütününü aşmaz", Family.PARTS,
          together(*(at_most(*bound) for bound in BOUNDS)),
          hint="Bütün ya da parçası düzeltilmelidir."),
    _rule("DEP-006", "Başka satırlardan toplanan rakam parçalarının toplamıdır", Family.PARTS,
          adds_up(*SUMS), hint="Toplam ya da parçalarından biri düzeltilmelidir."),
    _rule("DEP-010", "Aynı iş iki yerde aynı rakamla anlatılır", Family.TIE_OUT, same(*SAME),
          hint="İki birim aynı kaynaktan aynı rakamı vermelidir."),
    _rule("DEP-011", "Aynı iş gibi görünen rakamlar aynıdır", Family.TIE_OUT,
          same(*PROBABLY_SAME), Severity.WARNING,
          hint="Rakamlar aynı işi sayıyorsa biri düzeltilmeli, saymıyorsa farkı metinde "
               "söylenmelidir."),
    _rule("DEP-012", "Sonuçlanan, başvurulandan çok değildir", Family.TIE_OUT,
          not_above(*NOT_ABOVE), Severity.WARNING,
          hint="Başvuru sayısı ya da sonuç sayısı düzeltilmeli; önceki yıldan kalan başvurular "
               "metinde söylenmelidir."),
    _rule("DEP-013", "Sayısı verilen işlerin listesi o kadar satırdır", Family.TIE_OUT,
          counts_rows(*LISTED_APART), Severity.WARNING,
          hint="Liste tamamlanmalı ya da sayı düzeltilmelidir."),
    _rule("DEP-014", "Listenin satırları sayısı kadardır", Family.TIE_OUT, counts_rows(*LISTED),
          hint="Liste tamamlanmalı ya da sayı düzeltilmelidir."),
    _rule("DEP-015", "Parça, başka yerdeki bütününü aşmaz", Family.PARTS, not_above(*PARTS_OF),
          hint="İki rakamdan yanlış olanı düzeltilmelidir."),
    *consistency_works.RULES,
    _rule("DEP-040", "Aynı yer iki satırda yazılmaz", Family.DUPLICATE,
          together(repeated_places, *(distinct(*names) for names in NAMES)),
          hint="Satırlar birleştirilmeli ya da adları ayırt edilmelidir."),
    *consistency_lists.RULES,
    _rule("DEP-041", "Sıra numaraları 1’den başlayıp birer artar", Family.NUMBERING,
          together(
              *(numbered(family, "no") for family in ("tables.", "items.", "payments.")),
              *(numbered(f"performance.{part}", "no") for part in ("strengths", "weaknesses")),
              *(numbered(f"departments.{part}", "no", "department")
                for part in ("activities", "direct_procurements"))),
          hint="Satırlar yeniden numaralanmalıdır."),
    _rule("DEP-042", "Şekil numaraları sırayla gider", Family.NUMBERING, figure_numbers,
          Severity.WARNING, hint="Şekiller baştan sona yeniden numaralanmalıdır."),
)  # fmt: skip
