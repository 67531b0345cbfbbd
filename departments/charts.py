"""Charts of personnel and vehicles: the title states the finding, the words carry all figures.

Titles and words are computed from the year's tables, so they cannot say anything else than these.
"""

from __future__ import annotations

from collections.abc import Sequence

from departments.figures import (
    STATUS_COLUMNS,
    Distribution,
    distribution,
    occupancies,
    whole_number,
    women_shares,
)
from departments.wording import possessive, possessive_percent
from kars_portal.lib.numbers import format_integer, format_percent
from kars_portal.lib.turkish import lower
from reports.core.registry import Chart, Spec, Tables

EDUCATION = "departments.personnel_by_education"
AGE = "departments.personnel_by_age"
VEHICLES = "departments.vehicles"

# The sign stands before the number in Turkish; no number format can say that.
TURKISH_PERCENT = "'%' + format(datum.value * 100, '.0f')"

Record = dict[str, str | int]


# -- shapes --------------------------------------------------------------------------------------


def _bars(
    values: Sequence[Record],
    ends: Sequence[Record],
    *,
    x_title: str,
    colour: Sequence[str] = (),
    normalise: bool = False,
) -> Spec:
    """Horizontal bars in the order of `ends`, each with its text behind the end of the bar.

    `values` are the pieces ("grup", "sayi" and, with `colour`, "dizi"); `ends` the texts ("yazi").
    """
    order = [record["grup"] for record in ends]
    y = {"field": "grup", "type": "nominal", "sort": order, "title": None}
    axis: dict[str, object] = {"tickCount": 5}
    axis |= {"labelExpr": TURKISH_PERCENT} if normalise else {"format": ",d", "tickMinStep": 1}
    bar: dict[str, object] = {
        "y": y,
        "x": {
            "field": "sayi",
            "type": "quantitative",
            "title": x_title,
            "stack": "normalize" if normalise else "zero",
            "axis": axis,
        },
    }
    if colour:
        bar["color"] = {
            "field": "dizi",
            "type": "nominal",
            "sort": list(colour),
            "scale": {"domain": list(colour)},
            "title": None,
        }
        bar["order"] = {"field": "dizi_sira", "type": "quantitative"}
    place: dict[str, object] = (
        {"datum": 1} if normalise else {"field": "son", "type": "quantitative"}
    )
    return {
        "height": {"step": 36},
        "layer": [
            {
                "data": {"values": list(values)},
                "mark": {"type": "bar", "height": {"band": 0.66}},
                "encoding": bar,
            },
            {
                "data": {"values": list(ends)},
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6},
                "encoding": {
                    "y": y,
                    "x": place,
                    "text": {"field": "yazi", "type": "nominal"},
                },
            },
        ],
    }


def _sentence(parts: Distribution, unit: str) -> str:
    """Every group with its count and share, then the total."""
    groups = ", ".join(
        f"{part.label} {format_integer(part.count)} {unit} ({format_percent(part.share)})"
        for part in parts.parts
    )
    return f"{groups}."


def _by_status(tables: Tables, dataset: str) -> Spec | None:
    """Groups of a breakdown table, each bar made of the employment statuses."""
    parts = distribution(tables, dataset, "total")
    if parts is None:
        return None
    table = tables[dataset]
    values: list[Record] = []
    shown: list[str] = []
    for position, column in enumerate(STATUS_COLUMNS):
        counts = [whole_number(table, part.key, column) for part in parts.parts]
        if not any(counts):
            continue
        shown.append(table.column(column).title)
        values.extend(
            {"grup": part.label, "dizi": shown[-1], "dizi_sira": position, "sayi": count}
            for part, count in zip(parts.parts, counts, strict=True)
            if count is not None
        )
    ends: list[Record] = [
        {
            "grup": part.label,
            "son": part.count,
            "yazi": f"{format_integer(part.count)} ({format_percent(part.share)})",
        }
        for part in parts.parts
    ]
    return _bars(values, ends, x_title="kişi", colour=shown)


# -- personnel by status -------------------------------------------------------------------------


def _status(tables: Tables) -> Distribution | None:
    return distribution(tables, "departments.personnel_by_status", "count")


