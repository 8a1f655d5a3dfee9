"""Fixtures of the audit log's rules."""

from __future__ import annotations

import pytest
from audit_logs import Log, three_seals


@pytest.fixture
def log() -> Log:
    """Six events in three seals."""
    return three_seals()
