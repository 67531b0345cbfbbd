"""Say how the signatures of a year's report stand."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.models import FrozenSignature, Publication, Report, SignatureUpload
from reports.present.editions import edition
from reports.publish.signing import flow
from reports.publish.signing.believed import configured_trust
from reports.publish.signing.record import damage_of
from reports.publish.signing.state import Standing, frozen_pdf, standing_of
from reports.publish.signing.trust import TrustError
from reports.publish.versions import frozen_report


class Command(BaseCommand):
    help = "Yılın raporunun imzalarının durumunu yazar: kim imzaladı, sıra kimde, ne eksik."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="mali yıl")

    def handle(self, *args: object, year: int, **options: object) -> None:
        report = Report.objects.filter(year_id=year).first()
        if report is None:
            raise CommandError(f"{year} yılı için rapor yok; önce veriler yüklenmelidir.")
        self.stdout.write(f"{report}: {report.get_state_display()}")
        self._published(year)
        frozen = frozen_report(report)
        if frozen is None:
            self.stdout.write("Dondurulmuş rapor yok; imza, rapor dondurulduktan sonra atılır.")
            return
        self.stdout.write(
            f"Dondurulan sürüm {frozen.version}: "
            f"{timezone.localtime(frozen.frozen_at):%d.%m.%Y %H:%M}, SHA-256 {frozen.sha256}"
        )
        self._standing(standing_of(frozen))
        for upload in SignatureUpload.objects.filter(frozen=frozen).select_related("uploaded_by"):
            self.stdout.write(f"Yükleme {self._upload(upload)}")

    def _published(self, year: int) -> None:
        if not Publication.objects.filter(year_id=year).exists():
            return
        found = edition(year)
        if found is None or not found.signatures:
            self.stdout.write("Yayımlanan son sürüm imzasız.")
            return
        whole = "İmzalı" if found.is_fully_signed else "Kısmen imzalı"
        self.stdout.write(f"Yayımlanan sürüm {found.version}: {whole}")
        for signature in found.signatures:
            self.stdout.write(f"  {self._signature(signature)}")

    def _standing(self, state: Standing) -> None:
        try:
            trust = "" if configured_trust() else flow.NO_TRUST
        except (TrustError, OSError):
            trust = flow.BAD_TRUST
        if trust:
            self.stdout.write(trust)
        if state.last is None and frozen_pdf(state.frozen) is None:
            self.stdout.write("İmzalanacak PDF henüz yok.")
        rule = "zorunlu" if state.policy.compulsory else "zorunlu değil"
        order = "sırayla" if state.policy.ordered else "sırasız"
        self.stdout.write(f"İmza {rule}, {order}, en az {state.policy.minimum_level} düzeyinde.")
        for signature in state.signatures:
            self.stdout.write(f"  {self._signature(signature)}")
        for item in state.missing:
            said = item.problem or ("sırada" if item in state.next else "bekliyor")
            self.stdout.write(f"  {item.place.name}: {item.who}: {said}")
        damage = damage_of(state.last)
        if damage:
            self.stdout.write(damage)

    def _signature(self, signature: FrozenSignature) -> str:
        when = signature.stamped_at or signature.claimed_at
        said = f"{timezone.localtime(when):%d.%m.%Y %H:%M}" if when else "zamanı bilinmiyor"
        clock = "zaman damgası" if signature.stamped_at else "imzacının saati"
        demo = " (ÖRNEK / DEMO, hukuken imza değildir)" if signature.demo else ""
        return f"{signature.field}: {signature.signer}{demo}, {said} ({clock}), {signature.level}"

    def _upload(self, upload: SignatureUpload) -> str:
        by = upload.uploaded_by.get_username() if upload.uploaded_by else "komut satırı"
        state = upload.get_state_display()
        if upload.is_refused:
            state = "Kabul edilmedi"
        elif upload.is_accepted:
            state = "Kabul edildi"
        at = f"{timezone.localtime(upload.uploaded_at):%d.%m.%Y %H:%M}"
        return f"{at} {by} {upload.sha256[:12]}: {state}. {upload.sentence}".rstrip()
