"""Personnel at the end of the year: by status, norm cadre, gender, education, age."""

from __future__ import annotations

from django.db import models

from departments.enums import AgeBand, EducationLevel, Gender, StaffStatus
from reports.models import YearRow, not_negative, unique_in_year

from .keyed import sum_of_known


class PersonnelByStatus(YearRow):
    """Number of staff in one employment status (regulation art. 18, human resources)."""

    status = models.CharField("statü", max_length=20, choices=StaffStatus)
    count = models.IntegerField("kişi", null=True, blank=True)

    natural_key_fields = ("status",)

    class Meta(YearRow.Meta):
        verbose_name = "statüye göre personel"
        verbose_name_plural = "statüye göre personel"
        constraints = [
            unique_in_year(
                "status",
                name="personnelbystatus_status_once",
                message="Bu yıl için bu statünün satırı zaten var; mevcut satır düzenlenmelidir.",
            ),
            not_negative("count", "Kişi sayısı", "personnelbystatus_count_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.year_id})"

    @property
    def row_key(self) -> str:
        return self.status

    @property
    def label(self) -> str:
        return self.get_status_display()


class CadreOccupancy(YearRow):
    """Filled and vacant posts of one status in the norm cadre (norm cadre regulation)."""

    status = models.CharField("statü", max_length=20, choices=StaffStatus)
    filled = models.IntegerField("dolu kadro", null=True, blank=True)
    vacant = models.IntegerField("boş kadro", null=True, blank=True)
    total = models.GeneratedField(
        expression=sum_of_known("filled", "vacant", output=models.IntegerField()),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name="toplam kadro",
    )

    natural_key_fields = ("status",)

    class Meta(YearRow.Meta):
        verbose_name = "kadro doluluğu"
        verbose_name_plural = "kadro doluluğu"
        constraints = [
            unique_in_year(
                "status",
                name="cadreoccupancy_status_once",
                message="Bu yıl için bu statünün satırı zaten var; mevcut satır düzenlenmelidir.",
            ),
            not_negative("filled", "Dolu kadro", "cadreoccupancy_filled_not_negative"),
            not_negative("vacant", "Boş kadro", "cadreoccupancy_vacant_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.year_id})"

    @property
    def row_key(self) -> str:
        return self.status

    @property
    def label(self) -> str:
        return self.get_status_display()


class PersonnelBreakdown(YearRow):
    """Staff of one group (gender, education, age), counted for each employment status.

    An empty cell is not reported and is not zero. The total is the sum of what is reported.
    """

    civil_servants = models.IntegerField("memur", null=True, blank=True)
    contracted = models.IntegerField("sözleşmeli", null=True, blank=True)
    workers = models.IntegerField("İşçi", null=True, blank=True)
    company_staff = models.IntegerField("şirket personeli", null=True, blank=True)
    total = models.GeneratedField(
        expression=sum_of_known(
            "civil_servants",
            "contracted",
            "workers",
            "company_staff",
            output=models.IntegerField(),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name="toplam",
    )

    class Meta(YearRow.Meta):
        abstract = True
        constraints = [
            not_negative("civil_servants", "Memur sayısı", "%(class)s_civil_servants_not_negative"),
            not_negative("contracted", "Sözleşmeli sayısı", "%(class)s_contracted_not_negative"),
            not_negative("workers", "İşçi sayısı", "%(class)s_workers_not_negative"),
            not_negative(
                "company_staff", "Şirket personeli sayısı", "%(class)s_company_staff_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.year_id})"

    @property
    def label(self) -> str:
        """The group's Turkish name."""
        raise NotImplementedError


class PersonnelByGender(PersonnelBreakdown):
    """Staff of one gender at the end of the year."""

    gender = models.CharField("cinsiyet", max_length=10, choices=Gender)

    natural_key_fields = ("gender",)

    class Meta(PersonnelBreakdown.Meta):
        verbose_name = "cinsiyete göre personel"
        verbose_name_plural = "cinsiyete göre personel"
        constraints = [
            *PersonnelBreakdown.Meta.constraints,
            unique_in_year(
                "gender",
                name="personnelbygender_gender_once",
                message="Bu yıl için bu cinsiyetin satırı zaten var; mevcut satır düzenlenmelidir.",
            ),
        ]

    @property
    def row_key(self) -> str:
        return self.gender

    @property
    def label(self) -> str:
        return self.get_gender_display()


class PersonnelByEducation(PersonnelBreakdown):
    """Staff of one education level at the end of the year."""

    level = models.CharField("öğrenim düzeyi", max_length=20, choices=EducationLevel)

    natural_key_fields = ("level",)

    class Meta(PersonnelBreakdown.Meta):
        verbose_name = "öğrenime göre personel"
        verbose_name_plural = "öğrenime göre personel"
        constraints = [
            *PersonnelBreakdown.Meta.constraints,
            unique_in_year(
                "level",
                name="personnelbyeducation_level_once",
                message="Bu yıl için bu öğrenim düzeyinin satırı zaten var; mevcut satır "
                "düzenlenmelidir.",
            ),
        ]

    @property
    def row_key(self) -> str:
        return self.level

    @property
    def label(self) -> str:
        return self.get_level_display()


class PersonnelByAge(PersonnelBreakdown):
    """Staff of one age band at the end of the year."""

    band = models.CharField("yaş grubu", max_length=10, choices=AgeBand)

    natural_key_fields = ("band",)

    class Meta(PersonnelBreakdown.Meta):
        verbose_name = "yaşa göre personel"
        verbose_name_plural = "yaşa göre personel"
        constraints = [
            *PersonnelBreakdown.Meta.constraints,
            unique_in_year(
                "band",
                name="personnelbyage_band_once",
                message="Bu yıl için bu yaş grubunun satırı zaten var; mevcut satır "
                "düzenlenmelidir.",
            ),
        ]

    @property
    def row_key(self) -> str:
        return self.band.replace("+", "-plus")

    @property
    def label(self) -> str:
        return self.get_band_display()
