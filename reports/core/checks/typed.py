"""Figures, years and laws that were typed into prose, against the tables of the report.

Prose quotes figures by reference; what is typed instead can differ from its table, and from next
month's. A typed figure is therefore looked for among the figures that it can be meant as.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kars_portal.lib.numbers import plain, round_half_up
from kars_portal.lib.turkish import casefold
from reports.core.registry import Kind
from reports.core.tables import Table, Value, as_decimal

from .data import CheckData
from .model import HELD, Finding, Held, Rule
from .texts import QUOTED, Sentence, own_tables, sentences

_NUMBER = r"(?<![\w.,/%’'-])(\d{1,3}(?:\.\d{3}){1,6}|\d{1,18})(?:,(\d{1,6}))?"
_AMOUNT = re.compile(
    _NUMBER + r" ?(bin|milyon|milyar|trilyon)? ?(?:TL|₺|(?:Türk )?[Ll]iras?\w{0,6})"
)
_SCALES = {"": 1, "bin": 10**3, "milyon": 10**6, "milyar": 10**9, "trilyon": 10**12}
_SHARE = re.compile(r"(?:%|[Yy]üzde ) ?(\d{1,6})(?:,(\d{1,6}))?(?!\d|[.,]\d)")

COUNTED = (
    "abone", "adet", "adedi", "ağaç", "aile", "araç", "araca", "abonelik", "başvuru", "belge",
    "bilgisayar", "bina", "cadde", "çalışan", "çeşme", "dosya", "dilekçe", "eğitim", "etkinlik",
    "evrak", "fidan", "gösterge", "hane", "hayvan", "hizmet", "ihale", "işçi", "işlem", "kadro",
    "kamera", "karar", "kişi", "kilogram", "kilometre", "konteyner", "km", "kg", "kurum", "mahalle",
    "memur", "metre", "metrekare", "müdürlük", "müdürlüğ", "m²", "m³", "nikâh", "nokta", "öğrenci",
    "park", "parsel", "personel", "ruhsat", "sefer", "sokak", "şirket", "talep", "taşınmaz",
    "taşıt", "tesis", "ton", "toplantı", "vatandaş", "yangın", "yazıcı", "yer",
)  # fmt: skip
"""Things that tables of a municipality count; the beginning of the word after the number."""

_LONGEST = sorted(COUNTED, key=len, reverse=True)
_COUNT = re.compile(_NUMBER + r" (" + "|".join(_LONGEST) + r")\w{0,20}")

_OWN = "own"
"""Stands for the unit of a bare number: it is looked for among all figures of the section."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_NAMED = re.compile(
    r"(?<!\w)(\w{3,30}) (?:sayısı|sayısının|sayıları|adedi|miktarı)(?: toplam)? "
    + _NUMBER
    + r"(?=[,;.]? |[’']|[,;.]?$)"
)
"""What is counted may stand before the number, too: «karar sayısı 148»."""

_BARE = re.compile(
    _NUMBER + r"(?=[,;] (?!\d)| ve " + QUOTED + r"| olarak| olmuş| ol(?:up|mak|an) )"
)
_NO_FIGURE = re.compile(r"(?<!\w)(?:madde|sayılı|kanun|bent|bend|fıkra)")
"""A number without a word of its own, in a sentence that quotes figures beside it, is one of them:
«meclis 62, encümen … toplantı yapmıştır». Laws have such numbers, too."""

_CLAUSE = re.compile(f"[,;{QUOTED}]")
_FILLING = frozenset({"toplam", "toplamı", "tutarı", "yaklaşık", "ise", "olarak"})
_SIZES = (4, 3, 2)
"""So many words are the name of a row; one alone («su», «kira») is said of many things."""

_TITLED = 60
"""So many letters before a figure are looked through for the title of its column or row."""

SMALLEST = 10
"""Below this a text often counts what no table has: three speakers, two lorries on loan."""

_STEM = 5
"""So many letters of a word stand for it: «araç» and «araçlar», «kadro» and «kadroları»."""


