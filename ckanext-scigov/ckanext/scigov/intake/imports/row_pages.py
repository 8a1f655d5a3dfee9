"""One row of a table as an empty form, made from the table's dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.intake.domain.row_rules import Rule
from ckanext.scigov.intake.imports import templates
from ckanext.scigov.intake.imports.pages import Where
from ckanext.scigov.intake.imports.row_actions import PREFIX
from ckanext.scigov.intake.imports.table_columns import TableColumns
from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.domain.kinds import NUMERIC, Kind

LONG = 100
"""A text that may be longer, or of any length, is typed into several lines."""
LONG_WORDS = ("说明", "摘要", "备注", "简介", "描述")
_INPUTS: Mapping[Kind, str] = {Kind.DATE: "date"}


@dataclass(frozen=True, slots=True)
class RowInput:
    """A field of the form."""

    name: str
    rule: Rule
    value: str
    errors: Sequence[str] = ()

    @property
    def title(self) -> str:
        return self.rule.title

    @property
    def type_name(self) -> str:
        return sentences.type_name(self.rule.kind.value)

    @property
    def hint(self) -> str:
        return templates.hint(self.rule)

    @property
    def input_type(self) -> str:
        return _INPUTS.get(self.rule.kind, "text")

    @property
    def input_mode(self) -> str:
        return "decimal" if self.rule.kind in NUMERIC else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        if self.rule.kind is Kind.BOOLEAN and not self.rule.choices:
            return [(one, one) for one in map(sentences.yes_or_no, ("t", "f"))]
        return [(value, f"{value} {label}".strip()) for value, label in self.rule.choices]

    @property
    def is_long(self) -> bool:
        if self.rule.kind is not Kind.TEXT or self.rule.choices:
            return False
        is_called_so = any(word in self.rule.title for word in LONG_WORDS)
        return (self.rule.longest or 0) > LONG or (self.rule.longest is None and is_called_so)


@dataclass(frozen=True, slots=True)
class RowPage:
    """The form of a new row, as it was typed."""

    where: Where
    inputs: Sequence[RowInput]
    note: str = ""
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "list[str]"])
    """About no field in particular."""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return all that is wrong, each with the id of its place."""
        found = [(one.name, f"{one.title}：{text}") for one in self.inputs for text in one.errors]
        return [*found, *(("", text) for texts in self.errors.values() for text in texts)]


def page_of(
    where: Where,
    table: TableColumns | None,
    sent: Mapping[str, str],
    errors: Mapping[str, Sequence[str]],
) -> RowPage:
    rules = table.rules if table else ()
    inputs = [
        RowInput(name, rule, sent.get(name, ""), errors.get(f"{PREFIX}{rule.column}", ()))
        for number, rule in enumerate(rules)
        if (name := f"cell-{number}")
    ]
    others = {name: texts for name, texts in errors.items() if not name.startswith(PREFIX)}
    return RowPage(where, inputs, sent.get("note", ""), others)


def values_of(table: TableColumns, sent: Mapping[str, str]) -> dict[str, Any]:
    return {rule.column: sent.get(f"cell-{number}", "") for number, rule in enumerate(table.rules)}
