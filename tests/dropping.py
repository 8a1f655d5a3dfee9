"""Files dropped into a folder, and what a connector makes of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ckanext.scigov.intake.contract import Page, SourceFailed, Unreadable, Wiring
from ckanext.scigov_harvesters import file_drop


def pages(
    root: Path, known: Mapping[str, str] | None = None, after: Any = None, **settings: Any
) -> list[Page]:
    given = {"settle_seconds": 0, **settings}
    connector = file_drop.make(Wiring(given, "", True, known or {}, str(root)))
    try:
        return list(connector.pages(after))
    finally:
        connector.close()


def records(root: Path, **settings: Any) -> list[dict[str, Any]]:
    return [dict(item.raw) for page in pages(root, **settings) for item in page.items]


def unreadable(root: Path, **settings: Any) -> list[Unreadable]:
    return [one for page in pages(root, **settings) for one in page.unreadable]


def failure(root: Path, **settings: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(SourceFailed) as failed:
        pages(root, **settings)
    return failed.value.cause, failed.value.detail


def put(folder: Path, name: str, body: str | bytes, *, age: float = 3600) -> Path:
    """Write a file that was changed so many seconds ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    moment = path.stat().st_mtime - age
    os.utime(path, (moment, moment))
    return path