def typed_figures(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Typed amounts, counts and percentages are figures of a table."""
    for sentence in sentences(data):
        for words, number, places, unit in _typed(sentence.text):
            known = _titled(data, sentence, words, unit) or _meant(data, sentence, unit)
            if not known and unit != "TL":
                continue
            if any(round_half_up(figure / number[1], places) == number[0] for figure in known):
                yield HELD
                continue
            yield rule.finding(
                f"{sentence.section} bölümünün metnine elle yazılan «{words}», raporun "
                f"tablolarındaki rakamlardan hiçbiri değil: «{sentence.shown}»",
                dataset="",
                section=sentence.section,
                stated=words,
            )


Scaled = tuple[Decimal, Decimal]
"""A number and what it counts in (one, thousands, millions …)."""


def _typed(text: str) -> Iterator[tuple[str, Scaled, int, str]]:
    """(words, number and scale, decimals, unit) of what is typed in a sentence."""
    for found in _AMOUNT.finditer(text):
        number, places = _value(found[1], found[2])
        scale = Decimal(_SCALES[found[3] or ""])
        yield found[0], (number, scale), places, "TL"
    for found in _SHARE.finditer(text):
        number, places = _value(found[1], found[2])
        yield found[0], (number, Decimal(1)), places, "%"
    for found in _COUNT.finditer(text):
        number, places = _value(found[1], found[2])
        if number >= SMALLEST:
            yield found[0], (number, Decimal(1)), places, casefold(found[3])
    named = ""
    for found in _NAMED.finditer(text):
        named += found[0]
        number, places = _value(found[2], found[3])
        thing = next((w for w in _LONGEST if casefold(found[1]).startswith(w)), "")
        if number >= SMALLEST and thing:
            yield found[0], (number, Decimal(1)), places, thing
    if QUOTED in text and not _NO_FIGURE.search(casefold(text)):
        for found in _BARE.finditer(text):
            number, places = _value(found[1], found[2])
            is_year = _FIRST_YEAR <= number <= _LAST_YEAR
            if number >= SMALLEST and not is_year and found[0] not in named:
                yield found[0], (number, Decimal(1)), places, _OWN


def _value(whole: str, part: str | None) -> tuple[Decimal, int]:
    number = Decimal(whole.replace(".", "") + (f".{part}" if part else ""))
    return number, len(part or "")


def _meant(data: CheckData, sentence: Sentence, unit: str) -> frozenset[Decimal]:
    """The figures that a typed one can be meant as.

    Amounts: every amount of the report. Percentages: those of the tables that the section has or
    quotes. Counts: the figures of these tables where one of them is about the thing that is
    counted, else all whose unit, label or title is that thing.
    """
    if unit == "TL":
        return data.once(("typed", "TL"), lambda: _figures(data, data.tables.values(), unit))
    own = own_tables(data).get(sentence.section, frozenset())
    tables = [data.tables[name] for name in sorted(own) if name in data.tables]
    if unit == _OWN:
        return data.once(("typed", "", own), lambda: _figures(data, tables, ""))
    if unit == "%":
        return data.once(("typed", "%", own), lambda: _figures(data, tables, unit))
    # «toplantı» is not any «toplam».
    stem = unit[: _STEM + unit.startswith("toplan")]
    if data.once(("typed", stem, own), lambda: any(True for _ in _kin(tables, stem))):
        return data.once(("typed", "", own), lambda: _figures(data, tables, ""))
    return data.once(("typed", stem), lambda: frozenset(_kin(data.tables.values(), stem)))


def _titled(data: CheckData, sentence: Sentence, words: str, unit: str) -> frozenset[Decimal]:
    """The figures of the row that the words before a typed one name, where they name one.

    A percentage may bear the title of a column, beside figures of its row that are quoted; an
    amount the name of its row, in whatever table.
    """
    before = casefold(sentence.text.partition(words)[0][-_TITLED:])
    clause = _CLAUSE.split(before)[-1]
    if unit == "TL":
        named = [_stem(word) for word in clause.split() if word not in _FILLING]
        rows = data.once("named amounts", lambda: _named_amounts(data))
        return next(
            (found for size in _SIZES if (found := rows.get(tuple(named[-size:])))), frozenset()
        )
    if unit != "%":
        return frozenset()
    return frozenset(
        abs(number)
        for dataset, row in sentence.rows
        if (table := data.table(dataset)) is not None
        for column in table.columns
        if column.kind is Kind.PERCENT
        and _is_named(column.title, clause)
        and (number := data.number(dataset, row, column.key)) is not None
    )


def _named_amounts(data: CheckData) -> dict[tuple[str, ...], frozenset[Decimal]]:
    """Name of a row, as stems of its words → the amounts of all rows of this name."""
    found: dict[tuple[str, ...], set[Decimal]] = {}
    for table in data.tables.values():
        for row in table.rows:
            name = next((cell for cell in row.cells if isinstance(cell, str)), "")
            stems = tuple(_stem(word) for word in casefold(name).split())
            if len(stems) not in _SIZES:
                continue
            for index, cell in enumerate(row.cells):
                number = None if isinstance(cell, bool) else as_decimal(cell)
                if number is not None and unit_of(table, index, row.cells) == "TL":
                    found.setdefault(stems, set()).add(abs(plain(number)))
    return {stems: frozenset(numbers) for stems, numbers in found.items()}


def _stem(word: str) -> str:
    return word[:_STEM]


def _is_named(title: str, clause: str) -> bool:
    stems = [_stem(word) for word in casefold(title).split() if len(word) >= _STEM]
    return bool(stems) and all(stem in clause for stem in stems)


def _figures(data: CheckData, tables: Iterable[Table], unit: str) -> frozenset[Decimal]:
    return frozenset(
        abs(number)
        for table in tables
        for column, row, number in _numbers(table)
        if not unit or _unit(table, column, row) == unit
    )


def _kin(tables: Iterable[Table], stem: str) -> Iterator[Decimal]:
    for table in tables:
        whole = stem in casefold(table.title)
        for column, row, number in _numbers(table):
            if whole or _is_about(table, column, row, stem):
                yield abs(number)


def _is_about(table: Table, column: int, row: int, stem: str) -> bool:
    if stem in casefold(table.columns[column].title) or _unit(table, column, row).startswith(stem):
        return True
    label = next((cell for cell in _all(table)[row] if isinstance(cell, str)), "")
    return stem in casefold(label)


def _numbers(table: Table) -> Iterator[tuple[int, int, Decimal]]:
    for row, cells in enumerate(_all(table)):
        for column, cell in enumerate(cells):
            number = as_decimal(cell)
            if number is not None and not isinstance(cell, bool):
                yield column, row, plain(number)


def _all(table: Table) -> tuple[tuple[Value, ...], ...]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    return tuple(row.cells for row in rows)


def unit_of(table: Table, column: int, cells: Sequence[Value]) -> str:
    """What a figure is counted or measured in: its column says it, else its row, else its table."""
    kind = table.columns[column].kind
    if kind is Kind.MONEY:
        return "TL"
    if kind is Kind.PERCENT:
        return "%"
    unit = table.columns[column].unit
    if not unit and "unit" in table.index:
        unit = str(cells[table.index["unit"]] or "")
    return unit if unit == "TL" else casefold(unit or table.unit)


def _unit(table: Table, column: int, row: int) -> str:
    return unit_of(table, column, _all(table)[row])


# -- years -----------------------------------------------------------------------------------------

_YEAR = re.compile(r"(?<![\w./–-])((?:19|20)\d\d) (?:mali )?[Yy]ıl\w{0,12}")
_OTHER_YEAR = re.compile(
    r"önceki|geçen|geçmiş|izleyen|ertesi|gelecek|sonraki|başla|beri|itibar|kadar|devam|göre|sonu"
    r"|tarih|planlan|öngör|hedeflen|teklif|tarife|kıyas|karşılaştır|artış|artmış|azal|devred|devir"
    r"|sözleşme|ihale|imzala|kurul|yürürlü|onayla|kabul|kalan|dönem|yapıl(?:ması|acak)|ait|birim"
)


def typed_years(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A sentence that speaks of this year's work or figures names this year.

    Other years are named for good reasons (a plan, a comparison, a contract that goes on); a
    sentence that has one of these words, or this year too, is not judged.
    """
    for sentence in sentences(data):
        yield from _years(data, rule, sentence.text, sentence.section, sentence.shown)
    title = data.document.header.title
    yield from _years(data, rule, title, "", title)


def _years(
    data: CheckData, rule: Rule, text: str, section: str, shown: str
) -> Iterator[Finding | Held]:
    found = {int(year) for year in _YEAR.findall(text)}
    if not found:
        return
    if data.year in found:
        yield HELD
        return
    quotes = QUOTED in text or not section
    if not quotes and _OTHER_YEAR.search(casefold(text)):
        return
    if quotes and "önceki" in casefold(text):
        return
    year = min(found)
    where = f"{section} bölümünün metninde" if section else "Raporun adında"
    yield rule.finding(
        f"{where} {year} yılı yazıyor, rapor ise {data.year} yılınındır: «{shown}»",
        dataset="",
        section=section,
        stated=year,
        computed=data.year,
    )


# -- laws ------------------------------------------------------------------------------------------

LAWS = {
    213: "vergi usul",
    657: "devlet memurları",
    1319: "emlak vergisi",
    2464: "belediye gelirleri",
    2863: "kültür ve tabiat varlıklarını koruma",
    2872: "çevre",
    2886: "devlet ihale",
    2942: "kamulaştırma",
    3065: "katma değer vergisi",
    3071: "dilekçe hakkı",
    3194: "imar",
    4734: "kamu ihale",
    4735: "kamu ihale sözleşmeleri",
    4857: "iş",
    4982: "bilgi edinme",
    5018: "kamu mali yönetimi ve kontrol",
    5070: "elektronik imza",
    5216: "büyükşehir belediyesi",
    5326: "kabahatler",
    5393: "belediye",
    5510: "sosyal sigortalar ve genel sağlık sigortası",
    6085: "sayıştay",
    6331: "iş sağlığı ve güvenliği",
    6360: "on dört ilde büyükşehir",
    6698: "kişisel verilerin korunması",
}
"""Laws that activity reports cite, by number: how their names begin (casefolded)."""

_LAW = re.compile(r"(?<!\d)(\d{3,4}) (?:sayılı|s\.) ((?:\w{1,30} ){0,8}\w{0,30}?Kanun)")


def cited_laws(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A law is cited by its own number."""
    names = {name: number for number, name in LAWS.items()}
    for sentence in sentences(data):
        for found in _LAW.finditer(sentence.text):
            number, name = int(found[1]), casefold(found[2]).removesuffix("kanun").strip()
            if not name:
                continue
            right = names.get(name)
            if right == number or (right is None and number not in LAWS):
                yield HELD
            elif right is not None or not LAWS[number].startswith(name):
                expected = right if right is not None else None
                yield rule.finding(
                    f"{sentence.section} bölümünde «{found[1]} sayılı {found[2]}» yazıyor; "
                    + (
                        f"bu kanunun sayısı {right}."
                        if right is not None
                        else f"{number} sayılı kanunun adı böyle değil."
                    ),
                    dataset="",
                    section=sentence.section,
                    stated=number,
                    computed=expected,
                )
            else:
                yield HELD
    for table in data.family("tables."):
        yield from _listed_laws(table, rule, names)


def _listed_laws(table: Table, rule: Rule, names: dict[str, int]) -> Iterator[Finding | Held]:
    """The same in lists of laws: a column of numbers beside one of names."""
    codes = [c.key for c in table.columns if c.kind is Kind.CODE]
    texts = [c.key for c in table.columns if c.kind is Kind.TEXT]
    if not codes or not texts:
        return
    for row in table.rows:
        number = str(table.value(row.key, codes[0]) or "")
        text = str(table.value(row.key, texts[0]) or "")
        right = names.get(casefold(text.partition("Kanun")[0]).strip())
        is_article = f"{number}." in text  # «Kamu İhale Kanunu 19. madde», numbered 19
        if "Kanun" not in text or right is None or not number.isdigit() or is_article:
            continue
        if int(number) == right:
            yield HELD
            continue
        yield rule.finding(
            f"«{table.title}»: «{text}» satırının sayısı {number}; bu kanunun sayısı {right}.",
            dataset=table.id,
            row=row.key,
            column=codes[0],
            stated=int(number),
            computed=right,
        )
