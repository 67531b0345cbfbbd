"""From document to templates; the site and the PDF use the same views and the same partials."""

from .blocks import (
    BlockView,
    ChartView,
    DeclarationView,
    ProseView,
    TableView,
    block_views,
    figure_mark,
    resolve_links,
    table_view,
)
from .links import Links, PrintLinks

__all__ = [
    "BlockView",
    "ChartView",
    "DeclarationView",
    "Links",
    "PrintLinks",
    "ProseView",
    "TableView",
    "block_views",
    "figure_mark",
    "resolve_links",
    "table_view",
]
