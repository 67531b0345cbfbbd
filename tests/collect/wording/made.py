"""Word files made by hand, part by part, and what the reader makes of any."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from reports.collect.wording import child
from reports.collect.wording.blocks import Word, paragraph_of, table_of
from reports.collect.wording.markdown import written

FILES = Path(__file__).parent / "files"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, look: str = "") -> str:
    """Words of one look: `look` is what stands in its properties."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    """A paragraph of runs; a text that is no markup is a run of its own."""
    runs = "".join(part if part.startswith("<") else run(part) for part in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of texts."""
    lines = (
        "<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def docx(*body: str, kind: str = MAIN, before: str = "", **parts: str) -> bytes:
    """A Word file. `before`: what stands before the root; `parts`: others, "/" as "__"."""
    document = f"{before}<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>"
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": document,
    }
    found |= {name.replace("__", "/"): content for name, content in parts.items()}
    return packed(found)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def read(content: bytes) -> Word:
    """What the reader says of a file, without a process of its own; it has to be read."""
    *parts, last = child.read(content)
    assert last == {"state": "read"}, last
    word = Word()
    for part in parts:
        match part:
            case {"paragraph": list(said)}:
                word.blocks.append(paragraph_of(said))
            case {"table": dict(said)}:
                word.blocks.append(table_of(said))
            case {"note": int(number), "words": list(said)}:
                word.notes[number] = paragraph_of(said)
            case {"aside": dict(said)}:
                word.aside.update(said)
    return word


def markdown(*body: str) -> str:
    """The Markdown of a file with this body."""
    return written(read(docx(*body)))


def renamed_stream(content: bytes, old: str, new: str) -> bytes:
    """An old Office file (OLE) with one of its streams under another name."""
    at = content.index(old.encode("utf-16-le") + b"\0\0")
    entry = new.encode("utf-16-le").ljust(64, b"\0") + (2 * len(new) + 2).to_bytes(2, "little")
    return content[:at] + entry + content[at + 66 :]
