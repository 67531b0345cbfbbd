"""Cells of imported and exported tables: what staff type becomes typed values, and back.

django-import-export's own widgets read and write numbers by the active language, which under ``tr``
turns "1234.567" into 1234567 without an error. These widgets know one exact spelling for output,
read the Turkish and the exact spelling, and refuse what has two readings. Every error is a
ValueError with a Turkish sentence that names the cell's text and the cure; the resource puts it
beside the row.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from kars_portal.lib import numbers, turkish

if TYPE_CHECKING:

    class Widget:
        """The part of import_export's untyped base class that is used here."""

        def __init__(self, coerce_to_string: bool = True) -> None: ...

else:
    from import_export.widgets import Widget

# Fifteen digits survive a spreadsheet's binary numbers; what lies beyond is noise of a formula.
_SAFE_DIGITS: Final = 15
_EMPTY: Final = frozenset({"", "-", "–", numbers.MISSING})
_MONTHS: Final = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
    "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip

Row: TypeAlias = Mapping[str, object] | None


class Reader(Protocol):
    """Reads the cells of a column and writes them; each kind of column has its own."""

    def clean(self, value: object, row: Row = None, **kwargs: object) -> object:
        """What a cell says. Raises ValueError with a Turkish sentence."""

    def render(self, value: Any, obj: object = None, **kwargs: object) -> object:
        """A value of the kind that `clean` gives, as a cell."""


