"""What is done later: bytes of files that nobody waits for any more, drafts that were left alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.drafts import config, queries, service

GRACE = dt.timedelta(days=1)
"""A file without a draft is younger than this while it is being uploaded."""


def delete_file(payload: dict[str, Any]) -> None:
    config.file_store().delete(payload["key"])


def forget(now: dt.datetime) -> None:
    """Delete drafts that were left alone, and files that an interrupted upload has left."""
    days = int(tk.config["ckanext.scigov.drafts.kept_days"])
    service.delete_left_alone(model.Session(), now - dt.timedelta(days=days), now)
    model.Session.commit()
    delete_unclaimed(now - GRACE)


def delete_unclaimed(before: dt.datetime) -> int:
    """Delete files of no draft that are older; return how many."""
    deleted = 0
    for prefix, files in config.file_store().walk():
        used = queries.keys_starting_with(model.Session(), prefix)
        for file in files:
            if file.key not in used and file.modified_at <= before.timestamp():
                file.path.unlink(missing_ok=True)
                deleted += 1
    model.Session.commit()
    return deleted
