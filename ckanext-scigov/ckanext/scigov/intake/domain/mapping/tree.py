"""YAML as a tree that knows its lines, read without running anything that stands in it.

Of YAML a mapping file needs texts, lists and mappings. Anchors and aliases (with which a short file
can mean gigabytes), tags and doubled keys are refused. Every scalar is the text that stands there:
``1`` is "1", ``no`` is "no"; ``plain`` gives numbers and truth values to the connectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml as untyped

from ckanext.scigov.intake.domain.mapping.errors import MappingError, MappingErrors, Reason
from ckanext.scigov.intake.domain.mapping.texts import UNBEARABLE

LARGEST = 1_000_000
"""Bytes of a mapping file in UTF-8."""
DEEPEST = 20

# PyYAML's own annotations leave most of it unknown.
yaml: Any = untyped
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The parser in C says it otherwise than the one in Python.
_PLAIN_STYLES = (None, "")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{1,17}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Node:
    line: int
    path: str
    text: str | None = None
    items: list[Node] | None = None
    members: dict[str, Node] | None = None
    is_quoted: bool = False

    @property
    def plain(self) -> Any:
        """What stands here as values that JSON has."""
        if self.members is not None:
            return {name: node.plain for name, node in self.members.items()}
        if self.items is not None:
            return [node.plain for node in self.items]
        text = self.text or ""
        if self.is_quoted:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text


Events: TypeAlias = "Iterator[Any]"


def grow(text: str) -> Node:
    """Return the tree of a file.

    Raises:
        MappingErrors: it is no YAML that a mapping file may be.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise _wrong(0, "", Reason.TOO_LARGE, most=f"{LARGEST:,}")
    try:
        # Parsed as a whole first, so that nothing of a broken file is judged.
        events = list(_checked(yaml.parse(text.lstrip("\ufeff"), Loader=_LOADER)))
    except untyped.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _wrong(
            mark.line + 1 if mark else 0, "", Reason.BROKEN, value=error.problem or ""
        ) from None
    except untyped.YAMLError as error:
        raise _wrong(0, "", Reason.BROKEN, value=getattr(error, "reason", "")) from None
    content = [event for event in events if not isinstance(event, _FRAME)]
    if not content:
        raise _wrong(0, "", Reason.EMPTY)
    if sum(isinstance(event, yaml.DocumentStartEvent) for event in events) > 1:
        raise _wrong(0, "", Reason.BROKEN, value="---")
    following = iter(content)
    return _node(next(following), following, "", 1)


_FRAME = (
    yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent,
)  # fmt: skip


def _checked(events: Events) -> Events:
    depth = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _wrong(line, "", Reason.TOO_DEEP, most=str(DEEPEST))
        if getattr(event, "anchor", None):
            raise _wrong(line, "", Reason.ALIAS, value=event.anchor)
        if getattr(event, "tag", None) not in (None, "!"):
            raise _wrong(line, "", Reason.TAG, value=event.tag)
        if isinstance(event, yaml.ScalarEvent) and UNBEARABLE.search(event.value):
            raise _wrong(line, "", Reason.CONTROL_CHARACTER)
        yield event


def _node(event: Any, following: Events, path: str, line: int) -> Node:
    if isinstance(event, yaml.ScalarEvent):
        return Node(line, path, text=event.value, is_quoted=event.style not in _PLAIN_STYLES)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(line, path, items=_items(following, path))
    return Node(line, path, members=_members(following, path))


def _items(following: Events, path: str) -> list[Node]:
    items: list[Node] = []
    while not isinstance(event := next(following), yaml.SequenceEndEvent):
        place = f"{path}[{len(items) + 1}]"
        items.append(_node(event, following, place, event.start_mark.line + 1))
    return items


def _members(following: Events, path: str) -> dict[str, Node]:
    members: dict[str, Node] = {}
    while not isinstance(event := next(following), yaml.MappingEndEvent):
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent):
            raise _wrong(line, path, Reason.NOT_A_TEXT)
        name = event.value
        place = f"{path}.{name}" if path else name
        if name in members:
            raise _wrong(line, place, Reason.DUPLICATE_KEY, first=str(members[name].line))
        members[name] = _node(next(following), following, place, line)
    return members


def _wrong(line: int, path: str, reason: Reason, **values: str) -> MappingErrors:
    return MappingErrors([MappingError(line, path, reason, values)])
