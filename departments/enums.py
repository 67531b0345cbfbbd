"""Choices of the directorates' tables, with the Turkish labels that staff and citizens read."""

from __future__ import annotations

from django.db import models


class SuccessionKind(models.TextChoices):
    """What became of a directorate."""

    RENAMED = "renamed", "Adı değişti"
    MERGED = "merged", "Birleşti"
    SPLIT = "split", "Ayrıldı"
    ENDED = "ended", "Kapandı"


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
