"""What goes to the process that judges a file, and what comes back, as plain values."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from asn1crypto import crl, ocsp, x509

from .faults import Fault, Judged, Looked, Place
from .refusals import Refusal
from .signatures import Examined, Level, Problem, Signature
from .trust import Trust

_LENGTH = 8
"""Bytes that tell how long the first part is."""


class ToldSignature(TypedDict):
    """A `Signature`; moments are texts, empty where there is none."""

    field: str
    signer: str
    serial: str
    fingerprint: str
    claimed_at: str
    stamped_at: str
    level: str
    problem: str | None
    demo: bool
    certifies: bool


class ToldPlace(TypedDict):
    """A `Place`."""

    field: str
    kind: str
    digest: str


class ToldFile(TypedDict):
    """A `Looked`; a fault is its name and its sentence, or nothing."""

    signatures: list[ToldSignature]
    archived_at: list[str]
    problem: str | None
    changed: str
    covered: bool
    damage: list[str]
    doubt: list[str]
    before: list[ToldPlace]
    now: list[ToldPlace]


def packed(trust: Trust, content: bytes) -> bytes:
    """Whom to believe, and the file behind it."""
    told = {
        "roots": _texts(trust.roots),
        "intermediates": _texts(trust.intermediates),
        "crls": _texts(trust.crls),
        "ocsps": _texts(trust.ocsps),
        "require_revocation": trust.require_revocation,
    }
    first = json.dumps(told).encode()
    return len(first).to_bytes(_LENGTH, "big") + first + content


def unpacked(message: bytes) -> tuple[Trust, bytes]:
    end = _LENGTH + int.from_bytes(message[:_LENGTH], "big")
    told = json.loads(message[_LENGTH:end])
    trust = Trust(
        roots=tuple(x509.Certificate.load(b64decode(text)) for text in told["roots"]),
        intermediates=tuple(
            x509.Certificate.load(b64decode(text)) for text in told["intermediates"]
        ),
        crls=tuple(crl.CertificateList.load(b64decode(text)) for text in told["crls"]),
        ocsps=tuple(ocsp.OCSPResponse.load(b64decode(text)) for text in told["ocsps"]),
        require_revocation=told["require_revocation"],
    )
    return trust, message[end:]


def _texts(
    items: Sequence[x509.Certificate | crl.CertificateList | ocsp.OCSPResponse],
) -> list[str]:
    return [b64encode(item.dump()).decode() for item in items]


def told(looked: Looked) -> dict[str, object]:
    """What was found, as JSON carries it."""
    examined = looked.judged.examined
    return {
        "signatures": [
            {
                **vars(item),
                "claimed_at": _moment_told(item.claimed_at),
                "stamped_at": _moment_told(item.stamped_at),
            }
            for item in examined.signatures
        ],
        "archived_at": [moment.isoformat() for moment in examined.archived_at],
        "problem": examined.problem,
        "changed": examined.changed,
        "covered": examined.covered,
        "damage": _fault_told(looked.judged.damage),
        "doubt": _fault_told(looked.judged.doubt),
        "before": [vars(place) for place in looked.before],
        "now": [vars(place) for place in looked.now],
    }


def heard(said: ToldFile) -> Looked:
    """The same again. Raises KeyError, TypeError or ValueError for anything else."""
    examined = Examined(
        signatures=tuple(_signature(item) for item in said["signatures"]),
        archived_at=tuple(datetime.fromisoformat(text) for text in said["archived_at"]),
        problem=_problem(said["problem"]),
        changed=said["changed"],
        covered=said["covered"],
    )
    return Looked(
        Judged(examined, _fault(said["damage"]), _fault(said["doubt"])),
        tuple(Place(**place) for place in said["before"]),
        tuple(Place(**place) for place in said["now"]),
    )


def _moment_told(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _fault_told(fault: Fault | None) -> list[str]:
    return [fault.refusal, fault.sentence] if fault else []


def _signature(said: ToldSignature) -> Signature:
    return Signature(
        field=said["field"],
        signer=said["signer"],
        serial=said["serial"],
        fingerprint=said["fingerprint"],
        claimed_at=_moment(said["claimed_at"]),
        stamped_at=_moment(said["stamped_at"]),
        level=Level(said["level"]),
        problem=_problem(said["problem"]),
        demo=said["demo"],
        certifies=said["certifies"],
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _problem(text: str | None) -> Problem | None:
    return Problem(text) if text else None


def _fault(said: Sequence[str]) -> Fault | None:
    return Fault(Refusal(said[0]), said[1]) if said else None
