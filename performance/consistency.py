"""Rules of performance: rates, zero targets, deviations and their reasons, names, tie-outs.

What is to be met, and the thresholds that no law draws, stand here; `results` reads the table,
`reasons`, `names` and `tie_outs` hold the longer rule bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from kars_portal.lib.numbers import format_decimal, plain, round_half_up
from performance import names, periods, reasons, tie_outs
from performance.deviations import EXPLANATION, Gravity, named
from performance.enums import Direction
from performance.figures import achievement_rate
from performance.reasons import percent
from performance.results import INDICATORS, Result, limits, results
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import Body, row_identity
from reports.core.tables.values import RATIO_PLACES

CRITERIA = "Performans Denetimi Rehberi (Sayıştay, 2014): tutarlılık ve doğrulanabilirlik"
REASONS = "5018 s. Kanun m. 41: hedeften sapmaların nedenleri faaliyet raporunda açıklanır"
CARD = "5018 s. Kanun m. 9; Sayıştay denetim raporları: tanımlanmamış göstergeler"

# -- thresholds ------------------------------------------------------------------------------------

# A rate above this one says more about the target than about the work.
TOO_FAR = Decimal(200)


# -- rates -----------------------------------------------------------------------------------------


def rates_follow(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The rate of the table follows from target and actual by one of the four directions."""
    for item in results(data):
        if item.rate is None:
            continue
        possible = [achievement_rate(item.target, item.actual, d) for d in Direction]
        if item.rate in {_fit(rate) for rate in possible if rate is not None}:
            yield HELD
            continue
        computed = achievement_rate(item.target, item.actual, Direction.HIGHER)
        yield _about_rate(
            rule,
            item,
            f"gerçekleşme oranı {percent(item.rate)} yazılmış; hedef {_shown(item.target)} ve "
            f"gerçekleşme {_shown(item.actual)} bu oranı vermiyor",
            stated=item.rate,
            computed=None if computed is None else _fit(computed),
        )


