"""Rules about the indicators themselves: their names, units and cards, and the plan above them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher

from kars_portal.lib.numbers import format_decimal, plain
from kars_portal.lib.turkish import slugify, sort_key
from performance.enums import Unit
from performance.results import FULL, INDICATORS, Result, results
from reports.core.checks import HELD, CheckData, Finding, Held, Rule
from reports.core.checks.spelling import plain_name

OBJECTIVES = "performance.objectives"
GOALS = "performance.goals"

# Two spellings of a word: of this length at least, and this much alike.
WORD_FROM = 5
ALIKE = 0.85

# Names that say neither what is counted nor of what it is a part; they need a card.
VAGUE = re.compile(
    r"(?<!\w)(?:memnuniyet\w*|oran\w*|çalışma sayısı|geliştirilmesi|iyileştirilmesi|"
    r"art?tırmak|hızlandırmak|uygulanması|uygulamaları|işlem(?:ler)?i)(?!\w)"
)
GROWTH = re.compile(r"(?<!\w)(?:art(?:ış|ırım)\w*|büyüme\w*|değişim\w*|gerçekleşme\w*)(?!\w)")
SHARE = re.compile(r"(?<!\w)(?:oranı|yüzdesi)$")
COUNT = re.compile(r"(?<!\w)(?:sayısı|adedi)$")


def _amounts(item: Result) -> str:
    return f"{item.code} ({_shown(item.target)} / {_shown(item.actual)})"


def _shown(number: Decimal | None) -> str:
    return "—" if number is None else format_decimal(plain(number))


# -- names -----------------------------------------------------------------------------------------


def same_names(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A name stands twice: with two results, or twice under one objective."""
    members: dict[str, list[Result]] = defaultdict(list)
    for item in results(data):
        members[item.folded].append(item)
    for found in members.values():
        amounts = {(item.target, item.actual) for item in found}
        objectives = {item.objective for item in found}
        if len(found) == 1 or (len(amounts) == 1 and len(objectives) == len(found)):
            yield HELD
            continue
        first, last = found[0], found[-1]
        other = next((i for i in found if i.actual != first.actual), last)
        listed = ", ".join(_amounts(item) for item in found)
        yield rule.finding(
            f"«{first.name}» adı {len(found)} göstergede geçiyor (hedef / gerçekleşme): {listed}.",
            dataset=INDICATORS,
            row=other.key,
            column="name",
            stated=other.label,
            computed=first.label,
        )


