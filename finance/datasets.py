"""Published tables of finance."""

from __future__ import annotations

from finance import figures
from finance.models import (
    AidedBody,
    AuditRemark,
    Company,
    Debt,
    DepartmentBudget,
    ExpenditureLine,
    RevenueLine,
)
from reports.core.registry import Column, Dataset, Kind, Total, records_of

LAW = "5018 s. Kanun m. 41"
BUDGET_REGULATION = f"{LAW}; Mahalli İdareler Bütçe ve Muhasebe Yönetmeliği"
MUNICIPAL_LAW = "5393 s. Kanun m. 56"


def _money(
    key: str, title: str, description: str = "", formula: str = "", parts: str = ""
) -> Column:
    return Column(
        key,
        title,
        Kind.MONEY,
        unit="TL",
        total=Total.SUM,
        formula=formula,
        description=description,
        parts=parts,
    )


def _rate(key: str, title: str, formula: str, description: str) -> Column:
    return Column(
        key,
        title,
        Kind.PERCENT,
        unit="%",
        total=Total.RATIO,
        formula=formula,
        description=description,
    )


CODE = Column("code", "Kod", Kind.CODE, description="Analitik bütçe sınıflandırması kodu.")
NAME = Column("name", "Açıklama", wide=True)
LINE_CODE = (
    Column("economic_code", "Kod", Kind.CODE, description=CODE.description),
    Column("economic_name", "Açıklama", wide=True),
)

EXPENDITURE_COLUMNS = (
    _money("carried_in", "Devreden ödenek", "Önceki yıldan devreden ödenek."),
    _money("budget", "Bütçe ödeneği", "Meclisin yıl başında kabul ettiği ödenek."),
    _money("supplementary", "Ek bütçe", "Yıl içinde ek bütçeyle verilen ödenek."),
    _money("transfer", "Aktarma", "Kodlar arasında aktarılan ödenek: eklenen eksi düşülen."),
    _money(
        "total_appropriation",
        "Toplam ödenek",
        "Devreden ödenek, bütçe ödeneği, ek bütçe ve aktarmanın toplamı.",
        parts="carried_in + budget + supplementary + transfer",
    ),
    _money("spent", "Bütçe gideri", "Yıl içinde yapılan gider."),
    _money("carried_out", "Devredilen ödenek", "Ertesi yıla devredilen ödenek."),
    _money(
        "remaining",
        "Kalan ödenek",
        "Toplam ödenek eksi bütçe gideri.",
        parts="total_appropriation - spent",
    ),
    _money(
        "cancelled",
        "İptal edilen ödenek",
        "Toplam ödenekten harcanmayan ve devredilmeyen bölüm.",
        parts="total_appropriation - spent - carried_out",
    ),
)

REVENUE_COLUMNS = (
    _money(
        "estimate",
        "Bütçe tahmini",
        "Yıl başı tahmini; bilinmiyorsa ek bütçeyi de içeren basılı tahmin.",
    ),
    _money("supplementary", "Ek bütçe", "Yıl içinde ek bütçeyle artırılan tahmin."),
    _money(
        "revised_estimate",
        "Ek bütçeyle tahmin",
        "Bütçe tahmini ile ek bütçenin toplamı.",
        parts="estimate + supplementary",
    ),
    _money("gross", "Tahsilat", "İadeler düşülmeden önceki tahsilat."),
    _money("refunds", "Ret ve iadeler", "Geri verilen gelirler."),
    _money("net", "Net tahsilat", "Tahsilat eksi ret ve iadeler.", parts="gross - refunds"),
)

EXPENDITURE_RATE = _rate(
    "realisation_rate",
    "Gerçekleşme oranı",
    "spent / total_appropriation * 100",
    "Bütçe giderinin toplam ödeneğe oranı.",
)
REVENUE_RATE = _rate(
    "realisation_rate",
    "Gerçekleşme oranı",
    "net / revised_estimate * 100",
    "Net tahsilatın ek bütçeyle tahmine oranı.",
)

