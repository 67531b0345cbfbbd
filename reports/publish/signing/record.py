"""What was accepted for a freeze, as the pages read it: the last file and the signatures in it."""

from __future__ import annotations

from django.db.models import QuerySet

from reports.models import FrozenReport, SignedFile

from . import files


def last_files(accepted: QuerySet[SignedFile], *, lost: bool = True) -> dict[int, SignedFile]:
    """Freeze → the file that counts of those accepted for it: the last one. One query.

    Without `lost` the last one that is still where it was kept.
    """
    return {
        file.frozen_id: file
        for file in accepted.order_by("pk")
        if lost or files.path_of(file.file).is_file()
    }


def last_file(frozen: FrozenReport) -> SignedFile | None:
    """What was accepted last for a freeze."""
    return last_files(SignedFile.objects.filter(frozen=frozen)).get(frozen.pk)


def damage_of(last: SignedFile | None) -> str:
    """Why an accepted file may not be published as it lies there; empty when it is as accepted."""
    if last is None:
        return ""
    try:
        whole, start, size = files.read_start(files.path_of(last.file), last.base_size)
    except FileNotFoundError:
        return (
            "Kabul edilmiş imzalı dosya sunucuda bulunamadı; yedekten geri konmalı ya da dondurma "
            "geri alınıp yeniden imzalanmalıdır."
        )
    if (whole, start, size) != (last.sha256, last.base_sha256, last.size):
        return (
            "Sunucudaki imzalı dosya kabul edilen dosya değil, baytları değişmiş; yedekten geri "
            "konmalı ya da dondurma geri alınıp yeniden imzalanmalıdır."
        )
    return ""
