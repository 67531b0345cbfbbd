"""Turkish text: case, addresses, alphabetical order and search keys.

Python's own ``lower``, ``casefold`` and Django's ``slugify`` follow English: they turn ``I`` into
``i``, leave a combining dot after ``İ`` and drop ``ı``. Models, search and the public site use
these functions instead. Nothing here touches Django or a database.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

SortKey = tuple[tuple[tuple[int, int, str], ...], str, str]
"""Comparable key: natural-order elements, then the case-folded text, then the text itself."""

_ALPHABET: Final = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
_RANK: Final = {letter: rank for rank, letter in enumerate(_ALPHABET)}

_COMBINING_DOT: Final = "\u0307"
_APOSTROPHES: Final = "'’‘ʼ＇`´′"
_TO_LOWER: Final = str.maketrans({"İ": "i", "I": "ı"})
_TO_UPPER: Final = str.maketrans({"i": "İ", "ı": "I"})
_WITHOUT_DECOMPOSITION: Final = str.maketrans(
    {
        "ı": "i", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L",
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ə": "e", "Ə": "E",
    }
)  # fmt: skip
_DROP_APOSTROPHES: Final = str.maketrans(dict.fromkeys(_APOSTROPHES))

# --- case ---------------------------------------------------------------------------------------


def _compose(text: str) -> str:
    """Return NFC text without a stray combining dot: ``i`` + U+0307 is a plain ``i``."""
    if _COMBINING_DOT not in text and unicodedata.is_normalized("NFC", text):
        return text  # as nearly all text is; asking is much quicker than composing
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", composed.replace(_COMBINING_DOT, ""))


def lower(text: str) -> str:
    """Return ``text`` in lower case by Turkish rules (İ→i, I→ı), in NFC."""
    return _compose(_compose(text).translate(_TO_LOWER).lower())


def upper(text: str) -> str:
    """Return ``text`` in upper case by Turkish rules (i→İ, ı→I), in NFC."""
    return unicodedata.normalize("NFC", _compose(text).translate(_TO_UPPER).upper())


def capfirst(text: str) -> str:
    """Return ``text`` with its first letter in upper case by Turkish rules (iki → İki)."""
    return upper(text[:1]) + text[1:]


def casefold(text: str) -> str:
    """Return a form for comparing Turkish text without regard to case.

    ``İ`` and ``i`` agree, ``I`` and ``ı`` agree, the two pairs differ. The result is NFC and holds
    no combining dot, so it can be stored and compared byte by byte.
    """
    return _compose(_compose(text).translate(_TO_LOWER).casefold())


# --- addresses ----------------------------------------------------------------------------------


def ascii_fold(text: str) -> str:
    """Replace Latin letters by their nearest ASCII letter, keeping the case (Işıklı → Isikli).

    Letters of other scripts lose their marks and otherwise stay: a search for them still works.
    """
    decomposed = unicodedata.normalize("NFKD", text).translate(_WITHOUT_DECOMPOSITION)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slugify(text: str, max_length: int = 80) -> str:
    """Return an address part made of ``[a-z0-9-]`` (Kağızman Işıklı → kagizman-isikli).

    Apostrophes are dropped, every other run of signs becomes one hyphen. A text longer than
    ``max_length`` characters is cut between words where that keeps at least half of it. Text
    without any Latin letter or digit is spelled by code point (``日`` → ``u65e5``), so the result
    is empty only if ``text`` has neither letter nor digit.

    Raises ValueError if ``max_length`` is below 1.
    """
    if max_length < 1:
        raise ValueError("max_length must be at least 1.")
    folded = ascii_fold(casefold(text).translate(_DROP_APOSTROPHES)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if not slug:
        slug = "-".join(f"u{ord(char):x}" for char in casefold(text) if char.isalnum())
    if len(slug) <= max_length:
        return slug
    at_word = slug.rfind("-", 0, max_length + 1)
    return slug[: at_word if at_word * 2 >= max_length else max_length].rstrip("-")


# --- order --------------------------------------------------------------------------------------


def sort_key(text: str) -> SortKey:
    """Return a key that sorts text as a Turkish reader expects.

    Signs and spaces come before digits, digits before letters; numbers compare by value
    (2 before 10, so ``03.2`` precedes ``03.10``); letters follow the Turkish alphabet with q after
    p, and w and x after v. A foreign accent counts as its base letter; apostrophes, leading and
    trailing signs are ignored. Texts that agree in all this are ordered by their spelling, so the
    order is total.
    """
    folded = casefold(text)
    elements: list[tuple[int, int, str]] = []
    parts = re.findall(r"(\d+)|([^\W\d_])|[\W_]+", folded.translate(_DROP_APOSTROPHES))
    for number, letter in parts:
        if number:
            digits = "".join(str(unicodedata.decimal(digit)) for digit in number).lstrip("0")
            # Length, then digits: the order of the values without the size limit of int().
            elements.append((1, len(digits), digits))
        elif letter:
            elements.extend(_letter_element(char) for char in _letters(letter))
        elif elements:
            elements.append((0, 0, ""))
    if elements and elements[-1][0] == 0:
        elements.pop()
    return tuple(elements), folded, text


def _letters(letter: str) -> str:
    """Return a Turkish letter as it is, any other by its base letters (ä → a, ß → ss)."""
    return letter if letter in _RANK else ascii_fold(letter) or letter


def _letter_element(char: str) -> tuple[int, int, str]:
    rank = _RANK.get(char)
    return (3, ord(char), "") if rank is None else (2, rank, "")


# --- search -------------------------------------------------------------------------------------

_USUAL: Final = _DROP_APOSTROPHES | str.maketrans("İıŞşĞğÜüÖöÇçÂâÎîÛû", "IiSsGgUuOoCcAaIiUu")


def search_key(text: str) -> str:
    """Return the form in which text is indexed and queried.

    Case, Turkish letters, apostrophes and the width of spaces no longer matter: ``IĞDIR``,
    ``iğdır`` and ``igdir`` have the same key.
    """
    usual = text.translate(_USUAL)
    if usual.isascii():
        return " ".join(usual.lower().split())  # as nearly all text is; a tenth of the work
    return " ".join(ascii_fold(casefold(text).translate(_DROP_APOSTROPHES)).lower().split())


_LONGEST_QUERY: Final = 200
_QUERY: Final = re.compile(r'"([^"]+)"|(\S+)')


def query_keys(text: str) -> list[str]:
    """Return the search keys of what was typed to be looked for, each of them once.

    Each word is one; what stands between double quotes is a phrase. More than 200 characters name
    nothing: the rest is not read. Signs that no text holds are left out.
    """
    typed = "".join(char if char.isprintable() else " " for char in text[:_LONGEST_QUERY])
    keys = (search_key(phrase or word) for phrase, word in _QUERY.findall(typed))
    return list(dict.fromkeys(key for key in keys if key))


# Suffixes as they look in a search key (ı, ü and ö are gone), one group for each slot of a noun,
# peeled from the outside: case, possession, plural. A suffix that starts with a buffer letter
# (y, n, s) follows a vowel only. The number is the shortest stem that a suffix may leave; short
# suffixes ask for more, since "cadde" or "kanun" only look inflected.
_SLOTS: Final[tuple[tuple[tuple[int, re.Pattern[str]], ...], ...]] = tuple(
    tuple((least, re.compile(pattern + "$")) for least, pattern in slot)
    for slot in (
        (
            (4, "(?<=[fstkchp])t[ae](?:ki|n)?"),
            (4, "(?<![fstkhp])d[ae](?:ki|n)?"),
            (4, "(?<=[iu])n[dt][ae](?:ki|n)?"),
            (3, "(?<=[aeiu])n[iu]n"),
            (4, "(?<![aeiou])[iu]n"),
            (4, "(?<=[iu])n[iuae]"),
            (4, "(?<=[aeiou])y[iuae]"),
            (4, "(?<=[aeiou])yl[ae]"),
        ),
        (
            (3, "[iu]?m[iu]z"),
            (3, "(?<=[aeiou])s[iu]"),
            (3, "(?<![aeiou])[iu]"),
        ),
        ((2, "l[ae]r"),),
    )
)

# Frequent words of reports that the rules above would cut or scatter. Peeling stops at one of them.
_ROOTS: Final = frozenset(
    {
        "ada", "adres", "alan", "altin", "ay", "basin", "baskan", "belediye", "bulten", "cop",
        "duzen", "duzey", "ekran", "eleman", "encumen", "gelen", "giden", "gun", "gunes",
        "hakedis", "hat", "hayvan", "hazine", "ilan", "insan", "is", "itfaiye", "izin",
        "kadastro", "kadin", "kadro", "kanun", "kazan", "koy", "liman", "makine", "mayis",
        "meclis", "mekan", "meydan", "nufus", "ofis", "oran", "orman", "otobus", "oyun",
        "personel", "plan", "polis", "sanayi", "saray", "sermaye", "servis", "seviye", "sorun",
        "su", "tablo", "tesis", "ton", "urun", "uye", "uzman", "vatan", "yakin", "yangin",
        "yayin", "yer", "yil", "yol", "yuzey", "zaman",
    }
)  # fmt: skip
# What may follow a known root: any case, with or without the possessive of the third person.
_ENDING: Final = re.compile(
    "[iuae]|y[iuae]|s[iu]|n?[iu]n|[dt][ae](?:ki|n)?|s?[iu]n(?:[iu]n?|[ae]|d[ae](?:ki|n)?)"
)

_SOFTENED: Final = {"g": "k", "b": "p", "d": "t"}


def stem(word: str) -> str:
    """Return a key shared by the inflected forms of one Turkish word, for search.

    ``bütçesi``, ``bütçeyi``, ``bütçenin`` and ``butce`` give the same key, as do ``Kars'ın`` and
    ``Kars``. The key is in the spelling of :func:`search_key` and need not be a word: a final vowel
    is dropped and a softened final consonant hardened (müdürlüğü → mudurluk) in every form alike.
    Rules leave a suffix in place rather than cut into a root, so some forms do not meet; numbers
    and codes stay as they are.
    """
    whole = search_key(word)
    head = re.split(f"[{_APOSTROPHES}]", word.strip(_APOSTROPHES + " "), maxsplit=1)[0]
    key = search_key(head) if len(head) > 1 else whole
    if not key.isalpha():
        return key
    for slot in _SLOTS:
        if key in _ROOTS:
            return key
        key = _peel(key, slot)
    if key in _ROOTS:
        return key
    if len(key) > 3 and key[-1] in "aeiou":
        key = key[:-1]
    if len(key) > 3 and key not in _ROOTS:
        key = key[:-1] + _SOFTENED.get(key[-1], key[-1])
    return key


def _peel(key: str, slot: tuple[tuple[int, re.Pattern[str]], ...]) -> str:
    """Return a known root that ``key`` inflects, else ``key`` less the longest suffix of a slot."""
    # Roots go first: a buffer letter may belong to the root ("alan-ın", not "ala-nın").
    for size in range(1, min(6, len(key) - 1)):
        if key[:-size] in _ROOTS and _ENDING.fullmatch(key[-size:]):
            return key[:-size]
    found = [
        (least, key[: match.start()]) for least, pattern in slot if (match := pattern.search(key))
    ]
    return min((rest for least, rest in found if len(rest) >= least), key=len, default=key)


# --- headings -----------------------------------------------------------------------------------

_WORD: Final = re.compile(rf"(?P<head>[^\W\d_]+)(?P<suffix>(?:[{_APOSTROPHES}][^\W\d_]+)?)")
_VOWEL: Final = re.compile("[AÂEIİÎOÖUÛÜ]")

# Words that a Turkish title keeps in lower case unless they open it (TDK spelling guide).
_SMALL_WORDS: Final = frozenset(
    {"ve", "ile", "ya", "veya", "yahut", "ki", "da", "de", "mı", "mi", "mu", "mü"}
)


def title_from_upper(text: str) -> str:
    """Turn a heading typed in capitals into title case (İMAR VE ŞEHİRCİLİK → İmar ve Şehircilik).

    Suffixes after an apostrophe stay in lower case; Roman numerals (I, V and X only) and
    abbreviations without a vowel (TBMM, KDV) stay in capitals. Text that already has a small letter
    is returned as it is, in NFC: somebody chose its capitals.
    """
    text = unicodedata.normalize("NFC", text)
    if any(char.islower() for char in text):
        return text
    first = next((place for place, char in enumerate(text) if char.isalnum()), 0)

    def retitle(match: re.Match[str]) -> str:
        head, suffix = match["head"], lower(match["suffix"])
        if re.fullmatch("[IVX]+", head) or (len(head) > 1 and not _VOWEL.search(head)):
            return head + suffix
        word = lower(head)
        opens = match.start() <= first
        return (word if word in _SMALL_WORDS and not opens else upper(word[0]) + word[1:]) + suffix

    return _WORD.sub(retitle, text)


# --- lists --------------------------------------------------------------------------------------


def shortened(lines: Sequence[str], shown: int, what: str) -> str:
    """The first lines of a list, and how many more of `what` there are."""
    more = len(lines) - shown
    return "\n".join(lines[:shown]) + (f"\n… ve {more} {what} daha." if more > 0 else "")
