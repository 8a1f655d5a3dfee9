"""Where a value lies in a record: ``标题``, ``data.title``, ``files.0.url``, ``$each.name``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

EACH = "$each"
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Path:
    text: str
    steps: tuple[str, ...]
    is_of_each: bool = False

    def value(self, record: Any, each: Any = None) -> Any:
        """Return what lies there; None where nothing does. A name with dots in it is found first."""
        if self.is_of_each:
            return _walk(each, self.steps)
        if isinstance(record, Mapping):
            members = cast("Mapping[str, Any]", record)
            if self.text in members:
                return members[self.text]
        return _walk(record, self.steps) if len(self.steps) > 1 else None


def path_of(text: str) -> Path | None:
    """Return the path that a text writes; None when it is none."""
    text = text.strip()
    steps = tuple(text.split("."))
    if not all(steps) or len(steps) > MOST_STEPS:
        return None
    if steps[0] == EACH:
        return Path(text, steps[1:], is_of_each=True)
    return None if text.startswith("$") else Path(text, steps)


def _walk(value: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        if isinstance(value, Mapping):
            value = cast("Mapping[str, Any]", value).get(step)
        elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 7:
            members = cast("list[Any]", value)
            value = members[int(step)] if int(step) < len(members) else None
        else:
            return None
    return value
