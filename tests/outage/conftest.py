"""One portal for all tests of this folder: starting it is dear, and all of them leave it whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import once

from .portal import Cluster, Served, prepared_data, serving


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server that may be stopped."""
    cluster = Cluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture(scope="session")
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run_folder: Path
) -> Iterator[Served]:
    """The portal; on PostgreSQL with a server of its own."""
    data = tmp_path_factory.mktemp("outage")
    database = prepared_data(run_folder, data)
    if database:
        own = request.getfixturevalue("cluster").take_over(database)
        name = database.rpartition("/")[2]
        once.on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')
        database = own
    with serving(data, database) as served:
        yield served