def rate_of_nothing(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Nothing was done, and yet the report states a rate."""
    for item in results(data):
        if item.printed is None or item.actual != 0 or not item.target or item.is_met:
            continue
        if not item.printed:
            yield HELD
            continue
        yield _about_rate(
            rule,
            item,
            f"gerçekleşme sıfır, basılı raporda oran {percent(item.printed)} yazıyor",
            stated=item.printed,
            computed=item.rate,
        )


def rate_without_target(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A target of zero has no rate; a stated success stops, a stated zero does not."""
    for item in results(data):
        if item.printed is None or item.target != 0 or item.is_met:
            continue
        yield _about_rate(
            rule,
            item,
            f"hedef sıfır, gerçekleşme {_shown(item.actual)}; basılı raporda oran "
            f"{percent(item.printed)} yazıyor, oysa hedefi sıfır olan göstergenin oranı olmaz",
            stated=item.printed,
            severity=Severity.ERROR if item.printed else Severity.WARNING,
        )


def outcome_without_target(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """An outcome where the plan promised nothing needs a word."""
    for item in results(data):
        if item.target != 0 or not item.actual or item.is_missed:
            continue
        if item.is_explained:
            yield HELD
            continue
        yield rule.finding(
            f"{item.label}: hedef sıfırken gerçekleşme {_shown(item.actual)}; nedeni yazılmamış.",
            dataset=INDICATORS,
            row=item.key,
            column="target",
            stated=item.target,
            computed=item.actual,
        )


def incomplete(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """An indicator of the plan has a target and an outcome, or a reason why not."""
    for item in results(data):
        missing = [
            (key, title)
            for key, title, number in (
                ("target", "hedef", item.target),
                ("actual", "gerçekleşme", item.actual),
            )
            if number is None
        ]
        if not missing or item.is_explained:
            yield HELD
            continue
        key, title = missing[0]
        yield rule.finding(
            f"{item.label}: {title} girilmemiş, nedeni de yazılmamış.",
            dataset=INDICATORS,
            row=item.key,
            column=key,
        )


def too_far(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A rate far above 100 tells of a target that was too low, or of a slip of the pen."""
    for item in results(data):
        if item.rate is None:
            continue
        if item.rate <= TOO_FAR:
            yield HELD
            continue
        yield _about_rate(
            rule,
            item,
            f"gerçekleşme {_shown(item.actual)}, hedefin ({_shown(item.target)}) "
            f"{percent(item.rate)} düzeyinde",
            stated=item.rate,
        )


def unexplained(grade: Gravity) -> Body:
    """Deviations without a reason: those above the plan's second limit, or those below."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        allowed = limits(data)
        for item in results(data):
            if item.gravity(allowed) is not grade:
                continue
            if item.is_explained:
                yield HELD
                continue
            yield _about_reason(rule, item, "sapmanın nedeni yazılmamış")

    return run


def half_explained(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A serious deviation is explained by more than a text, from the year that the plan names."""
    allowed = limits(data)
    for item in results(data):
        if not allowed.full or item.gravity(allowed) is not Gravity.BLOCK:
            continue
        # Whether the text is there is another rule's business.
        missing = tuple(f for f in item.missing_reasons(allowed) if f != EXPLANATION)
        if not missing:
            yield HELD
            continue
        yield _about_reason(rule, item, f"eksik: {named(missing)}")


def _about_reason(rule: Rule, item: Result, words: str) -> Finding:
    rate = "hedef sıfır" if item.rate is None else f"oran {percent(item.rate)}"
    return rule.finding(
        f"{item.label}: hedef {_shown(item.target)}, gerçekleşme {_shown(item.actual)} "
        f"({rate}); {words}.",
        dataset=INDICATORS,
        row=item.key,
        column=EXPLANATION,
        stated=item.rate,
    )


def _about_rate(
    rule: Rule,
    item: Result,
    words: str,
    *,
    stated: Decimal,
    computed: Decimal | None = None,
    severity: Severity | None = None,
) -> Finding:
    return rule.finding(
        f"{item.label}: {words}.",
        dataset=INDICATORS,
        row=item.key,
        column="rate",
        stated=stated,
        computed=computed,
        severity=severity or rule.severity,
        line=item.line,
        source=item.source,
    )


def _fit(rate: Decimal) -> Decimal:
    return plain(round_half_up(rate, RATIO_PLACES))


def _shown(number: Decimal | None) -> str:
    return "—" if number is None else format_decimal(plain(number))


# -- rules -----------------------------------------------------------------------------------------

Run = Callable[[CheckData, Rule], Iterable[Finding | Held]]


def _rule(
    code: str, title: str, family: Family, run: Run, hint: str,
    severity: Severity = Severity.ERROR, basis: str = CRITERIA, *, missing: bool = False,
) -> Rule:  # fmt: skip
    return Rule(
        code=code, title=title, family=family, severity=severity, run=run, basis=basis, hint=hint,
        missing=missing,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    _rule("PRF-001", "Gerçekleşme oranı hedef ve gerçekleşmeden çıkar", Family.RATIO, rates_follow,
          "Oran elle yazılmaz; hedef, gerçekleşme ve göstergenin yönü kontrol edilmelidir."),
    _rule("PRF-002", "Gerçekleşmesi sıfır olan göstergeye oran yazılmaz", Family.PERFORMANCE,
          rate_of_nothing, "Gerçekleşme yanlışsa düzeltilmeli, doğruysa oran sıfır sayılmalıdır."),
    _rule("PRF-003", "Hedefi sıfır olan göstergeye oran yazılmaz", Family.PERFORMANCE,
          rate_without_target,
          "Oran boş bırakılmalı; gösterge o yıl izlenmeyecekse programdan çıkarılmalıdır."),
    _rule("PRF-004", "Hedefsiz gerçekleşme açıklanır", Family.PERFORMANCE, outcome_without_target,
          "Hedef girilmeli ya da hedefsiz gerçekleşmenin nedeni yazılmalıdır.", missing=True),
    _rule("PRF-005", "Her göstergenin hedefi ve gerçekleşmesi vardır", Family.COMPLETENESS,
          incomplete, "Değer girilmeli; ölçüm yapılamadıysa nedeni açıklamaya yazılmalıdır.",
          basis=REASONS, missing=True),
    _rule("PRF-006", "Gerçekleşme hedefin iki katını aşmaz", Family.PERFORMANCE, too_far,
          "Değerler kontrol edilmeli; doğruysa izleyen yılın hedefi gözden geçirilmelidir.",
          Severity.WARNING),
    _rule("PRF-010", "Engelleme sınırını aşan sapmanın nedeni yazılır", Family.REASON,
          unexplained(Gravity.BLOCK), "Sorumlu müdürlük sapmanın nedenini yazmalıdır.",
          basis=REASONS, missing=True),
    _rule("PRF-011", "Daha küçük sapmanın da nedeni yazılır", Family.REASON,
          unexplained(Gravity.WARN), "Sorumlu müdürlük sapmanın nedenini yazmalıdır.",
          Severity.WARNING, REASONS, missing=True),
    _rule("PRF-012", "Sapmaların açıklandığı söyleniyorsa her sapmanın açıklaması vardır",
          Family.REASON, reasons.claims,
          "Eksik açıklamalar yazılmalı ya da metindeki cümle düzeltilmelidir.", basis=REASONS),
    _rule("PRF-013", "Açıklama, sonucun söylediğini söyler", Family.REASON, reasons.contradictions,
          "Açıklama ile hedef, gerçekleşme ve oran karşılaştırılıp yanlış olan düzeltilmelidir.",
          basis=REASONS),
    _rule("PRF-014", "Her göstergenin kendi açıklaması vardır", Family.REASON, reasons.repeated,
          "Her gösterge için hangi işin neden yapılamadığı ayrı yazılmalıdır.", Severity.WARNING,
          REASONS),
    _rule("PRF-015", "Engelleme sınırını aşan sapmanın grubu, önlemi ve yeni tarihi yazılır",
          Family.REASON, half_explained,
          "Sorumlu müdürlük neden grubunu, alınacak önlemi ve hedefe ulaşılmamışsa yeni tarihi "
          "yazmalıdır.", basis=REASONS, missing=True),
    _rule("PRF-016", "Dönem değerleri tamdır", Family.COMPLETENESS, periods.complete,
          "Eksik dönemlerin değeri girilmelidir; ölçüm yapılmadıysa nedeni nota yazılmalıdır.",
          Severity.WARNING, REASONS, missing=True),
    _rule("PRF-017", "Yıl sonucu dönem değerlerinden çıkar", Family.TIE_OUT, periods.outcomes,
          "Dönem değerleri ile göstergenin ölçüm türü kontrol edilmelidir."),
    _rule("PRF-018", "Her hedefe ulaşıldığı söyleniyorsa ulaşılmıştır", Family.PROSE,
          reasons.all_met, "Cümle ya da gösterge sonuçları düzeltilmelidir."),
    _rule("PRF-020", "Aynı ad iki göstergeye verilmez", Family.DUPLICATE, names.same_names,
          "Göstergelerden biri kaldırılmalı ya da adı neyi saydığını söylemelidir.",
          Severity.WARNING),
    _rule("PRF-021", "Gösterge adları yalnız yazılışta ayrılmaz", Family.DUPLICATE,
          names.near_names, "Adlar ya aynı ya da açıkça farklı yazılmalıdır.", Severity.WARNING),
    _rule("PRF-022", "Adından anlaşılmayan göstergenin kartı vardır", Family.PERFORMANCE,
          names.vague, "Göstergenin tanımı ve hesaplama yöntemi kartına yazılmalıdır.",
          Severity.WARNING, CARD),
    _rule("PRF-023", "Pay yüzü aşmaz", Family.PERFORMANCE, names.shares_above_hundred,
          "Değer ya da göstergenin birimi düzeltilmelidir; artış oranı ise adı bunu söylemelidir."),
    _rule("PRF-024", "Göstergenin birimi adına uyar", Family.PERFORMANCE, names.units_as_named,
          "Göstergenin birimi kartında düzeltilmelidir.", Severity.WARNING, CARD),
    _rule("PRF-030", "Amaç ve hedefler altlarındakileri sayar", Family.TIE_OUT, names.counts,
          "Planın amaç, hedef ve gösterge listeleri kontrol edilmelidir."),
    _rule("PRF-031", "Amacın göstergeleri durumlarının toplamıdır", Family.CROSS_FOOTING,
          row_identity("performance.goal_results", "indicator_count",
                       "achieved + partly + missed + no_data", total=True),
          "Gösterge sonuçları yeniden hesaplanmalıdır."),
    _rule("PRF-034", "Amaç, hedef ve gösterge kodları ardışıktır", Family.NUMBERING,
          names.codes_in_order, "Eksik satır girilmeli ya da kod düzeltilmelidir."),
    _rule("PRF-035", "Performans hedefi kendi hedefinin yanındadır", Family.TIE_OUT,
          names.targets_of_objectives, "Hedefin ya da performans hedefinin metni düzeltilmelidir.",
          Severity.WARNING),
    _rule("PRF-036", "Üst plan maddeleri kendi üst maddelerinin altındadır", Family.NUMBERING,
          names.known_parents, "Madde numarası ya da üst maddesi düzeltilmelidir."),
    _rule("PRF-032", "Her hedefin göstergesi vardır", Family.COMPLETENESS, names.unmeasured,
          "Hedefe en az bir gösterge bağlanmalıdır.", Severity.WARNING, CARD, missing=True),
    _rule("PRF-033", "Her hedefin performans hedefi yazılır", Family.COMPLETENESS,
          names.without_performance_target, "Performans programındaki hedef yazılmalıdır.",
          Severity.WARNING, CARD, missing=True),
    _rule("PRF-040", "Gösterge ile birim tablosu aynı sayıyı verir", Family.TIE_OUT,
          tie_outs.tie_outs(*tie_outs.CERTAIN),
          "Müdürlük hangi sayının doğru olduğunu bildirmeli, öteki düzeltilmelidir."),
    _rule("PRF-041", "Gösterge, raporun öteki rakamlarıyla bağdaşır", Family.TIE_OUT,
          tie_outs.tie_outs(*tie_outs.LIKELY),
          "Sayılar kontrol edilmeli; farklı şeyler sayılıyorsa gösterge kartında yazılmalıdır.",
          Severity.WARNING),
    _rule("PRF-042", "Durdurulan iş sayılmaz", Family.TIE_OUT,
          tie_outs.stopped(*tie_outs.STOPPED),
          "İşin nerede yapıldığı açıklanmalı ya da gerçekleşme düzeltilmelidir.",
          Severity.WARNING),
)  # fmt: skip
