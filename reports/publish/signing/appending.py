"""What the portal itself appends to a signed report: the institution's seal, and newer proofs.

The bytes are made outside of any transaction, since a time stamp comes over a network. They are
kept only if what was accepted last is still what they were made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from reports.collect.guards import require_permission
from reports.enums import SignedKind
from reports.models import FrozenReport, Publication, Report, SignedFile
from reports.present.pdf.fields import SEAL

from . import files
from .believed import configured_trust
from .configured import configured_seal, configured_time_stamper
from .examine import examine
from .extend import extend
from .flow import NO_TRUST, SigningError, keep_signatures
from .record import damage_of, last_file
from .seal import seal
from .signatures import Examined, Level
from .state import standing_of
from .trust import Trust

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from pyhanko.sign.timestamps import TimeStamper

PUBLISH = "reports.publish_report"


def seal_frozen(report: Report, *, by: User | None = None) -> SignedFile:
    """Set the configured seal on a frozen report that all its officers have signed.

    Raises SigningError when there is nothing to seal, it is sealed already or no time stamp is
    configured; SignError when the seal can't be used; PermissionDenied. `by=None` is the command
    line.
    """
    require_permission(by, PUBLISH)
    frozen = FrozenReport.objects.filter(
        year=report.year_id, released_at__isnull=True, publication__isnull=True
    ).first()
    if frozen is None:
        raise SigningError("not frozen", "Rapor dondurulmuş değil; mühürlenecek bir dosya yok.")
    state = standing_of(frozen)
    if not state.is_complete or state.last is None:
        raise SigningError(
            "incomplete", "Kurum mührü, aranan imzaların hepsi alındıktan sonra basılır."
        )
    if any(signature.field == SEAL.name for signature in state.signatures):
        raise SigningError("sealed", "Rapor mühürlenmiş.")
    trust, stamper = _means()
    content = _content(state.last)
    with configured_seal(trust) as signer:
        sealed = seal(content, signer, level=Level.B_LTA, trust=trust, time_stamper=stamper)
    return _keep(state.last, SignedKind.SEAL, sealed, trust)


def extend_published(
    publication: Publication, *, by: User | None = None, time_stamper: TimeStamper | None = None
) -> SignedFile:
    """Add newer proofs to the signed file of a version; its earlier bytes stay its beginning.

    Raises SigningError when the version is not signed or no time stamp is configured; ExtendError
    when its signatures don't hold; PermissionDenied. `by=None` is the command line.
    """
    require_permission(by, PUBLISH)
    frozen = FrozenReport.objects.filter(publication=publication).first()
    last = last_file(frozen) if frozen else None
    if last is None:
        raise SigningError("unsigned", f"{publication} imzalı yayımlanmamış; yenilenecek imza yok.")
    trust, stamper = _means(time_stamper)
    # What was added after each signature was examined in full when the file was accepted.
    extended = extend(_content(last), trust, stamper, skip_diff=True)
    return _keep(last, SignedKind.EXTENSION, extended, trust)


def _means(stamper: TimeStamper | None = None) -> tuple[Trust, TimeStamper]:
    trust = configured_trust()
    if trust is None:
        raise SigningError("no trust", NO_TRUST)
    stamper = stamper or configured_time_stamper(trust)
    if stamper is None:
        raise SigningError("no tsa", "Zaman damgası tanımlı değil; KARS_TSA_URL verilmelidir.")
    return trust, stamper


def _content(last: SignedFile) -> bytes:
    """The file that was accepted last. Raises SigningError when it is not as it was accepted."""
    if problem := damage_of(last):
        raise SigningError("damaged", problem)
    return files.path_of(last.file).read_bytes()


def _keep(last: SignedFile, kind: SignedKind, content: bytes, trust: Trust) -> SignedFile:
    examined = examine(content, trust, skip_diff=True)
    if not examined.believed:
        raise SigningError("not believed", "Eklenen bölüm doğrulanmadı; dosya olduğu gibi kaldı.")
    stored = files.store([content])
    try:
        return _append(last, kind, stored, examined)
    except BaseException:
        files.remove(stored.name)
        raise


@transaction.atomic
def _append(
    last: SignedFile, kind: SignedKind, stored: files.Stored, examined: Examined
) -> SignedFile:
    Report.objects.select_for_update().get(pk=last.frozen.year_id)
    frozen = FrozenReport.objects.get(pk=last.frozen_id)
    newest = last_file(frozen)
    if newest is None or newest.pk != last.pk or frozen.released_at is not None:
        raise SigningError(
            "overtaken", "Bu arada dosyaya başka bir ekleme yapıldı; işlem yinelenmelidir."
        )
    if kind is SignedKind.SEAL and frozen.publication_id is not None:
        raise SigningError("published", "Rapor bu arada yayımlandı; yayımlanmış sürüm mühürlenmez.")
    file = SignedFile.objects.create(
        frozen=frozen,
        kind=kind,
        file=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        base_sha256=last.base_sha256,
        base_size=last.base_size,
        complete=last.complete,
        accepted_at=timezone.now(),
    )
    keep_signatures(file, examined.signatures)
    return file
