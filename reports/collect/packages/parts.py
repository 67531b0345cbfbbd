"""Parts of a data package: each writes and reads its own files. Apps register theirs in load
order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NotRequired, Protocol, TypedDict

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from reports.collect.imports.keys import HeaderError
from reports.collect.imports.resources import TableResource, YearResource
from reports.models import FiscalYear, Narrative

from .compare import missing_in
from .io import CsvError, CsvTable, read_csv, write_csv
from .log import LeftOut, LoadLog


class FieldDescriptor(TypedDict):
    """A column of a table."""

    name: str
    type: str
    title: NotRequired[str]
    constraints: NotRequired[dict[str, bool]]


class TableSchema(TypedDict):
    """The columns of a table, and those that name its rows."""

    fields: list[FieldDescriptor]
    primaryKey: list[str]
    missingValues: list[str]


class Descriptor(TypedDict):
    """What a file holds (a Frictionless Data resource descriptor)."""

    name: str
    path: str
    title: str
    format: str
    mediatype: str
    encoding: str
    rows: NotRequired[int]
    schema: NotRequired[TableSchema]


class Part(Protocol):
    """Something that has files in the package."""

    name: str

    def export(self, year: FiscalYear, root: Path) -> Sequence[Descriptor]:
        """Write the files and describe them (Frictionless Data resource descriptors)."""

    def left_out(self, year: FiscalYear, root: Path) -> Iterable[LeftOut]:
        """What the database holds of this part and the package does not, before it is loaded."""

    def load(self, year: FiscalYear, root: Path, log: LoadLog) -> None:
        """Read the files into rows; problems go to the log, nothing is raised for bad input."""


class ResourcePart:
    """One table: `data/<name>.csv`, written and read by its import resource.

    A package that was written before the table was made has no such file, which is no error unless
    the part is `required`; a file that the package itself names must be there.
    """

    def __init__(
        self, name: str, resource: type[TableResource], *, title: str = "", required: bool = False
    ) -> None:
        self.name = name
        self.resource = resource
        self._title = title
        self.required = required

    @property
    def path(self) -> str:
        return f"data/{self.name}.csv"

    @property
    def title(self) -> str:
        return self._title or str(self.resource._meta.model._meta.verbose_name_plural)

    def build(self, year: FiscalYear, *, whole_table: bool = False) -> TableResource:
        if issubclass(self.resource, YearResource):
            return self.resource(year=year, whole_table=whole_table)
        return self.resource(whole_table=whole_table)

    def export(self, year: FiscalYear, root: Path) -> Sequence[Descriptor]:
        resource = self.build(year)
        header = resource.get_export_headers()
        rows = [
            [resource.fields[name].export(item) for name in resource.get_export_order()]
            for item in resource.get_queryset()
        ]
        write_csv(root / self.path, header, rows)
        return [describe(self.name, self.path, self.title, resource, len(rows))]

    def left_out(self, year: FiscalYear, root: Path) -> Iterable[LeftOut]:
        return missing_in(self.build(year, whole_table=True), root, self.path, self.title)

    def load(self, year: FiscalYear, root: Path, log: LoadLog) -> None:
        log.claim(self.path)
        is_expected = self.required or self.path in log.named
        if not is_expected and not (root / self.path).is_file():
            log.absence(self.path, self.title)
            return
        table = open_csv(root, self.path, log)
        if table is not None:
            import_table(self.build(year, whole_table=True), table, self.path, log)


def describe(name: str, path: str, title: str, resource: TableResource, rows: int) -> Descriptor:
    """Frictionless descriptor of a table, made from its resource, with the count of its rows."""
    labels = resource.labels()
    required = set(resource.get_import_id_fields())
    fields: list[FieldDescriptor] = []
    for field_name in resource.get_export_order():
        column = resource.fields[field_name].column_name
        field: FieldDescriptor = {
            "name": column,
            "type": schema_type(resource.fields[field_name].widget),
        }
        if labels.get(column, column) != column:
            field["title"] = labels[column]
        if field_name in required:
            field["constraints"] = {"required": True}
        fields.append(field)
    return {
        "name": name.replace("_", "-"),
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": rows,
        "schema": {
            "fields": fields,
            "primaryKey": [resource.fields[n].column_name for n in resource.get_import_id_fields()],
            "missingValues": [""],
        },
    }


def schema_type(widget: object) -> str:
    """Table Schema type of a column, from the widget that reads it."""
    name = type(widget).__name__
    return {
        "TurkishDecimalWidget": "number",
        "QuantityWidget": "number",
        "TurkishIntegerWidget": "integer",
        "TurkishDateWidget": "date",
        "YesNoWidget": "boolean",
    }.get(name, "string")


def open_csv(root: Path, path: str, log: LoadLog) -> CsvTable | None:
    file = root / path
    if not file.is_file():
        log.error(
            path, 0, "", "Dosya pakette yok; yalnız başlık satırıyla da olsa bulunmalıdır.", ""
        )
        return None
    try:
        return read_csv(file)
    except CsvError as error:
        log.error(path, error.line, "", str(error), "")
        return None


def import_table(resource: TableResource, table: CsvTable, path: str, log: LoadLog) -> None:
    """Import a whole CSV through a resource; every problem is logged with line and column."""
    data = tablib.Dataset(headers=table.header)
    for cells in table.rows:
        data.append(cells)
    try:
        resource.check_headers(table.header)
    except HeaderError as error:
        for column, sentence in error.problems:
            log.error(path, 1, column, sentence, "")
        return
    resource.lines = table.lines
    result = resource.import_data(data, use_transactions=False, raise_errors=False)
    for failure in result.base_errors:
        log.error(path, 1, "", str(failure.error))
    for number, errors in result.row_errors():
        for item in errors:
            log.error(path, table.lines[number - 1], "", _sentence(item.error), "")
    for invalid in result.invalid_rows:
        line = table.lines[invalid.number - 1]
        row = dict(zip(table.header, table.rows[invalid.number - 1], strict=True))
        for column, sentence in sentences(invalid.error):
            log.error(path, line, column, sentence, row.get(column, ""))
    log.count(path, len(table.rows))


def sentences(error: ValidationError) -> Iterable[tuple[str, str]]:
    """(column, sentence) pairs of a validation error."""
    if hasattr(error, "error_dict"):
        for column, items in error.message_dict.items():
            for sentence in items:
                yield ("" if column == NON_FIELD_ERRORS else column), sentence
    else:
        for sentence in error.messages:
            yield "", sentence


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(error.messages)
    return f"{type(error).__name__}: {error}"


class NarrativePart:
    """The prose: `prose/<section>.md`, for a directorate `prose/III.B.1/<code>.md`."""

    name = "narratives"

    def __init__(self, known_sections: Callable[[FiscalYear], set[str]] | None = None) -> None:
        self.known_sections = known_sections

    def export(self, year: FiscalYear, root: Path) -> Sequence[Descriptor]:
        descriptors: list[Descriptor] = []
        for narrative in Narrative.objects.filter(year=year).order_by("section"):
            path = f"prose/{narrative.section}.md"
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((narrative.body.strip() + "\n").encode("utf-8"))
            descriptors.append(
                {
                    "name": "prose-" + narrative.section.lower().replace("/", "-"),
                    "path": path,
                    "title": f"Bölüm metni {narrative.section}",
                    "format": "md",
                    "mediatype": "text/markdown",
                    "encoding": "utf-8",
                }
            )
        return descriptors

    def left_out(self, year: FiscalYear, root: Path) -> Iterable[LeftOut]:
        there = {
            file.relative_to(root / "prose").as_posix().removesuffix(".md")
            for file in self._files(root)
        }
        gone = [
            narrative
            for narrative in Narrative.objects.filter(year=year).order_by("section")
            if narrative.section not in there
        ]
        if gone:
            title = str(Narrative._meta.verbose_name_plural)
            yield LeftOut("prose/", title, tuple(n.section for n in gone), tuple(gone))

    @staticmethod
    def _files(root: Path) -> list[Path]:
        folder = root / "prose"
        return sorted(folder.rglob("*.md")) if folder.is_dir() else []

    def load(self, year: FiscalYear, root: Path, log: LoadLog) -> None:
        files = self._files(root)
        known = self.known_sections(year) if self.known_sections else None
        for file in files:
            path = file.relative_to(root).as_posix()
            section = path.removeprefix("prose/").removesuffix(".md")
            log.claim(path)
            if known is not None and section not in known:
                log.error(
                    path,
                    0,
                    "",
                    f"«{section}» diye bir bölüm yok. Dosya adı bölüm kodu olmalıdır "
                    "(III.A.1.md, III.B.1/fen-isleri.md).",
                    "",
                )
                continue
            try:
                body = file.read_bytes().decode("utf-8").replace("\r\n", "\n").strip()
            except UnicodeDecodeError:
                log.error(path, 0, "", "Dosya UTF-8 değil; UTF-8 olarak kaydedilmelidir.", "")
                continue
            narrative = Narrative.objects.filter(year=year, section=section).first()
            if narrative is None:
                narrative = Narrative(year=year, section=section)
            narrative.body = body
            try:
                narrative.full_clean()
            except ValidationError as error:
                for column, sentence in sentences(error):
                    log.error(path, 0, column, sentence, "")
                continue
            narrative.save()
        log.count("prose/", len(files))
