from collections.abc import Sequence

class Element: ...

class HasChildren(Element):
    children: Sequence[Element]

class Notes:
    def find_note(self, note_type: str, note_id: str) -> Note: ...

class Document(HasChildren):
    notes: Notes

class NumberingLevel:
    level_index: str
    is_ordered: bool

class Paragraph(HasChildren):
    style_id: str | None
    style_name: str | None
    numbering: NumberingLevel | None
    alignment: str | None

class Run(HasChildren):
    style_id: str | None
    style_name: str | None
    is_bold: bool
    is_italic: bool
    vertical_alignment: str

class Text(Element):
    value: str

class Hyperlink(HasChildren):
    href: str | None
    anchor: str | None

class Checkbox(Element):
    checked: bool

class Table(HasChildren): ...

class TableRow(HasChildren):
    is_header: bool

class TableCell(HasChildren):
    colspan: int
    rowspan: int

class Break(Element):
    break_type: str

class Tab(Element): ...

class Note(Element):
    body: Sequence[Element]

class NoteReference(Element):
    note_type: str
    note_id: str

def document(children: Sequence[Element]) -> Document: ...
