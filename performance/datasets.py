"""Published tables of performance."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from performance import figures, reporting
from performance.enums import SwotKind
from performance.models import HigherPlanReference, SwotItem
from reports.core.law import REPORT_REGULATION
from reports.core.registry import Column, Dataset, DatasetFamily, Kind, Total, records_of
from reports.models import FiscalYear

LAW = "5018 s. Kanun m. 9 ve m. 41"


def _count(key: str, title: str, unit: str = "gösterge", description: str = "") -> Column:
    return Column(key, title, Kind.INTEGER, unit=unit, total=Total.SUM, description=description)


def _swot(kind: SwotKind | None = None) -> Callable[[FiscalYear], Iterable[SwotItem]]:
    def rows(year: FiscalYear) -> Iterable[SwotItem]:
        found = SwotItem.objects.filter(year=year).order_by("kind", "no")
        return found if kind is None else found.filter(kind=kind)

    return rows


MISSION_VISION = Dataset(
    id="performance.mission_vision",
    slug="misyon-vizyon",
    title="Misyon ve vizyon",
    section="I.A",
    basis=f"5018 s. Kanun m. 9; {REPORT_REGULATION}",
    description="Stratejik plandaki misyon ve vizyon.",
    columns=(Column("label", "Bildirim"), Column("text", "Metin", wide=True)),
    rows=figures.statements,
    order=10,
)

GOALS = Dataset(
    id="performance.goals",
    slug="amaclar",
    title="Stratejik amaçlar",
    section="II.A",
    basis=f"{LAW}; 5393 s. Kanun m. 41",
    description="Stratejik planın amaçları ile altlarındaki hedef ve gösterge sayıları.",
    columns=(
        Column("code", "No", Kind.CODE),
        Column("title", "Amaç", wide=True),
        _count("objective_count", "Hedef sayısı", "hedef"),
        _count("indicator_count", "Gösterge sayısı"),
    ),
    rows=figures.goals,
    order=10,
)

OBJECTIVES = Dataset(
    id="performance.objectives",
    slug="hedefler",
    title="Hedefler",
    section="II.A",
    basis=f"{LAW}; 5393 s. Kanun m. 41",
    description="Amaçların altındaki hedefler ve performans programındaki karşılıkları.",
    columns=(
        Column("code", "No", Kind.CODE),
        Column("title", "Hedef", wide=True),
        Column("performance_target", "Performans hedefi", wide=True),
        Column("goal", "Amaç", Kind.CODE),
        _count("indicator_count", "Gösterge sayısı"),
    ),
    rows=figures.objectives,
    order=20,
)

INDICATORS = Dataset(
    id="performance.indicators",
    slug="gostergeler",
    title="Performans göstergeleri",
    section="III.B.2",
    basis=LAW,
    description=(
        "Göstergelerin hedefi ve yıl sonu gerçekleşmesi. Oran, göstergenin yönüne göre hedef ve "
        "gerçekleşmeden hesaplanır; hedefi sıfır olan göstergede oran yoktur. "
        f"%{figures.ACHIEVED_FROM} ve üzeri «ulaşıldı», %{figures.PARTLY_FROM} ve üzeri «kısmen "
        "ulaşıldı», altı «ulaşılamadı» sayılır."
    ),
    columns=(
        Column("code", "Kod", Kind.CODE),
        Column("name", "Gösterge", wide=True),
        Column("goal", "Amaç", Kind.CODE),
        Column("objective", "Hedef no", Kind.CODE),
        Column("department", "Sorumlu müdürlük"),
        Column("unit", "Birim"),
        Column("target", "Hedef", Kind.DECIMAL, description="Yıl için belirlenen hedef."),
        Column(
            "actual",
            "Gerçekleşme",
            Kind.DECIMAL,
            description=(
                "Yıl sonunda gerçekleşen değer; yıl içinde ölçülen göstergede dönem değerlerinden "
                "hesaplanır."
            ),
        ),
        Column(
            "rate",
            "Gerçekleşme oranı",
            Kind.PERCENT,
            unit="%",
            description=(
                "Artması iyi göstergede gerçekleşme / hedef, azalması iyi göstergede hedef / "
                "gerçekleşme; hedefe yakınlığı iyi göstergede 100 eksi yüzde sapma; tamamlanması "
                "iyi göstergede 100 veya 0."
            ),
        ),
        Column("status", "Durum", description="Oranın karşılık geldiği durum."),
        Column("explanation", "Sapmanın nedeni", wide=True),
        Column(
            "card",
            "Gösterge kartı",
            Kind.BOOLEAN,
            description="Göstergenin tanımı ve hesaplama yöntemi yazılmış mı?",
        ),
    ),
    rows=figures.achievements,
    order=10,
    in_section=False,
)

GOAL_RESULTS = Dataset(
    id="performance.goal_results",
    slug="amac-sonuclari",
    title="Amaçlara göre gösterge sonuçları",
    section="III.B.3",
    basis=LAW,
    unit="gösterge",
    description=(
        "Amaçların göstergelerinin durumu. Ulaşma oranı, değerlendirilebilen göstergeler içinde "
        "hedefine ulaşanların payıdır. Ortalamada her gösterge en az 0, en çok 100 sayılır; "
        "böylece bir göstergedeki aşım ötekindeki eksiği örtmez."
    ),
    columns=(
        Column("code", "Amaç", Kind.CODE),
        Column("title", "Başlık", wide=True),
        _count("indicator_count", "Gösterge sayısı"),
        _count("achieved", "Ulaşıldı"),
        _count("partly", "Kısmen ulaşıldı"),
        _count("missed", "Ulaşılamadı"),
        _count("no_data", "Değerlendirilemedi", description="Hedefi veya gerçekleşmesi olmayan."),
        Column(
            "achieved_rate",
            "Ulaşma oranı",
            Kind.PERCENT,
            unit="%",
            total=Total.RATIO,
            formula="achieved / (achieved + partly + missed) * 100",
            description="Değerlendirilebilen göstergeler içinde hedefine ulaşanların payı.",
        ),
        Column(
            "average_rate",
            "Ortalama gerçekleşme",
            Kind.PERCENT,
            unit="%",
            description="Göstergelerin gerçekleşme oranlarının ortalaması; her biri en çok 100.",
        ),
    ),
    rows=figures.goals,
    order=10,
)

HIGHER_PLAN_REFERENCES = Dataset(
    id="performance.higher_plan_references",
    slug="ust-politika-maddeleri",
    title="Dayanak alınan üst politika maddeleri",
    section="II.B",
    basis=REPORT_REGULATION,
    description="Üst plan ve programların belediyeyi ilgilendiren maddelerinin kısa özeti.",
    columns=(
        Column("plan_name", "Plan"),
        Column("item", "Madde", Kind.CODE),
        Column("parent", "Üst madde", Kind.CODE),
        Column("sector", "Sektör"),
        Column("summary", "Özet", wide=True),
    ),
    rows=records_of(HigherPlanReference),
    order=10,
)

SWOT = Dataset(
    id="performance.swot",
    slug="ustunlukler-ve-zayifliklar",
    title="Üstünlükler ve zayıflıklar",
    section="IV",
    basis=REPORT_REGULATION,
    description="Kurumsal kabiliyet ve kapasiteye ilişkin üstünlükler ile zayıflıklar.",
    columns=(
        Column("kind_label", "Tür"),
        Column("no", "No", Kind.INTEGER),
        Column("text", "Açıklama", wide=True),
    ),
    rows=_swot(),
    order=10,
    in_section=False,
)

STRENGTHS = Dataset(
    id="performance.strengths",
    slug="ustunlukler",
    title="Üstünlükler",
    section="IV.A",
    basis=REPORT_REGULATION,
    description="Kurumun güçlü yönleri.",
    columns=(Column("no", "No", Kind.INTEGER), Column("text", "Üstünlük", wide=True)),
    rows=_swot(SwotKind.STRENGTH),
    order=10,
)

WEAKNESSES = Dataset(
    id="performance.weaknesses",
    slug="zayifliklar",
    title="Zayıflıklar",
    section="IV.B",
    basis=REPORT_REGULATION,
    description="Kurumun geliştirilmesi gereken yönleri.",
    columns=(Column("no", "No", Kind.INTEGER), Column("text", "Zayıflık", wide=True)),
    rows=_swot(SwotKind.WEAKNESS),
    order=10,
)

LIMITS = Dataset(
    id="performance.limits",
    slug="sapma-sinirlari",
    title="Sapma sınırları",
    section=INDICATORS.section,
    basis=LAW,
    description=(
        "Hedeften hangi orandan çok sapıldığında ne yazılması gerektiği. Sınırları mevzuat değil "
        "stratejik planı yapan idare belirler."
    ),
    columns=(
        Column("label", "Sınır"),
        Column(
            "above",
            "Sapma üstü",
            Kind.PERCENT,
            unit="%",
            description="Hedeften sapmanın hedefe oranı bundan çoksa yükümlülük doğar.",
        ),
        Column("duty", "Yükümlülük", wide=True),
        Column(
            "full",
            "Tam açıklama",
            Kind.BOOLEAN,
            description="Nedenin yanında neden grubu, önlem ve yeni tarih de aranıyor mu?",
        ),
    ),
    rows=reporting.limits,
    order=40,
    in_section=False,
)

PERIODS = Dataset(
    id="performance.periods",
    slug="gosterge-donemleri",
    title="Göstergelerin dönem değerleri",
    section=INDICATORS.section,
    basis=LAW,
    description=(
        "Yıl içinde ölçülen göstergelerin değerleri ve bunlardan hesaplanan yıl sonucu. Girilmemiş "
        "dönem sıfır sayılmaz, hesaba katılmaz; altı aylık göstergede iki dönem vardır."
    ),
    columns=(
        Column("code", "Kod", Kind.CODE),
        Column("name", "Gösterge", wide=True),
        Column("unit", "Birim"),
        Column("measure", "Ölçüm", description="Yıl sonucunun dönemlerden nasıl çıktığı."),
        Column("p1", "1. dönem", Kind.DECIMAL),
        Column("p2", "2. dönem", Kind.DECIMAL),
        Column("p3", "3. dönem", Kind.DECIMAL),
        Column("p4", "4. dönem", Kind.DECIMAL),
        Column("value", "Yıl sonucu", Kind.DECIMAL),
        Column("missing", "Eksik dönem"),
    ),
    rows=reporting.periods,
    order=20,
    in_section=False,
)

MEASURES = Dataset(
    id="performance.measures",
    slug="sapmalar-ve-onlemler",
    title="Sapmaların nedenleri ve alınan önlemler",
    section=INDICATORS.section,
    basis=LAW,
    description="Hedeften sapan göstergelerde sapmanın nedeni, alınacak önlem ve yeni tarih.",
    columns=(
        Column("code", "Kod", Kind.CODE),
        Column("name", "Gösterge", wide=True),
        Column("department", "Sorumlu müdürlük"),
        Column(
            "rate",
            "Gerçekleşme oranı",
            Kind.PERCENT,
            unit="%",
            description="Göstergenin yönüne göre hedef ve gerçekleşmeden hesaplanan oran.",
        ),
        Column("reason_category", "Neden grubu"),
        Column("explanation", "Sapmanın nedeni", wide=True),
        Column("corrective_action", "Alınacak önlem", wide=True),
        Column("new_date", "Yeni tarih", Kind.DATE),
    ),
    rows=reporting.measures,
    order=30,
    in_section=False,
)

CARDS = Dataset(
    id="performance.cards",
    slug="gosterge-kartlari",
    title="Gösterge kartları",
    section=INDICATORS.section,
    basis=LAW,
    description="Göstergenin neyi, nasıl ve hangi kaynaktan saydığı.",
    columns=(
        Column("code", "Kod", Kind.CODE),
        Column("name", "Gösterge", wide=True),
        Column("definition", "Tanım", wide=True),
        Column("formula", "Hesaplama yöntemi", wide=True),
        Column("unit", "Birim"),
        Column("direction", "Yön"),
        Column("period", "Raporlama dönemi"),
        Column("measure", "Ölçüm"),
        Column("source", "Veri kaynağı", wide=True),
        Column("method", "Veri toplama yöntemi", wide=True),
    ),
    rows=reporting.cards,
    order=50,
    in_section=False,
)

# Tables that exist in the years that have something to put there.
FAMILIES = tuple(
    DatasetFamily(dataset.id, reporting.where_filled(dataset))
    for dataset in (PERIODS, MEASURES, CARDS)
)

DATASETS = (
    MISSION_VISION,
    GOALS,
    OBJECTIVES,
    HIGHER_PLAN_REFERENCES,
    INDICATORS,
    GOAL_RESULTS,
    LIMITS,
    SWOT,
    STRENGTHS,
    WEAKNESSES,
)
