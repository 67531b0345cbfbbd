"""Whose certificate a field asks for: names without titles, citizen numbers as hashes."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.utils.crypto import salted_hmac

from kars_portal.lib.turkish import casefold
from reports.models import FrozenReport

# Written before a name in a declaration, never in a certificate.
_TITLES = frozenset(
    casefold(title)
    for title in (
        "Sayın", "Prof.", "Prof", "Profesör", "Doç.", "Doç", "Doçent", "Yrd.", "Dr.", "Dr",
        "Doktor", "Öğr.", "Gör.", "Görevlisi", "Üyesi", "Üy.", "Arş.", "Uzm.", "Op.", "Ord.",
        "Av.", "Av", "Avukat", "Müh.", "Mim.", "Mühendis", "Mimar", "Ecz.", "Dt.", "Vet.",
        "SMMM", "YMM",
    )
)  # fmt: skip
_CITIZEN = re.compile(r"(?:[A-Z]{3}TR-)?([0-9]{11})")
"""The number itself, or as ETSI EN 319 412-1 spells it (PNOTR-…)."""
_TAG = re.compile(r"<[^<>]{0,1000}>")
_SALT = "reports.signing.citizen-number"


def bare_name(name: str) -> str:
    """A name without the titles before it: Prof.Dr. Ayşe IŞIK → Ayşe IŞIK."""
    words = name.split()
    while len(words) > 1:
        end = words[0].find(".") + 1 or len(words[0])
        if casefold(words[0][:end]) not in _TITLES:
            break
        words[0] = words[0][end:]
        if not words[0]:
            del words[0]
    return " ".join(words)


def citizen_number(serial: str) -> str:
    """The citizen number in a subject's serial number; empty where there is none."""
    found = _CITIZEN.fullmatch(serial.strip())
    return found[1] if found else ""


def citizen_hash(number: str) -> str:
    """What is kept of a citizen number: a hash that can't be tried out without the portal's key."""
    return salted_hmac(_SALT, number, algorithm="sha256").hexdigest()


def is_citizen(serial: str, kept: str) -> bool:
    """Whether a subject's serial number is the one of which a hash is kept."""
    number = citizen_number(serial)
    return bool(number) and hmac.compare_digest(citizen_hash(number), kept)


def declared_names(frozen: FrozenReport) -> dict[str, str]:
    """Role → name of the officer whose declaration stands in a frozen report.

    The first declaration of a role counts: that is where its signature field is.
    """
    return {role: name for role, name, _lacks in _declared(frozen.pk, frozen.sha256)}


def declared_lacks(frozen: FrozenReport) -> dict[str, tuple[str, ...]]:
    """Role → what its declaration lacks to be signed: nobody signs a statement that says nothing.

    Place and day are asked of what was frozen since declarations have a place.
    """
    return {role: lacks for role, _name, lacks in _declared(frozen.pk, frozen.sha256)}


@lru_cache(maxsize=16)
def _declared(pk: int, document_hash: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What was frozen never changes, so it is read once; a page needs no more than these names."""
    text = FrozenReport.objects.values_list("document", flat=True).get(pk=pk)
    if sha256(text.encode()).hexdigest() != document_hash:
        raise ValueError(f"the document of frozen report {pk} is not the hashed one")
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for block in _declarations(json.loads(text)["outline"]):
        found.setdefault(block["role"], (block["signatory"].strip(), _lacks(block)))
    return tuple((role, name, lacks) for role, (name, lacks) in found.items())


def _lacks(block: Mapping[str, str]) -> tuple[str, ...]:
    said = {"metin": _TAG.sub("", block["body_html"]).strip()}
    if "place" in block:
        said |= {"yer": block["place"].strip(), "tarih": block["date"].strip()}
    return tuple(name for name, value in said.items() if not value)


def _declarations(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield from (block for block in node["blocks"] if block["type"] == "declaration")
        yield from _declarations(node["children"])
