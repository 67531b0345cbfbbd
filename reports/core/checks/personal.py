"""Personal data in what the public reads: numbers that name a person, patients and others by name.

The patterns are narrow on purpose: a finding stops the report, and a street called after somebody
is no personal data. What was found is never repeated, only where it stands. Each pattern looks at a
character a fixed number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kars_portal.lib.turkish import casefold

from .data import CheckData
from .model import HELD, Finding, Held, Rule
from .texts import split, typed

# Turkish identity numbers have eleven digits and do not begin with a zero.
_IDENTITY_NUMBER = re.compile(r"(?<!\d)[1-9]\d{10}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?90 ?)?0?5\d{2} ?\d{3} ?\d{2} ?\d{2}(?!\d)")
_E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,63}")
# Turkish account numbers: TR and 24 digits, often in groups of four.
_IBAN = re.compile(r"(?<!\w)TR ?\d{2}(?: ?\d){22}(?!\d)", re.IGNORECASE)
# Province 01-81, then letters and digits in one of the sizes that plates have.
_PLATE = re.compile(
    r"(?<![\w./])(?:0[1-9]|[1-7]\d|8[01])[ -]?"
    r"(?:[A-Z][ -]?\d{4,5}|[A-Z]{2}[ -]?\d{3,4}|[A-Z]{3}[ -]?\d{2,3})(?![\w/])"
)

_SUFFERING = (
    r"(?:hasta(?:sı|mız|lığı)?|kanser\w{0,4}|engelli(?:miz|si)?|yatalak|felçli|otizmli|diyabetli"
    r"|tedavi(?:si)?|mağdur(?:u|e)?|şiddet|bakıma muhtaç|ihtiyaç sahibi|görevden uzaklaştır\w{0,8}"
    r"|disiplin)"
)
_ABOUT_SOMEBODY = re.compile(r"(?<!\w)" + _SUFFERING + r"(?!\w)")
# Looked for at every word, since the word before a name may be capitalised as well.
_NAME = re.compile(
    r"(?<!\w)(?=([A-ZÇĞİÖŞÜ][a-zçğıöşü]{1,14})((?: [A-ZÇĞİÖŞÜ][a-zçğıöşü]{1,14})?"
    r" (?:[A-ZÇĞİÖŞÜ][a-zçğıöşü]{1,20}|[A-ZÇĞİÖŞÜ]{2,20}|[A-ZÇĞİÖŞÜ]\.))(?![\w.]))"
)
_PLACES = re.compile(
    r"mahalle|cadde|sokak|bulvar|hastane|ilkokul|ortaokul|lise|üniversite|müdürlü|başkan|belediye"
    r"|bakan|vali|kurum|park|köşk|cami|dernek|vakıf|vakf|merkez|kışla|havalimanı|stadyum|günü|haftası"
)
GIVEN_NAMES = frozenset(
    [
        "abdullah",
        "adem",
        "ahmet",
        "ali",
        "alper",
        "arda",
        "arif",
        "asiye",
        "aslı",
        "ayhan",
        "ayla",
        "aynur",
        "aysel",
        "ayten",
        "ayşe",
        "aytaç",
        "aziz",
        "bahar",
        "baran",
        "barış",
        "bayram",
        "bekir",
        "berat",
        "berkay",
        "beyza",
        "birgül",
        "bülent",
        "burak",
        "burcu",
        "cafer",
        "canan",
        "celal",
        "cem",
        "cemal",
        "cemil",
        "cengiz",
        "ceyda",
        "cihan",
        "coşkun",
        "deniz",
        "derya",
        "dilek",
        "duran",
        "ebru",
        "ece",
        "eda",
        "efe",
        "elif",
        "emine",
        "emrah",
        "emre",
        "engin",
        "erdal",
        "erdem",
        "eren",
        "erhan",
        "erkan",
        "erol",
        "ersin",
        "esin",
        "esma",
        "esra",
        "eşref",
        "fadime",
        "fahri",
        "faruk",
        "fatih",
        "fatma",
        "ferhat",
        "feride",
        "fevzi",
        "fikret",
        "filiz",
        "fuat",
        "furkan",
        "gamze",
        "gizem",
        "gökhan",
        "gönül",
        "gül",
        "gülay",
        "gülcan",
        "gülsüm",
        "gülten",
        "güler",
        "hacer",
        "hakan",
        "halil",
        "halime",
        "hamza",
        "hanife",
        "hasan",
        "hatice",
        "havva",
        "haydar",
        "hayriye",
        "hikmet",
        "hülya",
        "hüseyin",
        "hüsnü",
        "ibrahim",
        "ilhan",
        "ilker",
        "ilyas",
        "irem",
        "ismail",
        "kadir",
        "kamil",
        "kemal",
        "kenan",
        "kerem",
        "kübra",
        "levent",
        "leyla",
        "mahmut",
        "medine",
        "mehmet",
        "melek",
        "meltem",
        "meral",
        "merve",
        "mert",
        "meryem",
        "metin",
        "mevlüt",
        "mikail",
        "mine",
        "muhammed",
        "murat",
        "musa",
        "mustafa",
        "mücahit",
        "münevver",
        "naciye",
        "nazlı",
        "necati",
        "nermin",
        "neslihan",
        "nesrin",
        "nevin",
        "nihat",
        "nilgün",
        "nimet",
        "numan",
        "nuray",
        "nurcan",
        "nuri",
        "nurten",
        "oğuz",
        "okan",
        "onur",
        "orhan",
        "osman",
        "ozan",
        "ömer",
        "özcan",
        "özge",
        "özgür",
        "özlem",
        "pelin",
        "pınar",
        "polat",
        "rabia",
        "ramazan",
        "recep",
        "remzi",
        "reyhan",
        "rıdvan",
        "rukiye",
        "sabri",
        "sadık",
        "safiye",
        "salih",
        "samet",
        "sedat",
        "selçuk",
        "selim",
        "selma",
        "semra",
        "sercan",
        "serdar",
        "serkan",
        "sevda",
        "sevgi",
        "sevim",
        "sibel",
        "sinan",
        "songül",
        "suat",
        "süleyman",
        "sultan",
        "şahin",
        "şaban",
        "şenol",
        "şerife",
        "şükrü",
        "tahir",
        "taner",
        "tarık",
        "tayfun",
        "tolga",
        "tuba",
        "tuncay",
        "turan",
        "turgut",
        "ufuk",
        "uğur",
        "ümit",
        "vedat",
        "veli",
        "volkan",
        "yakup",
        "yasemin",
        "yaşar",
        "yasin",
        "yavuz",
        "yeliz",
        "yeşim",
        "yıldız",
        "yılmaz",
        "yunus",
        "yusuf",
        "zafer",
        "zehra",
        "zekeriya",
        "zeliha",
        "zeynep",
        "ziya",
        "zübeyde",
    ]
)
"""Common given names; a capitalised word alone is as often a street or an office."""


def personal_data(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Numbers that name a person, and persons named beside illness, need or discipline."""
    for code, block in data.texts():
        found = personal(block.text) or _named(split(typed(block)))
        if found is None:
            yield HELD
        else:
            yield rule.finding(
                f"{code} bölümünün metninde {found} var.", dataset="", section=code, stated=found
            )
    for table in data.tables.values():
        for row in table.rows:
            texts = [cell for cell in row.cells if isinstance(cell, str)]
            for column, value in zip(table.columns, row.cells, strict=True):
                if not isinstance(value, str):
                    continue
                found = personal(value) or _named([value], " ".join((table.title, *texts)))
                if found is not None:
                    yield rule.finding(
                        f"«{table.title}» tablosunda, {column.title} sütununda {found} var.",
                        dataset=table.id,
                        row=row.key,
                        column=column.key,
                        stated=found,
                    )


