"""What a mapping file does, for somebody who is to approve it: each value of the source, and ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ckanext.scigov.intake.domain.mapping import MappingFile
from ckanext.scigov.intake.domain.mapping.applying import FieldRule, ResourceRule
from ckanext.scigov.intake.domain.mapping.rules import Rule, Table

EACH = "each"
"""In the place of a field: the list of which every value makes a resource, or a data item, of its own."""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A table as it is used for one of our fields."""

    name: str
    field: str
    """Ours, as ``open_type``, ``contact.email``, ``resources.format``; ``provider``."""
    source: str
    """The source's own name of the field."""
    rows: Sequence[tuple[str, Sequence[str]]]
    """The source's value, and our codes: none where it means nothing to us."""
    otherwise: Sequence[str] | None
    """Our codes for every other value; None: it is kept beside, and reported."""


@dataclass(frozen=True, slots=True)
class Line:
    """A field of ours without a table: from where it comes, or what always stands there."""

    field: str
    source: str
    constant: Sequence[str]
    default: Sequence[str]


@dataclass(frozen=True, slots=True)
class Grade:
    """What grade a record gets where the source states none."""

    open_type: str
    """Empty: for all others."""
    wish: Sequence[str]
    """Security level, share type and open type; empty where the entry is not classified."""


@dataclass(frozen=True, slots=True)
class Readable:
    """All of a mapping that a page shows."""

    tables: Sequence[ValueTable]
    lines: Sequence[Line]
    grades: Sequence[Grade]
    provider: Line
    provider_otherwise: str
    kind: str


def readable(mapping: MappingFile) -> Readable:
    """Return what a mapping does in a form to be read."""
    rules = list(_rules(mapping))
    provider = mapping.provider
    named = [*rules, ("provider", provider.rule)]
    return Readable(
        tables=[_table(field, rule, rule.table) for field, rule in named if rule.table],
        lines=[_line(field, rule) for field, rule in rules if not rule.table],
        grades=[
            Grade(open_type, [one or "" for one in wish])
            for open_type, wish in mapping.grades.items()
        ],
        provider=_line("provider", provider.rule),
        provider_otherwise=provider.otherwise,
        kind=mapping.kind,
    )


def _rules(mapping: MappingFile) -> Iterator[tuple[str, Rule]]:
    yield from _named("", mapping.fields)
    for group in mapping.groups:
        yield from _of_resource(f"{group.field.name}.", ResourceRule(group.each, group.rules))
    for resource in mapping.resources:
        yield from _of_resource("resources.", resource)


def _of_resource(prefix: str, resource: ResourceRule) -> Iterator[tuple[str, Rule]]:
    if resource.each is not None:
        yield f"{prefix}{EACH}", resource.each
    yield from _named(prefix, resource.fields)
    if resource.items is not None:
        yield from _of_resource(f"{prefix}data_items.", resource.items)


def _named(prefix: str, rules: Sequence[FieldRule]) -> Iterator[tuple[str, Rule]]:
    for one in rules:
        yield prefix + one.field.name, one.rule


def _table(field: str, rule: Rule, table: Table) -> ValueTable:
    return ValueTable(
        name=table.name,
        field=field,
        source=rule.source_name,
        rows=[(value, list(codes)) for value, codes in table.values.items()],
        otherwise=None if table.otherwise is None else list(table.otherwise),
    )


def _line(field: str, rule: Rule) -> Line:
    constant = () if rule.constant is None else rule.constant
    return Line(field, rule.source_name, list(constant), list(rule.default))
