"""Tell whether a PDF is one that the portal published, what was changed, and who signed it."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from kars_portal.lib.printable import printable
from reports.publish.verification.judge import MAX_BYTES, Outcome, Verdict, judge
from reports.publish.verification.signed import Signed, Signer
from reports.publish.verification.slots import Busy

DIFFERS, NOT_VERIFIABLE, PAGES_UNKNOWN = 1, 2, 3
CODES = {
    Outcome.SAME: 0,
    Outcome.EARLIER: 0,
    Outcome.SIGNED: PAGES_UNKNOWN,
    Outcome.APPENDED: PAGES_UNKNOWN,
    Outcome.NO_OWN_FILE: PAGES_UNKNOWN,
    Outcome.UNREADABLE: NOT_VERIFIABLE,
}


class Command(BaseCommand):
    help = (
        "PDF'yi yayımlanmış dosyalarla, ekindeki verileri yayımlanmış sürümle karşılaştırır; "
        "imzaları yazar. Çıkış kodu: 0 dosya aynı, 1 farklı veya yayımlanmamış, 2 "
        "karşılaştırılamıyor, 3 veriler aynı ancak sayfalar için başka bir kanıt gerekir."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="denetlenecek PDF")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        name = printable(str(file))
        try:
            with file.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(
                f"{name} okunamadı: {error.strerror}.", returncode=NOT_VERIFIABLE
            ) from error
        if len(content) > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise CommandError(f"{name} {limit} MB sınırını aşıyor.", returncode=NOT_VERIFIABLE)
        try:
            verdict = judge(content)
        except Busy as error:
            raise CommandError(
                "Şu anda başka dosyalar inceleniyor; biraz sonra yeniden denenmelidir.",
                returncode=NOT_VERIFIABLE,
            ) from error
        lines = [f"{name}: {verdict.sentence}", *_lines(verdict)]
        code = CODES.get(verdict.outcome, DIFFERS)
        if code:
            raise CommandError("\n".join(lines), returncode=code)
        self.stdout.write("\n".join(lines))


def _lines(verdict: Verdict) -> list[str]:
    lines = [verdict.problem] if verdict.problem else []
    if verdict.data is not None:
        lines += verdict.data.problems
    known = verdict.edition
    if known is not None:
        lines.append(f"Belgenin SHA-256 özeti: {known.sha256}")
        if not known.is_current:
            newest = max(known.versions)
            lines.append(f"Bu sürüm yürürlükte değildir; yürürlükteki sürüm: {newest}.")
    lines.append(f"Dosyanın SHA-256 özeti: {verdict.file_sha256}")
    return lines + (_signatures(verdict.signed) if verdict.signed else [])


def _signatures(signed: Signed) -> list[str]:
    if not signed.is_readable:
        return ["İmzalar okunamadı."]
    if not signed.signers:
        return ["Dosyada imza yok."]
    lines = [_line(signer) for signer in signed.signers]
    lines += [
        f"Belge zaman damgası: {localtime(moment):%d.%m.%Y %H.%M}" for moment in signed.archived_at
    ]
    if signed.archive_problem:
        lines.append(f"Belge zaman damgası: {signed.archive_problem}")
    return lines


def _line(signer: Signer) -> str:
    when = signer.stamped_at or signer.claimed_at
    said = f"{localtime(when):%d.%m.%Y %H.%M}" if when else "zamanı bilinmiyor"
    clock = "zaman damgası" if signer.stamped_at else "imzacının saati"
    demo = " (ÖRNEK / DEMO: hukuken imza değildir)" if signer.demo else ""
    return (
        f"{signer.role or signer.field}: {signer.name}{demo}, {said} ({clock}), {signer.level}: "
        f"{signer.problem or 'doğrulandı'}"
    )
