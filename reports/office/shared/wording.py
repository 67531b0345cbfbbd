"""How the office speaks of a section's state and steps; one place, so that pages agree."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from reports.collect.workflow import steps
from reports.enums import SectionState
from reports.ground.actors import Actor
from reports.models import Section


def step_labels() -> dict[str, str]:
    """What each step is called on its button."""
    return {
        "submit": _("Teslim et"),
        "approve": _("Teslimi onayla"),
        "withdraw": _("Teslimi geri al"),
        "accept": _("Kabul et"),
        "return": _("İade et"),
        "extend": _("Süreyi uzat"),
        "ask": _("Mührün kaldırılmasını iste"),
        "reopen": _("Düzeltmeye aç"),
        "comment": _("Not ekle"),
    }


def step_explanations() -> dict[str, str]:
    """What follows from a step, said before it is taken."""
    return {
        "submit": _(
            "Teslimden sonra bölümün rakamları ve metni değiştirilemez; teslim, karar verilene "
            "kadar geri alınabilir. Açık hatası olan bölüm teslim edilemez."
        ),
        "approve": _("Onaylanan teslim kabul için incelenir."),
        "withdraw": _("Bölüm yeniden hazırlanıyor olur; müdür onayı düşer."),
        "accept": _("Bölüm raporla birlikte mühürlenmeye hazır olur."),
        "return": _(
            "Bölüm müdürlüğe döner ve yeniden değiştirilebilir. Not müdürlüğe e-postayla da "
            "gönderilir; bir alan seçilirse o alanın yanında gösterilir."
        ),
        "extend": _("Yeni son gün ve gerekçesi müdürlüğe bildirilir."),
        "ask": _("İstek, mührü kaldırabilenlerin masasında görünür."),
        "reopen": _(
            "Bölüm düzeltmeye açılır. Gerekçe, bundan sonraki her değişikliğin kaydına eklenir; "
            "bölüm yeniden teslim, onay ve kabul ister."
        ),
        "comment": _("Not bölümü görebilen herkese görünür; adı geçenlere e-posta gider."),
    }


def what_next(section: Section, possible: Iterable[steps.Step]) -> str:
    """What the state means and who acts next."""
    names = {step.name for step in possible}
    match section.stage:
        case SectionState.EMPTY | SectionState.DRAFT if "submit" in names:
            return _("Veriler girilip bölüm teslim edilmelidir.")
        case SectionState.EMPTY | SectionState.DRAFT:
            return _("Sorumlu müdürlüğün veri girişi ve teslimi beklenir.")
        case SectionState.RETURNED if "submit" in names:
            return _("Notlar karşılanıp bölüm yeniden teslim edilmelidir.")
        case SectionState.RETURNED:
            return _("Sorumlu müdürlüğün düzeltmesi ve yeniden teslimi beklenir.")
        case SectionState.REOPENED if "submit" in names:
            return _("Düzeltme yapılıp bölüm yeniden teslim edilmelidir.")
        case SectionState.REOPENED:
            return _("Sorumlu müdürlüğün düzeltmesi ve yeniden teslimi beklenir.")
        case SectionState.SUBMITTED if not section.approved:
            return _("Müdürün teslimi onaylaması beklenir.")
        case SectionState.SUBMITTED:
            return _("Bir inceleyenin kararı beklenir: kabul ya da gerekçeli iade.")
        case SectionState.ACCEPTED:
            return _("Bütün bölümler kabul edilince rapor dondurulur.")
    if "reopen" in names:
        return _("Rapor dondurulurken mühürlendi. Değişiklik için gerekçesiyle açılmalıdır.")
    return _("Rapor dondurulurken mühürlendi. Değişiklik için mührün kaldırılması istenmelidir.")


ICONS = {
    SectionState.EMPTY: "radio_button_unchecked",
    SectionState.DRAFT: "edit",
    SectionState.SUBMITTED: "outbox",
    SectionState.RETURNED: "undo",
    SectionState.REOPENED: "lock_open",
    SectionState.ACCEPTED: "check_circle",
    SectionState.SEALED: "lock",
}


def person_name(person: Actor | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""
