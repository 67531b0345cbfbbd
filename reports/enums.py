"""Choices of the core, with the Turkish labels that staff and citizens read."""

from __future__ import annotations

from django.db import models


class ReportState(models.TextChoices):
    """Stages of a year's report; only `reports.publish.versions` moves a report between them."""

    COLLECTING = "collecting", "Derleniyor"
    FROZEN = "frozen", "Donduruldu"
    SIGNED = "signed", "İmzalandı"
    PUBLISHED = "published", "Yayımlandı"

    @property
    def is_frozen(self) -> bool:
        """Whether the report waits, with or without signatures, to be published or taken back."""
        return self in (ReportState.FROZEN, ReportState.SIGNED)


class SectionState(models.TextChoices):
    """Stages of a section; only `reports.collect.workflow` moves a section between them."""

    EMPTY = "empty", "Başlanmadı"
    DRAFT = "draft", "Hazırlanıyor"
    SUBMITTED = "submitted", "Teslim edildi"
    RETURNED = "returned", "İade edildi"
    REOPENED = "reopened", "Düzeltmeye açıldı"
    ACCEPTED = "accepted", "Kabul edildi"
    SEALED = "sealed", "Mühürlendi"

    @property
    def is_editable(self) -> bool:
        """Whether the responsible directorate may change the section's figures."""
        return self in (
            SectionState.EMPTY,
            SectionState.DRAFT,
            SectionState.RETURNED,
            SectionState.REOPENED,
        )

    @property
    def is_being_entered(self) -> bool:
        """Whether the section has not been delivered yet, so that nothing can be missing in it."""
        return self in (SectionState.EMPTY, SectionState.DRAFT)

    @property
    def is_finished(self) -> bool:
        return self in (SectionState.ACCEPTED, SectionState.SEALED)


class SectionEventKind(models.TextChoices):
    """What happened to a section; the history tells it in these words."""

    OPENED = "opened", "açıldı"
    STARTED = "started", "girişe başlandı"
    SUBMITTED = "submitted", "teslim edildi"
    WITHDRAWN = "withdrawn", "teslim geri alındı"
    APPROVED = "approved", "müdürce onaylandı"
    RETURNED = "returned", "iade edildi"
    ACCEPTED = "accepted", "kabul edildi"
    SEALED = "sealed", "mühürlendi"
    UNSEALED = "unsealed", "mührü kaldırıldı"
    UNLOCK_ASKED = "unlock_asked", "mührün kaldırılması istendi"
    REOPENED = "reopened", "düzeltmeye açıldı"
    RECHECKED = "rechecked", "yeniden incelemeye alındı"
    EXTENDED = "extended", "süresi uzatıldı"
    ASSIGNED = "assigned", "sorumlusu değişti"
    REMINDED = "reminded", "hatırlatma gönderildi"
    COMMENTED = "commented", "not yazıldı"
    UNCHANGED = "unchanged", "değişiklik ya da veri olmadığı onaylandı"


class EntryState(models.TextChoices):
    """How far a table or a row of it is, in the words of desk, section, sheet and board alike."""

    EMPTY = "empty", "henüz girilmedi"
    CARRIED = "carried", "geçen yıldan aktarıldı"
    ENTERED = "entered", "girildi"
    CONFIRMED = "confirmed", "değişiklik yok (onaylandı)"

    @property
    def is_open(self) -> bool:
        """Nobody has said anything of this year yet."""
        return self in (EntryState.EMPTY, EntryState.CARRIED)


class MilestoneTopic(models.TextChoices):
    """What a day of the calendar is about."""

    UNIT_REPORTS = "unit_reports", "Birim faaliyet raporları"
    PERFORMANCE = "performance", "Performans sonuçları"
    FINANCE = "finance", "Mali tablolar"
    COMPILING = "compiling", "Raporun derlenmesi"
    AUDIT_COMMISSION = "audit_commission", "Denetim komisyonu"
    COUNCIL = "council", "Belediye meclisi"
    FINAL_ACCOUNT = "final_account", "Kesin hesap"
    EXPECTATIONS = "expectations", "Mali durum ve beklentiler"
    OTHER = "other", "Diğer"


class DeclarationRole(models.TextChoices):
    """In which capacity an officer signs (assurance statements of Law 5018)."""

    PRESENTATION = "presentation", "Sunuş"
    TOP_MANAGER = "top_manager", "Üst yönetici"
    ACCOUNTING_OFFICER = "accounting_officer", "Mali hizmetler birim yöneticisi"
    SPENDING_OFFICER = "spending_officer", "Harcama yetkilisi"


