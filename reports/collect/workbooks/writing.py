"""Writes the workbook of a directorate: instructions, a worksheet for each table, hidden ones."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from kars_portal.lib.texts import plain
from reports.collect.sheets import Sheet
from reports.ground.actors import Visitor

from . import manifest
from .layout import Layout, layouts
from .looks import COMPUTED, ENTRY, LAST, Looks
from .naming import worksheet_names
from .table import TableWriter
from .units import GRID, Directorate

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDE, LISTS = "Açıklamalar", "_listeler"
PORTION = 30_000
"""Characters of the hidden worksheet in one cell."""

_STEPS = (
    "Her tablo ayrı bir sayfadadır; sayfaya aşağıdaki listeden ya da alttaki sekmelerden gidilir.",
    "Yalnız krem renkli hücreler doldurulur. Bilinmeyen değer boş bırakılır; sıfır, değerin sıfır "
    "olduğunu söyler.",
    "Ondalık ayırıcı, Excel'in kullandığı işarettir (Türkçe Excel'de virgül). Yüzde sütunlarına "
    "51,5 yazılması %51,5 demektir.",
    "Yeni satır, tablonun altındaki boş satırlara yazılır; yetmezse araya satır eklenir. Var olan "
    "bir satır kopyalanarak yeni satır yapılmaz, satır silmek için portal kullanılır.",
    "Satırların sırası değişebilir, sayfaların adı da. Gizli ilk sütun ve gizli sayfalar silinmez: "
    "dosya onlarla tanınır.",
    "Üzerine gelinen sütun başlığındaki not, sütunun ne sorduğunu söyler.",
)
_SEND = (
    "Doldurulan dosya portala yüklenir: bölümün sayfasında dosya seçilir, değişiklikler hücre "
    "hücre gösterilir ve onaylanmadan hiçbir şey kaydedilmez. Portala giremeyenler dosyayı "
    "müdürlüklerinin bölüm sorumlusuna gönderir."
)


def workbook_of(directorate: Directorate, *, now: datetime, user: Visitor | None = None) -> bytes:
    """The workbook as it is made at a moment; with the tables that a user may open, if one is
    named. The same rows and moment give the same bytes.
    """
    sheets = directorate.sheets(user)
    names = worksheet_names((sheet.title for sheet in sheets), (GUIDE, LISTS, manifest.NAME))
    placed = layouts(sheets, names)
    said = manifest.Manifest(
        directorate.institution,
        directorate.year,
        directorate.code,
        directorate.name,
        now,
        sheets=tuple(layout.mark for layout in placed),
    )
    out = io.BytesIO()
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    title = f"{directorate.name} – {directorate.year} veri çalışma kitabı"
    book.set_properties(
        {
            "title": plain(title),
            "author": plain(directorate.institution),
            "created": timezone.localtime(now).replace(tzinfo=None, microsecond=0),
        }
    )
    looks = Looks(book)
    others = [s for s in directorate.all_sheets(user) if s.kind != GRID]
    _Guide(book.add_worksheet(GUIDE), looks, directorate, placed, others).write(now)
    worksheets = [book.add_worksheet(layout.name) for layout in placed]
    lists = _Lists(book.add_worksheet(LISTS))
    for layout, worksheet in zip(placed, worksheets, strict=True):
        TableWriter(layout, worksheet, looks, directorate.name, lists.range).write()
    _hide(book.add_worksheet(manifest.NAME), said.lines())
    book.close()
    return out.getvalue()


def _hide(worksheet: Worksheet, lines: Iterable[str]) -> None:
    """Long lines go on in the next cells of their row."""
    for row, line in enumerate(lines):
        for place, start in enumerate(range(0, len(line), PORTION)):
            worksheet.write_string(row, place, line[start : start + PORTION])
    worksheet.very_hidden()
    worksheet.protect()


class _Lists:
    """The options of columns, on a worksheet that nobody sees: a list may be long."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._worksheet = worksheet
        self._known: dict[tuple[str, ...], str] = {}
        worksheet.very_hidden()
        worksheet.protect()

    def range(self, options: tuple[str, ...]) -> str:
        if options not in self._known:
            place = len(self._known)
            for row, option in enumerate(options):
                self._worksheet.write_string(row, place, option)
            cells = xl_range_abs(0, place, len(options) - 1, place)
            self._known[options] = f"='{LISTS}'!{cells}"
        return self._known[options]


