"""Write a guess down as a mapping file with remarks for whoever goes on with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.proposing import words
from ckanext.scigov.intake.domain.proposing.columns import Column
from ckanext.scigov.intake.domain.proposing.formats import Formats
from ckanext.scigov.intake.domain.proposing.guessing import NOTE_PATTERN, Guess, Values

SHOWN_VALUES = 5
_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff]*", re.ASCII)
_NOT_IN_NAME = re.compile(r"[^a-z0-9_-]+")
_TABLES = ("open_type", "share_type", "update_cycle", "data_domain")
_DATES = ("modified", "issued")
_SHOWN = (
    "notes", "authoritative_source", *_TABLES, *_DATES, "tag_string", "open_condition", "share_condition",
    "version",
)  # fmt: skip
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
    yield from (f"  {name}: {_rule(found, name)}" for name in _SHOWN if name in columns)
    yield from _contact(found)
    if found.page is not None:
        yield "  # 来源网址对所有人公开 / everybody sees this address: a page of its own, never a file's"
        yield f"  source_url: {_path(found.page)}"
    if found.formats is not None and any(found.formats.forms.values()):
        yield f"  data_form: {_form(columns['format'], is_joined=found.formats.is_joined)}"
    yield "  # 数据种类请选填 / choose one: management, scientific, interaction, public_distributed"
    yield "  # data_kind: {constant: public_distributed}"


def _rule(found: Guess, name: str) -> str:
    column = found.columns[name]
    if name in _TABLES:
        return _coded(name, column, found.values[name])
    if name in _DATES:
        return f"{{from: {_path(column)}, date: {_list(found.dates[name])}}}"
    return _tags(column) if name == "tag_string" else _path(column)


def _contact(found: Guess) -> Iterator[str]:
    columns = found.columns
    ways = {name: _path(columns[name]) for name in ("email", "phone") if name in columns}
    if found.exceptions:
        ((_, both),) = ways.items()
        ways = {
            "email": f"{{from: {both}, table: only_addresses}}",
            "phone": f"{{from: {both}, table: only_numbers}}",
        }
    if not ways:
        return
    if "authoritative_source" in columns:
        ways = {"name": _path(columns["authoritative_source"]), **ways}
    inner = ", ".join(f"{part}: {rule}" for part, rule in ways.items())
    yield f"  contact: {{{inner}}}"


def _form(column: Column, *, is_joined: bool) -> str:
    if is_joined:
        return f'{{join: [{_path(column)}], with: "+", table: data_form}}'
    listing = f", list: {column.listing.value}" if column.listing is not None else ""
    return f"{{from: {_path(column)}{listing}, table: data_form}}"


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
    parts = [f"from: {_path(column)}"]
    if column.arrays or column.listed:
        parts.append(f"list: {'array' if column.arrays else 'json_text'}")
    elif column.separators:
        parts.append(f"split: {_list(column.separators)}")
    pieces = column.pieces
    nothing = [word for word in words.KEYWORDS_OF_NOTHING if word in pieces]
    if nothing:
        parts.append(f"missing: {_list(nothing)}")
    return f"{{{', '.join(parts)}}}" if len(parts) > 1 else _path(column)


def _rest(found: Guess, columns: Mapping[str, Column]) -> Iterator[str]:
    yield from _resources(found)
    tables = list(_tables(found))
    if tables:
        yield "tables:"
    yield from tables
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


def _tables(found: Guess) -> Iterator[str]:
    for name in (name for name in _TABLES if name in found.columns):
        yield f"  {name}:"
        values = found.values[name]
        for value, codes in values.known.items():
            meant = codes[0] if len(codes) == 1 else _list(list(codes))
            yield f"    {quoted(value)}: {meant}"
        if values.unknown:
            yield "    # 以下取值未能识别，请补充 / not known, please add:"
        for value, count in values.unknown.items():
            yield f"    # {quoted(value)}:  # {count}"
    if found.exceptions:
        yield from _ways(found)
    if found.formats is not None:
        yield from _format_tables(found, found.formats)


def _ways(found: Guess) -> Iterator[str]:
    """Part addresses from telephone numbers: those of the rarer kind stand in the tables."""
    rare, usual = ("only_addresses", "only_numbers")
    if "email" in found.columns:
        rare, usual = usual, rare
    for name, meaning, others in ((rare, "$value", "[]"), (usual, "[]", "$value")):
        yield f"  {name}:"
        yield from (f"    {quoted(value)}: {meaning}" for value in found.exceptions)
        yield f'    "*": {others}'


def _format_tables(found: Guess, formats: Formats) -> Iterator[str]:
    if any(formats.forms.values()):
        yield "  data_form:"
        yield from (f"    {quoted(piece)}: {form or '[]'}" for piece, form in formats.forms.items())
    if found.page is None:
        return
    known = {**formats.known, **dict.fromkeys(formats.classes, "")}
    yield "  formats:"
    yield from (
        f"    {quoted(piece)}: {quoted(plain) if plain else '[]'}" for piece, plain in known.items()
    )
    yield '    "*": $value'
    if formats.classes:
        yield "  other_formats:  # 只说明文件种类 / no formats, but classes of files"
        yield from (
            f"    {quoted(piece)}: {quoted(name)}" for piece, name in formats.classes.items()
        )
        yield '    "*": []'


def _resources(found: Guess) -> Iterator[str]:
    column = found.columns.get("format")
    if found.file is not None:
        yield "resources:"
        yield f"  - url: {_path(found.file)}"
        yield '    name: {template: "{title}"}'
        if column is not None and column.listing is None:
            yield f"    format: {_path(column)}"
    elif column is None:
        return
    elif found.page is None or found.formats is None:
        yield "# 各记录没有自己的网址，不生成链接 / no address of its own in each record, so there are no links"
    else:
        yield "resources:"
        listing = f", list: {column.listing.value}" if column.listing is not None else ""
        for table in ("formats", "other_formats")[: 1 + bool(found.formats.classes)]:
            yield f"  - each: {{from: {_path(column)}{listing}, table: {table}}}"
            yield f"    url: {_path(found.page)}"
            yield '    name: {template: "{title}（{each}）"}'
            if table == "formats":
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
