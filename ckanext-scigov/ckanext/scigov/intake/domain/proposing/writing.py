"""Write a guess down as a mapping file with remarks for whoever goes on with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.proposing import words
from ckanext.scigov.intake.domain.proposing.columns import Column
from ckanext.scigov.intake.domain.proposing.guessing import NOTE_PATTERN, Guess, Values, is_unique

SHOWN_VALUES = 5
_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff]*", re.ASCII)
_NOT_IN_NAME = re.compile(r"[^a-z0-9_-]+")
_TABLES = ("open_type", "share_type", "update_cycle", "data_domain")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def write(found: Guess, columns: Mapping[str, Column], name: str) -> str:
    return "\n".join([*_head(found, columns, name), *_fields(found), *_rest(found, columns)]) + "\n"


def _head(found: Guess, columns: Mapping[str, Column], name: str) -> Iterator[str]:
    code = _NOT_IN_NAME.sub("-", name.lower()).strip("-_")[:80] or "source"
    seen = {value for column in columns.values() for value in column.missing_seen}
    missing = ["", *(word for word in words.MISSING if word in seen)]
    identity = found.identity or ["id"]
    yield "mapping: 1"
    yield f"name: {quoted(code)}"
    yield f"title: {{zh_Hans_CN: {quoted(name or code)}, en: {quoted(name or code)}}}"
    yield "connector: {kind: files}"
    yield f"missing: {_list(missing)}"
    yield f"identity: {_list(identity)}"
    yield "# 下面填接收单位的名称（网址中的名称）。Name our organisation that gets the entries."
    yield f"provider: {{constant: {quoted(code)}}}"
    source = found.columns.get("authoritative_source")
    if source is not None:
        yield "# 按来源单位分配时改为 / or one for each provider:"
        yield f"# provider: {{from: {quoted(source.name)}, table: providers, otherwise: reject}}"


def _fields(found: Guess) -> Iterator[str]:
    columns = found.columns
    yield "fields:"
    yield f"  title: {_path(columns['title']) if 'title' in columns else quoted('title')}"
    for name in ("notes", "authoritative_source"):
        if name in columns:
            yield f"  {name}: {_path(columns[name])}"
    for name in _TABLES:
        if name in columns:
            yield f"  {name}: {_coded(name, columns[name], found.values[name])}"
    for name in ("modified", "issued"):
        if name in columns:
            yield f"  {name}: {{from: {_path(columns[name])}, date: {_list(found.dates[name])}}}"
    if "tag_string" in columns:
        yield f"  tag_string: {_tags(columns['tag_string'])}"
    contact = {
        part: columns[name]
        for part, name in (("name", "authoritative_source"), ("email", "email"), ("phone", "phone"))
        if name in columns
    }
    if {"email", "phone"} & contact.keys():
        inner = ", ".join(f"{part}: {_path(column)}" for part, column in contact.items())
        yield f"  contact: {{{inner}}}"
    if "source_url" in columns and is_unique(columns["source_url"]):
        yield f"  source_url: {_path(columns['source_url'])}"


def _coded(name: str, column: Column, values: Values) -> str:
    parts = [f"from: {_path(column)}"]
    if values.has_notes:
        parts.append(f"pattern: {quoted(NOTE_PATTERN)}")
    if column.arrays or column.listed:
        parts.append(f"list: {'array' if column.arrays else 'json_text'}")
    elif values.has_several:
        parts.append('split: [","]')
    return f"{{{', '.join([*parts, f'table: {name}'])}}}"


def _tags(column: Column) -> str:
    if column.arrays or column.listed:
        form = "array" if column.arrays else "json_text"
        return f"{{from: {_path(column)}, list: {form}}}"
    separators = column.separators
    if not separators:
        return _path(column)
    return f"{{from: {_path(column)}, split: {_list(separators)}}}"


def _rest(found: Guess, columns: Mapping[str, Column]) -> Iterator[str]:
    yield from _resources(found)
    tables = [name for name in _TABLES if name in found.columns]
    if tables:
        yield "tables:"
    for name in tables:
        yield f"  {name}:"
        values = found.values[name]
        for value, code in values.known.items():
            yield f"    {quoted(value)}: {code}"
        if values.unknown:
            yield "    # 以下取值未能识别，请补充 / not known, please add:"
        for value, count in values.unknown.items():
            yield f"    # {quoted(value)}:  # {count}"
    if "open_type" in found.columns:
        yield from _GRADE
    if "modified" in found.columns:
        yield f"version: {_path(found.columns['modified'])}"
    used = {column.name for column in found.columns.values()}
    others = [column for column in columns.values() if column.name not in used]
    if others:
        yield "# 以下来源字段未使用 / fields of the source that are not used:"
    for column in others:
        shown = ", ".join(
            f"{quoted(texts.one_line(value)[:40])} ({count})"
            for value, count in column.counts.most_common(SHOWN_VALUES)
        )
        yield f"#   {quoted(column.name)}: {shown or '—'}"


_GRADE = (
    "# 由数据管理员确定后启用 / the steward's to decide; until then nothing is classified:",
    "# grade:",
    "#   by_open_type:",
    '#     unconditional: {security_level: "1", share_type: unconditional}',
    '#     conditional: {security_level: "2", share_type: unconditional}',
    "#   otherwise: {}",
)


def _resources(found: Guess) -> Iterator[str]:
    column, address = found.columns.get("format"), found.columns.get("source_url")
    if column is None:
        return
    yield "resources:"
    listing = column.listing
    if listing is None:
        yield f"  - each: {_path(column)}"
    else:
        yield f"  - each: {{from: {_path(column)}, list: {listing.value}}}"
    if address is not None:
        yield f"    url: {_path(address)}"
    yield '    name: {template: "{title}（{each}）"}'
    yield "    format: $each"


def _path(column: Column) -> str:
    return quoted(column.name)


def _list(values: list[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"


def quoted(text: str) -> str:
    """Return a text as YAML writes it, on one line."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    written = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in written)
