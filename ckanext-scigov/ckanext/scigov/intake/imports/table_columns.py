"""The columns of a table as whoever enters rows has them: those that he sees, with their data items' rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake.domain.column_matching import Target
from ckanext.scigov.intake.domain.row_rules import Rule, rule_of
from ckanext.scigov.intake.imports import access
from ckanext.scigov.tables import row_additions
from ckanext.scigov.tables.dictionary import dictionary_of
from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.kinds import Kind
from ckanext.scigov.tables.domain.row_changes import ChangeReason, refused
from ckanext.scigov.tables.interfaces import sight_of
from ckanext.scigov.tables.row_additions import Addable


@dataclass(frozen=True, slots=True)
class TableColumns:
    """A table that rows are entered into."""

    resource: Mapping[str, Any]
    rules: tuple[Rule, ...]
    places: Mapping[str, int]
    """Of the columns in the file."""
    addable: Addable

    @property
    def version(self) -> int:
        return self.addable.base.version

    @property
    def targets(self) -> list[Target]:
        names = {str(one.get("title")): str(one.get("name") or "") for one in self._items}
        return [
            Target(
                rule.column, tuple(filter(None, (rule.title, rule.column, names.get(rule.title))))
            )
            for rule in self.rules
        ]

    @property
    def _items(self) -> Sequence[Mapping[str, Any]]:
        return self.resource.get("data_items") or ()


def columns_of(context: Any, resource_id: str) -> TableColumns:
    """Return the columns that whoever calls may fill in.

    Raises:
        NotVisible: he may not change the resource.
        Refused: the table is not one that rows can be added to now.
    """
    resource = access.resource(context, resource_id)
    try:
        addable = row_additions.prepare(resource_id)
    except tk.ObjectNotFound:
        raise refused(ChangeReason.OF_A_LINK, "resource_id") from None
    hidden = sight_of(context, resource_id).hidden
    stored = model.Session.get(model.Resource, resource_id)
    items = _by_name(dictionary_of(stored) if stored else ())
    seen = [one for one in addable.columns if one.id not in hidden]
    rules = tuple(_rule(one, items) for one in seen)
    return TableColumns(resource, rules, {one.id: one.index for one in seen}, addable)


def _rule(column: Column, items: Mapping[str, Mapping[str, Any]]) -> Rule:
    item = items.get(str(column.info.get("name") or ""), {})
    title = str(column.info.get("label") or column.id)
    return rule_of(column.id, title, column.kind or Kind.TEXT, item)


def _by_name(items: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(item.get("name") or ""): item for item in items}
