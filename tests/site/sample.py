"""A small document made by hand: the site's tests need no rows and no domain application."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from reports.core.documents import (
    ChartBlock,
    ChartValue,
    DeclarationBlock,
    Document,
    Header,
    HeadlineValue,
    Node,
    ProseBlock,
    StatedValue,
    TableBlock,
    canonical_json,
    document_hash,
)
from reports.core.registry import Column, Kind, Total
from reports.core.tables import Row, Table
from reports.core.tables.values import Value
from reports.models import (
    Correction,
    FiscalYear,
    FrozenReport,
    FrozenSignature,
    Publication,
    SignedFile,
)
from reports.present.pdf.fields import FINANCE, TOP_MANAGER

D = Decimal


def table(
    id_: str,
    slug: str,
    section: str,
    columns: tuple[Column, ...],
    *rows: tuple[str, tuple[Value, ...]],
    total: tuple[Value, ...] | None = None,
    order: int = 100,
) -> Table:
    return Table(
        id=id_,
        slug=slug,
        title=f"Örnek {slug.replace('-', ' ')}",
        section=section,
        columns=columns,
        rows=tuple(Row(key, cells) for key, cells in rows),
        total=None if total is None else Row("total", total),
        basis="Örnek Kanun m. 1",
        unit="TL",
        order=order,
    )


MONEY = {"kind": Kind.MONEY, "unit": "TL", "total": Total.SUM}

SPENDING = table(
    "finance.expenditure",
    "gider-ekonomik",
    "III.A.1",
    (
        Column("code", "Kod", Kind.CODE),
        Column("name", "Açıklama", wide=True),
        Column("budget", "Ödenek", Kind.MONEY, unit="TL", total=Total.SUM),
        Column("spent", "Gider", Kind.MONEY, unit="TL", total=Total.SUM),
        Column("rate", "Oran", Kind.PERCENT, unit="%", total=Total.RATIO,
               formula="spent / budget * 100"),
        Column("share", "Pay", Kind.PERCENT, unit="%", total=Total.RATIO, formula="share(spent)"),
    ),
    ("01", ("01", "Şeker", D("100.00"), D("50.00"), D("50"), D("20"))),
    ("02", ("02", "Çivi", D("200.00"), D("150.00"), D("75"), D("60"))),
    ("03", ("03", "Zımba", D("100.00"), None, None, None)),
    ("04", ("04", "Işıldak", D("600.00"), D("50.00"), D("8.333333"), D("20"))),
    total=("Toplam", None, D("1000.00"), D("250.00"), D("25"), D("100")),
)  # fmt: skip

DEPARTMENTS = table(
    "departments.departments",
    "mudurlukler",
    "I.C.2",
    (Column("code", "Kod", Kind.CODE), Column("name", "Müdürlük")),
    ("ornek-isler", ("ornek-isler", "Örnek İşler Müdürlüğü")),
    ("baska-isler", ("baska-isler", "Başka İşler Müdürlüğü")),
)

DEPARTMENT_BUDGETS = table(
    "finance.department_budgets",
    "mudurluk-butceleri",
    "III.A.1",
    (
        Column("department", "Müdürlük"),
        Column("spent", "Harcama", Kind.MONEY, unit="TL", total=Total.SUM),
        Column("rate", "Gerçekleşme oranı", Kind.PERCENT, unit="%"),
    ),
    ("ornek-isler", ("Örnek İşler Müdürlüğü", D("4713286.67"), D("34.4"))),
    total=("Toplam", D("4713286.67"), None),
)

CONTRACTS = table(
    "departments.contracts",
    "sozlesmeler",
    "III.B.1",
    (
        Column("title", "İş"),
        Column("department", "Müdürlük"),
        Column("amount", "Bedel", Kind.MONEY, unit="TL", total=Total.SUM),
        Column("contract_date", "Sözleşme tarihi", Kind.DATE),
    ),
    ("ornek-yol", ("Örnek yol yapımı", "Örnek İşler Müdürlüğü", D("10.50"), date(2024, 5, 6))),
    total=("Toplam", None, D("10.50"), None),
)

PAYMENTS = table(
    "payments.ornek_yol",
    "ornek-yol-hakedisler",
    "III.B.1/ornek-isler",
    (
        Column("no", "No", Kind.INTEGER),
        Column("payment", "Hakediş", Kind.MONEY, unit="TL", total=Total.SUM),
    ),
    ("1", (1, D("4.25"))),
    ("2", (2, D("6.25"))),
    total=(None, D("10.50")),
)

GOALS = table(
    "performance.goals",
    "amaclar",
    "II.A",
    (Column("code", "Kod", Kind.CODE), Column("title", "Amaç")),
    ("1", ("1", "Örnek amaç")),
    ("2", ("2", "Öbür amaç")),
)

OBJECTIVES = table(
    "performance.objectives",
    "hedefler",
    "II.A",
    (Column("code", "Kod", Kind.CODE), Column("title", "Hedef")),
    ("1-1", ("1.1", "Örnek hedef")),
    ("2-1", ("2.1", "Öbür hedef")),
)

INDICATORS = table(
    "performance.indicators",
    "gostergeler",
    "III.B.2",
    (
        Column("code", "Kod", Kind.CODE),
        Column("name", "Gösterge"),
        Column("objective", "Hedef", Kind.CODE),
        Column("unit", "Birim"),
        Column("target", "Hedeflenen", Kind.DECIMAL),
        Column("actual", "Gerçekleşen", Kind.DECIMAL),
        Column("rate", "Oran", Kind.PERCENT, unit="%"),
        Column("status", "Durum"),
        Column("explanation", "Açıklama"),
        Column("department", "Müdürlük"),
    ),
    ("1-1-1", ("1.1.1", "Ağaç sayısı", "1.1", "adet", D(40), D(40), D(100), "Ulaşıldı", None,
               "Örnek İşler Müdürlüğü")),
    ("1-1-2", ("1.1.2", "Işık sayısı", "1.1", "adet", D(40), D(10), D(25), "Ulaşılamadı",
               "Örnek neden.", None)),
    ("2-1-1", ("2.1.1", "Kitap sayısı", "2.1", "adet", D(8), D(6), D(75), "Kısmen ulaşıldı",
               None, None)),
)  # fmt: skip

TABLES = (
    SPENDING, DEPARTMENTS, DEPARTMENT_BUDGETS, CONTRACTS, PAYMENTS, GOALS, OBJECTIVES, INDICATORS,
)  # fmt: skip

CHART = ChartValue(
    "finance.spending",
    "finance.expenditure",
    "Örnek bulgu",
    "Örnek çubuk grafik.",
    {"mark": "bar"},
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def node(
    code: str, slug: str, title: str, *blocks: object, children: tuple[Node, ...] = ()
) -> Node:
    number = code.rpartition(".")[2] if "/" not in code else "1"
    department = code.partition("/")[2]
    return Node(
        code,
        slug,
        number,
        title,
        "Örnek Yönetmelik m. 18",
        blocks,  # type: ignore[arg-type]
        children,
        {"kind": "department", "department": department} if department else {},
    )


OUTLINE = (
    node(
        "SUNUS",
        "sunus",
        "Sunuş",
        DeclarationBlock(
            "sunus",
            "Sunuş",
            "presentation",
            "Sunuş",
            "Örnek Kişi",
            "",
            "01.02.2025",
            "<p>Metin</p>",
        ),
    ),
    node(
        "III",
        "iii-bilgiler",
        "Bilgiler",
        children=(
            node(
                "III.A.1",
                "iii-a-1-butce",
                "Bütçe sonuçları",
                ProseBlock(
                    '<p>Gider <a class="figure" href="dataset:finance.expenditure#total">250 TL</a>'
                    '; <a href="dataset:yok.boyle#bir">yok</a>.</p>',
                    "Gider 250 TL; yok.",
                ),
                ChartBlock("finance.spending"),
                TableBlock("finance.expenditure"),
                TableBlock("finance.department_budgets"),
            ),
            node(
                "III.B.1",
                "iii-b-1-faaliyetler",
                "Faaliyetler",
                children=(
                    node(
                        "III.B.1/ornek-isler",
                        "iii-b-1-ornek-isler",
                        "Örnek İşler Müdürlüğü",
                        ProseBlock("<p>Örnek anlatım.</p>", "Örnek anlatım."),
                        TableBlock("payments.ornek_yol"),
                    ),
                ),
            ),
            node(
                "III.B.2", "iii-b-2-performans", "Performans", TableBlock("performance.indicators")
            ),
        ),
    ),
    node("V", "v-oneri", "Öneri ve tedbirler"),
)

STATED = (
    StatedValue("x-001", "finance.expenditure", "total", "spent", "251.00", "TL", "Toplam gider",
                "spent", "x", 343, 344, ""),
    StatedValue("x-002", "finance.expenditure", "04", "rate", "8.3", "%", "Işıldak", "rate", "x",
                350, 350, ""),
    StatedValue("x-003", "finance.expenditure", "", "", "2023-06-31", "", "Tarih", "tarih", "x",
                351, None, "Takvimde böyle bir gün yok."),
)  # fmt: skip


def document(year: int = 2024, **changes: object) -> Document:
    """The sample report of a year; `changes` replace parts of it."""
    whole = Document(
        schema="kars-faaliyet-raporu/1",
        header=Header(
            year, "Örnek Belediyesi", "Örnek", "Faaliyet Raporu", "Örnek not.", "provisional"
        ),
        outline=OUTLINE,
        tables={item.id: item for item in TABLES},
        charts={CHART.id: CHART},
        headlines=(
            HeadlineValue(
                "spent",
                "Gider",
                "250 TL",
                "250.00",
                "finance.expenditure",
                "total",
                "Örnek açıklama",
            ),
        ),
        stated=STATED,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def publish(
    report: Document | None = None,
    version: int = 1,
    reason: str = "",
    drawings: dict[str, str] | None = None,
) -> Publication:
    """Store a document as a published version; as before phones had drawings of their own."""
    report = report or document()
    text = canonical_json(report)
    year, _ = FiscalYear.objects.get_or_create(year=report.header.year)
    return Publication.objects.create(
        year=year,
        version=version,
        document=text,
        sha256=document_hash(text),
        drawings={CHART.id: DRAWING} if drawings is None else drawings,
        figure_status="provisional",
        reason=reason,
        published_at=datetime(2025, 4, 7, 9, version, tzinfo=UTC),
    )


def sign(publication: Publication, *, demo: bool = True) -> SignedFile:
    """Rows of a version that both officers have signed, as the portal keeps them."""
    frozen = FrozenReport.objects.create(
        year=publication.year,
        version=publication.version,
        document=publication.document,
        sha256=publication.sha256,
        frozen_at=publication.published_at,
        publication=publication,
    )
    file = SignedFile.objects.create(
        frozen=frozen,
        file="ornek.pdf",
        sha256="ab" * 32,
        size=2,
        base_sha256="cd" * 32,
        base_size=1,
        complete=True,
        accepted_at=publication.published_at,
    )
    for position, (signer, place) in enumerate(
        (("ÖRNEK MALİ HİZMETLER MÜDÜRÜ", FINANCE), ("ÖRNEK BAŞKAN", TOP_MANAGER)), start=1
    ):
        FrozenSignature.objects.create(
            file=file,
            position=position,
            field=place.name,
            role=place.role,
            signer=signer,
            stamped_at=publication.published_at,
            level="B-LTA",
            fingerprint="ef" * 32,
            demo=demo,
        )
    return file


def correct(version: Publication, number: int = 1, **changes: object) -> Correction:
    """A correction that a version (not the first) has published."""
    base = Publication.objects.get(year=version.year_id, version=version.version - 1)
    return Correction.objects.create(
        **{
            "year": version.year,
            "number": number,
            "kind": "figure",
            "reason": "Örnek: gider iki kez yazılmıştır.",
            "base": base,
            "opened_at": datetime(2025, 5, 1, 9, tzinfo=UTC),
            "opened_as": "Yayımlayan",
            "publication": version,
            **changes,
        }
    )
