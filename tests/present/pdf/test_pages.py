"""What measures the pages finds pages that are badly set, and closer setting mends what it can."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from reports.present.pdf.engine import lay_out

from .pages import THIN, chapter_ends, fillings, orphans

PAGE = "<style>@page{size:A4;margin:22mm 19mm 20mm}body{margin:0}div{line-height:10mm}</style>"
ROWS = "".join(f"<tr style='height:10mm'><td>{n}</td><td>b</td></tr>" for n in range(3))
TABLE = f"<table><caption>Tablo</caption><tbody>{ROWS}</tbody></table>"


def _text(lines: int) -> str:
    return "".join(f"<div><p style='margin:0'>satır {line}</p></div>" for line in range(lines))


def _pdf(body: str) -> bytes:
    html = f"<html lang='tr'><head><title>-</title>{PAGE}</head><body>{body}</body></html>"
    return lay_out(html, lambda _pdf: None).pdf


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (_text(5) + "<h2>Başlık</h2>" + TABLE, []),
        (
            _text(24) + "<h2 style='margin:0'>Başlık</h2><p style='break-before:page'>a",
            ["sayfa 1: başlık sayfanın dibinde: Başlık"],
        ),
        (_text(22) + TABLE, ["sayfa 2: tek satır"]),
        (
            _text(5) + TABLE + "<ul style='break-before:page'><li>not</li></ul>",
            ["sayfa 2: notlar tablodan ayrı"],
        ),
    ],
    ids=["well set", "heading", "row", "notes"],
)  # fmt: skip
def test_what_stands_alone_is_found(body: str, found: list[str]) -> None:
    with pikepdf.open(io.BytesIO(_pdf(body))) as pdf:
        told = orphans(pdf)

    assert len(told) == len(found)
    assert all(line.startswith(begin) for line, begin in zip(told, found, strict=True))


def test_the_filling_of_a_page_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(_pdf(_text(27)))

    first, second = fillings(file, tmp_path)

    assert first > 0.9
    assert second < THIN
    with pikepdf.open(file) as pdf:
        assert chapter_ends(pdf) == {1}


@pytest.mark.parametrize(("lines", "pages"), [(36, 1), (37, 2)])
def test_some_lines_over_are_taken_back_by_setting_closer(lines: int, pages: int) -> None:
    text = "".join(f"<p>satır {line}</p>" for line in range(lines))
    sheet = '<link rel="stylesheet" href="print.css">'
    html = f"<html lang='tr'><head><title>-</title>{sheet}</head><body>{text}</body></html>"
    as_it_is, fitted = (
        len(lay_out(html, lambda _pdf: None, draw=False, fit=fit).kinds) for fit in (False, True)
    )

    assert (as_it_is, fitted) == (2, pages)
