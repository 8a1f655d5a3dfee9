"""The tables of a database as records: what its own dictionary says of them, else their comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.engine.reflection import ObjectKind

from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared import ids
from ckanext.scigov_harvesters import database_types
from ckanext.scigov_harvesters.database_settings import DatabaseSettings, Dictionary
from ckanext.scigov_harvesters.database_values import plain

MOST_LINES = 200_000
"""Of a dictionary."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
_HEAD = re.compile(r"[：:;；\r\n]")
_YES = frozenset({"1", "Y", "YES", "T", "TRUE", "PRI", "P", "PK", "是", "主键", "√"})


@dataclass(slots=True)
class Said:
    """What a dictionary says of one table."""

    title: str = ""
    description: str = ""
    columns: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])


@dataclass(frozen=True, slots=True)
class Shape:
    """What a database itself knows of one table."""

    name: str
    is_view: bool
    comment: str
    columns: Sequence[ReflectedColumn]
    key: tuple[str, ...]


def names_of(connection: sa.Connection, settings: DatabaseSettings) -> list[str]:
    """Return the wanted tables (and views, where they are wanted), in the order of their names."""
    inspector = sa.inspect(connection)
    schema = settings.schema or None
    found = set(inspector.get_table_names(schema))
    if settings.views:
        found |= set(inspector.get_view_names(schema))
    return sorted(name for name in found if settings.is_wanted(name))


def shapes_of(
    connection: sa.Connection, settings: DatabaseSettings, names: Sequence[str]
) -> list[Shape]:
    """Return the shapes of tables; so many statements however many tables there are."""
    inspector = sa.inspect(connection)
    asked: dict[str, Any] = {
        "schema": settings.schema or None,
        "filter_names": list(names),
        "kind": ObjectKind.ANY if settings.views else ObjectKind.TABLE,
    }
    columns = _by_name(inspector.get_multi_columns(**asked))
    keys = _by_name(inspector.get_multi_pk_constraint(**asked))
    comments = _by_name(_comments(connection, inspector, asked))
    views = set(inspector.get_view_names(settings.schema or None)) if settings.views else set()
    return [
        Shape(
            name,
            name in views,
            str((comments.get(name) or {}).get("text") or ""),
            columns[name],
            tuple((keys.get(name) or {}).get("constrained_columns") or ()),
        )
        for name in names
        if name in columns
    ]


def _by_name(found: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value for (_schema, name), value in found.items()}


def _comments(
    connection: sa.Connection, inspector: Any, asked: dict[str, Any]
) -> Mapping[Any, Any]:
    return (
        inspector.get_multi_table_comment(**asked) if connection.dialect.supports_comments else {}
    )


def dictionary_of(connection: sa.Connection, settings: DatabaseSettings) -> Mapping[str, Said]:
    """Read the system's own dictionary, by name of table in lower case."""
    said: dict[str, Said] = defaultdict(Said)
    wanted = settings.dictionary
    if wanted is None:
        return said
    lines = connection.execute(_statement(wanted, settings.schema)).mappings()
    for number, line in enumerate(lines):
        if number >= MOST_LINES:
            raise SourceFailed(Cause.TOO_LARGE.value, {"dictionary": MOST_LINES})
        _take(said, {name: _text(_value(line, column)) for name, column in wanted.columns.items()})
    return said


def _statement(wanted: Dictionary, schema: str) -> sa.Executable:
    if wanted.query:
        return sa.text(wanted.query.replace(":", r"\:"))
    columns = [sa.column(one) for one in dict.fromkeys(wanted.columns.values())]
    place, _, name = wanted.table.rpartition(".")
    return sa.select(*columns).select_from(sa.table(name, schema=place or schema or None))


def _value(line: Mapping[Any, Any], column: str) -> Any:
    """Return a column whatever case a database writes its name in."""
    if column in line:
        return line[column]
    found = {str(name).lower(): value for name, value in line.items()}
    if column.lower() not in found:
        raise SourceFailed(Cause.NOT_FOUND.value, {"column": column})
    return found[column.lower()]


