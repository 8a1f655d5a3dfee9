"""What headings, types and common data items are called: read once from ``ckanext.scigov_schemas``."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterator
from importlib import resources
from types import MappingProxyType

from ckanext.scigov.catalogue.vocabularies import SCHEMAS
from ckanext.scigov.tables.domain.pasted import Words


@functools.cache
def words() -> Words:
    """Return the lists of ``schemas/dictionary``, which a steward may read and extend."""
    known = {
        row["title"]: {name: value for name, value in row.items() if name != "title" and value}
        for row in _rows("known_items")
    }
    return Words(
        headings=MappingProxyType({row["heading"]: row["field"] for row in _rows("headings")}),
        types=MappingProxyType({row["word"]: row["code"] for row in _rows("types")}),
        known=MappingProxyType(known),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = resources.files(SCHEMAS) / "dictionary" / f"{name}.csv"
    yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
