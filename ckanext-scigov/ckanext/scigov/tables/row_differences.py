"""What was changed by hand in rows of a table: before and after, in a compressed file of the store.

Cells are data, so they are in no table of CKAN's database; the file goes with the file of its version.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping, Sequence
from typing import TypedDict

from ckan import model

from ckanext.scigov.shared import ids
from ckanext.scigov.tables import config, unfinished


class Touched(TypedDict):
    """One row; cells as ``scigov_tables_rows_show`` answers them."""

    row: int
    """Its ``_id`` in the version before."""
    line: int
    """Of the file of that version."""
    new_row: int | None
    """Its ``_id`` in this version; None of a row that was deleted."""
    before: Mapping[str, str | None]
    after: Mapping[str, str | None] | None


class Difference(TypedDict):
    """All rows that were touched, from top to bottom, and what their columns are called."""

    labels: Mapping[str, str]
    rows: Sequence[Touched]


NOTHING: Difference = {"labels": {}, "rows": []}


def store(difference: Difference) -> str:
    """Write the file, durably, and return its key. It is kept when the open transaction names it."""
    key = ids.random_key()
    unfinished.claim(model.Session(), key)
    content = gzip.compress(json.dumps(difference).encode(), 4)
    config.file_store().write(key, io.BytesIO(content))
    return key


def read(key: str | None) -> Difference:
    """Return what was changed; nothing where there is no file."""
    if not key:
        return NOTHING
    try:
        return json.loads(gzip.decompress(config.file_store().path(key).read_bytes()))
    except FileNotFoundError:
        return NOTHING


def without(difference: Difference, hidden: frozenset[str]) -> Difference:
    """Return it as somebody sees it to whom columns are closed; rows that look as before are left out."""
    if not hidden:
        return difference
    rows = [_without(one, hidden) for one in difference["rows"]]
    labels = {name: text for name, text in difference["labels"].items() if name not in hidden}
    return {"labels": labels, "rows": [one for one in rows if one["before"] != one["after"]]}


def _without(one: Touched, hidden: frozenset[str]) -> Touched:
    before, after = one["before"], one["after"]
    return {
        **one,
        "before": {name: value for name, value in before.items() if name not in hidden},
        "after": None
        if after is None
        else {name: value for name, value in after.items() if name not in hidden},
    }