def _take(said: dict[str, Said], line: Mapping[str, str]) -> None:
    table = said[line["table"].lower()]
    table.title = table.title or line.get("table_title", "")
    table.description = table.description or line.get("table_description", "")
    if line["name"]:
        table.columns.setdefault(line["name"].lower(), dict(line))


def _text(value: Any) -> str:
    found = plain(value)
    return "" if found is None else str(found).strip()


def record_of(shape: Shape, said: Said, settings: DatabaseSettings) -> dict[str, Any]:
    """Return the record of a table, without what has to be counted in it."""
    title, description = _heading(shape.comment)
    key = settings.keys.get(shape.name) or shape.key or _key_said(shape, said)
    items = items_of(shape, said, key)
    return {
        "table": shape.name,
        "schema": settings.schema,
        "kind": "view" if shape.is_view else "table",
        "title": said.title or title or shape.name,
        "description": said.description or description,
        "key": [one["name"] for one in items if one["column"] in key],
        "growing": _name_in(items, growing_of(shape, settings)),
        "items": items,
    }


def items_of(shape: Shape, said: Said, key: Sequence[str]) -> list[dict[str, Any]]:
    taken: set[str] = {str(one["name"]) for one in shape.columns if _NAME.fullmatch(one["name"])}
    return [
        _item(one, said.columns.get(one["name"].lower(), {}), key, taken) for one in shape.columns
    ]


def _item(
    column: ReflectedColumn, line: Mapping[str, str], key: Sequence[str], taken: set[str]
) -> dict[str, Any]:
    real = str(column["name"])
    name = real if _NAME.fullmatch(real) else ids.item_name(real, taken)
    taken.add(name)
    title, description = _heading(str(column.get("comment") or ""))
    letter = database_types.letter_said(line.get("type", ""))
    sizes = database_types.sizes_said(line.get("type", ""), letter) if letter else {}
    letter = letter or database_types.letter_of(column["type"])
    sizes = sizes or database_types.sizes_of(column["type"])
    if line.get("length", "").isdecimal() and int(line["length"]) > 0:
        sizes["length"] = int(line["length"])
    if line.get("precision"):
        sizes["precision"] = line["precision"]
    return {
        "name": name,
        "column": real,
        "title": line.get("title") or title or real,
        "description": line.get("description") or description,
        "data_type": letter,
        "is_key": real in key,
        "nullable": bool(column.get("nullable", True)),
        **sizes,
    }


def _heading(comment: str) -> tuple[str, str]:
    """Cut a comment into a title and a description: 项目编号：由系统生成 says both."""
    head, *rest = _HEAD.split(comment.strip(), maxsplit=1)
    return head.strip(), (rest[0].strip() if rest else "")


def _key_said(shape: Shape, said: Said) -> tuple[str, ...]:
    return tuple(
        one["name"]
        for one in shape.columns
        if said.columns.get(one["name"].lower(), {}).get("key", "").upper() in _YES
    )


def growing_of(shape: Shape, settings: DatabaseSettings) -> str:
    """Return the growing column of a table: of the first pattern that fits and whose column it has."""
    return growing_among([str(one["name"]) for one in shape.columns], shape.name, settings)


def growing_among(columns: Iterable[str], table: str, settings: DatabaseSettings) -> str:
    own = {one.lower(): one for one in columns}
    for pattern, column in settings.growing.items():
        if settings.fits(table, pattern) and column.lower() in own:
            return own[column.lower()]
    return ""


def _name_in(items: Sequence[Mapping[str, Any]], column: str) -> str:
    return next((str(one["name"]) for one in items if one["column"] == column), "")


def moment_of(value: Any, shape: Shape, column: str) -> str:
    """Return the last change as a text, where the growing column holds moments or days."""
    kind = next((one["type"] for one in shape.columns if one["name"] == column), None)
    is_moment = isinstance(kind, (types.Date, types.DateTime))
    return str(plain(value)) if is_moment and value is not None else ""
