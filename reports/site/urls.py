"""Public addresses: Turkish and permanent.

Pages end in a slash; files do not, and neither does a dataset, whose files stand beside it
(`/2024/veri/gider-ekonomik`, `….csv`). The other form is redirected. Every page of a year exists
twice: `/2024/…` is the current version, `/2024/v1/…` a given one that keeps its address.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from .converters import (
    CodeConverter,
    FormatConverter,
    TableFormatConverter,
    VersionConverter,
    YearConverter,
)
from .views import (
    announcements,
    contracts,
    council,
    datasets,
    departments,
    differences,
    files,
    home,
    language,
    performance,
    reconciliation,
    sections,
    verification,
    versions,
)

app_name = "site"

register_converter(YearConverter, "year")
register_converter(VersionConverter, "version")
register_converter(FormatConverter, "format")
register_converter(TableFormatConverter, "table_format")
register_converter(CodeConverter, "code")

pages: list[URLPattern | URLResolver] = [
    path("", home.front, name="front"),
    path("icindekiler/", sections.contents, name="contents"),
    path("bolum/<slug:slug>/", sections.section, name="section"),
    path("grafikler/", sections.charts, name="charts"),
    path("veri/", datasets.index, name="datasets"),
    path("veri/<slug:slug>", datasets.dataset, name="dataset"),
    path("veri/<slug:slug>/", datasets.without_slash),
    path("veri/<slug:slug>.<table_format:format_>", datasets.download, name="download"),
    path("veri/<slug:slug>.schema.json", datasets.schema, name="schema"),
    path("mudurlukler/", departments.index, name="departments"),
    path("mudurluk/<slug:code>/", departments.department, name="department"),
    path("hedefler/", performance.goals, name="goals"),
    path("hedef/<slug:key>/", performance.objective, name="objective"),
    path("gosterge/<slug:key>/", performance.indicator, name="indicator"),
    path("sozlesmeler/", contracts.index, name="contracts"),
    path("sozlesme/<slug:key>/", contracts.contract, name="contract"),
    path("mutabakat/", reconciliation.reconciliation, name="reconciliation"),
    path("mutabakat.csv", reconciliation.download, {"format_": "csv"}, name="reconciliation_csv"),
    path(
        "mutabakat.json", reconciliation.download, {"format_": "json"}, name="reconciliation_json"
    ),
    path("surumler/", versions.index, name="versions"),
    path("surumler.json", versions.as_json, name="versions_json"),
    path("meclis/", council.index, name="council"),
    path("meclis.json", council.download, {"kind": "json"}, name="council_json"),
    path("meclis.csv", council.download, {"kind": "csv"}, name="council_csv"),
    path("teslim-defteri.csv", council.download, {"kind": "deliveries"}, name="deliveries_csv"),
    path("meclis/belge/<int:number>", council.document, name="council_document"),
    path("meclis/teslim/<int:number>", council.proof, name="delivery_proof"),
    path("rapor.pdf", files.report_pdf, name="pdf"),
    path("ozet.pdf", files.summary_pdf, name="summary_pdf"),
    path("mudurluk/<slug:code>/birim-raporu.pdf", files.unit_pdf, name="unit_pdf"),
    path("veri-paketi.zip", files.data_package, name="package"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.root, name="root"),
    path("hakkinda/", home.about, name="about"),
    path("dil/", language.language, name="language"),
    path("denetim-kurallari/", reconciliation.rules, name="checks"),
    path("dogrula/", verification.verification, name="verification"),
    path("dogrula/<code:code>/", verification.code, name="verification_code"),
    path("dogrula/<code:code>.json", verification.code_file, name="verification_file"),
    path("saglik", files.health, name="health"),
    path("duyurular.atom", announcements.announcements, name="announcements"),
    path(
        "<year:year>/v<version:older>/fark/v<version:version>/",
        differences.difference,
        name="difference",
    ),
    path(
        "<year:year>/v<version:older>/fark/v<version:version>.<format:format_>",
        differences.download,
        name="difference_file",
    ),
    path("<year:year>/", include(pages)),
    path("<year:year>/v<version:version>/", include(pages)),
]
