"""The same font in several parts of a file, cut down differently, becomes one again.

Imports nothing of Django. Works for the fonts that WeasyPrint embeds: TrueType outlines that keep
their numbers, addressed by number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence, Set
from copy import copy

import pikepdf
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from pikepdf import Array, Name, Stream

_FIXED_PITCH = 1
_LINE = re.compile(rb"^<([0-9a-fA-F]+)> <([0-9a-fA-F]*)>$", re.M)
_NEEDED = {
    "GlyphOrder", "head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep",
}  # fmt: skip
"""What a program needs that finds glyphs by their numbers."""
_GROUP = 100
"""No more lines than that may stand in one group of a character map."""


def can_be_joined(font: pikepdf.Object) -> bool:
    """Whether a font of a file is of the kind that this module understands."""
    if font.get("/Subtype") != Name.Type0 or font.get("/Encoding") != Name("/Identity-H"):
        return False
    return "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def joined(file: pikepdf.Pdf, fonts: Sequence[pikepdf.Object]) -> pikepdf.Object:
    """One font with the glyphs of all; they bear the same name."""
    first = fonts[0]
    if len(fonts) == 1:
        return first
    descendants = [font.DescendantFonts[0] for font in fonts]
    widths: dict[int, pikepdf.Object] = {}
    texts: dict[int, bytes] = {}
    for font, descendant in zip(fonts, descendants, strict=True):
        widths = _widths(descendant.W) | widths
        texts = _texts(font.ToUnicode.read_bytes()) | texts
    outlines = join_outlines(
        [descendant.FontDescriptor.FontFile2.read_bytes() for descendant in descendants],
        [_widths(descendant.W).keys() for descendant in descendants],
    )
    descriptor = copy(descendants[0].FontDescriptor)
    descriptor.FontFile2 = Stream(file, outlines, Length1=len(outlines))
    box = list(descriptor.FontBBox)
    descriptor.FontBBox = Array([*box[:2], max(widths.values()), box[3]])
    if len(set(widths.values())) > 1:
        descriptor.Flags = int(descriptor.Flags) & ~_FIXED_PITCH
    descendant = copy(descendants[0])
    descendant.FontDescriptor = file.make_indirect(descriptor)
    descendant.W = _listed(widths)
    font = copy(first)
    font.DescendantFonts = Array([file.make_indirect(descendant)])
    font.ToUnicode = Stream(file, _character_map(texts))
    return file.make_indirect(font)


def _widths(listed: pikepdf.Object) -> dict[int, pikepdf.Object]:
    found = {}
    for start, widths in zip(listed[::2], listed[1::2], strict=True):
        for offset, width in enumerate(widths):
            found[int(start) + offset] = width
    return found


def _listed(widths: dict[int, pikepdf.Object]) -> Array:
    runs: list[tuple[int, list[pikepdf.Object]]] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            runs.append((glyph, []))
        runs[-1][1].append(widths[glyph])
    return Array([part for first, run in runs for part in (first, Array(run))])


def _texts(character_map: bytes) -> dict[int, bytes]:
    lines = character_map.split(b"endcodespacerange", 1)[1]
    return {int(glyph, 16): text for glyph, text in _LINE.findall(lines)}


def _character_map(texts: dict[int, bytes]) -> bytes:
    lines = [
        b"/CIDInit /ProcSet findresource begin",
        b"12 dict begin",
        b"begincmap",
        b"/CIDSystemInfo",
        b"<< /Registry (Adobe)",
        b"/Ordering (UCS)",
        b"/Supplement 0",
        b">> def",
        b"/CMapName /Adobe-Identity-UCS def",
        b"/CMapType 2 def",
        b"1 begincodespacerange",
        b"<0000> <ffff>",
        b"endcodespacerange",
    ]
    entries = sorted(texts.items())
    for start in range(0, len(entries), _GROUP):
        group = entries[start : start + _GROUP]
        lines.append(b"%d beginbfchar" % len(group))
        lines += [b"<%04x> <%s>" % entry for entry in group]
        lines.append(b"endbfchar")
    lines += [b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"]
    return b"\n".join(lines)


def join_outlines(files: Sequence[bytes], used: Sequence[Set[int]]) -> bytes:
    """One TrueType file with the used glyphs of several that are cut from the same font.

    Accented letters get an outline of their own: their parts bear other numbers in every file.
    """
    fonts = [
        TTFont(io.BytesIO(file), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
        for file in files
    ]
    count = max(max(glyphs) for glyphs in used) + 1
    outlines = [b""] * count
    metrics = [(0, 0)] * count
    for font, glyphs in zip(fonts, used, strict=True):
        places = list(font["loca"].locations)
        data = font.reader["glyf"]
        for glyph, metric in enumerate(_metrics(font)[:count]):
            if glyph in glyphs:
                metrics[glyph] = metric
                if not outlines[glyph]:
                    outline = data[places[glyph] : places[glyph + 1]]
                    outlines[glyph] = _flat(font, glyph) if _is_composite(outline) else outline
    base = fonts[0]
    for tag in set(base.keys()) - _NEEDED:
        del base[tag]
    base.setGlyphOrder([f"glyph{glyph:05}" for glyph in range(count)])
    base["maxp"].numGlyphs = base["hhea"].numberOfHMetrics = count
    for name in ("maxPoints", "maxContours"):
        composite = name.replace("max", "maxComposite")
        limit = max(getattr(font["maxp"], of) for font in fonts for of in (name, composite))
        setattr(base["maxp"], name, limit)
        setattr(base["maxp"], composite, 0)
    base["maxp"].maxComponentElements = base["maxp"].maxComponentDepth = 0
    offsets = [0]
    for outline in outlines:
        offsets.append(offsets[-1] + len(outline))
    base["head"].indexToLocFormat = 1
    _replace(base, "glyf", b"".join(outlines))
    _replace(base, "loca", b"".join(offset.to_bytes(4, "big") for offset in offsets))
    _replace(
        base,
        "hmtx",
        b"".join(
            advance.to_bytes(2, "big") + bearing.to_bytes(2, "big", signed=True)
            for advance, bearing in metrics
        ),
    )
    target = io.BytesIO()
    base.save(target, reorderTables=None)
    return target.getvalue()


def _is_composite(outline: bytes) -> bool:
    return int.from_bytes(outline[:2], "big", signed=True) < 0


def _flat(font: TTFont, glyph: int) -> bytes:
    """A composed glyph as one outline."""
    glyphs = font.getGlyphSet()
    name = font.getGlyphName(glyph)
    recorded = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recorded)
    pen = TTGlyphPen(None)
    recorded.replay(pen)
    outline: bytes = pen.glyph().compile(font["glyf"])
    return outline + b"\0" * (-len(outline) % 4)


def _metrics(font: TTFont) -> list[tuple[int, int]]:
    data = font.reader["hmtx"]
    long = int(font["hhea"].numberOfHMetrics)
    found = []
    advance = 0
    for glyph in range(int(font["maxp"].numGlyphs)):
        if glyph < long:
            advance = int.from_bytes(data[4 * glyph : 4 * glyph + 2], "big")
            place = 4 * glyph + 2
        else:
            place = 4 * long + 2 * (glyph - long)
        found.append((advance, int.from_bytes(data[place : place + 2], "big", signed=True)))
    return found


def _replace(font: TTFont, tag: str, data: bytes) -> None:
    table = DefaultTable(tag)
    table.data = data
    font[tag] = table
