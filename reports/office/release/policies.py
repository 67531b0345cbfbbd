"""Who has to sign: the policy with its explanations, kept by the publishers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from reports.enums import SignerRule
from reports.models import SignaturePolicy, SignedFile
from reports.office.trail.screens import Trailed
from reports.publish.signing.people import citizen_hash

if TYPE_CHECKING:
    # Only the stubs have the name.
    from django.contrib.admin.options import _FieldsetSpec

OFFICERS = ("finance", "top_manager")
_NUMBER = re.compile(r"[1-9][0-9]{10}")
LOCKED = (
    "{year} raporunda kabul edilmiş imza var; imza kuralı, rapor yayımlanana ya da dondurma geri "
    "alınana kadar değiştirilemez."
)


def is_citizen_number(number: str) -> bool:
    """Whether eleven digits fit their two check digits."""
    if not _NUMBER.fullmatch(number):
        return False
    digits = [int(digit) for digit in number]
    odd, even = sum(digits[0:9:2]), sum(digits[1:8:2])
    return digits[9] == (odd * 7 - even) % 10 and digits[10] == sum(digits[:10]) % 10


class CitizenField(forms.CharField):
    """A citizen number that is compared and never shown again."""

    def __init__(self) -> None:
        super().__init__(
            label="T.C. kimlik numarası",
            required=False,
            help_text="İsteğe bağlı: yazılırsa sertifikadaki numara da uymalıdır. Yalnız özeti "
            "saklanır, yeniden gösterilmez. Boş bırakılırsa kayıtlı olan kalır.",
            widget=UnfoldAdminTextInputWidget(
                attrs={"inputmode": "numeric", "autocomplete": "off"}
            ),
        )

    def clean(self, value: object) -> str:
        number = "".join(super().clean(value).split())
        if number and not is_citizen_number(number):
            raise ValidationError(
                "Kimlik numarası 11 rakamdır ve son iki rakamı öncekilere uymalıdır; numara "
                "denetlenerek yeniden yazılmalıdır."
            )
        return number


class SignaturePolicyForm(forms.ModelForm[SignaturePolicy]):
    """The policy; citizen numbers come in as they are and are kept as hashes."""

    finance_citizen = CitizenField()
    finance_forget = forms.BooleanField(
        label="kayıtlı kimlik numarasını sil", required=False, widget=UnfoldBooleanSwitchWidget()
    )
    top_manager_citizen = CitizenField()
    top_manager_forget = forms.BooleanField(
        label="kayıtlı kimlik numarasını sil", required=False, widget=UnfoldBooleanSwitchWidget()
    )

    class Meta:
        model = SignaturePolicy
        fields = (
            "from_year",
            "compulsory",
            "ordered",
            "first",
            "minimum_level",
            "finance_rule",
            "finance_name",
            "top_manager_rule",
            "top_manager_name",
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        for officer in OFFICERS:
            named = cleaned.get(f"{officer}_rule") == SignerRule.NAME
            name = (cleaned.get(f"{officer}_name") or "").strip()
            if named and not name:
                self.add_error(
                    f"{officer}_name", "Bu kural seçildiğinde sertifikadaki ad yazılmalıdır."
                )
            elif name and not named:
                self.add_error(
                    f"{officer}_name",
                    "Ad yalnız «Adı burada yazılı kişi» seçildiğinde yazılır; kural değiştirilmeli "
                    "ya da ad silinmelidir.",
                )
        year = locked_year(self.instance, cleaned.get("from_year"))
        if year:
            raise ValidationError(LOCKED.format(year=year))
        return cleaned

    def save(self, commit: bool = True) -> SignaturePolicy:
        policy = self.instance
        for officer in OFFICERS:
            number = self.cleaned_data[f"{officer}_citizen"]
            if number:
                setattr(policy, f"{officer}_citizen_hash", citizen_hash(number))
            elif self.cleaned_data[f"{officer}_forget"]:
                setattr(policy, f"{officer}_citizen_hash", "")
        return super().save(commit)


def locked_year(policy: SignaturePolicy, from_year: int | None) -> int | None:
    """A year whose report is being signed under this policy, or would be; None where none is."""
    begins = [year for year in (policy.from_year, from_year) if year is not None]
    if not begins:
        return None
    return (
        SignedFile.objects.filter(
            frozen__released_at__isnull=True,
            frozen__publication__isnull=True,
            frozen__year__gte=min(begins),
        )
        .values_list("frozen__year", flat=True)
        .first()
    )


@admin.register(SignaturePolicy)
class SignaturePolicyAdmin(Trailed, ModelAdmin):
    """One row for each change of the rules; without any, the built-in policy holds."""

    form = SignaturePolicyForm
    list_display = ("from_year", "compulsory", "ordered", "first", "minimum_level")
    search_fields = ("finance_name", "top_manager_name")
    readonly_fields = ("finance_citizen_kept", "top_manager_citizen_kept")
    fieldsets = (
        (
            None,
            {
                "fields": ("from_year", "compulsory", "ordered", "first", "minimum_level"),
                "description": "Hiçbir kural yazılmamışsa imza zorunlu değildir; önce mali "
                "hizmetler birim yöneticisi, sonra üst yönetici, beyanda adı yazılı kişi olarak "
                "imzalar. Kimin sertifikasına güvenildiğini güven klasörü belirler.",
            },
        ),
        (
            "Mali hizmetler birim yöneticisi",
            {
                "fields": (
                    "finance_rule",
                    "finance_name",
                    "finance_citizen",
                    "finance_citizen_kept",
                    "finance_forget",
                )
            },
        ),
        (
            "Üst yönetici",
            {
                "fields": (
                    "top_manager_rule",
                    "top_manager_name",
                    "top_manager_citizen",
                    "top_manager_citizen_kept",
                    "top_manager_forget",
                )
            },
        ),
    )

    @admin.display(description="kimlik numarası", boolean=False)
    def finance_citizen_kept(self, policy: SignaturePolicy) -> str:
        return "Kayıtlı" if policy.finance_citizen_hash else "Kayıtlı değil"

    @admin.display(description="kimlik numarası", boolean=False)
    def top_manager_citizen_kept(self, policy: SignaturePolicy) -> str:
        return "Kayıtlı" if policy.top_manager_citizen_hash else "Kayıtlı değil"

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> _FieldsetSpec:
        """Without the right to change only what there is, not what could be typed."""
        found = super().get_fieldsets(request, obj)
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may:
            return found
        typed = {f"{officer}_{what}" for officer in OFFICERS for what in ("citizen", "forget")}
        return tuple(
            (name, {**options, "fields": tuple(f for f in options["fields"] if f not in typed)})
            for name, options in found
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # What a report was signed under stays known.
        return False
