"""What all prints of a version share: what they say of themselves, numbered tables and charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.timezone import localtime

from reports.enums import FigureStatus
from reports.present.editions import Edition
from reports.present.pdf.fields import SignatureField, field_html
from reports.present.render import BlockView, ChartView, PrintLinks, ProseView, TableView
from reports.present.render.notes import with_notes

from .address import qr_code, short_code, verification_address
from .columns import fit
from .items import IndexEntry, Item, PrintBlock, PrintTable, SigningPlaces, lower_headings, sheets
from .renderer import Progress


def imprint(edition: Edition) -> dict[str, object]:
    """What the head of the text, the cover and the foot of every page say of a version."""
    header = edition.document.header
    made = edition.made_at
    address = verification_address(edition)
    return {
        "header": header,
        "edition": edition,
        "short_code": short_code(edition.sha256),
        "address": address,
        "qr_code": qr_code(address) if address else "",
        "figure_status": FigureStatus(header.figure_status).label,
        "made_on": localtime(made).strftime("%d.%m.%Y") if made else "",
        "created": localtime(made).isoformat() if made else "",
    }


def width_rules(widths: Iterable[int]) -> SafeString:
    """The stylesheet's classes of widths, in thousandths."""
    rules = (f".w-{w}{{width:{w // 10}.{w % 10}%}}" for w in sorted(widths))
    return mark_safe("".join(rules))  # noqa: S308 - digits only


def place_to_sign(field: SignatureField, *, framed: bool = True) -> SafeString:
    """A signature field's place on the page."""
    return mark_safe(field_html(field, framed=framed))  # noqa: S308 - escaped there


def signing_places(fields: Iterable[SignatureField]) -> SigningPlaces:
    """The fields side by side, each framed and under its role."""
    return SigningPlaces(tuple((field.role, place_to_sign(field)) for field in fields))


class PrintBuilder:
    """Walks a document once and numbers the tables and charts that it meets."""

    def __init__(self, edition: Edition, links: PrintLinks, progress: Progress) -> None:
        self.edition = edition
        self.document = edition.document
        self.links = links
        self.progress = progress
        self.anchors: set[str] = set()
        self.tables: list[IndexEntry] = []
        self.charts: list[IndexEntry] = []
        self.widths: set[int] = set()

    def page(self, template: str, items: Iterable[Item], **more: object) -> str:
        """The text of the print; `more` is what it alone says."""
        grouped = sheets(items)  # the rest is known when all pieces are
        return render_to_string(
            template,
            {
                **imprint(self.edition),
                "sheets": grouped,
                "column_rules": width_rules(self.widths),
                **more,
            },
        )

    def finding(self, mark: str) -> str:
        """Where a finding stands in this print; empty where it does not."""
        raise NotImplementedError

    def listed(self, word: str, entry: IndexEntry) -> None:
        """Told of each numbered table and chart as it comes."""

    def table(self, view: TableView, *, in_index: str = "") -> Iterator[Item]:
        """A table with its notes, in as many parts as the paper asks for."""
        view = with_notes(view, self.document, self.finding)
        self.anchors.add(view.anchor)
        entry = IndexEntry(view.anchor, len(self.tables) + 1, in_index or view.title)
        self.tables.append(entry)
        self.listed("table", entry)
        for part in fit(view):
            self.widths.update(part.widths)
            yield PrintTable(part, entry.number)

    def block(self, view: BlockView, level: int) -> PrintBlock:
        """Any other block; titles inside it begin at `level`."""
        if isinstance(view, ProseView):
            return PrintBlock(ProseView(lower_headings(view.html, level)), level)
        if isinstance(view, ChartView):
            entry = IndexEntry(f"grafik-{slugify(view.id)}", len(self.charts) + 1, view.title)
            self.charts.append(entry)
            self.listed("chart", entry)
            return PrintBlock(view, level, entry.number)
        return PrintBlock(view, level)
