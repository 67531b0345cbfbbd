"""A small report with two signature fields, and people who sign it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from pyhanko.sign.timestamps import TimeStamper
from pytest_django import Settings
from weasyprint import HTML

from reports.models import Report
from reports.present.pdf.data import data_file
from reports.present.pdf.document import report_html
from reports.present.pdf.fields import (
    FIELD_CSS,
    FINANCE,
    SEAL,
    TOP_MANAGER,
    SignatureField,
    field_html,
    make_signature_fields,
)
from reports.present.pdf.renderer import render
from reports.publish.signing.pki import DemoAuthority, Issued, make_demo_authority
from reports.publish.signing.seal import seal
from reports.publish.signing.sign import FONT, Stamp, load_signer, local_time_stamper, sign
from reports.publish.signing.signatures import Level
from reports.publish.signing.trust import Trust, load_trust
from tests.collect.workflow.conftest import people, report
from tests.present.pdf.sample import sample_edition

from .report import Desk, browser, declare, freeze, give_pdf, no_rules

__all__ = ["browser", "no_rules", "people", "report"]

PASSWORD = b"deneme"


def small_pdf(text: str = "Örnek rapor", body: str = "") -> bytes:
    html = f"""<!DOCTYPE html><html lang="tr"><head><title>Örnek</title><style>
        @font-face {{ font-family: Rapor; src: url({FONT.as_uri()}) }}
        body {{ font-family: Rapor }} {FIELD_CSS}</style></head>
        <body><h1>{text}</h1><p>İğdır, çağ, ₺</p>{field_html(FINANCE)}{field_html(TOP_MANAGER)}
        {field_html(SEAL)}{body}</body></html>"""
    found: list[str] = []
    with warnings.catch_warnings():
        # The renderer leaves the file with its colour profile to be closed by the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        content = HTML(string=html).write_pdf(
            pdf_variant="pdf/a-3a",
            finisher=lambda _document, pdf: found.extend(make_signature_fields(pdf)),
        )
    assert found == [FINANCE.name, TOP_MANAGER.name, SEAL.name]
    return bytes(content)


@dataclass(frozen=True)
class Office:
    """The officers with their cards, and the authority behind them."""

    authority: DemoAuthority
    trust: Trust
    _made: dict[tuple[object, ...], bytes] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was signed before: the same card on the same file is not asked twice on one day."""

    @property
    def seal_fingerprint(self) -> str:
        return self.authority.seal.certificate.fingerprint(SHA256()).hex()

    def time_stamper(self) -> TimeStamper:
        return local_time_stamper(self.authority.pkcs12(self.authority.tsa, PASSWORD), PASSWORD)

    def seal(self, pdf: bytes, level: Level = Level.B_LTA, by: Issued | None = None) -> bytes:
        who = by or self.authority.seal
        key = self.authority.pkcs12(who, PASSWORD)
        return self._once(
            (pdf, who.certificate, level),
            lambda: seal(
                pdf,
                load_signer(key, PASSWORD),
                level=level,
                trust=self.trust,
                time_stamper=self.time_stamper(),
            ),
        )

    def sign(
        self,
        pdf: bytes,
        who: str,
        place: SignatureField,
        level: Level = Level.B_B,
    ) -> bytes:
        issued = self.authority.officers[who]
        card = self.authority.pkcs12(issued, PASSWORD)
        return self._once(
            (pdf, issued.certificate, place.name, level),
            lambda: sign(
                pdf,
                place.name,
                load_signer(card, PASSWORD),
                Stamp(place.role, datetime.now(UTC)),
                level=level,
                trust=self.trust,
                time_stamper=self.time_stamper(),
            ),
        )

    def _once(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        key = (*key, datetime.now(UTC).date())
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    directory: Path = tmp_path_factory.mktemp("pki")
    authority = make_demo_authority(datetime.now(UTC))
    authority.write(directory)
    return Office(authority, load_trust(directory / "trust"))


@pytest.fixture(scope="session")
def stranger(office: Office) -> Office:
    """Signs with the same names, by an authority that nobody believes."""
    return Office(make_demo_authority(datetime.now(UTC)), office.trust)


@pytest.fixture(scope="session")
def frozen() -> bytes:
    return small_pdf()


@pytest.fixture(scope="session")
def long_report() -> bytes:
    """The PDF of a report of many pages, tables and charts, with its data."""
    edition = sample_edition()
    return render(report_html(edition), data=data_file(edition))


@pytest.fixture(scope="session")
def first(office: Office, frozen: bytes) -> bytes:
    """Signed by the head of financial services."""
    return office.sign(frozen, "mali", FINANCE, Level.B_LT)


@pytest.fixture(scope="session")
def signed(office: Office, first: bytes) -> bytes:
    """Signed by both, for the long term."""
    return office.sign(first, "baskan", TOP_MANAGER, Level.B_LTA)


@pytest.fixture(scope="session")
def trust_directory(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trust directory of the test authority, as a portal is told of it."""
    directory = tmp_path_factory.mktemp("trusted")
    office.authority.write(directory)
    return directory / "trust"


@pytest.fixture
def desk(
    no_rules: None,
    report: Report,
    people: dict[str, User],
    frozen: bytes,
    trust_directory: Path,
    settings: Settings,
) -> Desk:
    settings.TRUST_DIR = trust_directory
    declare(report)
    made = freeze(report)
    give_pdf(made, frozen)
    return Desk(report, made, people)
