"""Rules of the core: what a printed report states, texts, outline, numbering, repeated rows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import Body, distinct
from reports.core.checks.days import (
    other_years,
    sensible_days,
    sensible_years,
    typed_days,
)
from reports.core.checks.labels import exchanged_names, printed_names
from reports.core.checks.people import typed_people, unmarked_people
from reports.core.checks.personal import personal_data
from reports.core.checks.stated import (
    differing_texts,
    impossible_dates,
    recomputed,
    shares_to_hundred,
    unplaced,
)
from reports.core.checks.statements import (
    declaration_days,
    institutions,
    required_declarations,
    signatories,
)
from reports.core.checks.texts import quoted_tables
from reports.core.checks.typed import cited_laws, typed_figures, typed_years
from reports.core.checks.units import quoted_units, stated_units
from reports.core.law import REPORT_REGULATION
from reports.core.registry import Kind, static_datasets
from reports.core.tables import as_decimal

CRITERIA = "Performans Denetimi Rehberi (Sayıştay, 2014): tutarlılık ve doğrulanabilirlik"
PUBLIC_FINANCE = "5018 s. Kanun m. 10, 11 ve 41: güvence beyanları"
KVKK = "6698 s. Kişisel Verilerin Korunması Kanunu"

MEND_STATED = (
    "Basılı raporun rakamı düzeltilemez; fark gerekçesiyle kabul edilir. Yeni bir raporda ise "
    "satırlar veya toplam düzeltilmelidir."
)


def unknown_references(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Figure references of the prose that lead nowhere."""
    for code, block in data.texts():
        if not block.problems:
            yield HELD
        for problem in block.problems:
            yield rule.finding(
                f"{code} bölümünün metni: {problem}", dataset="", section=code, stated=problem
            )


UNITS = "III.B.1/"
"""Before the code of a directorate: the section that is its chapter."""