class FigureStatus(models.TextChoices):
    """Whether the figures of a publication precede or follow the final account."""

    PROVISIONAL = "provisional", "Geçici (kesin hesap öncesi)"
    FINAL = "final", "Kesin (kesin hesap sonrası)"


class CorrectionKind(models.TextChoices):
    """What a correction changes in a published report; the versions' difference must agree."""

    FIGURE = "figure", "rakam düzeltmesi"
    TEXT = "text", "metin düzeltmesi"
    ADDITION = "addition", "ekleme"


class CouncilResult(models.TextChoices):
    """What the council decided on the explanations in the report (Law 5393 art. 26)."""

    SUFFICIENT = "sufficient", "yeterli"
    INSUFFICIENT = "insufficient", "yetersiz"


class DeliveryRecipient(models.TextChoices):
    """To whom a copy of the report goes (Law 5018 art. 41)."""

    MINISTRY = "ministry", "Çevre, Şehircilik ve İklim Değişikliği Bakanlığı"
    COURT_OF_ACCOUNTS = "court_of_accounts", "Sayıştay Başkanlığı"
    OTHER = "other", "Diğer"


class DeliveryWay(models.TextChoices):
    """How a copy was sent."""

    REGISTERED_MAIL = "kep", "Kayıtlı elektronik posta (KEP)"
    ELECTRONIC = "electronic", "Elektronik belge yönetim sistemi"
    POST = "post", "Posta"
    BY_HAND = "by_hand", "Elden"
    OTHER = "other", "Diğer"


class PdfKind(models.TextChoices):
    """Which print of a version a PDF is."""

    REPORT = "report", "Faaliyet raporu"
    UNIT = "unit", "Birim faaliyet raporu"
    SUMMARY = "summary", "Vatandaş özeti"


class JobState(models.TextChoices):
    """State of a long piece of work that a person waits for."""

    WAITING = "waiting", "Sırada"
    RUNNING = "running", "Çalışıyor"
    DONE = "done", "Bitti"
    FAILED = "failed", "Başarısız"


class IntakePhase(models.TextChoices):
    """Where the work on a large file is that a person has uploaded for a table."""

    WAITING = "waiting", "Sırada"
    READING = "reading", "Dosya okunuyor"
    RECOGNISING = "recognising", "Satırlar tanınıyor"
    TRYING = "trying", "Deneniyor"
    READY = "ready", "Onay bekliyor"
    TAKING = "taking", "Tabloya yazılıyor"
    TAKEN = "taken", "Kaydedildi"
    BROKEN = "broken", "Yarıda kaldı"
    FAILED = "failed", "Alınmadı"
    CANCELLED = "cancelled", "İptal edildi"

    @property
    def is_busy(self) -> bool:
        """Whether the server works on it, or will."""
        return self in BUSY

    @property
    def is_over(self) -> bool:
        """Whether nothing will become of it any more."""
        return self in (IntakePhase.TAKEN, IntakePhase.FAILED, IntakePhase.CANCELLED)


BUSY = (
    IntakePhase.WAITING,
    IntakePhase.READING,
    IntakePhase.RECOGNISING,
    IntakePhase.TRYING,
    IntakePhase.TAKING,
)


class SignerRule(models.TextChoices):
    """Whose certificate a signature field asks for."""

    DECLARATION = "declaration", "Beyanda adı yazılı kişi"
    NAME = "name", "Adı burada yazılı kişi"
    ANYBODY = "anybody", "Güvenilen herhangi bir sertifika"
    NOBODY = "nobody", "Bu alanda imza aranmaz"


class SignatureLevel(models.TextChoices):
    """Baseline levels of PAdES, lowest first."""

    B_B = "B-B", "B-B: imza ve sertifika"
    B_T = "B-T", "B-T: zaman damgalı"
    B_LT = "B-LT", "B-LT: doğrulama bilgileri içinde"
    B_LTA = "B-LTA", "B-LTA: arşiv zaman damgalı"


class SignedKind(models.TextChoices):
    """What was added by a file that the portal has accepted after the frozen one."""

    SIGNATURE = "signature", "İmza"
    SEAL = "seal", "Kurum mührü"
    EXTENSION = "extension", "Arşiv zaman damgası"