BUDGET_OUTCOME = Dataset(
    id="finance.budget_outcome",
    slug="butce-sonucu",
    title="Bütçe uygulama sonuçları",
    section="III.A.1",
    basis=BUDGET_REGULATION,
    unit="TL",
    description=(
        "Gelir ve gider tablolarından hesaplanır. Bütçelenen tutar iki tarafta da ek bütçeyi "
        "içerir; devreden ödenek bütçelenen tutara katılmaz."
    ),
    columns=(
        Column("label", "Kalem", wide=True),
        Column("estimate", "Bütçelenen", Kind.MONEY, unit="TL"),
        Column("actual", "Gerçekleşen", Kind.MONEY, unit="TL"),
        Column(
            "rate",
            "Gerçekleşme oranı",
            Kind.PERCENT,
            unit="%",
            description="Gerçekleşenin bütçelenene oranı.",
            parts="actual / estimate * 100",
        ),
        Column(
            "initial_estimate",
            "Başlangıç bütçesi",
            Kind.MONEY,
            unit="TL",
            description="Ek bütçe eklenmeden önceki tutar; gelir tablosu ayırmıyorsa boştur.",
        ),
        Column(
            "initial_rate",
            "Başlangıç bütçesine oranı",
            Kind.PERCENT,
            unit="%",
            description="Gerçekleşenin başlangıç bütçesine oranı.",
            parts="actual / initial_estimate * 100",
        ),
    ),
    rows=figures.budget_outcome,
    order=10,
)

EXPENDITURE = Dataset(
    id="finance.expenditure",
    slug="gider-ekonomik",
    title="Ekonomik sınıflandırmaya göre bütçe giderleri",
    section="III.A.1",
    basis=BUDGET_REGULATION,
    unit="TL",
    description="Ödeneklerin kaynağı, harcanan, devredilen ve iptal edilen tutarlar.",
    columns=(
        CODE,
        NAME,
        *EXPENDITURE_COLUMNS[:3],
        _money(
            "revised_budget",
            "Ek bütçeyle ödenek",
            "Bütçe ödeneği ile ek bütçenin toplamı.",
            formula="budget + supplementary",
        ),
        *EXPENDITURE_COLUMNS[3:],
        EXPENDITURE_RATE,
        _rate(
            "carried_out_rate",
            "Devredilen oranı",
            "carried_out / total_appropriation * 100",
            "Devredilen ödeneğin toplam ödeneğe oranı.",
        ),
        _rate(
            "cancelled_rate",
            "İptal oranı",
            "cancelled / total_appropriation * 100",
            "İptal edilen ödeneğin toplam ödeneğe oranı.",
        ),
    ),
    rows=figures.expenditure_by_code,
    order=20,
)

EXPENDITURE_LINES = Dataset(
    id="finance.expenditure_lines",
    slug="gider-ekonomik-ayrinti",
    title="Bütçe giderlerinin alt kodları",
    section="III.A.1",
    basis=BUDGET_REGULATION,
    unit="TL",
    description="Birinci düzeyin altında girilen gider satırları.",
    columns=(*LINE_CODE, *EXPENDITURE_COLUMNS, EXPENDITURE_RATE),
    rows=lambda year: ExpenditureLine.objects.for_year(year).filter(code__level__gt=1),
    order=25,
    in_section=False,
    fields={"economic_code": "code"},
)

REVENUE = Dataset(
    id="finance.revenue",
    slug="gelir-ekonomik",
    title="Ekonomik sınıflandırmaya göre bütçe gelirleri",
    section="III.A.1",
    basis=f"{BUDGET_REGULATION}; 5018 s. Kanun m. 13",
    unit="TL",
    description="Gelirler gayrisafi gösterilir; ret ve iadeler ayrı sütundadır.",
    columns=(CODE, NAME, *REVENUE_COLUMNS, REVENUE_RATE),
    rows=figures.revenue_by_code,
    order=30,
)

REVENUE_LINES = Dataset(
    id="finance.revenue_lines",
    slug="gelir-ekonomik-ayrinti",
    title="Bütçe gelirlerinin alt kodları",
    section="III.A.1",
    basis=BUDGET_REGULATION,
    unit="TL",
    description="Birinci düzeyin altında girilen gelir satırları.",
    columns=(*LINE_CODE, *REVENUE_COLUMNS, REVENUE_RATE),
    rows=lambda year: RevenueLine.objects.for_year(year).filter(code__level__gt=1),
    order=35,
    in_section=False,
    fields={"economic_code": "code"},
)

DEPARTMENT_BUDGETS = Dataset(
    id="finance.department_budgets",
    slug="mudurluk-butceleri",
    title="Müdürlüklere göre bütçe giderleri",
    section="III.A.1",
    basis=BUDGET_REGULATION,
    unit="TL",
    description="Müdürlüklerin ödeneği ve harcaması.",
    columns=(
        Column("department", "Müdürlük", wide=True),
        _money("appropriation", "Ödenek", "Yıl başındaki ödenek; devreden ödenek varsa içindedir."),
        _money("added", "Eklenen ödenek", "Yıl içinde eklenen ödenek."),
        _money(
            "total_appropriation",
            "Toplam ödenek",
            "Ödenek ile eklenen ödeneğin toplamı.",
            parts="appropriation + added",
        ),
        _money("spent", "Harcama"),
        _money("carried_out", "Devredilen ödenek", "Ertesi yıla devredilen ödenek."),
        _rate(
            "realisation_rate",
            "Gerçekleşme oranı",
            "spent / total_appropriation * 100",
            "Harcamanın toplam ödeneğe oranı.",
        ),
    ),
    rows=records_of(DepartmentBudget, "department"),
    order=40,
)

