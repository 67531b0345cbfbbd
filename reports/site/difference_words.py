"""The words for what changed and for the properties that did."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.enums import FigureStatus
from reports.publish.versions.changes import Change, FieldChange

UNTOLD = {
    "schema", "contents", "facts", "spec", "order", "links", "row_order", "in_section", "wide",
    "parent", "dataset", "row", "column", "id", "kind", "total", "people",
}  # fmt: skip
"""Properties whose values are names of the program: it is told that they changed, not how."""


def change_words(part: str, change: Change) -> str:
    """What happened, in two words at most."""
    match part, change:
        case "finding", Change.ADDED:
            return _("Yeni bulgu")
        case "finding", Change.REMOVED:
            return _("Artık yok")
        case "waiver", Change.ADDED:
            return _("Kabul edildi")
        case "waiver", Change.REMOVED:
            return _("Kabul kaldırıldı")
        case "column", Change.ADDED:
            return _("Yeni sütun")
        case "column", Change.REMOVED:
            return _("Çıkarılan sütun")
        case "row", Change.ADDED:
            return _("Yeni satır")
        case "row", Change.REMOVED:
            return _("Çıkarılan satır")
        case _, Change.ADDED:
            return _("Eklendi")
        case _, Change.REMOVED:
            return _("Çıkarıldı")
    return _("Değişti")


def field_words(change: FieldChange) -> tuple[str, str, str]:
    """Name and both values of a property; values are empty where they would say nothing."""
    name = change.field
    if name.startswith("family:"):
        return _("Denetim türü (tutan / tutmayan)"), change.old, change.new
    label = _labels().get(name, name)
    if name in UNTOLD:
        return label, "", ""
    if name == "figure_status":
        statuses = {value: str(name) for value, name in FigureStatus.choices}
        return label, statuses.get(change.old, change.old), statuses.get(change.new, change.new)
    return label, change.old, change.new


def _labels() -> dict[str, str]:
    return {
        "schema": _("Belge biçimi"),
        "year": _("Yıl"),
        "institution": _("Kurum"),
        "province": _("İl"),
        "title": _("Başlık"),
        "document_note": _("Belge notu"),
        "figure_status": _("Rakamların niteliği"),
        "address": _("Adres"),
        "slug": _("Adres"),
        "number": _("Numara"),
        "basis": _("Dayanak"),
        "parent": _("Üst bölüm"),
        "contents": _("Metin, tablo ve grafiklerin dizilişi"),
        "facts": _("Bölüm bilgileri"),
        "order": _("Sıra"),
        "section": _("Bölüm"),
        "unit": _("Birim"),
        "description": _("Açıklama"),
        "note": _("Not"),
        "total_label": _("Toplam satırının adı"),
        "in_section": _("Bölümde gösterim"),
        "links": _("Satır bağlantıları"),
        "row_order": _("Satırların sırası"),
        "key": _("Anahtar"),
        "kind": _("Tür"),
        "total": _("Toplama biçimi"),
        "formula": _("Formül"),
        "parts": _("Formül"),
        "people": _("Kimleri saydığı"),
        "wide": _("Genişlik"),
        "spec": _("Çizim"),
        "dataset": _("Tablo"),
        "row": _("Satır"),
        "column": _("Sütun"),
        "label": _("Ad"),
        "text": _("Yazılış"),
        "value": _("Değer"),
        "item": _("Kalem"),
        "source_table": _("Kaynak tablo"),
        "line_from": _("Basılı metindeki ilk satır"),
        "line_to": _("Basılı metindeki son satır"),
        "rules": _("Denetim kuralı"),
        "checked": _("Yapılan denetim"),
        "held": _("Tutan denetim"),
    }
