"""The form by which a comparison of two tables is declared: what it offers, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.standings import reader
from ckanext.scigov.dispute import comparing_sight, comparison
from ckanext.scigov.dispute.comparing_sight import Tables
from ckanext.scigov.dispute.domain.comparing import Norm
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.tables import row_queries

KEYS = 3
"""Parts of a key that the form has room for; a declaration by the API takes more."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the form offers; without columns it asks for the tables first."""

    columns: Mapping[str, list[str]]
    """``here`` and ``there`` → columns that the reader is told of."""
    titles: Mapping[str, str]
    sources: list[Mapping[str, Any]]
    """Items whose source is in one of both tables."""
    unknown: tuple[str, ...]
    """Which of both was named and is not there."""

    @property
    def is_ready(self) -> bool:
        return len(self.columns) == 2


def gather(values: Mapping[str, str]) -> Form:
    """Return what is offered for the two tables that are named."""
    wanted = {side: values.get(side, "").strip() for side in ("here", "there")}
    named = [one for one in wanted.values() if one]
    if not named:
        return Form({}, {}, [], ())
    tables = Tables(model.Session, reader(), named)
    with row_queries.reading() as connection:
        told = comparing_sight.told_types(tables, comparison.types_of(connection, named))
    columns = {side: list(told[id_]) for side, id_ in wanted.items() if told.get(id_)}
    titles = {side: tables.places[wanted[side]].dataset_title for side in columns}
    unknown = tuple(side for side, id_ in wanted.items() if id_ and side not in columns)
    return Form(columns, titles, _sources(set(named)), unknown)


def declaration(sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what was sent as the action takes it; rows of the form that are not filled in are left out."""
    here, there = (sent.get(side, "").strip() for side in ("here", "there"))
    keys: list[dict[str, Any]] = []
    for number in range(KEYS):
        pair = _pair(sent, f"key-{number}", here, there)
        if pair:
            norm = sent.get(f"key-{number}-norm") or Norm.FOLDED.value
            keys.append({"name": f"key-{number}", "columns": pair, "norm": norm})
    items: list[dict[str, Any]] = []
    for line in _sources({here, there}):
        pair = _pair(sent, line["id"], here, there)
        if pair:
            rule = {name: sent.get(f"{line['id']}-{name}", "") for name in ("norm", "tolerance")}
            items.append({"name": line["item"], "columns": pair, **rule})
    tables = [
        {"resource": id_, "is_complete": f"{side}-part" not in sent}
        for side, id_ in (("here", here), ("there", there))
    ]
    return {"name": sent.get("name", ""), "tables": tables, "keys": keys, "items": items}


def _pair(sent: Mapping[str, str], name: str, here: str, there: str) -> dict[str, str]:
    first, second = sent.get(f"{name}-here", ""), sent.get(f"{name}-there", "")
    return {here: first, there: second} if first and second else {}


def _sources(resource_ids: set[str]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for id_ in sorted(resource_ids - {""}):
        wish = {"resource": id_, "limit": 100}
        found += tk.get_action("scigov_dispute_source_list")(asked.context(), wish)["results"]
    return found
