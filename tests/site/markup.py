"""What every page must be like, read from its HTML without a browser."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input", "img", "hr", "path", "rect", "col"}


class Outline(HTMLParser):
    """Headings, ids, tables, labels and links of a page; `problems` says what is wrong."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tables = 0
        self.captions = 0
        self.headers_without_scope = 0
        self.inline: list[str] = []
        self.fields: list[str] = []
        self.labelled: set[str] = set()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values.get("href", ""))
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.headers_without_scope += tag == "th" and values.get("scope") not in {"row", "col"}
        if tag in {"script", "style"} or "style" in values:
            self.inline.append(tag)
        if tag in {"input", "select"} and values.get("type") != "hidden":
            self.fields.append(values.get("id", ""))
        if tag == "label":
            self.labelled.add(values.get("for", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    @property
    def problems(self) -> list[str]:
        found = []
        if self.headings.count(1) != 1:
            found.append(f"{self.headings.count(1)} h1")
        steps = zip(self.headings, self.headings[1:], strict=False)
        found += [f"h{before} before h{after}" for before, after in steps if after > before + 1]
        found += sorted({f"id {name} twice" for name in self.ids if self.ids.count(name) > 1})
        found += [f"id {name!r} with a blank" for name in self.ids if not name or " " in name]
        if self.tables != self.captions:
            found.append(f"{self.tables} tables, {self.captions} captions")
        if self.headers_without_scope:
            found.append(f"{self.headers_without_scope} th without scope")
        found += [f"inline {tag}" for tag in self.inline]
        found += [f"field {name!r} without label" for name in self.fields
                  if name not in self.labelled]  # fmt: skip
        found += [f"</{tag}> closes nothing" for tag in self.unbalanced]
        found += [f"<{tag}> stays open" for tag in self.open]
        return found
