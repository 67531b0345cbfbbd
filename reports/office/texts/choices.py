"""What a form says of a Word file's preview; whatever no form of ours sends counts as not said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from reports.collect.wording.blocks import Word
from reports.collect.wording.planning import MOST_TABLES, Choices, Mode
from reports.collect.wording.tables import KINDS, LEFT_OUT, ColumnChoice, FoundTable, TableChoice

STEP, LOOK, SHOW, SAVE = "islem", "bak", "goster", "kaydet"
MODE, REFERENCE, SEEN = "yontem", "atif", "onizleme"
_SALT = "reports.office.texts"
_LONGEST_TITLE = 200
_YES_NO = {"1": True, "0": False}
MODES: dict[Mode, object] = {
    Mode.APPEND: _("Bölümün metninin sonuna eklenir"),
    Mode.REPLACE: _("Bölümün metninin yerine geçer"),
    Mode.KEEP: _("Metin alınmaz; yalnız seçilen tablolar alınır"),
}


class WordForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Word belgesi (.docx)"),
        max_length=255,
        help_text=_("Yalnız bu bölümün metni; en çok 10 MB. Önce önizleme gösterilir."),
        error_messages={"required": _("Word belgesi seçilmelidir."), "empty": _("Dosya boş.")},
        widget=UnfoldAdminFileFieldWidget,
    )


@dataclass(frozen=True)
class Seen:
    """What a preview was made of, as it travels through the browser: signed, for one section."""

    name: str
    """Of the kept file."""
    digest: str
    year: int
    section: str
    base: str
    """A mark of the section's text as it was shown."""
    plan: str = ""
    """A mark of what would be saved, as it was shown."""

    def signed(self) -> str:
        return signing.dumps(
            [self.name, self.digest, self.year, self.section, self.base, self.plan], salt=_SALT
        )

    @classmethod
    def of(cls, text: str) -> Seen | None:
        """What was signed so; None for anything else."""
        try:
            return cls(*signing.loads(text, salt=_SALT))
        except (signing.BadSignature, TypeError):
            return None


def first_choices(present: str) -> Choices:
    """What is chosen before anybody chose: nothing that is there goes, and nothing is taken but the
    words.
    """
    return Choices(Mode.APPEND if present.strip() else Mode.REPLACE)


def choices_of(post: QueryDict, word: Word, present: str) -> Choices:
    """What a person has chosen on a preview."""
    mode = post.get(MODE, "")
    if mode not in set(Mode):
        return first_choices(present)
    found = {
        number: _table(post, FoundTable(number, table))
        for number, table in enumerate(word.tables[:MOST_TABLES], start=1)
    }
    return Choices(Mode(mode), frozenset(post.getlist(REFERENCE)), found)


def table_name(number: int, *more: object) -> str:
    """The name of a field of a table's choices."""
    return "-".join(map(str, ("tablo", number, *more)))


def _table(post: QueryDict, table: FoundTable) -> TableChoice:
    number = table.number
    return TableChoice(
        is_taken=table_name(number) in post,
        title=post.get(table_name(number, "baslik"), "")[:_LONGEST_TITLE],
        columns={column: _column(post, number, column) for column in table.columns},
        scale=_YES_NO.get(post.get(table_name(number, "bin"), "")),
    )


def _column(post: QueryDict, number: int, column: int) -> ColumnChoice:
    kind = post.get(table_name(number, column), "")
    way = post.get(table_name(number, column, "yazim"), "")
    return ColumnChoice(
        kind=kind if _is_kind(kind, (*KINDS, LEFT_OUT)) else "",
        way="tr" if way == "tr" else "en" if way == "en" else None,
        is_share=_YES_NO.get(post.get(table_name(number, column, "oran"), "")),
    )


def _is_kind(kind: str, known: Iterable[str]) -> bool:
    return kind in set(known)
