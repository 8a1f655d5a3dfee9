"""No address of the site gives out a file of evidence."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.domain.evidence import EvidenceLimits, Room
from ckanext.scigov.shared.evidence import keeping

CONTENT = b"%PDF-1.7 the letter of nobody"


@pytest.fixture
def public() -> list[Path]:
    """Every folder out of which CKAN gives files."""
    folders = [*tk.config["extra_public_paths"].split(","), *tk.config["plugin_public_paths"]]
    return [Path(folder) for folder in folders if folder]


@pytest.mark.parametrize("folder", ["applications", "disputes"])
def test_a_stored_file_is_under_no_address(app: Any, public: list[Path], folder: str) -> None:
    storage = Path(tk.config["ckan.storage_path"])
    files = keeping.store_in(storage, folder, public)
    stored = keeping.store(files, io.BytesIO(CONTENT), "a.pdf", Room(EvidenceLimits()))
    assert isinstance(stored, keeping.StoredEvidence)
    key = stored.file.key
    inside = files.path(key).relative_to(files.root.parent.parent).as_posix()
    beside = storage / "storage" / "uploads" / "seen.txt"
    beside.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text("seen", encoding="utf-8")
    try:
        # What lies in the public folder is given out, so the question means something.
        assert app.get("/uploads/seen.txt").body == "seen"
        for address in (f"/{inside}", f"/uploads/{inside}", f"/uploads/../../{inside}", f"/{key}"):
            answer = app.get(address, status=404)
            assert b"the letter" not in answer.data
    finally:
        beside.unlink()
        keeping.discard(files, key)