def near_names(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Names that differ in signs, or in a few letters of one word."""
    spelt: dict[str, Result] = {}
    gaps: dict[tuple[str, ...], list[tuple[str, Result]]] = defaultdict(list)
    for item in results(data):
        key = slugify(item.name, 400)
        words = key.split("-") if key not in spelt else []
        other = spelt.setdefault(key, item)
        for position, word in enumerate(words):
            if len(word) < WORD_FROM or word.isdigit():
                continue
            rest = (*words[:position], "", *words[position + 1 :])
            for before, earlier in gaps[rest]:
                if before != word and SequenceMatcher(None, before, word).ratio() >= ALIKE:
                    other = earlier
            gaps[rest].append((word, item))
        if other.folded == item.folded:
            yield HELD
            continue
        yield rule.finding(
            f"{item.label} ile {other.label} yalnız yazılışta ayrılıyor.",
            dataset=INDICATORS,
            row=item.key,
            column="name",
            stated=item.name,
            computed=other.name,
        )


def vague(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Names that need a card and have none: one finding for each objective."""
    members: dict[str, list[Result]] = defaultdict(list)
    for item in results(data):
        if item.has_card or not VAGUE.search(item.folded):
            yield HELD
        else:
            members[item.objective].append(item)
    for objective, found in members.items():
        listed = "; ".join(item.label for item in found)
        yield rule.finding(
            f"{objective} hedefinde ne ölçtüğü adından anlaşılmayan ve kartı yazılmamış "
            f"{len(found)} gösterge var: {listed}.",
            dataset=INDICATORS,
            row=found[0].key,
            column="card",
            stated=Decimal(len(found)),
            computed=Decimal(0),
        )


# -- units -----------------------------------------------------------------------------------------


def shares_above_hundred(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A share is not above 100; a rate of growth may be."""
    for item in results(data):
        if item.unit != Unit.PERCENT.label or GROWTH.search(item.folded):
            continue
        for key, title, number in (
            ("target", "hedef", item.target),
            ("actual", "gerçekleşme", item.actual),
        ):
            if number is None:
                continue
            if number <= FULL:
                yield HELD
                continue
            yield rule.finding(
                f"{item.label}: birimi yüzde olan göstergede {title} {_shown(number)}; pay 100'ü "
                "aşamaz.",
                dataset=INDICATORS,
                row=item.key,
                column=key,
                stated=number,
                computed=FULL,
            )


def units_as_named(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A "sayısı" is no percentage, an "oranı" is one."""
    for item in results(data):
        is_percent = item.unit == Unit.PERCENT.label
        if COUNT.search(item.folded):
            wrong = is_percent
        elif SHARE.search(item.folded):
            wrong = item.unit == Unit.NUMBER.label
        else:
            continue
        if not wrong:
            yield HELD
            continue
        expected = Unit.NUMBER.label if is_percent else Unit.PERCENT.label
        yield rule.finding(
            f"{item.label}: birimi «{item.unit}» yazılmış, adına göre «{expected}» olmalıdır.",
            dataset=INDICATORS,
            row=item.key,
            column="unit",
            stated=item.unit,
            computed=expected,
        )


# -- the plan --------------------------------------------------------------------------------------


def counts(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Objectives and goals count the indicators and objectives that stand below them."""
    counted = _below(results(data))
    below: dict[tuple[str, str, str], int] = {}
    for table in (data.table(OBJECTIVES), data.table(GOALS)):
        for row in table.rows if table else ():
            code = str(table.value(row.key, "code")) if table else ""
            below[(table.id if table else "", row.key, "indicator_count")] = counted[code]
    objectives, goals = data.table(OBJECTIVES), data.table(GOALS)
    if goals and objectives:
        members = Counter(objectives.column_values("goal"))
        for row in goals.rows:
            code = str(goals.value(row.key, "code"))
            below[(GOALS, row.key, "objective_count")] = members[code]
    for (dataset, key, column), computed in below.items():
        stated = data.number(dataset, key, column)
        if stated is None or stated == computed:
            yield HELD
            continue
        place = data.tables[dataset]
        yield rule.finding(
            f"«{place.title}», {place.value(key, 'code')}: {place.column(column).title} "
            f"{_shown(stated)}; altında {computed} satır var.",
            dataset=dataset,
            row=key,
            column=column,
            stated=stated,
            computed=Decimal(computed),
        )


def _below(items: Iterable[Result]) -> Counter[str]:
    """How many indicators stand below each code: 1.2.3 counts for 1.2 and for 1."""
    found: Counter[str] = Counter()
    for item in items:
        above = item.code.rpartition(".")[0]
        while above:
            found[above] += 1
            above = above.rpartition(".")[0]
    return found


CODES = (GOALS, OBJECTIVES, INDICATORS)


def codes_in_order(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Below each code of the plan the next ones run 1, 2, 3 …: a gap is a row that is missing."""
    for dataset in CODES:
        table = data.table(dataset)
        last: dict[str, int] = defaultdict(int)
        codes = (
            {row.key: str(table.value(row.key, "code") or "") for row in table.rows}
            if table
            else {}
        )
        in_order = sorted(codes.items(), key=lambda found: sort_key(found[1]))
        for key, code in in_order:
            above, _dot, number = code.rpartition(".")
            if not table or not number.isdigit():
                continue
            expected = last[above] + 1
            last[above] = int(number)
            if int(number) == expected:
                yield HELD
                continue
            wanted = f"{above}.{expected}" if above else str(expected)
            yield rule.finding(
                f"«{table.title}»: {wanted} kodu beklenirken {code} geliyor; arada satır eksik ya "
                "da kod yanlış.",
                dataset=dataset,
                row=key,
                column="code",
                stated=code,
                computed=wanted,
            )


ALIKE_TARGETS = 0.6
MOSTLY = 2


def targets_of_objectives(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Where the programme repeats the objectives as its targets, it repeats each at its place."""
    table = data.table(OBJECTIVES)
    pairs = [
        (row, title, target)
        for row in (table.rows if table else ())
        if table
        and (title := str(table.value(row.key, "title") or ""))
        and (target := str(table.value(row.key, "performance_target") or ""))
    ]
    alike = [
        SequenceMatcher(None, plain_name(a), plain_name(b)).ratio() >= ALIKE_TARGETS
        for _row, a, b in pairs
    ]
    if sum(alike) * (MOSTLY + 1) < len(alike) * MOSTLY:
        return
    for (row, title, target), same in zip(pairs, alike, strict=True):
        if same:
            yield HELD
            continue
        yield rule.finding(
            f"«{title}» hedefinin performans hedefi «{target}»; öteki hedeflerde ikisi aynıdır.",
            dataset=OBJECTIVES,
            row=row.key,
            column="title",
            stated=title,
            computed=target,
        )


HIGHER = "performance.higher_plan_references"


def known_parents(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A measure of a higher plan stands below the article that its number begins with."""
    table = data.table(HIGHER)
    items = {str(item) for item in table.column_values("item")} if table else set()
    for row in table.rows if table else ():
        parent = str(table.value(row.key, "parent") or "") if table else ""
        item = str(table.value(row.key, "item") or "") if table else ""
        if not table or not parent:
            continue
        if item.rpartition(".")[0] == parent:
            yield HELD
            continue
        yield rule.finding(
            f"«{table.title}», {item}: üst maddesi {parent} yazılmış"
            + ("." if parent in items else "; listede böyle bir madde yok."),
            dataset=HIGHER,
            row=row.key,
            column="parent",
            stated=parent,
            computed=item.rpartition(".")[0],
        )


def unmeasured(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Objectives that no indicator measures."""
    table = data.table(OBJECTIVES)
    counted = _below(results(data))
    for row in table.rows if table else ():
        code = str(table.value(row.key, "code")) if table else ""
        if counted[code]:
            yield HELD
            continue
        yield rule.finding(
            f"{code} hedefinin göstergesi yok.",
            dataset=OBJECTIVES,
            row=row.key,
            column="indicator_count",
            stated=Decimal(0),
        )


def without_performance_target(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Objectives for which the performance programme has no target, where it has others."""
    table = data.table(OBJECTIVES)
    if table is None or not any(table.column_values("performance_target")):
        return
    for row in table.rows:
        if table.value(row.key, "performance_target"):
            yield HELD
            continue
        yield rule.finding(
            f"{table.value(row.key, 'code')} hedefinin performans hedefi yazılmamış.",
            dataset=OBJECTIVES,
            row=row.key,
            column="performance_target",
        )
