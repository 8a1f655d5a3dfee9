"""Where files wait that came before their entry."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.storage import FileStore


def file_store() -> FileStore:
    """Return a store of its own: what waits is no resource's, and no page gives it out."""
    return FileStore(Path(tk.config["ckan.storage_path"]) / "drafts")
