"""Sources on this machine for the connectors."""

from __future__ import annotations

import pytest
from hostile_server import Listed, Waits


@pytest.fixture
def source():
    made = Listed()
    yield made
    made.close()


@pytest.fixture
def waits():
    return Waits()