def _text(value: object) -> str:
    """Return a cell as text; a whole float (an old ``.xls`` knows no integers) as an integer."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\u00a0", " ").strip()


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and _text(value) in _EMPTY)


def _native(value: Decimal | float) -> Decimal:
    """Return a number cell as the decimal that the spreadsheet shows.

    Raises NumberFormatError for NaN, infinity and floats of more than 15 significant digits.
    """
    if isinstance(value, float):
        number = Decimal(repr(value))
        if number.is_finite() and len(number.normalize().as_tuple().digits) > _SAFE_DIGITS:
            raise numbers.NumberFormatError(
                f"«{value!r}» {_SAFE_DIGITS} basamaktan uzun; hesap tablosu bu sayıyı tam olarak "
                "saklayamaz. Formül sonucunu YUVARLA işleviyle yuvarlayın veya metin olarak yazın."
            )
        if number.is_finite() and number == number.to_integral_value():
            number = Decimal(int(number))
        return numbers.parse_decimal(numbers.exact(number))
    return numbers.parse_decimal(numbers.exact(value))


class TurkishDecimalWidget(Widget):
    """A figure with decimals.

    Number cells of a spreadsheet pass through digit by digit, text is read by
    :func:`numbers.parse_localised`. With ``places`` a value has exactly that many decimals and more
    digits are refused. ``spelling`` fixes the column's spelling: data packages use ``"exact"``; for
    staff files :meth:`learn_spelling` derives it from the column. ``unit`` is the column's, if it
    is known; ``never_negative`` refuses a figure below zero. Everything wrong is said at once.
    """

    unit = ""
    never_negative = ""

    def __init__(
        self, places: int | None = None, *, spelling: numbers.Spelling | None = None
    ) -> None:
        super().__init__()
        self.places = places
        self.spelling = spelling

    def learn_spelling(self, cells: Iterable[object]) -> None:
        """Take the spelling from the column's text cells, unless it is fixed already.

        One unambiguous cell ("1.234,50") settles the others ("6.600"). The choice stays with this
        widget: call it on a resource's own copy, once for each file.
        """
        if self.spelling is None:
            self.spelling = numbers.detect_spelling(
                cell for cell in cells if isinstance(cell, str) and not _is_empty(cell)
            )

    def clean(self, value: object, row: Row = None, **kwargs: object) -> Decimal | int | None:
        """Return the figure, None for an empty cell or a dash.

        Raises NumberFormatError if the cell is no figure, has two readings or too many decimals.
        """
        if _is_empty(value):
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise numbers.NumberFormatError(
                f"«{value}» sayı değil. Hücre biçimini sayı olarak ayarlayıp yeniden yazın."
            )
        problems = [numbers.unit_problem(value, self.unit)] if isinstance(value, str) else []
        number: Decimal | int | None = None
        try:
            number = self._read(value)
            if number < 0:
                problems.append(self.never_negative)
            number = numbers.fit_places(number, self.places)
        except numbers.AmbiguousNumberError as error:
            if not any(problems):
                raise
            problems.append(str(error))
        except numbers.NumberFormatError as error:
            problems.append(str(error))
        if any(problems):
            raise numbers.NumberFormatError(" ".join(filter(None, problems)))
        return number

    def _read(self, value: str | float | Decimal) -> Decimal:
        if not isinstance(value, str):
            return _native(value)
        return numbers.parse_localised(
            value, spelling=self.spelling, places=self.places, unit=self.unit
        )

    def render(
        self, value: Decimal | int | None, obj: object = None, **kwargs: object
    ) -> Decimal | int | str | None:
        """Return the exact spelling (``1234567.89``), padded to ``places``, never rounded.

        With ``force_native_type`` (import-export asks for it in workbooks) figures of up to 15
        digits stay numbers, so that a spreadsheet can add them up.
        """
        if isinstance(value, int | Decimal) and self.places is not None:
            padded = numbers.round_half_up(Decimal(value), self.places)
            value = padded if padded == value else value
        text = numbers.exact(value)
        digits = text.replace(".", "").lstrip("-0")
        return value if kwargs.get("force_native_type") and len(digits) <= _SAFE_DIGITS else text


class TurkishIntegerWidget(TurkishDecimalWidget):
    """A count. "6.600" is 6600 here: a count has no decimals."""

    def __init__(self, *, spelling: numbers.Spelling | None = None) -> None:
        super().__init__(places=0, spelling=spelling)

    def clean(self, value: object, row: Row = None, **kwargs: object) -> int | None:
        """Return the count, None for an empty cell or a dash.

        Raises NumberFormatError as the decimal widget does, and for a fraction.
        """
        number = super().clean(value, row, **kwargs)
        return None if number is None else int(number)


class TurkishDateWidget(Widget):
    """A day: ``2024-09-30``, ``30.09.2024`` or a date cell.

    ``30/09/2024`` and ``30-09-2024`` are read where no month could be meant by the first number.
    """

    _ISO: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
    _DOTTED: Final = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
    _SLASHED: Final = re.compile(
        r"(?P<day>[0-9]{1,2})([/-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})"
    )
    _SHORT: Final = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}")
    _MIDNIGHT: Final = re.compile(r"(?<=[0-9])[ T]00:00(?::00)?$")

    def clean(self, value: object, row: Row = None, **kwargs: object) -> date | None:
        """Return the day, None for an empty cell or a dash.

        Raises ValueError for a day that isn't in the calendar, for a date that could be another one
        (03/04/2024, 30.09.24), for a time of day and for anything else.
        """
        if _is_empty(value):
            return None
        if isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            if local.time() != time():
                raise ValueError(
                    f"«{local:%d.%m.%Y %H:%M}» saat de içeriyor. Yalnızca tarihi yazın: "
                    f"{numbers.format_date(local)}"
                )
            return local.date()
        if isinstance(value, date):
            return value
        text = self._MIDNIGHT.sub("", _text(value))
        match = self._ISO.fullmatch(text) or self._DOTTED.fullmatch(text) or self._sure(text)
        if match is None:
            raise ValueError(self._refusal(text))
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            raise ValueError(
                f"«{text}» diye bir tarih yok. Günü ve ayı denetleyip 30.09.2024 ya da 2024-09-30 "
                "biçiminde yazın."
            ) from None

    def _sure(self, text: str) -> re.Match[str] | None:
        """A day with slashes or hyphens that can be no other day."""
        match = self._SLASHED.fullmatch(text)
        if match is None:
            return None
        day, month = int(match["day"]), int(match["month"])
        return match if day > 12 or day == month else None

    def _refusal(self, text: str) -> str:
        cure = "30.09.2024 ya da 2024-09-30 biçiminde yazın."
        if self._SHORT.fullmatch(text):
            return f"«{text}» hangi yıl olduğunu söylemiyor. Yılı dört haneyle, {cure}"
        match = self._SLASHED.fullmatch(text)
        if match:
            first, second, year = (int(match[part]) for part in ("day", "month", "year"))
            if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
                return (
                    f"«{text}» iki türlü okunabilir: {first} {_MONTHS[second - 1]} {year} ya da "
                    f"{second} {_MONTHS[first - 1]} {year}. Tarihi {cure}"
                )
        return f"«{text}» tarih olarak okunamadı. Tarihi {cure}"

    def render(self, value: date | None, obj: object = None, **kwargs: object) -> date | str:
        """Return ``2024-09-30``; with ``force_native_type`` the date itself, for a workbook."""
        if isinstance(value, datetime):
            value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
        return value if kwargs.get("force_native_type") and value else numbers.exact(value)


class ChoiceWidget(Widget):
    """A value out of a fixed list, given by its code or its Turkish label; exported by its code.

    ``choices`` is an enumeration (``models.TextChoices``) or a field's choices, groups included.
    Case and, where it leaves one choice, missing Turkish letters don't matter.
    """

    def __init__(self, choices: type[models.Choices] | Iterable[tuple[object, object]]) -> None:
        super().__init__()
        pairs = choices.choices if isinstance(choices, type) else choices
        self.labels: dict[object, str] = {
            code: str(label) for code, label in _flat(pairs) if code not in (None, "")
        }

    def clean(self, value: object, row: Row = None, **kwargs: object) -> Any:
        """Return the code, None for an empty cell or a dash.

        Raises ValueError for an unknown code or label, and for a label that two codes share.
        """
        if _is_empty(value):
            return None
        text = _text(value)
        codes = [(str(code), code) for code in self.labels]
        labels = [(label, code) for code, label in self.labels.items()]
        # The strictest reading first, so that a code typed as it is never meets a look-alike.
        for fold, names in (
            (str, codes),
            (turkish.casefold, labels),
            (turkish.search_key, codes + labels),
        ):
            found = dict.fromkeys(code for name, code in names if fold(name) == fold(text))
            if len(found) > 1:
                raise ValueError(
                    f"«{text}» birden çok seçeneğin adı. Kodunu yazın: "
                    f"{', '.join(str(code) for code in found)}"
                )
            if found:
                return next(iter(found))
        options = ", ".join(f"{code} ({label})" for code, label in self.labels.items())
        raise ValueError(f"«{text}» bir seçenek değil. Şunlardan birini yazın: {options}")

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        """Return the code as text; the label is for people, not for files."""
        return "" if value is None else str(getattr(value, "value", value))


def _flat(pairs: Iterable[tuple[object, object]]) -> Iterable[tuple[object, object]]:
    """Yield (code, label) pairs, those of groups included."""
    for code, label in pairs:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield code, label


class NaturalKeyWidget(Widget):
    """A row of another table, given by the value of its ``field``, never by a database id.

    ``queryset`` is called for each lookup and limits the rows (say, to those of one year); it
    may be set after construction. One query for each cell.
    """

    def __init__(
        self,
        model: type[models.Model],
        field: str = "code",
        queryset: Callable[[], models.QuerySet[models.Model]] | None = None,
    ) -> None:
        super().__init__()
        self.model = model
        self.field = field
        self.queryset = queryset

    def get_queryset(self) -> models.QuerySet[models.Model]:
        """Return the rows among which a code is looked up."""
        return self.model._default_manager.all() if self.queryset is None else self.queryset()

    def clean(self, value: object, row: Row = None, **kwargs: object) -> models.Model | None:
        """Return the row with this code, None for an empty cell or a dash.

        Raises ValueError if no row or more than one has the code; the sentence lists the nearest
        codes. A code that a spreadsheet took for a number ("06" → 6) isn't guessed but suggested.
        """
        if _is_empty(value):
            return None
        code = _text(value)
        found = self._find(code)
        if len(found) == 1:
            return found[0]
        name = str(self.model._meta.verbose_name)
        if found:
            raise ValueError(
                f"«{code}» kodlu birden çok {name} var. Kodları ayrıştırıp yeniden yükleyin."
            )
        near = self._near(code)
        hint = f"Yakın kodlar: {', '.join(near)}." if near else "Kod listesine bakıp düzeltin."
        raise ValueError(f"«{code}» kodlu {name} bulunamadı. {hint}")

    def _find(self, code: str) -> list[models.Model]:
        try:
            return list(self.get_queryset().filter(**{self.field: code})[:2])
        except (ValueError, TypeError):
            return []  # text where the key is a number: no row has it

    def _near(self, code: str) -> list[str]:
        """Return up to three codes that resemble ``code``, the nearest first."""
        codes = self.get_queryset().order_by(self.field).values_list(self.field, flat=True)
        known = {str(item): turkish.search_key(str(item)) for item in codes if item is not None}
        wanted = turkish.search_key(code)
        same = [item for item, key in known.items() if key.lstrip("0") == wanted.lstrip("0")]
        keys = difflib.get_close_matches(wanted, list(dict.fromkeys(known.values())), n=3)
        alike = [item for key in keys for item in known if known[item] == key]
        return list(dict.fromkeys(same + alike))[:3]

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        """Return the code of a row, nothing for None or where the code can't be reached."""
        for name in self.field.split("__"):
            try:
                value = getattr(value, name, None)
            except ObjectDoesNotExist:
                return ""
        return "" if value is None else str(value)


class YesNoWidget(Widget):
    """Yes or no: evet/hayır, doğru/yanlış (a Turkish spreadsheet's words), true/false, 1/0."""

    _WORDS: Final = {
        "evet": True, "dogru": True, "true": True, "1": True,
        "hayir": False, "yanlis": False, "false": False, "0": False,
    }  # fmt: skip

    def clean(self, value: object, row: Row = None, **kwargs: object) -> bool | None:
        """Return the answer, None for an empty cell or a dash. Raises ValueError otherwise."""
        if _is_empty(value):
            return None
        answer = self._WORDS.get(turkish.search_key(_text(value)))
        if answer is None:
            raise ValueError(f"«{_text(value)}» evet ya da hayır değil. «evet» veya «hayır» yazın.")
        return answer

    def render(self, value: bool | None, obj: object = None, **kwargs: object) -> bool | str:
        """Return ``true`` or ``false``; with ``force_native_type`` the boolean, for a workbook."""
        if value is None:
            return ""
        return value if kwargs.get("force_native_type") else str(bool(value)).lower()
