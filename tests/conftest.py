"""What all tests share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def media_in_a_temporary_folder(settings: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test writes into the portal's own media folder."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")  # type: ignore[attr-defined]
