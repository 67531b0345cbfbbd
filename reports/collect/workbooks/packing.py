"""Workbooks on their way out: their file names, and all of a year in one ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO

from django.utils import timezone

from reports.ground.actors import Visitor

from .units import Directorate
from .writing import workbook_of


def file_name(directorate: Directorate) -> str:
    return f"calisma-kitabi-{directorate.year}-{directorate.code}.xlsx"


def zip_name(year: int) -> str:
    return f"calisma-kitaplari-{year}.zip"


def write_all(
    out: IO[bytes],
    directorates: Iterable[Directorate],
    *,
    now: datetime,
    user: Visitor | None = None,
) -> int:
    """Write a ZIP with one workbook for each directorate that has a table; gives their number."""
    number = 0
    moment = timezone.localtime(now).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for directorate in directorates:
            if not directorate.sheets(user):
                continue
            # The date of the file is that of making; a workbook is compressed already.
            entry = zipfile.ZipInfo(file_name(directorate), moment)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, workbook_of(directorate, now=now, user=user))
            number += 1
    return number
