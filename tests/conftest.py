"""Fixtures every test may use. Nothing here imports CKAN: the pure suite runs without it."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Have no garbage collected while pytest reads sources for a report.

    Up to Python 3.11.7 the parser counts its depth for all that parse at a time, and ends in a
    SystemError where one does inside another (gh-106905): garbage that fails while it is collected is
    told with its traceback, and Python parses the lines of that. pytest would end with it.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return (yield)
    finally:
        if collects:
            gc.enable()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds setup.py."""
    return ROOT


def golden_rows(relative: str) -> list[dict[str, str]]:
    """Return the rows of a golden table, a path below ``tests``."""
    with (ROOT / "tests" / relative).open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


@pytest.fixture
def entry_fields() -> dict[str, Any]:
    """What a person types for an ordinary open dataset: complete for the profile ``entry``."""
    return {
        "title": "省级科技计划项目立项清单",
        "notes": "2023年度省级科技计划立项项目的编号、名称、承担单位与经费。",
        "tag_string": "科技计划,立项",
        "data_kind": "management",
        "security_level": "1",
        "share_type": "unconditional",
        "open_type": "unconditional",
        "license_id": "cc-by",
        "data_form": "spreadsheet",
        "source_system": "科技业务综合管理系统",
        "update_cycle": "annual",
        "contact": [{"name": "计划管理处", "email": "office@example.org"}],
        "no_resource_reason": "数据表随后挂接。",
    }
