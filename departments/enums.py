"""Choices of the directorates' tables, with the Turkish labels that staff and citizens read."""

from __future__ import annotations

from django.db import models


class SuccessionKind(models.TextChoices):
    """What became of a directorate."""

    RENAMED = "renamed", "Adı değişti"
    MERGED = "merged", "Birleşti"
    SPLIT = "split", "Ayrıldı"
    ENDED = "ended", "Kapandı"


class DutyKind(models.TextChoices):
    """What a person does in a directorate."""

    EDITOR = "editor", "Veri girişi"
    HEAD = "head", "Müdür"


class StaffStatus(models.TextChoices):
    """Employment status: Laws 657 (civil servant, contracted) and 4857 (worker), company staff."""

    CIVIL_SERVANT = "civil_servant", "Memur"
    CONTRACTED = "contracted", "Sözleşmeli"
    WORKER = "worker", "İşçi"
    COMPANY = "company", "Şirket personeli"


class Gender(models.TextChoices):
    FEMALE = "female", "Kadın"
    MALE = "male", "Erkek"


class EducationLevel(models.TextChoices):
    """Highest completed level, in the groups of the report."""

    PRIMARY = "primary", "İlköğretim"
    SECONDARY = "secondary", "Lise"
    ASSOCIATE = "associate", "Ön lisans"
    BACHELOR = "bachelor", "Lisans"
    POSTGRADUATE = "postgraduate", "Yüksek lisans ve doktora"


class AgeBand(models.TextChoices):
    AGE_18_25 = "18-25", "18-25 yaş"
    AGE_26_35 = "26-35", "26-35 yaş"
    AGE_36_45 = "36-45", "36-45 yaş"
    AGE_46_55 = "46-55", "46-55 yaş"
    AGE_56_PLUS = "56+", "56 yaş ve üzeri"


class EquipmentKind(models.TextChoices):
    USER = "user", "Kullanıcı donanımı"
    SYSTEM = "system", "Sistem donanımı"


class CellKind(models.TextChoices):
    """Type of a free table's column; the same kinds as those of any published column."""

    TEXT = "text", "Metin"
    CODE = "code", "Kod veya sıra no"
    INTEGER = "integer", "Tam sayı"
    DECIMAL = "decimal", "Ondalıklı sayı"
    MONEY = "money", "Tutar (TL)"
    PERCENT = "percent", "Yüzde"
    DATE = "date", "Tarih"


NUMERIC_CELLS = frozenset({CellKind.INTEGER, CellKind.DECIMAL, CellKind.MONEY, CellKind.PERCENT})


class ColumnTotal(models.TextChoices):
    """How a free table's column is totalled; a percentage comes from its parts, never summed."""

    NONE = "none", "Toplam yok"
    SUM = "sum", "Toplanır"
    COUNT = "count", "Satırlar sayılır"
    RATIO = "ratio", "Formülle, toplamlardan"


class CountsPeople(models.TextChoices):
    """Whom a column or figure counts, where it counts people; the values are those of `People`."""

    SENSITIVE = "sensitive", "Hassas (hasta, engelli, disiplin, yardım alan …): 1–4 gizlenir"
    ESTABLISHMENT = "establishment", "Kadro ve personel sayısı: olduğu gibi yayımlanır"


class ContractKind(models.TextChoices):
    """Subject of a procurement contract (Law 4734 art. 4)."""

    GOODS = "goods", "Mal alımı"
    SERVICES = "services", "Hizmet alımı"
    WORKS = "works", "Yapım işi"


class ProcurementBasis(models.TextChoices):
    """Legal way of a purchase without tender (Law 4734 art. 22; art. 3/e: State Supply Office)."""

    SINGLE_SOURCE = "22a", "22/a (tek kaynak)"
    SMALL = "22d", "22/d (parasal sınır altı)"
    SUPPLY_OFFICE = "dmo", "Devlet Malzeme Ofisi"
    OTHER = "other", "Dayanağı belirtilmemiş"


class ProcurementKind(models.TextChoices):
    """What was bought directly."""

    GOODS = "goods", "Mal"
    SERVICES = "services", "Hizmet"
    WORKS = "works", "Yapım"
    MIXED = "mixed", "Karma"