def _status_title(tables: Tables) -> str:
    found = _status(tables)
    if found is None or found.largest.share is None:
        return "Statüye göre personel"
    return f"Personelin {possessive_percent(found.largest.share)} {lower(found.largest.label)}"


def _status_words(tables: Tables) -> str:
    found = _status(tables)
    if found is None:
        return ""
    return (
        f"Çubuk grafik, {format_integer(found.total)} kişilik personelin statülere dağılımını "
        f"gösterir. {_sentence(found, 'kişi')}"
    )


def _status_spec(tables: Tables) -> Spec | None:
    found = _status(tables)
    if found is None:
        return None
    values: list[Record] = [{"grup": part.label, "sayi": part.count} for part in found.parts]
    ends: list[Record] = [
        {
            "grup": part.label,
            "son": part.count,
            "yazi": f"{format_integer(part.count)} ({format_percent(part.share)})",
        }
        for part in found.parts
    ]
    return _bars(values, ends, x_title="kişi")


# -- norm cadre ----------------------------------------------------------------------------------


def _cadre_title(tables: Tables) -> str:
    found = occupancies(tables)
    if not found or found[-1].rate is None:
        return "Norm kadro doluluğu"
    whole = found[-1]
    return f"{format_integer(whole.total)} norm kadronun {possessive(whole.filled)} dolu"


def _cadre_words(tables: Tables) -> str:
    found = occupancies(tables)
    lines = "; ".join(
        f"{item.label}: {format_integer(item.filled)} dolu, {format_integer(item.vacant)} boş, "
        f"doluluk {format_percent(item.rate)}"
        for item in found
    )
    return (
        f"Yığılmış çubuk grafik, dolu ve boş kadroların oranını statülere göre gösterir. {lines}."
    )


def _cadre_spec(tables: Tables) -> Spec | None:
    found = occupancies(tables)
    if not found:
        return None
    values: list[Record] = []
    for item in found:
        values.append({"grup": item.label, "dizi": "Dolu", "dizi_sira": 0, "sayi": item.filled})
        values.append({"grup": item.label, "dizi": "Boş", "dizi_sira": 1, "sayi": item.vacant})
    ends: list[Record] = [
        {"grup": item.label, "yazi": f"{format_percent(item.rate)} dolu"} for item in found
    ]
    return _bars(values, ends, x_title="kadroların payı", colour=("Dolu", "Boş"), normalise=True)


# -- gender --------------------------------------------------------------------------------------


def _gender_title(tables: Tables) -> str:
    found = women_shares(tables)
    if not found or found[-1].share is None:
        return "Cinsiyete göre personel"
    return f"Personelin {possessive_percent(found[-1].share)} kadın"


def _gender_words(tables: Tables) -> str:
    lines = "; ".join(
        f"{item.label}: {format_integer(item.women)} kadın, {format_integer(item.men)} erkek, "
        f"kadın oranı {format_percent(item.share)}"
        for item in women_shares(tables)
    )
    return (
        "Yığılmış çubuk grafik, kadın ve erkek personelin oranını statülere göre gösterir. "
        f"{lines}."
    )


def _gender_spec(tables: Tables) -> Spec | None:
    found = women_shares(tables)
    if not found:
        return None
    values: list[Record] = []
    for item in found:
        values.append({"grup": item.label, "dizi": "Kadın", "dizi_sira": 0, "sayi": item.women})
        values.append({"grup": item.label, "dizi": "Erkek", "dizi_sira": 1, "sayi": item.men})
    ends: list[Record] = [
        {"grup": item.label, "yazi": f"{format_percent(item.share)} kadın"} for item in found
    ]
    return _bars(values, ends, x_title="personelin payı", colour=("Kadın", "Erkek"), normalise=True)


# -- education and age ---------------------------------------------------------------------------


def _education_title(tables: Tables) -> str:
    found = distribution(tables, EDUCATION, "total")
    if found is None or found.largest.share is None:
        return "Öğrenim düzeyine göre personel"
    return (
        f"Personelin {possessive_percent(found.largest.share)} {lower(found.largest.label)} mezunu"
    )


