"""Reading what the package ships: the records, the tables' descriptions and their bytes."""

from __future__ import annotations

import gzip
import json
from importlib import resources
from typing import Any

import yaml

from ckanext.scigov.demo.domain import catalogue, entries, listing
from ckanext.scigov.demo.domain.entries import Entry

FOLDER = resources.files("ckanext.scigov.demo") / "data"
GENERATORS = {"catalogue_list": listing.catalogue_list}


def load_catalogue() -> catalogue.Catalogue:
    """Return the shipped catalogue records."""
    return catalogue.parse(json.loads((FOLDER / "records.json").read_text(encoding="utf-8")))


def load_tables() -> list[dict[str, Any]]:
    """Return the descriptions of the shipped tables (``tables.yaml``)."""
    return yaml.safe_load((FOLDER / "tables.yaml").read_text(encoding="utf-8"))


def load_subkinds() -> dict[str, str]:
    """Return the sub-kind of records by their names (``subkinds.yaml``)."""
    lists = yaml.safe_load((FOLDER / "subkinds.yaml").read_text(encoding="utf-8"))
    return {name: subkind for subkind, names in lists.items() for name in names}


def load_topics() -> dict[str, dict[str, list[str]]]:
    """Return field → value → words of titles (``topics.yaml``)."""
    return yaml.safe_load((FOLDER / "topics.yaml").read_text(encoding="utf-8"))


def load_keywords() -> list[str]:
    """Return words that may become keywords (``keywords.yaml``)."""
    return yaml.safe_load((FOLDER / "keywords.yaml").read_text(encoding="utf-8"))


def load_entries() -> list[Entry]:
    """Return everything to load."""
    records, tables = load_catalogue().records, load_tables()
    return entries.entries(records, tables, load_subkinds(), load_topics(), load_keywords())


def table_bytes(table: dict[str, Any]) -> bytes:
    """Return the bytes users will download for one of :func:`load_tables`."""
    if "generate" in table:
        return GENERATORS[table["generate"]](load_catalogue())
    content = (FOLDER / table["file"]).read_bytes()
    return gzip.decompress(content) if table["file"].endswith(".gz") else content