STATEMENT = Dataset(
    id="finance.statement_of_activities",
    slug="faaliyet-sonuclari",
    title="Faaliyet sonuçları tablosu",
    section="III.A.2",
    basis=BUDGET_REGULATION,
    unit="TL",
    description=(
        "Tahakkuk esasına göre gelir ve giderler; nakit esaslı bütçe tablolarından farklıdır. "
        "Sonuç, gelirden giderin çıkarılmasıyla hesaplanır."
    ),
    columns=(
        Column("label", "Kalem", wide=True),
        Column("amount", "Tutar", Kind.MONEY, unit="TL"),
    ),
    rows=figures.statement_of_activities,
    order=10,
    fields={"label": "item"},
)

DEBTS = Dataset(
    id="finance.debts",
    slug="borc-durumu",
    title="Borç durumu",
    section="III.A.2",
    basis=f"{MUNICIPAL_LAW} ve m. 68",
    statutory=MUNICIPAL_LAW,
    unit="TL",
    description="Alacaklılara göre yıl başındaki ve yıl sonundaki borç.",
    columns=(
        Column("label", "Alacaklı", wide=True),
        Column("kind_label", "Tür"),
        _money("opening", "Yıl başı"),
        _money("borrowed", "Borçlanılan"),
        _money("repaid", "Ödenen"),
        _money(
            "closing",
            "Yıl sonu",
            "Yıl başı ile borçlanılanın toplamı eksi ödenen.",
            parts="opening + borrowed - repaid",
        ),
        _rate("share", "Pay", "share(closing)", "Alacaklının yıl sonu borç toplamındaki payı."),
    ),
    rows=records_of(Debt),
    order=20,
    fields={"label": "creditor", "kind_label": "kind"},
)

AUDIT_REMARKS = Dataset(
    id="finance.audit_remarks",
    slug="denetim-bulgulari",
    title="Mali denetim bulguları",
    section="III.A.3",
    basis="5018 s. Kanun m. 41, m. 63 ve m. 68",
    description="İç ve dış denetimin bulguları ile verilen cevaplar.",
    columns=(
        Column("body_label", "Denetim"),
        Column("no", "No", Kind.INTEGER),
        Column("subject", "Konu", wide=True),
        Column("response", "Cevap ve yapılan işlem", wide=True),
        Column("status_label", "Durum"),
    ),
    rows=records_of(AuditRemark),
    order=10,
    fields={"body_label": "body", "status_label": "status"},
)

AIDED_BODIES = Dataset(
    id="finance.aided_bodies",
    slug="yardim-yapilan-kuruluslar",
    title="Yardım yapılan kuruluşlar",
    section="III.A.4",
    basis="5018 s. Kanun m. 29 ve m. 41",
    unit="TL",
    description="Bütçeden yardım yapılan birlik, kurum ve kuruluşlar.",
    columns=(
        Column("name", "Kuruluş", wide=True),
        Column("purpose", "Amaç", wide=True),
        _money("amount", "Tutar"),
    ),
    rows=records_of(AidedBody),
    order=10,
)

COMPANIES = Dataset(
    id="finance.companies",
    slug="sirketler",
    title="Şirketler ve bağlı kuruluşlar",
    section="III.A.4",
    basis=MUNICIPAL_LAW,
    statutory=MUNICIPAL_LAW,
    unit="TL",
    description="Belediyenin ortak olduğu şirketler ile bağlı kuruluşların yıl sonu bilgileri.",
    columns=(
        Column("name", "Şirket", wide=True),
        Column(
            "share",
            "Belediyenin payı",
            Kind.PERCENT,
            unit="%",
            description="Belediyenin, şirketin sermayesi içindeki payı.",
        ),
        _money("capital", "Sermaye"),
        Column("personnel", "Personel", Kind.INTEGER, unit="kişi", total=Total.SUM),
        _money("revenue", "Gelir"),
        _money("profit", "Dönem kârı", "Zarar eksi işaretlidir."),
    ),
    rows=records_of(Company),
    order=20,
)

DATASETS = (
    BUDGET_OUTCOME,
    EXPENDITURE,
    EXPENDITURE_LINES,
    REVENUE,
    REVENUE_LINES,
    DEPARTMENT_BUDGETS,
    STATEMENT,
    DEBTS,
    AUDIT_REMARKS,
    AIDED_BODIES,
    COMPANIES,
)
