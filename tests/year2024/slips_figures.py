"""Wrong figures: each contradicts another figure, a text or its own unit."""

from __future__ import annotations

from .slips import Change, doubled, exchanged, figure, prose, removed, stated

EXPENDITURE, REVENUE, BUDGETS = (
    "finance.expenditure",
    "finance.revenue",
    "finance.department_budgets",
)
VEHICLES, OTOGAR = "departments.vehicles", "payments.otogar"
CONTRACTS, PURCHASES = "departments.contracts", "departments.direct_procurements"
INDICATORS = "performance.indicators"

FIGURES = [
    Change("a lorry more", figure(VEHICLES, "kamyon", "owned", "7")),
    Change("ten times the diggers", figure(VEHICLES, "kepce", "owned", "130")),
    Change("two rows exchanged", exchanged(VEHICLES, "kamyon", "kepce", "owned", "total")),
    Change("a row removed", removed(VEHICLES, "silindir")),
    Change("a row doubled", doubled(VEHICLES, "greyder")),
    Change(
        "digits of a count", figure("departments.equipment", "masaustu-bilgisayar", "count", "154")
    ),
    Change("digits of an area", figure("departments.facilities", "otogar-binasi", "area", "9145")),
    Change(
        "a part above its whole",
        figure("departments.facilities", "kilit-parke-tas-tesisi-binasi", "closed_area", "2000"),
    ),
    Change(
        "digits of a staff", figure("departments.personnel_by_status", "company", "count", "608")
    ),
    Change(
        "women and men exchanged",
        exchanged("departments.personnel_by_gender", "female", "male", "company_staff"),
    ),
    Change(
        "digits of an education",
        figure("departments.personnel_by_education", "primary", "company_staff", "385"),
    ),
    Change(
        "digits of an age", figure("departments.personnel_by_age", "36-45", "company_staff", "235")
    ),
    Change("digits of a cadre", figure("departments.cadre_occupancy", "worker", "filled", "75")),
    Change("digits of an expenditure", figure(EXPENDITURE, "03", "spent", "597328575.75")),
    Change("the sign of a transfer", figure(EXPENDITURE, "04", "transfer", "3604619.70")),
    Change("two groups exchanged", exchanged(EXPENDITURE, "05", "07", "spent")),
    Change("ten times a budget", figure(EXPENDITURE, "07", "budget", "10000000.00")),
    Change("digits of what is carried", figure(EXPENDITURE, "06", "carried_out", "11204852.00")),
    Change("digits of a revenue", figure(REVENUE, "01", "gross", "62829189.63")),
    Change("digits of a refund", figure(REVENUE, "03", "refunds", "1113041.47")),
    Change("digits of an estimate", figure(REVENUE, "06", "estimate", "1000100.00")),
    Change(
        "digits of a result",
        figure("finance.statement_of_activities", "revenue", "amount", "847153038.43"),
    ),
    Change("digits of a directorate", figure(BUDGETS, "fen-isleri", "spent", "44731286.67")),
    Change("two directorates exchanged", exchanged(BUDGETS, "itfaiye", "zabita", "spent")),
    Change(
        "two directorates exchanged as a whole",
        exchanged(BUDGETS, "itfaiye", "zabita", "appropriation", "added", "spent"),
    ),
    Change("a directorate removed", removed(BUDGETS, "zabita")),
    Change("the names of two groups exchanged", exchanged(EXPENDITURE, "04", "05", "name")),
    Change(
        "the names of two directorates exchanged",
        exchanged(
            "tables.council_decisions",
            "yazi-isleri-mudurlugu",
            "imar-ve-sehircilik-mudurlugu",
            "label",
        ),
    ),
    Change("digits of a payment", figure(OTOGAR, "5", "payment", "4103343.17")),
    Change("digits of a tax", figure("payments.agrega_kum", "1", "vat", "1404524.90")),
    Change("a payment removed", removed(OTOGAR, "7")),
    Change("digits of a price", figure(CONTRACTS, "otogar", "amount", "69191000.00")),
    Change("ten times a price", figure(CONTRACTS, "aydinlatma-1", "amount", "20286200.00")),
    Change("digits of another price", figure(CONTRACTS, "aydinlatma-2", "amount", "8750700.00")),
    Change("ten times a rate", figure(CONTRACTS, "aydinlatma-2", "increase_rate", "128.8")),
    Change("a tenth of a price", figure(CONTRACTS, "agrega-kum", "amount", "1218500.00")),
    Change("digits of a credit", figure(CONTRACTS, "otogar", "credit_used", "86226349.66")),
    Change("digits of a duration", figure(CONTRACTS, "otogar", "duration_days", "620")),
    Change(
        "digits of a purchase with tax",
        figure(PURCHASES, "destek-hizmetleri-2", "amount_incl_vat", "1196097.60"),
    ),
    Change(
        "digits of a purchase",
        figure(PURCHASES, "destek-hizmetleri-1", "amount_excl_vat", "3126074.25"),
    ),
    Change(
        "digits of a purchase on a chart",
        figure(PURCHASES, "fen-isleri-2", "amount_incl_vat", "1525798.20"),
    ),
    Change("digits of an outcome", figure(INDICATORS, "5-2-8", "actual", "1050")),
    Change("digits of a target", figure(INDICATORS, "6-1-3", "target", "581")),
    Change("an outcome without a target", figure(INDICATORS, "1-3-1", "actual", "5")),
    Change("a share above 100", figure(INDICATORS, "7-2-1", "actual", "1000")),
    Change("a park that is not in the list", figure(INDICATORS, "5-1-1", "actual", "2")),
    *(
        Change(f"a thousand times {group} {key}", figure(f"figures.{group}", key, "value", number))
        for group, key, number in (
            ("police_figures", "tahliye-edilen-hurdaci", "25000"),
            ("elevators", "asansor-muhurleme", "6000"),
            ("fire_brigade", "mudahale-edilen-yangin", "271000"),
            ("private_office_figures", "mahalle", "23000"),
            ("parks_figures", "mevcut-park", "28000"),
            ("elderly_care", "psikolog", "1000"),
            ("works_other_figures", "tuz-alimi", "150000"),
            ("works_other_figures", "elektrik-arizasi-bakim-ve-onarim", "880000"),
            ("zoning_permits", "yapi-ruhsati-geliri", "20277098600"),
            ("illegal_water_use", "taninan-sure", "15000"),
            ("waste_figures", "ambalaj-atigi-aylik-brut-gelir-payi", "35000"),
        )
    ),
    Change(
        "a count below zero", figure("figures.fire_brigade", "hayvan-kurtarma", "value", "-108")
    ),
    Change(
        "an income below zero",
        figure("figures.parks_figures", "aile-mezar-yeri-satis-geliri", "value", "-671491"),
    ),
    Change(
        "digits of an anniversary",
        figure("figures.private_office_figures", "cumhuriyetin-yil-donumu", "value", "110"),
    ),
    Change(
        "digits of what two services say",
        figure("figures.zoning_permits", "yapi-ruhsati", "value", "178"),
    ),
    Change(
        "digits of a part",
        figure("figures.illegal_water_use", "tutanak-sonrasi-yapilan-abonelik", "value", "995"),
    ),
    Change("digits of files", figure("tables.cases_judicial", "kars-is-mahkemesi", "open", "84")),
    Change(
        "digits of decisions",
        figure("tables.council_decisions", "imar-ve-sehircilik-mudurlugu", "count", "75"),
    ),
    Change(
        "digits of an accrual",
        figure("tables.accruals_bimonthly", "mart-nisan", "normal_accrual", "3610056.01"),
    ),
    Change("digits of asphalt", figure("tables.asphalt_bsk", "134-sokak", "kg", "188520")),
    Change(
        "more cameras off than there are",
        figure("tables.cameras", "asfalt-santiyesi", "off_count", "9"),
    ),
    Change(
        "digits of licences", figure("tables.licences_by_year", "2024", "opening_licences", "320")
    ),
    Change(
        "ten times a pavement", figure("tables.road_repairs", "alpaslan-mahallesi", "paving", "500")
    ),
    Change("a neighbourhood removed", removed("tables.road_repairs", "alpaslan-mahallesi")),
    Change("digits of subscriptions", figure("tables.subscriptions", "mesken", "count", "38280")),
    Change(
        "digits of an allocation",
        figure("tables.water_sources", "bayburt-baraji", "allocation_m3_day", "12772.8"),
    ),
    Change(
        "more weddings than asked for", figure("tables.weddings", "yapilan-nikah", "count", "597")
    ),
    Change(
        "digits of an income", figure("tables.wedding_income", "salon-nikahi", "amount", "250790")
    ),
    Change("a fee below zero", figure("tables.excavation_fees", "2023", "amount", "-2375666.70")),
    Change(
        "a tenth of the letters", figure("tables.document_traffic", "gelen-evrak", "count", "386")
    ),
    Change(
        "more sessions than decisions",
        figure("tables.council_committee_counts", "encumen-toplantisi", "count", "420"),
    ),
    Change(
        "a band that leaves a gap",
        figure("tables.deputy_mayor_thresholds", "200-001-500-000", "population_from", "201000"),
    ),
    Change("a total copied wrong", stated("vehicles-017", "65")),
    Change("a rate copied wrong", stated("department_budget-002", "98.00")),
    Change(
        "a typed amount",
        prose("III.A.1", "{{ finance.expenditure.total.budget | money }}", "900.000.000 TL"),
    ),
    Change(
        "a typed amount in millions",
        prose("III.A.1", "{{ finance.expenditure.total.spent | money }}", "805,6 milyon TL"),
    ),
    Change(
        "a typed sum of the staff",
        prose(
            "I.C.4", "{{ departments.personnel_by_status.total.count | integer }} kişi", "950 kişi"
        ),
    ),
    Change(
        "a typed count",
        prose("I.C.1", "{{ departments.vehicles.total.total | integer }} araç", "65 araç"),
    ),
    Change(
        "a typed rate",
        prose("III.A.1", "{{ finance.revenue.total.realisation_rate | percent }}", "%99,3"),
    ),
    Change(
        "another year beside a figure",
        prose("III.A.1", "2024 yılı gider bütçesi", "2023 yılı gider bütçesi"),
    ),
    Change(
        "all is said to be spent",
        prose(
            "III.A.1",
            "Ödenek ve harcamaların",
            "Ödeneğin tamamı harcanmıştır. Ödenek ve harcamaların",
        ),
    ),
]
