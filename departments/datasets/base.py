"""Published tables: directorates, personnel, assets, services and activities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from departments.enums import SuccessionKind
from departments.models import (
    Activity,
    CadreOccupancy,
    Department,
    DepartmentSuccession,
    Equipment,
    Facility,
    PersonnelByAge,
    PersonnelByEducation,
    PersonnelByGender,
    PersonnelByStatus,
    Service,
    Software,
    Vehicle,
)
from reports.core.law import REPORT_REGULATION
from reports.core.registry import Column, Dataset, DatasetFamily, Kind, People, Total, records_of
from reports.models import FiscalYear, YearRow

CADRE_REGULATION = (
    "5393 s. Kanun m. 49; Belediye ve Bağlı Kuruluşları ile Mahalli İdare Birlikleri Norm Kadro "
    "İlke ve Standartlarına Dair Yönetmelik"
)


def _count(key: str, title: str, unit: str, description: str = "", parts: str = "") -> Column:
    """A count; of staff and posts as it is (5393 s. Kanun m. 49; the regulation's art. 18)."""
    return Column(
        key,
        title,
        Kind.INTEGER,
        unit=unit,
        total=Total.SUM,
        description=description,
        parts=parts,
        people=People.ESTABLISHMENT if unit in {"kişi", "kadro"} else "",
    )


def _share(of: str, title: str) -> Column:
    return Column(
        f"{of}_share",
        title,
        Kind.PERCENT,
        unit="%",
        total=Total.RATIO,
        formula=f"share({of})",
        description="Satırın, sütun toplamı içindeki payı.",
    )


def _breakdown(
    *, name: str, slug: str, title: str, group: str, model: type[YearRow], order: int
) -> Dataset:
    """A table of staff by a characteristic, crossed with employment status."""
    return Dataset(
        id=f"departments.{name}",
        slug=slug,
        title=title,
        section="I.C.4",
        basis=f"{REPORT_REGULATION}; 5393 s. Kanun m. 49",
        unit="kişi",
        description=(
            "Yıl sonundaki personel sayısı. Boş hücre bildirilmemiş demektir; sıfır değildir."
        ),
        columns=(
            Column("label", group),
            _count("civil_servants", "Memur", "kişi"),
            _count("contracted", "Sözleşmeli", "kişi"),
            _count("workers", "İşçi", "kişi"),
            _count("company_staff", "Şirket personeli", "kişi"),
            _count(
                "total",
                "Toplam",
                "kişi",
                "Bildirilen sayıların toplamı.",
                parts="civil_servants + contracted + workers + company_staff",
            ),
            _share("civil_servants", "Memur içindeki pay"),
            _share("contracted", "Sözleşmeli içindeki pay"),
            _share("workers", "İşçi içindeki pay"),
            _share("company_staff", "Şirket personeli içindeki pay"),
            _share("total", "Toplam içindeki pay"),
        ),
        rows=records_of(model),
        order=order,
        fields={"label": model.natural_key_fields[0]},
    )


DEPARTMENTS = Dataset(
    id="departments.departments",
    slug="mudurlukler",
    title="Müdürlükler",
    section="I.C.2",
    basis="5393 s. Kanun m. 48",
    description="Yıl içinde var olan ve raporda adı geçen müdürlükler.",
    columns=(
        Column("name", "Müdürlük", wide=True),
        Column(
            "code", "Kod", Kind.CODE, total=Total.COUNT, description="Adreslerde kullanılan ad."
        ),
        Column("short_name", "Kısa ad"),
        Column("valid_from", "Kuruluş tarihi", Kind.DATE),
        Column("valid_to", "Kapanış tarihi", Kind.DATE),
    ),
    rows=lambda year: Department.objects.valid_in(year),
    order=10,
)


@dataclass(frozen=True)
class Step:
    """What became of a directorate, as the table says it."""

    row_key: str
    year: str
    predecessor: str
    kind: str
    successor: str | None


def successions_in(year: FiscalYear) -> models.QuerySet[DepartmentSuccession]:
    """Those of the year, and earlier ones by which a directorate went that the year still names."""
    known = Department.objects.valid_in(year)
    gone = Q(year__lt=year.year, predecessor__in=known) & ~Q(kind=SuccessionKind.SPLIT)
    found = DepartmentSuccession.objects.filter(Q(year=year.year) | gone)
    return found.select_related("predecessor", "successor")


def succession_key(step: DepartmentSuccession) -> str:
    """The key of the row in which a step stands."""
    after = step.successor
    return f"{step.predecessor.code}-{after.code}" if after else step.predecessor.code


def _steps(year: FiscalYear) -> Iterator[Step]:
    for step in successions_in(year):
        yield Step(
            row_key=succession_key(step),
            year=str(step.year),
            predecessor=step.predecessor.name,
            kind=step.get_kind_display(),
            successor=step.successor.name if step.successor else None,
        )


SUCCESSIONS = Dataset(
    id="departments.successions",
    slug="mudurluk-degisiklikleri",
    title="Müdürlük değişiklikleri",
    section="I.C.2",
    basis="5393 s. Kanun m. 48",
    description="Adı değişen, birleşen, ayrılan ve kapanan müdürlükler.",
    columns=(
        Column("predecessor", "Önceki müdürlük", wide=True),
        Column("kind", "Değişiklik"),
        Column("successor", "Sonraki müdürlük", wide=True),
        Column("year", "Yıl", Kind.CODE),
    ),
    rows=_steps,
    order=11,
)


def _successions(year: FiscalYear) -> Iterator[Dataset]:
    """The table exists in the years in which something changed."""
    if any(True for _ in _steps(year)):
        yield SUCCESSIONS


FAMILIES = (DatasetFamily(SUCCESSIONS.id, _successions),)

FACILITIES = Dataset(
    id="departments.facilities",
    slug="tesisler",
    title="Hizmet binaları ve tesisler",
    section="I.C.1",
    basis=REPORT_REGULATION,
    unit="m²",
    description="Kullanılan bina ve tesislerin alanları. Boş hücre bildirilmemiş demektir.",
    columns=(
        Column("name", "Bina veya tesis", wide=True),
        Column("area", "Alan", Kind.DECIMAL, unit="m²", total=Total.SUM),
        Column("closed_area", "Kapalı alan", Kind.DECIMAL, unit="m²", total=Total.SUM),
        Column("open_area", "Açık alan", Kind.DECIMAL, unit="m²", total=Total.SUM),
        Column("note", "Not", wide=True),
    ),
    rows=records_of(Facility),
    order=10,
)

VEHICLES = Dataset(
    id="departments.vehicles",
    slug="araclar",
    title="Araç ve iş makineleri",
    section="I.C.1",
    basis=f"{REPORT_REGULATION}; 237 s. Taşıt Kanunu",
    unit="adet",
    columns=(
        Column("name", "Taşıtın cinsi", wide=True),
        _count("owned", "Belediyeye ait", "adet"),
        _count("leased", "Kiralık", "adet"),
        _count(
            "total",
            "Toplam",
            "adet",
            "Belediyeye ait ve kiralık araçların toplamı.",
            parts="owned + leased",
        ),
    ),
    rows=records_of(Vehicle),
    order=20,
)

EQUIPMENT = Dataset(
    id="departments.equipment",
    slug="donanim",
    title="Bilgi işlem donanımı",
    section="I.C.3",
    basis=REPORT_REGULATION,
    unit="adet",
    columns=(
        Column("name", "Donanım", wide=True),
        Column("kind_label", "Tür"),
        _count("count", "Adet", "adet"),
    ),
    rows=records_of(Equipment),
    order=10,
    fields={"kind_label": "kind"},
)

SOFTWARE = Dataset(
    id="departments.software",
    slug="yazilim",
    title="Kullanılan yazılımlar",
    section="I.C.3",
    basis=REPORT_REGULATION,
    columns=(Column("name", "Yazılım", wide=True),),
    rows=records_of(Software),
    order=20,
)

PERSONNEL_BY_STATUS = Dataset(
    id="departments.personnel_by_status",
    slug="personel-statu",
    title="Statüye göre personel",
    section="I.C.4",
    basis=f"{REPORT_REGULATION}; 5393 s. Kanun m. 49",
    unit="kişi",
    description="Yıl sonunda belediyede ve belediye şirketinde çalışan personel sayısı.",
    columns=(
        Column("label", "Statü"),
        _count("count", "Kişi", "kişi"),
        Column(
            "share",
            "Pay",
            Kind.PERCENT,
            unit="%",
            total=Total.RATIO,
            formula="share(count)",
            description="Statünün toplam personel içindeki payı.",
        ),
    ),
    rows=records_of(PersonnelByStatus),
    order=10,
    fields={"label": "status"},
)

CADRE_OCCUPANCY = Dataset(
    id="departments.cadre_occupancy",
    slug="kadro-doluluk",
    title="Norm kadro doluluğu",
    section="I.C.4",
    basis=CADRE_REGULATION,
    unit="kadro",
    columns=(
        Column("label", "Statü"),
        _count("filled", "Dolu", "kadro"),
        _count("vacant", "Boş", "kadro"),
        _count(
            "total", "Toplam", "kadro", "Dolu ve boş kadroların toplamı.", parts="filled + vacant"
        ),
        Column(
            "occupancy_rate",
            "Doluluk oranı",
            Kind.PERCENT,
            unit="%",
            total=Total.RATIO,
            formula="filled / total * 100",
            description="Dolu kadroların, dolu ve boş kadroların toplamı içindeki payı.",
        ),
        Column(
            "vacancy_rate",
            "Boşluk oranı",
            Kind.PERCENT,
            unit="%",
            total=Total.RATIO,
            formula="vacant / total * 100",
            description="Boş kadroların, dolu ve boş kadroların toplamı içindeki payı.",
        ),
    ),
    rows=records_of(CadreOccupancy),
    order=20,
    fields={"label": "status"},
)

SERVICES = Dataset(
    id="departments.services",
    slug="hizmetler",
    title="Sunulan hizmetler",
    section="I.C.5",
    basis=f"{REPORT_REGULATION}; 5393 s. Kanun m. 14",
    columns=(Column("group", "Hizmet grubu"), Column("name", "Hizmet", wide=True)),
    rows=records_of(Service),
    order=10,
)

ACTIVITIES = Dataset(
    id="departments.activities",
    slug="faaliyetler",
    title="Müdürlüklerin faaliyetleri",
    section="III.B.1",
    basis=REPORT_REGULATION,
    description=(
        "Müdürlüklerin tek tek bildirdiği faaliyetler. Günü yazılmamış faaliyetin tarihi boştur."
    ),
    columns=(
        Column("department", "Müdürlük"),
        Column("no", "No", Kind.INTEGER),
        Column("title", "Faaliyet", wide=True),
        Column("date", "Tarih", Kind.DATE),
        Column("summary", "Özet", wide=True),
    ),
    rows=records_of(Activity, "department"),
    order=10,
    in_section=False,
)

DATASETS = (
    DEPARTMENTS,
    FACILITIES,
    VEHICLES,
    EQUIPMENT,
    SOFTWARE,
    PERSONNEL_BY_STATUS,
    CADRE_OCCUPANCY,
    _breakdown(
        name="personnel_by_gender",
        slug="personel-cinsiyet",
        title="Cinsiyete göre personel",
        group="Cinsiyet",
        model=PersonnelByGender,
        order=30,
    ),
    _breakdown(
        name="personnel_by_education",
        slug="personel-ogrenim",
        title="Öğrenim düzeyine göre personel",
        group="Öğrenim düzeyi",
        model=PersonnelByEducation,
        order=40,
    ),
    _breakdown(
        name="personnel_by_age",
        slug="personel-yas",
        title="Yaşa göre personel",
        group="Yaş grubu",
        model=PersonnelByAge,
        order=50,
    ),
    SERVICES,
    ACTIVITIES,
)
