"""Read a mapping file: all that is wrong with it at once, or what applies it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ckanext.scigov.intake.domain.mapping.applying import (
    FieldRule,
    GroupRule,
    MappingFile,
    ProviderRule,
    ResourceRule,
)
from ckanext.scigov.intake.domain.mapping.errors import MappingErrors, Reason, close_to
from ckanext.scigov.intake.domain.mapping.fields import Catalogue, Field, Kind
from ckanext.scigov.intake.domain.mapping.mapped import LEGAL, Wish
from ckanext.scigov.intake.domain.mapping.noting import Reader
from ckanext.scigov.intake.domain.mapping.paths import Path
from ckanext.scigov.intake.domain.mapping.reading_rules import read_rule, read_table
from ckanext.scigov.intake.domain.mapping.rules import Rule
from ckanext.scigov.intake.domain.mapping.texts import scrub
from ckanext.scigov.intake.domain.mapping.tree import Node, grow

VERSION = "1"
KEYS = (
    "mapping", "name", "title", "connector", "records", "missing", "identity", "provider", "fields",
    "resources", "tables", "grade", "version",
)  # fmt: skip
NEEDED = ("mapping", "name", "connector", "identity", "provider", "fields")
REJECT = "reject"
OPEN_TYPE = "open_type"
GRADE_FIELDS = ("security_level", "share_type", OPEN_TYPE)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_FREE = Field("provider")


def read(text: str, catalogue: Catalogue) -> MappingFile:
    """Return what a mapping file says, ready to be applied.

    Args:
        text: the file.
        catalogue: the fields there are, with their codes.

    Raises:
        MappingErrors: it cannot be used; every reason with its line.
    """
    reader, root = Reader(catalogue), grow(text)
    keys = reader.known(root, KEYS)
    for name in NEEDED:
        if name not in keys and root.members is not None:
            reader.wrong(root, Reason.MISSING_KEY, value=name)
    reader.missing |= {scrub(one) for one in reader.texts(keys.get("missing"))}
    _read_tables(reader, keys.get("tables"))
    file = _file(reader, keys)
    if reader.errors:
        raise MappingErrors(sorted(reader.errors, key=lambda error: error.line))
    return file


def _file(reader: Reader, keys: Mapping[str, Node]) -> MappingFile:
    _check_version(reader, keys.get("mapping"))
    connector = _connector(reader, keys.get("connector"))
    fields, groups = _fields(reader, keys.get("fields"))
    return MappingFile(
        name=_name(reader, keys.get("name")),
        title={lang: reader.text(one) for lang, one in reader.members(keys.get("title")).items()},
        kind=str(connector.pop("kind", "")),
        connector=connector,
        records=next(iter(reader.paths(keys.get("records"))), None),
        identity=_identity(reader, keys.get("identity")),
        missing=reader.missing,
        provider=_provider(reader, keys.get("provider")),
        fields=fields,
        groups=groups,
        resources=_resources(reader, keys.get("resources"), fields),
        grades=_grades(reader, keys.get("grade")),
        version=next(iter(reader.paths(keys.get("version"))), None),
        tables=dict(reader.tables),
    )


def _check_version(reader: Reader, node: Node | None) -> None:
    if node is not None and reader.text(node) != VERSION:
        reader.wrong(node, Reason.WRONG_VERSION, value=node.text or "", known=VERSION)


def _name(reader: Reader, node: Node | None) -> str:
    name = reader.text(node)
    if node is not None and not _NAME.fullmatch(name):
        reader.wrong(node, Reason.BAD_NAME, value=name)
    return name


def _connector(reader: Reader, node: Node | None) -> dict[str, Any]:
    members = reader.members(node)
    if node is not None and members and not reader.text(members.get("kind")):
        reader.wrong(node, Reason.MISSING_KEY, value="kind")
    return {name: member.plain for name, member in members.items()}


def _identity(reader: Reader, node: Node | None) -> tuple[Path, ...]:
    paths = reader.paths(node)
    if node is not None and not paths:
        reader.wrong(node, Reason.EMPTY)
    return paths


def _read_tables(reader: Reader, node: Node | None) -> None:
    for name, member in reader.members(node).items():
        reader.table_nodes[name] = member
        reader.tables[name] = read_table(reader, member)


def _provider(reader: Reader, node: Node | None) -> ProviderRule:
    if node is None or node.members is None:
        rule = read_rule(reader, node, _FREE) if node is not None else None
        return ProviderRule(rule or Rule(), "")
    members = {name: one for name, one in node.members.items() if name != "otherwise"}
    otherwise = reader.text(node.members.get("otherwise"))
    rule = read_rule(reader, Node(node.line, node.path, members=members), _FREE)
    return ProviderRule(rule or Rule(), "" if otherwise == REJECT else otherwise)


def _fields(
    reader: Reader, node: Node | None
) -> tuple[tuple[FieldRule, ...], tuple[GroupRule, ...]]:
    rules: list[FieldRule] = []
    groups: list[GroupRule] = []
    known = reader.catalogue.fields
    members = reader.members(node)
    if node is not None and "title" not in members:
        reader.wrong(node, Reason.MISSING_KEY, value="title")
    for name, member in members.items():
        target = _target(reader, member, name, known)
        if target is None:
            continue
        if target.kind is Kind.GROUP:
            groups.append(_group(reader, member, target))
        elif (rule := read_rule(reader, member, target)) is not None:
            rules.append(FieldRule(target, rule))
    return tuple(rules), tuple(groups)


def _group(reader: Reader, node: Node, target: Field) -> GroupRule:
    if node.members is None:
        return GroupRule(target, _subrules(reader, node, target.fields))
    members = dict(node.members)
    each = _each(reader, members)
    rest = Node(node.line, node.path, members=members)
    rules = _subrules(reader, rest, target.fields)
    reader.has_each = False
    return GroupRule(target, rules, each)


def _target(reader: Reader, node: Node, name: str, known: Mapping[str, Field]) -> Field | None:
    target = known.get(name)
    if target is None:
        usable = sorted(one for one, field in known.items() if not field.is_automatic)
        reader.wrong(node, Reason.UNKNOWN_FIELD, value=name, close=close_to(name, usable))
    elif target.is_automatic:
        reader.wrong(node, Reason.AUTOMATIC_FIELD, value=name)
        return None
    return target


def _subrules(
    reader: Reader, node: Node, known: Mapping[str, Field], own: frozenset[str] = frozenset()
) -> tuple[FieldRule, ...]:
    if node.members is None:
        reader.wrong(node, Reason.GROUP, known=", ".join(known))
        return ()
    rules: list[FieldRule] = []
    for name, member in node.members.items():
        target = _target(reader, member, name, known)
        rule = read_rule(reader, member, target, own) if target is not None else None
        if target is not None and rule is not None:
            rules.append(FieldRule(target, rule))
    return tuple(rules)


def _resources(
    reader: Reader, node: Node | None, fields: tuple[FieldRule, ...]
) -> tuple[ResourceRule, ...]:
    if node is None:
        return ()
    own = frozenset(rule.field.name for rule in fields)
    nodes = node.items if node.items is not None else [node]
    return tuple(_resource(reader, one, own) for one in nodes)


def _resource(reader: Reader, node: Node, own: frozenset[str]) -> ResourceRule:
    known = reader.catalogue.resource_fields
    members = dict(reader.members(node))
    each = _each(reader, members)
    items = members.pop("data_items", None)
    rest = Node(node.line, node.path, members=members)
    fields = _subrules(reader, rest, known, own)
    inner = _items(reader, items, known["data_items"]) if items is not None else None
    reader.has_each = False
    return ResourceRule(each, fields, inner)


def _items(reader: Reader, node: Node, target: Field) -> ResourceRule:
    members = dict(reader.members(node))
    if "each" not in members and node.members is not None:
        reader.wrong(node, Reason.MISSING_KEY, value="each")
    each = _each(reader, members)
    rest = Node(node.line, node.path, members=members)
    return ResourceRule(each, _subrules(reader, rest, target.fields))


def _each(reader: Reader, members: dict[str, Node]) -> Rule | None:
    node = members.pop("each", None)
    rule = read_rule(reader, node, _FREE) if node is not None else None
    reader.has_each = reader.has_each or node is not None
    return rule


def _grades(reader: Reader, node: Node | None) -> Mapping[str, Wish]:
    """Return the wish for each open type; under the empty text the one for all others."""
    keys = reader.known(node, ("by_open_type", "otherwise"))
    found: dict[str, Wish] = {}
    codes = reader.catalogue.fields[OPEN_TYPE].codes
    for open_type, member in reader.members(keys.get("by_open_type")).items():
        reader.code(member, (open_type,), codes)
        found[open_type] = _wish(reader, member, open_type)
    if "otherwise" in keys:
        found[""] = _wish(reader, keys["otherwise"], None)
    return found


def _wish(reader: Reader, node: Node, open_type: str | None) -> Wish:
    keys = reader.known(node, GRADE_FIELDS)
    for name, member in keys.items():
        reader.code(member, (reader.text(member),), reader.catalogue.fields[name].codes)
    level, share, own = (reader.text(keys[name]) if name in keys else None for name in GRADE_FIELDS)
    wish = (level, share, own or open_type)
    if any((level, share, own)) and wish not in LEGAL:
        reader.wrong(node, Reason.GRADE_NOT_ALLOWED, value=" / ".join(part or "—" for part in wish))
    return wish
