"""Fixtures every test may use. Nothing here imports CKAN: the pure suite runs without it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds setup.py."""
    return ROOT


def golden_rows(relative: str) -> list[dict[str, str]]:
    """Return the rows of a golden table, a path below ``tests``."""
    with (ROOT / "tests" / relative).open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))
