"""What the bench shares: cards of the officers, and a portal that has published a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from reports.models import Publication
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.verification.own import own_files
from tests.publish.signing.conftest import Office, office, trust_directory
from tests.publish.verification.conftest import keep, places, publish

from .doors import Doors, ask_all, asked_here
from .programs import Workshop

__all__ = ["office", "places", "trust_directory"]

Ask = Callable[[bytes, bytes], Doors]
"""All doors, asked about a file and the frozen one."""


@pytest.fixture(scope="session")
def workshop(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(office, tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="session")
def rules(office: Office) -> Rules:
    """Whoever is believed may sign, in any order: the office's rules are not on the bench."""
    return Rules(
        (Signatory(FINANCE, anybody=True), Signatory(TOP_MANAGER, anybody=True)),
        office.trust,
        ordered=False,
        seal=office.seal_fingerprint,
    )


@pytest.fixture
def ask(
    db: None,
    places: Path,
    rules: Rules,
    trust_directory: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Ask:
    """Ask every door, with the frozen file published by the portal."""
    settings.TRUST_DIR = trust_directory
    asked_here(monkeypatch)
    published: list[Publication] = []

    def all_doors(content: bytes, frozen: bytes) -> Doors:
        if not any(own.path.read_bytes() == frozen for own in own_files()):
            published[:] = published or [publish()]
            keep(published[0], frozen)
        return ask_all(content, frozen, rules, trust_directory, places)

    return all_doors
