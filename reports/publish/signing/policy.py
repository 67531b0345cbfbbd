"""Who has to sign the report of a year, and whose certificate fits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from reports.enums import DeclarationRole, SignerRule
from reports.models import FrozenReport, SignaturePolicy
from reports.present.pdf.fields import FINANCE, TOP_MANAGER, SignatureField

from .people import bare_name, declared_lacks, declared_names, is_citizen
from .rules import Rules, Signatory
from .signatures import Level
from .trust import Trust

OFFICERS: dict[str, tuple[SignatureField, str]] = {
    DeclarationRole.ACCOUNTING_OFFICER.value: (FINANCE, "finance"),
    DeclarationRole.TOP_MANAGER.value: (TOP_MANAGER, "top_manager"),
}
"""Role → the field in which the officer signs, and how the policy's columns about it begin."""

BUILT_IN = {
    "compulsory": False,
    "ordered": True,
    "first": DeclarationRole.ACCOUNTING_OFFICER,
}
"""What holds where no policy begins: both officers named in the declarations, in the order of the
report, nobody obliged.
"""


@dataclass(frozen=True)
class Expected:
    """A signature that the policy asks for."""

    place: SignatureField
    name: str
    """Whose certificate it has to be; empty where any trusted one will do."""
    citizen_hash: str = field(default="", repr=False)
    problem: str = ""
    """Why nobody can sign here; a Turkish sentence with the cure."""

    @property
    def role(self) -> str:
        return self.place.role

    @property
    def who(self) -> str:
        """Role and, where one is asked for, the name."""
        return f"{self.role} ({self.name})" if self.name else self.role

    def signatory(self) -> Signatory:
        knows = partial(is_citizen, kept=self.citizen_hash) if self.citizen_hash else None
        return Signatory(self.place, name=self.name, knows=knows, anybody=not self.name)


def policy_for(year: int) -> SignaturePolicy:
    """The policy in force for a year's report; the built-in one where none begins before it."""
    found = SignaturePolicy.objects.filter(from_year__lte=year).order_by("-from_year").first()
    return found or SignaturePolicy(from_year=year, **BUILT_IN)


def expected_of(policy: SignaturePolicy, frozen: FrozenReport) -> tuple[Expected, ...]:
    """The signatures that a frozen report needs, in the order in which they are made."""
    names = declared_names(frozen)
    roles = sorted(OFFICERS, key=lambda role: role != policy.first)
    lacks = declared_lacks(frozen)
    found = (_expected(policy, role, names) for role in roles)
    return tuple(
        _refused(item, lacks.get(role, ())) for role, item in zip(roles, found, strict=True) if item
    )


def _refused(item: Expected, lacks: tuple[str, ...]) -> Expected:
    """The same signature, which nobody can give where the declaration lacks what is signed."""
    if item.problem or not lacks:
        return item
    return replace(
        item,
        problem=f"Dondurulan rapordaki {item.role} beyanında eksik: {', '.join(lacks)}. Dondurma "
        "geri alınmalı, beyan tamamlanıp metni onaylanmalıdır.",
    )


def _expected(policy: SignaturePolicy, role: str, names: dict[str, str]) -> Expected | None:
    place, prefix = OFFICERS[role]
    rule = SignerRule(getattr(policy, f"{prefix}_rule"))
    if rule is SignerRule.NOBODY:
        return None
    kept: str = getattr(policy, f"{prefix}_citizen_hash")
    if role not in names:
        return Expected(
            place,
            "",
            problem=f"Dondurulan raporda {place.role} beyanı, dolayısıyla imza alanı yok; dondurma "
            "geri alınıp beyan eklenmelidir.",
        )
    if rule is SignerRule.NAME:
        return Expected(place, getattr(policy, f"{prefix}_name"), kept)
    if rule is SignerRule.ANYBODY:
        return Expected(place, "", kept)
    name = bare_name(names[role])
    if not name:
        return Expected(
            place,
            "",
            problem=f"Dondurulan rapordaki {place.role} beyanında imzalayanın adı yazılı değil; "
            "dondurma geri alınıp ad yazılmalı ya da imza kuralında ad verilmelidir.",
        )
    return Expected(place, name, kept)


def rules_of(policy: SignaturePolicy, expected: tuple[Expected, ...], trust: Trust) -> Rules:
    """The same as an upload is measured by. Fields in which nobody can sign are left out."""
    able = tuple(item.signatory() for item in expected if not item.problem)
    return Rules(able, trust, ordered=policy.ordered, minimum=Level(policy.minimum_level))
