"""Rules of the core: what a printed report states, texts, outline, numbering, repeated rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import Body, distinct
from reports.core.checks.stated import (
    differing_texts,
    impossible_dates,
    recomputed,
    shares_to_hundred,
    unplaced,
)
from reports.core.registry import Kind, Total
from reports.core.tables import as_decimal

CRITERIA = "Performans Denetimi Rehberi (Sayıştay, 2014): tutarlılık ve doğrulanabilirlik"
REGULATION = "Kamu İdarelerince Hazırlanacak Faaliyet Raporları Hakkında Yönetmelik m. 18"
KVKK = "6698 s. Kişisel Verilerin Korunması Kanunu"

MEND_STATED = (
    "Basılı raporun rakamı düzeltilemez; fark gerekçesiyle kabul edilir. Yeni bir raporda ise "
    "satırlar veya toplam düzeltilmelidir."
)

# Labels that name persons of the public by number; Turkish identity numbers have eleven digits.
_IDENTITY_NUMBER = re.compile(r"(?<!\d)[1-9]\d{10}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?90[ ]?)?0?5\d{2}[ ]?\d{3}[ ]?\d{2}[ ]?\d{2}(?!\d)")
_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def unknown_references(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Figure references of the prose that lead nowhere."""
    for code, block in data.texts():
        if not block.problems:
            yield HELD
        for problem in block.problems:
            yield rule.finding(
                f"{code} bölümünün metni: {problem}", dataset="", section=code, stated=problem
            )


