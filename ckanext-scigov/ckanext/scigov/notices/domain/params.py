"""What a notice may tell beside its standing words: numbers, days, codes and titles, and nothing else.

A notice leaves the portal by ways that nobody guards, so what it carries is safe by its kind: a bare text
is refused, and whoever wants to tell one has to say that it is a title which the recipient may see.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

LONGEST_TITLE = 200
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Title:
    """The name of something that the recipient may see; one line, and not a long one."""

    text: str

    @property
    def line(self) -> str:
        """Return it without what could break a head line or turn the reading direction."""
        shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in self.text)
        line = " ".join(shown.split())
        return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


@dataclass(frozen=True, slots=True)
class Code:
    """A word of a closed list; the kind's words say what it is called."""

    value: str

    def __post_init__(self) -> None:
        plain = self.value.isascii() and self.value.replace("_", "").replace("-", "").isalnum()
        if not plain or len(self.value) > LONGEST_CODE:
            raise ValueError(
                f"This is no code: {self.value!r}. Codes are ASCII letters and digits."
            )


Param: TypeAlias = "int | dt.date | Title | Code"
Params: TypeAlias = "Mapping[str, Param]"


def stored(params: Params) -> dict[str, Any]:
    """Return parameters as JSON.

    Raises:
        TypeError: one is of another kind than those that are safe.
    """
    return {name: _stored(name, value) for name, value in params.items()}


def _stored(name: str, value: object) -> Any:
    if isinstance(value, Title):
        return {"title": value.line}
    if isinstance(value, Code):
        return {"code": value.value}
    # A moment is a date to Python, and a truth a number.
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return {"day": value.isoformat()}
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(
        f"The parameter '{name}' is a {type(value).__name__}. A notice carries whole numbers, days, "
        "Code and Title alone: say which of them it is, and never put protected data into it."
    )


def shown(kept: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, str]:
    """Return stored parameters as texts; ``codes`` are the words for codes, in the reader's language."""
    return {name: _shown(value, codes) for name, value in kept.items()}


def _shown(value: Any, codes: Mapping[str, str]) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    ((kind, text),) = value.items()  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return codes[text] if kind == "code" else str(text)  # pyright: ignore[reportUnknownArgumentType]
