"""A business platform's database on three makes of server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import business_schema
import pytest
from database_peers import MariadbMissing, Peer, mariadb, postgresql, sqlite


@contextmanager
def _made(make: str, folder: Any) -> Iterator[Peer]:
    if make == "sqlite":
        yield sqlite(folder.mktemp("sources"))
        return
    with postgresql() if make == "postgresql" else mariadb() as peer:
        yield peer


@pytest.fixture(scope="session", params=["postgresql", "mariadb", "sqlite"])
def platform(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Peer]:
    """The platform, which tests only read: each make of server in turn."""
    try:
        with _made(request.param, tmp_path_factory) as peer:
            business_schema.make(peer.engine)
            yield peer
    except MariadbMissing as reason:
        pytest.skip(f"NOT RUN: {reason}")
