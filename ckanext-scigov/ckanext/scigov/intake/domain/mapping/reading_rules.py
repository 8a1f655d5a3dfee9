"""Rules of a mapping file, read and checked against the field they are for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from ckanext.scigov.intake.domain.mapping.errors import Reason, close_to
from ckanext.scigov.intake.domain.mapping.fields import Field
from ckanext.scigov.intake.domain.mapping.noting import Reader
from ckanext.scigov.intake.domain.mapping.paths import EACH, Path
from ckanext.scigov.intake.domain.mapping.patterns import (
    BadPattern,
    Pattern,
    SlowPattern,
    compile_pattern,
)
from ckanext.scigov.intake.domain.mapping.rules import ITSELF, Listing, Rule, Table, read_date
from ckanext.scigov.intake.domain.mapping.texts import folded, scrub
from ckanext.scigov.intake.domain.mapping.tree import Node

ORIGINS = ("from", "constant", "join", "template")
CHANGES = (
    "missing", "strip", "replace", "pattern", "split", "list", "table", "date", "default",
)  # fmt: skip
RULE_KEYS = (*ORIGINS, "with", *CHANGES)

_PLACE = re.compile(r"\{([^{}]*)\}")
_DIRECTIVE = re.compile(r"%(.?)")
_DIRECTIVES = frozenset("YymdHMSfpIjz%")
_EPOCHS = ("epoch", "epoch_ms")
_SAMPLE_DAY = dt.datetime(2023, 11, 23, 13, 24, 35, tzinfo=dt.timezone.utc)


def read_rule(
    reader: Reader, node: Node, target: Field, own: frozenset[str] = frozenset()
) -> Rule | None:
    """Return the rule that stands at a node; None where it cannot be one.

    Args:
        reader: takes the errors.
        node: a text (short for ``from``) or a mapping.
        target: the field it is for; its codes bind tables, constants and defaults.
        own: names of fields of ours that a template may use.
    """
    if node.text is not None:
        paths = reader.paths(node)
        return Rule(sources=paths, missing=reader.missing) if paths else None
    keys = reader.known(node, RULE_KEYS)
    origins = [name for name in ORIGINS if name in keys]
    if len(origins) != 1:
        if node.members is not None:
            reason = Reason.SEVERAL_ORIGINS if origins else Reason.NO_ORIGIN
            reader.wrong(node, reason, value=", ".join(origins))
        return None
    if "with" in keys and "join" not in keys:
        reader.wrong(keys["with"], Reason.NEEDS_JOIN)
    rule = Rule(
        sources=reader.paths(keys.get("from")),
        constant=_codes_of(reader, keys.get("constant"), target) if "constant" in keys else None,
        joined=reader.paths(keys.get("join")),
        glue=reader.text(keys.get("with")),
        template=_template(reader, keys.get("template")),
        own_names=own,
        missing=reader.missing | {scrub(one) for one in reader.texts(keys.get("missing"))},
        strip=reader.text(keys.get("strip")),
        replace=_replacements(reader, keys.get("replace")),
        pattern=_pattern(reader, keys.get("pattern")),
        separators=_separators(reader, keys.get("split")),
        listing=_listing(reader, keys.get("list")),
        table=_table(reader, keys.get("table"), target),
        dates=_dates(reader, keys.get("date")),
        default=_codes_of(reader, keys.get("default"), target),
    )
    if rule.sources or rule.constant or rule.joined or rule.template:
        return rule
    reader.wrong(node, Reason.EMPTY)
    return None


def read_table(reader: Reader, node: Node) -> Table:
    """Return a value table; two spellings of one value must not mean two things."""
    values: dict[str, tuple[str, ...]] = {}
    otherwise: tuple[str, ...] | None = None
    for name, member in reader.members(node).items():
        ours = tuple(text for text in reader.texts(member) if text)
        if name == "*":
            otherwise = ours
            continue
        if values.setdefault(folded(name), ours) != ours:
            reader.wrong(member, Reason.SAME_VALUE_TWICE, value=name)
    return Table(node.path.rsplit(".", 1)[-1], values, otherwise)


def _table(reader: Reader, node: Node | None, target: Field) -> Table | None:
    if node is None:
        return None
    name = reader.text(node)
    table = reader.tables.get(name)
    if table is None:
        close = close_to(name, sorted(reader.tables))
        reader.wrong(node, Reason.UNKNOWN_TABLE, value=name, close=close)
        return None
    for member in (reader.table_nodes[name].members or {}).values():
        ours = [text for text in reader.texts(member) if text not in ("", ITSELF)]
        reader.code(member, ours, target.codes)
    return table


def _codes_of(reader: Reader, node: Node | None, target: Field) -> tuple[str, ...]:
    values = tuple(text for text in reader.texts(node) if text)
    if node is not None:
        reader.code(node, values, target.codes)
    return values


def _template(reader: Reader, node: Node | None) -> tuple[str | Path, ...]:
    if node is None:
        return ()
    text = reader.text(node)
    parts: list[str | Path] = []
    for number, part in enumerate(_PLACE.split(text)):
        if number % 2:
            path = reader.path(node, EACH if part == "each" else part)
            parts += [path] if path else []
        elif "{" in part or "}" in part:
            reader.wrong(node, Reason.BAD_TEMPLATE, value=part)
        elif part:
            parts.append(part)
    if parts and all(isinstance(part, str) for part in parts):
        reader.wrong(node, Reason.BAD_TEMPLATE, value=text)
    return tuple(parts)


def _replacements(reader: Reader, node: Node | None) -> tuple[tuple[str, str], ...]:
    found: Mapping[str, Node] = reader.members(node)
    return tuple((old, reader.text(new)) for old, new in found.items() if old)


def _pattern(reader: Reader, node: Node | None) -> Pattern | None:
    if node is None:
        return None
    text = reader.text(node)
    try:
        return compile_pattern(text)
    except BadPattern as error:
        reader.wrong(node, Reason.BAD_PATTERN, value=str(error))
    except SlowPattern:
        reader.wrong(node, Reason.SLOW_PATTERN, value=text)
    return None


def _separators(reader: Reader, node: Node | None) -> tuple[str, ...]:
    return tuple(text for text in reader.texts(node) if text)


def _listing(reader: Reader, node: Node | None) -> Listing | None:
    if node is None:
        return None
    name, known = reader.text(node), [one.value for one in Listing]
    if name in known:
        return Listing(name)
    reader.wrong(node, Reason.UNKNOWN_LIST_FORM, value=name, close=", ".join(known))
    return None


def _dates(reader: Reader, node: Node | None) -> tuple[str, ...]:
    forms = reader.texts(node)
    for form in forms:
        if node is not None and form not in _EPOCHS and not _is_date_form(form):
            reader.wrong(node, Reason.BAD_DATE_FORM, value=form)
    return forms


def _is_date_form(form: str) -> bool:
    if not set(_DIRECTIVE.findall(form)) <= _DIRECTIVES or not {"%Y", "%y"} & {
        f"%{one}" for one in _DIRECTIVE.findall(form)
    }:
        return False
    return bool(read_date(_SAMPLE_DAY.strftime(form), (form,)))