def _education_words(tables: Tables) -> str:
    found = distribution(tables, EDUCATION, "total")
    if found is None:
        return ""
    return (
        "Yığılmış çubuk grafik, personelin öğrenim düzeylerine dağılımını ve her düzeyin "
        f"statülerini gösterir. {_sentence(found, 'kişi')}"
    )


def _age_title(tables: Tables) -> str:
    found = distribution(tables, AGE, "total")
    if found is None or found.largest.share is None:
        return "Yaşa göre personel"
    return f"Personelin {possessive_percent(found.largest.share)} {found.largest.label} grubunda"


def _age_words(tables: Tables) -> str:
    found = distribution(tables, AGE, "total")
    if found is None:
        return ""
    return (
        "Yığılmış çubuk grafik, personelin yaş gruplarına dağılımını ve her grubun statülerini "
        f"gösterir. {_sentence(found, 'kişi')}"
    )


# -- vehicles ------------------------------------------------------------------------------------


def _leased(tables: Tables) -> int:
    return whole_number(tables[VEHICLES], "total", "leased") or 0


def _vehicles_title(tables: Tables) -> str:
    found = distribution(tables, VEHICLES, "total")
    if found is None:
        return "Araç ve iş makineleri"
    if not _leased(tables):
        return f"{format_integer(found.total)} aracın tamamı belediyeye ait"
    return f"{format_integer(found.total)} aracın {possessive(_leased(tables))} kiralık"


def _vehicles_words(tables: Tables) -> str:
    found = distribution(tables, VEHICLES, "total")
    if found is None:
        return ""
    kinds = "; ".join(f"{part.label}: {format_integer(part.count)}" for part in found.parts)
    return (
        "Yığılmış çubuk grafik, belediyeye ait ve kiralık araçları cinslerine göre gösterir. "
        f"{kinds}. Toplam {format_integer(found.total)}, kiralık {format_integer(_leased(tables))}."
    )


def _vehicles_spec(tables: Tables) -> Spec | None:
    found = distribution(tables, VEHICLES, "total")
    if found is None:
        return None
    table = tables[VEHICLES]
    parts = sorted(found.parts, key=lambda part: -part.count)
    columns = [table.column(key).title for key in ("owned", "leased")]
    values: list[Record] = [
        {"grup": part.label, "dizi": title, "dizi_sira": position, "sayi": count}
        for part in parts
        for position, (key, title) in enumerate(zip(("owned", "leased"), columns, strict=True))
        if (count := whole_number(table, part.key, key)) is not None
    ]
    ends: list[Record] = [
        {"grup": part.label, "son": part.count, "yazi": format_integer(part.count)}
        for part in parts
    ]
    return _bars(values, ends, x_title="adet", colour=columns) | {"height": {"step": 26}}


CHARTS = (
    Chart(
        id="departments.vehicles_by_kind",
        section="I.C.1",
        dataset=VEHICLES,
        title=_vehicles_title,
        description=_vehicles_words,
        spec=_vehicles_spec,
        order=10,
    ),
    Chart(
        id="departments.staff_by_status",
        section="I.C.4",
        dataset="departments.personnel_by_status",
        title=_status_title,
        description=_status_words,
        spec=_status_spec,
        order=10,
    ),
    Chart(
        id="departments.cadre",
        section="I.C.4",
        dataset="departments.cadre_occupancy",
        title=_cadre_title,
        description=_cadre_words,
        spec=_cadre_spec,
        order=20,
    ),
    Chart(
        id="departments.staff_by_gender",
        section="I.C.4",
        dataset="departments.personnel_by_gender",
        title=_gender_title,
        description=_gender_words,
        spec=_gender_spec,
        order=30,
    ),
    Chart(
        id="departments.staff_by_education",
        section="I.C.4",
        dataset=EDUCATION,
        title=_education_title,
        description=_education_words,
        spec=lambda tables: _by_status(tables, EDUCATION),
        order=40,
    ),
    Chart(
        id="departments.staff_by_age",
        section="I.C.4",
        dataset=AGE,
        title=_age_title,
        description=_age_words,
        spec=lambda tables: _by_status(tables, AGE),
        order=50,
    ),
)