def personal(text: str) -> str | None:
    """What kind of personal number a text holds."""
    if _IBAN.search(text):
        return "banka hesap numarası (IBAN)"
    if _IDENTITY_NUMBER.search(text):
        return "kimlik numarasına benzeyen bir sayı"
    if _MOBILE.search(text):
        return "cep telefonu numarası"
    if _E_MAIL.search(text):
        return "e-posta adresi"
    if _PLATE.search(text):
        return "araç plakası"
    return None


def _is_place(sentence: str, found: re.Match[str]) -> bool:
    """Whether a name is that of a street, school or office: the word for it is capitalised too."""
    after = sentence[found.end(2) : found.end(2) + 30].lstrip()
    name = found[1] + found[2]
    whole = f"{name} {after}" if after[:1].isupper() else name
    return bool(_PLACES.search(casefold(whole)))


def _named(sentences: list[str], around: str = "") -> str | None:
    """A person's name in a sentence about illness, need or discipline; `around` is what the other
    cells of a row say.
    """
    for sentence in sentences:
        if not _ABOUT_SOMEBODY.search(casefold(f"{around} {sentence}")):
            continue
        for found in _NAME.finditer(sentence):
            if casefold(found[1]) in GIVEN_NAMES and not _is_place(sentence, found):
                return "hastalığı, ihtiyacı ya da hakkındaki işlemle anılan bir kişinin adı"
    return None
