"""What the municipality works with: facilities, vehicles, equipment, software; what it offers."""

from __future__ import annotations

from django.db import models

from departments.enums import EquipmentKind
from reports.models import QuantityField, YearRow, not_negative, unique_in_year

from .keyed import KeyedRow, sum_of_known


class Facility(KeyedRow):
    """A building or site in use, with its areas in m² (regulation art. 18, physical structure).

    The three areas are separate statements of the source: many sites give only `area`.
    """

    area = QuantityField("alan (m²)", null=True, blank=True)
    closed_area = QuantityField("kapalı alan (m²)", null=True, blank=True)
    open_area = QuantityField("açık alan (m²)", null=True, blank=True)
    note = models.TextField("not", blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "tesis"
        verbose_name_plural = "tesisler"
        constraints = [
            unique_in_year(
                "key",
                name="facility_key_once",
                message="Bu yıl için aynı ad ya da anahtarla bir tesis zaten var; mevcut satır "
                "düzenlenmeli ya da ad ayırt edici yazılmalıdır.",
            ),
            not_negative("area", "Alan", "facility_area_not_negative"),
            not_negative("closed_area", "Kapalı alan", "facility_closed_area_not_negative"),
            not_negative("open_area", "Açık alan", "facility_open_area_not_negative"),
        ]


class Vehicle(KeyedRow):
    """One type of vehicle or machine: how many are owned and how many leased."""

    owned = models.IntegerField("belediyeye ait", null=True, blank=True)
    leased = models.IntegerField("kiralık", null=True, blank=True)
    total = models.GeneratedField(
        expression=sum_of_known("owned", "leased", output=models.IntegerField()),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name="toplam",
    )

    class Meta(YearRow.Meta):
        verbose_name = "araç"
        verbose_name_plural = "araçlar"
        constraints = [
            unique_in_year(
                "key",
                name="vehicle_key_once",
                message="Bu yıl için aynı ad ya da anahtarla bir araç türü zaten var; mevcut satır "
                "düzenlenmeli ya da ad ayırt edici yazılmalıdır.",
            ),
            not_negative("owned", "Belediyeye ait araç sayısı", "vehicle_owned_not_negative"),
            not_negative("leased", "Kiralık araç sayısı", "vehicle_leased_not_negative"),
        ]


class Equipment(KeyedRow):
    """One kind of information technology equipment and its count."""

    kind = models.CharField("tür", max_length=10, choices=EquipmentKind)
    count = models.IntegerField("adet", null=True, blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "donanım"
        verbose_name_plural = "donanımlar"
        constraints = [
            unique_in_year(
                "key",
                name="equipment_key_once",
                message="Bu yıl için aynı ad ya da anahtarla bir donanım zaten var; mevcut satır "
                "düzenlenmeli ya da ad ayırt edici yazılmalıdır.",
            ),
            not_negative("count", "Adet", "equipment_count_not_negative"),
        ]

    @property
    def kind_label(self) -> str:
        return self.get_kind_display()


class Software(KeyedRow):
    """A software package in use."""

    class Meta(YearRow.Meta):
        verbose_name = "yazılım"
        verbose_name_plural = "yazılımlar"
        constraints = [
            unique_in_year(
                "key",
                name="software_key_once",
                message="Bu yıl için aynı ad ya da anahtarla bir yazılım zaten var; mevcut satır "
                "düzenlenmelidir.",
            )
        ]


class Service(KeyedRow):
    """A service offered to citizens or within the institution, in its group."""

    group = models.CharField("hizmet grubu", max_length=200, blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "sunulan hizmet"
        verbose_name_plural = "sunulan hizmetler"
        constraints = [
            unique_in_year(
                "key",
                name="service_key_once",
                message="Bu yıl için aynı ad ya da anahtarla bir hizmet zaten var; mevcut satır "
                "düzenlenmeli ya da ad ayırt edici yazılmalıdır.",
            )
        ]
