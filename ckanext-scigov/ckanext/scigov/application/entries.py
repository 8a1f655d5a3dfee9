"""The datasets that pages about applications name: one search, as the reader, for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

MOST = 20
FOUND = 8
_NAME = re.compile(r"[\w-]{2,100}")
Entry = Mapping[str, Any]


def of(context: Any, ids: Iterable[str]) -> dict[str, Entry]:
    """Return by id the datasets, named by id or by name, that the reader finds; in the order asked."""
    wanted = [one for one in dict.fromkeys(ids) if _NAME.fullmatch(one)][:MOST]
    if not wanted:
        return {}
    named = " OR ".join(f'"{one}"' for one in wanted)
    fq = f"+dataset_type:dataset +(id:({named}) OR name:({named}))"
    found = _search(context, q="*:*", fq=fq, rows=MOST)
    place = {one: number for number, one in enumerate(wanted)}
    found.sort(key=lambda one: min(place.get(one["id"], MOST), place.get(one["name"], MOST)))
    return {one["id"]: one for one in found}


def search(context: Any, words: str) -> list[Entry]:
    """Return datasets whose entries hold some words and that may have to be applied for."""
    fq = "+dataset_type:dataset +security_level:[* TO *] -open_type:unconditional"
    return _search(context, q=words, fq=fq, rows=FOUND, defType="edismax")


def title(entry: Entry) -> str:
    return entry.get("title") or entry["name"]


def provider(entry: Entry) -> str:
    organization = entry.get("organization") or {}
    return organization.get("title") or organization.get("name") or ""


def resources(entry: Entry) -> dict[str, str]:
    """Return what the resources are called, by id."""
    return {
        one["id"]: one.get("name") or one.get("format") or one["id"]
        for one in entry.get("resources") or []
    }


def items(entry: Entry) -> dict[str, str]:
    """Return what the data items are called, by their names, each once."""
    found: dict[str, str] = {}
    for resource in entry.get("resources") or []:
        for item in resource.get("data_items") or []:
            found.setdefault(item["name"], item.get("title") or item["name"])
    return found


def _search(context: Any, **asked: Any) -> list[Entry]:
    wish = {"include_private": True, **asked}
    return list(tk.get_action("package_search")(tk.fresh_context(context), wish)["results"])