def own_figures(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A directorate's chapter that quotes figures of directorates quotes some of its own."""
    for section, quoted in quoted_tables(data).items():
        if not section.startswith(UNITS):
            continue
        homes = {data.tables[name].section for name in quoted if name in data.tables}
        others = sorted(home for home in homes - {section} if home.startswith(UNITS))
        if not others:
            continue
        if section in homes:
            yield HELD
            continue
        names = ", ".join(home.removeprefix(UNITS) for home in others)
        yield rule.finding(
            f"{section} bölümünün metni kendi tablolarından hiçbirini anmıyor, yalnız "
            f"{names} bölümünün tablolarını anıyor; metin ya da tablo yanlış müdürlükte.",
            dataset="",
            section=section,
            stated=section,
            computed=names,
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
    """Published tables without a row. One that a law asks for by name stops the report, where the
    outline has its section.
    """
    laws = {dataset.id: dataset.statutory for dataset in static_datasets()}
    sections = {node.code for node in data.document.nodes()}
    for table in data.tables.values():
        if not table.in_section:
            continue
        law = laws.get(table.id, "") if table.section in sections else ""
        if table.rows:
            yield HELD
        else:
            yield rule.finding(
                f"«{table.title}» tablosunda satır yok"
                + (f"; {law} bu tabloyu ister." if law else "."),
                dataset=table.id,
                section=table.section,
                basis=law or table.basis or rule.basis,
                severity=Severity.ERROR if law else rule.severity,
                hint=MEND_STATUTORY if law else rule.hint,
            )


MEND_STATUTORY = (
    "Tablo doldurulmalıdır. Konu yoksa bu, bölüm metninde söylenmeli ve bulgu gerekçesiyle kabul "
    "edilmelidir."
)


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
    """Lists of names, and tables of figures by label, in which a name stands twice."""
    for table in data.family("tables."):
        texts = [c.key for c in table.columns if c.kind in {Kind.TEXT, Kind.CODE}]
        names = [c.key for c in table.columns if c.kind is Kind.TEXT]
        numbered = [key for key in texts if key not in names]
        has_figures = any(c.kind.is_numeric for c in table.columns)
        if len(names) == 1 and not (set(numbered) - NUMBERS):
            yield from distinct(table.id, *names)(data, rule)
        elif has_figures and not names and texts:
            yield from distinct(table.id, texts[-1])(data, rule)


NUMBERS = {"no"}
"""Codes that number the rows and tell none apart."""


def _rule(
    code: str, title: str, family: Family, run: Body, severity: Severity = Severity.ERROR,
    basis: str = CRITERIA, hint: str = MEND_STATED, *, missing: bool = False,
) -> Rule:  # fmt: skip
    return Rule(
        code=code, title=title, family=family, severity=severity, run=run, basis=basis, hint=hint,
        missing=missing,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    _rule("RPR-001", "Basılı sütun toplamı satırların toplamıdır", Family.FOOTING,
          recomputed(Family.FOOTING)),
    _rule("RPR-002", "Basılı satır sonucu satırın parçalarından çıkar", Family.CROSS_FOOTING,
          recomputed(Family.CROSS_FOOTING)),
    _rule("RPR-003", "Basılı oran, parçalarının oranıdır", Family.RATIO, recomputed(Family.RATIO)),
    _rule("RPR-004", "Basılı pay, sütun toplamı içindeki paydır", Family.SHARE,
          recomputed(Family.SHARE)),
    _rule("RPR-005", "Oranlar sütunun basamaklarıyla yuvarlanır, kesilmez", Family.RATIO,
          recomputed(Family.RATIO, Family.SHARE, Family.CROSS_FOOTING, coarse=True),
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
    _rule("RPR-012", "Basılı tablonun satır adları tablodaki adlardır", Family.TIE_OUT,
          printed_names, Severity.WARNING,
          hint="Kalemin adı her tabloda kod planındaki ya da müdürlük listesindeki gibi "
               "yazılmalıdır."),
    _rule("RPR-013", "Tarihler raporun yılıyla bağdaşır", Family.DATE, sensible_days,
          hint="Tarih belgesine göre düzeltilmelidir; gün, ay ve yılın sırası kontrol "
               "edilmelidir."),
    _rule("RPR-014", "Satırların yılı raporun yılını geçmez", Family.DATE, sensible_years,
          hint="Yıl düzeltilmeli; izleyen yılın rakamı o yılın raporuna yazılmalıdır."),
    _rule("RPR-015", "Yılın işleri yılın içindedir", Family.DATE, other_years, Severity.WARNING,
          hint="Tarih düzeltilmeli ya da satır ait olduğu yılın raporuna bırakılmalıdır."),
    _rule("RPR-016", "Beyanlar raporun yılından sonra imzalanır", Family.DATE, declaration_days,
          basis=PUBLIC_FINANCE, hint="Beyanın tarihi imzalı aslına göre düzeltilmelidir."),
    _rule("RPR-017", "Her satır kendi adıyla durur", Family.TIE_OUT, exchanged_names,
          hint="Satırların adları ile rakamları kaynağına göre eşleştirilmelidir."),
    _rule("RPR-018", "Basılı rakamın birimi tablodaki birimdir", Family.TIE_OUT, stated_units,
          hint="Birim tabloda ya da beyan edilen rakamda kaynağına göre düzeltilmelidir."),
    _rule("RPR-020", "Metinlerdeki rakam atıfları geçerlidir", Family.PROSE, unknown_references,
          hint="Metindeki atıf, var olan bir tablo, satır ve sütunu göstermelidir."),
    _rule("RPR-021", "Metne elle yazılan rakam bir tablonun rakamıdır", Family.PROSE, typed_figures,
          hint="Rakam elle yazılmamalı, tabloya atıfla ({{ tablo.satır.sütun }}) getirilmelidir; "
               "tablosu yoksa tabloya eklenmelidir."),
    _rule("RPR-022", "Metin raporun yılını anlatır", Family.PROSE, typed_years,
          hint="Yıl düzeltilmeli; başka bir yıl anlatılıyorsa cümle bunu söylemelidir."),
    _rule("RPR-023", "Kanunlar kendi sayılarıyla anılır", Family.PROSE, cited_laws,
          hint="Kanunun sayısı ile adından yanlış olanı düzeltilmelidir."),
    _rule("RPR-024", "Metindeki birim tablonun birimidir", Family.PROSE, quoted_units,
          hint="Sütunun birimi ya da metinde rakamın yanına yazılan birim düzeltilmelidir."),
    _rule("RPR-025", "Müdürlüğün metni kendi rakamlarını anlatır", Family.PROSE, own_figures,
          hint="Metin ya da tablo, anlattığı müdürlüğün bölümüne taşınmalıdır."),
    _rule("RPR-026", "Metne elle yazılan gün, anlattığı satırın günüdür", Family.PROSE, typed_days,
          hint="Gün elle yazılmamalı, tabloya atıfla ({{ tablo.satır.sütun | date }}) "
               "getirilmelidir; başka bir olayın günü ayrı bir cümlede anılmalıdır."),
    _rule("RPR-030", "Zorunlu bölümler boş değildir", Family.COMPLETENESS, empty_sections,
          Severity.WARNING, REPORT_REGULATION,
          "Bölüm metni yazılmalı ya da tablosu doldurulmalıdır.", missing=True),
    _rule("RPR-031", "Yayımlanan tablolarda satır vardır", Family.COMPLETENESS, empty_tables,
          Severity.WARNING, REPORT_REGULATION,
          "Veri girilmeli; konu yoksa bölüm metninde bunu söyleyen bir cümle bulunmalıdır.",
          missing=True),
    _rule("RPR-032", "Zorunlu beyanlar tam ve metinleri onaylıdır",
          Family.COMPLETENESS, required_declarations, basis=PUBLIC_FINANCE,
          hint="Beyan; metni, imzalayanın adı ve sıfatı, yeri ve tarihiyle girilmeli, metni «Beyan "
               "metni ve onayı» sayfasında onaylanmalıdır.", missing=True),
    _rule("RPR-033", "Beyanları imzalamaya yetkili olanlar imzalar", Family.TIE_OUT, signatories,
          basis=PUBLIC_FINANCE,
          hint="Beyanın imzalayanı ya da türü imzalı aslına göre düzeltilmelidir; sunuşu başka bir "
               "yetkili imzaladıysa bulgu gerekçesiyle kabul edilmelidir."),
    _rule("RPR-034", "Beyanlardaki belediye raporun belediyesidir", Family.TIE_OUT, institutions,
          basis=PUBLIC_FINANCE, hint="Raporun ya da beyanın kurum adı düzeltilmelidir."),
    _rule("RPR-040", "Aynı satır iki kez yazılmaz", Family.DUPLICATE, repeated_rows,
          hint="Satırlardan biri silinmeli ya da adı ayırt edilmelidir."),
    _rule("RPR-050", "Önceki yıla göre olağandışı değişim açıklanır", Family.CHANGE, unusual_change,
          Severity.WARNING, hint="Rakam kontrol edilmeli, doğruysa nedeni metinde açıklanmalıdır."),
    _rule("RPR-060", "Kamuya açık metinde kişisel veri bulunmaz", Family.PRIVACY, personal_data,
          Severity.ERROR, KVKK, "Kişisel veri metinden ve tablodan çıkarılmalıdır."),
    _rule("RPR-061", "Hassas kişi sayıları işaretlidir", Family.PRIVACY, unmarked_people,
          Severity.WARNING, KVKK,
          "Sütun ya da gösterge «Hassas» olarak işaretlenmelidir; 1–4 arası o zaman yayımlanmaz."),
    _rule("RPR-062", "Metne hassas türden küçük kişi sayısı yazılmaz", Family.PRIVACY, typed_people,
          Severity.WARNING, KVKK,
          "Sayı elle yazılmamalı, işaretli bir tabloya atıfla ({{ tablo.satır.sütun }}) "
          "getirilmeli ya da cümleden çıkarılmalıdır."),
)  # fmt: skip