def table_numbers(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Printed table numbers run 1, 2, 3 … in the order of the pages."""
    numbered = [s for s in data.stated if s.value.item == "table_number" and s.number is not None]
    numbered.sort(key=lambda s: s.value.line_from or 0)
    for expected, stated in enumerate(numbered, start=1):
        number = stated.number
        if number == expected:
            yield HELD
            continue
        yield rule.finding(
            f"«{stated.value.label}»: basılı tablo numarası {number}, sırası gereği {expected} "
            "olmalıdır.",
            dataset=stated.value.dataset,
            stated=number,
            computed=Decimal(expected),
            line=stated.value.line_from,
            source=stated.value.key,
        )


def empty_sections(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Sections of the statutory outline that say nothing."""
    for node in data.document.nodes():
        if node.is_empty and not node.children:
            yield rule.finding(
                f"{node.code} {node.title}: bölümde ne metin ne tablo var.",
                dataset="",
                section=node.code,
                basis=node.basis or rule.basis,
            )
        else:
            yield HELD


def empty_tables(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Published tables without a row; the law asks for them."""
    for table in data.tables.values():
        if not table.in_section:
            continue
        if table.rows:
            yield HELD
        else:
            yield rule.finding(
                f"«{table.title}» tablosunda satır yok.",
                dataset=table.id,
                section=table.section,
                basis=table.basis or rule.basis,
            )


def personal_data(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Identity numbers, mobile numbers and e-mail addresses in public text."""
    for code, block in data.texts():
        found = _personal(block.text)
        if found is None:
            yield HELD
        else:
            yield rule.finding(
                f"{code} bölümünün metninde {found} var.", dataset="", section=code, stated=found
            )
    for table in data.tables.values():
        for row in table.rows:
            for column, value in zip(table.columns, row.cells, strict=True):
                if isinstance(value, str) and (found := _personal(value)) is not None:
                    yield rule.finding(
                        f"«{table.title}» tablosunda {found} var.",
                        dataset=table.id,
                        row=row.key,
                        column=column.key,
                        stated=found,
                    )


def _personal(text: str) -> str | None:
    if _IDENTITY_NUMBER.search(text):
        return "kimlik numarasına benzeyen bir sayı"
    if _MOBILE.search(text):
        return "cep telefonu numarası"
    if _E_MAIL.search(text):
        return "e-posta adresi"
    return None


# From this ratio on, a change against last year deserves a look.
UNUSUAL = Decimal(3)
SMALLEST = Decimal(20)


def unusual_change(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Figures that became a third or the threefold of last year's."""
    if data.previous is None:
        return
    for table in data.tables.values():
        before = data.previous.tables.get(table.id)
        if before is None:
            continue
        for row in table.rows:
            if row.key not in before.by_key:
                continue
            for column in table.columns:
                if not column.kind.is_numeric or column.key not in before.index:
                    continue
                now = as_decimal(table.value(row.key, column.key))
                then = as_decimal(before.value(row.key, column.key))
                if now is None or then is None or max(abs(now), abs(then)) < SMALLEST:
                    continue
                low, high = sorted((abs(now), abs(then)))
                if low * UNUSUAL <= high:
                    yield rule.finding(
                        f"«{table.title}», {row.key}, {column.title}: geçen yıl {then}, bu yıl "
                        f"{now}.",
                        dataset=table.id,
                        row=row.key,
                        column=column.key,
                        stated=now,
                        computed=then,
                    )
                else:
                    yield HELD


def repeated_rows(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Lists of names, and tables of counts by label, in which a name stands twice."""
    for table in data.family("tables."):
        texts = [c.key for c in table.columns if c.kind in {Kind.TEXT, Kind.CODE}]
        is_list = len(table.columns) == len(texts) == 1
        is_breakdown = len(texts) == 1 and any(c.total is Total.SUM for c in table.columns)
        if is_list or is_breakdown:
            yield from distinct(table.id, *texts)(data, rule)


def _rule(
    code: str, title: str, family: Family, run: Body, severity: Severity = Severity.ERROR,
    basis: str = CRITERIA, hint: str = MEND_STATED,
) -> Rule:  # fmt: skip
    return Rule(
        code=code, title=title, family=family, severity=severity, run=run, basis=basis, hint=hint
    )


RULES: tuple[Rule, ...] = (
    _rule("RPR-001", "Basılı sütun toplamı satırların toplamıdır", Family.FOOTING,
          recomputed(Family.FOOTING)),
    _rule("RPR-002", "Basılı satır sonucu satırın parçalarından çıkar", Family.CROSS_FOOTING,
          recomputed(Family.CROSS_FOOTING)),
    _rule("RPR-003", "Basılı oran, parçalarının oranıdır", Family.RATIO, recomputed(Family.RATIO)),
    _rule("RPR-004", "Basılı pay, sütun toplamı içindeki paydır", Family.SHARE,
          recomputed(Family.SHARE)),
    _rule("RPR-005", "Oranlar yuvarlanır, basamakları kesilmez", Family.RATIO,
          recomputed(Family.RATIO, Family.SHARE, Family.CROSS_FOOTING, truncated=True),
          Severity.WARNING),
    _rule("RPR-006", "Metinde yinelenen rakam tablodaki rakamdır", Family.TIE_OUT,
          recomputed(Family.TIE_OUT)),
    _rule("RPR-007", "Tarihler takvimde vardır ve tablodakiyle aynıdır", Family.DATE,
          impossible_dates),
    _rule("RPR-008", "Aynı ad her yerde aynı yazılır", Family.TIE_OUT, differing_texts,
          Severity.WARNING),
    _rule("RPR-009", "Basılı payların toplamı yüzdür", Family.SHARE, shares_to_hundred),
    _rule("RPR-010", "Tablo numaraları sırayla gider", Family.NUMBERING, table_numbers,
          Severity.WARNING, hint="Tablolar baştan sona yeniden numaralanmalıdır."),
    _rule("RPR-011", "Karşılaştırılacak rakam bulunur", Family.ENGINE, unplaced, basis="",
          hint="Beyan edilen rakamın tablo, satır ve sütun adı düzeltilmelidir."),
    _rule("RPR-020", "Metinlerdeki rakam atıfları geçerlidir", Family.PROSE, unknown_references,
          hint="Metindeki atıf, var olan bir tablo, satır ve sütunu göstermelidir."),
    _rule("RPR-030", "Zorunlu bölümler boş değildir", Family.COMPLETENESS, empty_sections,
          Severity.WARNING, REGULATION, "Bölüm metni yazılmalı ya da tablosu doldurulmalıdır."),
    _rule("RPR-031", "Yayımlanan tablolarda satır vardır", Family.COMPLETENESS, empty_tables,
          Severity.WARNING, REGULATION,
          "Veri girilmeli; konu yoksa bölüm metninde bunu söyleyen bir cümle bulunmalıdır."),
    _rule("RPR-040", "Aynı satır iki kez yazılmaz", Family.DUPLICATE, repeated_rows,
          Severity.WARNING, hint="Satırlardan biri silinmeli ya da adı ayırt edilmelidir."),
    _rule("RPR-050", "Önceki yıla göre olağandışı değişim açıklanır", Family.CHANGE, unusual_change,
          Severity.WARNING, hint="Rakam kontrol edilmeli, doğruysa nedeni metinde açıklanmalıdır."),
    _rule("RPR-060", "Kamuya açık metinde kişisel veri bulunmaz", Family.PRIVACY, personal_data,
          Severity.ERROR, KVKK, "Kişisel veri metinden ve tablodan çıkarılmalıdır."),
)  # fmt: skip