class _Guide:
    """The first worksheet: what this is, how it is filled in, where each table stands."""

    def __init__(
        self,
        worksheet: Worksheet,
        looks: Looks,
        directorate: Directorate,
        placed: Sequence[Layout],
        others: Sequence[Sheet],
    ) -> None:
        self.worksheet = worksheet
        self.looks = looks
        self.directorate = directorate
        self.placed = placed
        self.others = others
        self.row = 0

    def write(self, now: datetime) -> None:
        sheet = self.worksheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, 2, 22)
        unit = self.directorate
        self._line(f"{unit.year} yılı veri çalışma kitabı", self.looks.title, 24)
        self._line(f"{unit.name} · {unit.institution}".removesuffix(" · "), self.looks.subtitle)
        made = timezone.localtime(now)
        self._line(
            f"Portaldan {made:%d.%m.%Y %H:%M} tarihinde alındı · biçim sürümü {manifest.VERSION}",
            self.looks.quiet,
        )
        self.row += 1
        self._line("Nasıl doldurulur", self.looks.subtitle)
        for number, text in enumerate(_STEPS, start=1):
            self._line(f"{number}. {text}", self.looks.text)
        self.row += 1
        self._line("Renkler", self.looks.subtitle)
        for role, word, text in (
            (ENTRY, "doldurulur", "Bu yılın değeri yazılır."),
            (LAST, f"{unit.year - 1} (geçen yıl)", "Karşılaştırmak içindir; kilitlidir."),
            (COMPUTED, "hesaplanır", "Toplam, oran ve farklar; kilitlidir, geri okunmaz."),
        ):
            sheet.write_string(self.row, 0, word, self.looks.swatch(role))
            sheet.write_string(self.row, 1, text, self.looks.text)
            self.row += 1
        self.row += 1
        self._line("Nereye gönderilir", self.looks.subtitle)
        self._line(_SEND, self.looks.text)
        self.row += 1
        self._tables()
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _tables(self) -> None:
        self._line("Tablolar", self.looks.subtitle)
        for place, text in enumerate(("Sayfa", "Raporun bölümü", "Satır")):
            self.worksheet.write_string(self.row, place, text, self.looks.heading(ENTRY))
        self.row += 1
        for layout in self.placed:
            section = layout.sheet.section
            address = f"internal:'{layout.name.replace(chr(39), chr(39) * 2)}'!B1"
            self.worksheet.write_url(self.row, 0, address, self.looks.link, layout.name)
            self.worksheet.write_string(
                self.row, 1, plain(f"{section.code} {section.title}"), self.looks.text
            )
            self.worksheet.write_number(self.row, 2, len(layout.rows), self.looks.text)
            self.row += 1
        for sheet in self.others:
            where = f"{sheet.section.code} {sheet.section.title}"
            self.worksheet.write_string(self.row, 0, plain(sheet.title), self.looks.text)
            self.worksheet.write_string(self.row, 1, plain(where), self.looks.text)
            self.worksheet.write_string(self.row, 2, "portaldaki formunda", self.looks.quiet)
            self.row += 1

    def _line(self, text: str, look: Format, height: float = 15) -> None:
        """A text over all columns, with the height that it needs."""
        self.worksheet.merge_range(self.row, 0, self.row, 2, "", look)
        self.worksheet.write_string(self.row, 0, plain(text), look)
        self.worksheet.set_row(self.row, height * (len(text) // 125 + 1))
        self.row += 1
