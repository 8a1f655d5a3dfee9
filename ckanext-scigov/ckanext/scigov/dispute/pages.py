"""What the page of a dispute and the forms of its steps show, as plain values that templates are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Shown = Mapping[str, Any]
"""A row as an action gives it."""
Choices = tuple[tuple[str, str], ...]
"""Codes with their words."""


@dataclass(frozen=True, slots=True)
class Button:
    """A step that the reader can take; ``look`` is primary, secondary or danger."""

    step: str
    label: str
    url: str
    look: str = "secondary"


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the stages of the standard."""

    code: str
    label: str
    state: str
    """``done``, ``now``, ``next``; ``left`` when it did not come to it."""
    told: str = ""
    """The same in words, for who does not see colours."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of what a dispute points at; ``url`` is empty where there is nothing to open."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A value as it was seen, as it is proposed, and as it stands there now; None: not shown."""

    label: str
    seen: str | None
    proposed: str | None = None
    now: str | None = None
    differs: bool = False
    """It is not what was seen any more."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The values side by side; none where there are none, or the reader may not read them."""

    rows: tuple[Beside, ...] = ()
    has_proposal: bool = False
    has_now: bool = False
    note: str = ""
    """What is to be known of the row: that there is none any more, or several."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the history."""

    event: str
    at: Any
    title: str
    who: str
    reason: str
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One dispute."""

    dispute: Shown
    title: str
    plain: str
    """What its state means."""
    stages: tuple[Stage, ...]
    places: tuple[Place, ...]
    compared: Compared
    buttons: tuple[Button, ...]
    history: tuple[Happening, ...]
    next_url: str = ""
    """Where the dispute is that it was merged into."""
    is_official: bool = False
    files_url: str = ""
    """Where files are added; empty: not by the reader, or not now."""
    token: str = ""
    """Of the link that a visitor has come by."""


@dataclass(frozen=True, slots=True)
class StepPage:
    """The form of one step."""

    step: str
    title: str
    dispute: Shown
    fields: tuple[str, ...]
    values: Shown
    errors: Mapping[str, list[str]]
    back_url: str
    options: Mapping[str, Choices] = field(default_factory=dict[str, Choices])
    alike: tuple[Shown, ...] = ()
    """Disputes that this one can be merged into."""
    hint: str = ""
    look: str = "primary"
    token: str = ""


@dataclass(frozen=True, slots=True)
class FilesPage:
    """The files of a dispute, and the form that adds one."""

    dispute: Shown
    back_url: str
    errors: Mapping[str, list[str]]
    accepts: str
    """Endings, as an input of files takes them."""
    most_megabytes: int
    most_files: int
    token: str = ""
