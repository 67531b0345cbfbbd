"""The waivers that a package carries, held against the findings of what was loaded.

A waiver answers a finding only while rule, place and both values agree. One that names no values
where the finding has them would be none; one whose values are others answers nothing any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from django.utils import timezone

from reports.core.documents import FindingValue, Reconciliation
from reports.ground.marks import mark_of

from .io import read_csv
from .log import LoadLog

WAIVERS = "data/waivers.csv"
PLACE = ("code", "dataset", "row", "column", "source", "section")
VALUES = ("stated", "computed")

Place = tuple[str, ...]


def judge_waivers(root: Path, checks: Reconciliation, log: LoadLog) -> None:
    """Say of each waiver of the package that answers nothing why it does not.

    To be asked after the file was read without an error. Values that are missing or differ and
    findings that are gone are noted: the finding is open, which says enough, and a figure that was
    changed may give a value to a finding that had none when it was accepted.
    """
    if not (root / WAIVERS).is_file():
        return
    marks = {finding.mark for finding in checks.findings}
    places: dict[Place, list[FindingValue]] = defaultdict(list)
    for finding in checks.findings:
        places[tuple(getattr(finding, name) for name in PLACE)].append(finding)
    table = read_csv(root / WAIVERS)
    headers = [header.casefold() for header in table.header]
    today = timezone.localdate().isoformat()
    for cells, line in zip(table.rows, table.lines, strict=True):
        row = dict(zip(headers, (cell.strip() for cell in cells), strict=True))
        place = tuple(row[name] for name in PLACE)
        values = tuple(row[name] for name in VALUES)
        where = f"{WAIVERS}, satır {line}"
        if mark_of(*place, *values) not in marks:
            _unanswered(row, places[place], line, log)
        elif "" < (row.get("expires_on") or "") < today:
            log.idle.append(
                f"{where}: {row['code']} kabulünün süresi {row['expires_on']} günü doldu; bulgu "
                "açıktır."
            )


def _unanswered(row: Mapping[str, str], found: list[FindingValue], line: int, log: LoadLog) -> None:
    where = f"{WAIVERS}, satır {line}"
    if not found:
        log.idle.append(
            f"{where}: {row['code']} kabulü hiçbir bulguyu karşılamıyor; bu yerde artık bulgu yok. "
            "Satır silinebilir."
        )
        return
    for name, label in zip(VALUES, ("yazan değer", "hesaplanan değer"), strict=True):
        known = {getattr(finding, name) for finding in found}
        if not row[name] and "" not in known:
            log.idle.append(
                f"{where}: {row['code']} kabulünde {label} yok; bulgudaki değer "
                f"({', '.join(sorted(known))}) yazılmadıkça bulgu açıktır."
            )
            return
    seen = "; ".join(f"{f.stated or '—'} ve {f.computed or '—'}" for f in found)
    log.idle.append(
        f"{where}: {row['code']} kabulü ({row['stated'] or '—'} ve {row['computed'] or '—'}) "
        f"bugünkü bulguyu karşılamıyor; bulguda yazan ve hesaplanan değer: {seen}. Bulgu açıktır."
    )
