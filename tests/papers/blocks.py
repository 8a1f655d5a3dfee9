"""What a paper is made of, from top to bottom.

The texts are Jinja: the templates that are shipped are made of these blocks (``make.py``). A name in a text
is a field of ``fields.FIELDS``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeAlias


class Style(enum.Enum):
    TITLE = "title"
    NUMBER = "number"
    """文号, at the right below the red line."""
    CAPTION = "caption"
    """A small line above a form, at the right."""
    ADDRESSEE = "addressee"
    HEADING = "heading"
    BODY = "body"
    NOTE = "note"
    """附注, in brackets at the end."""


@dataclass(frozen=True, slots=True)
class Head:
    """发文机关标志 and the red line of a letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    style: Style = Style.BODY
    when: str = ""
    """Shown only when this field says something."""
    each: str = ""
    """Repeated for every member of this list, which is called ``项``."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form: one or two labels, each with what stands beside it."""

    cells: tuple[tuple[str, str], ...]
    when: str = ""
    is_tall: bool = False
    """Room for a seal; the text stands at the lower right."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside a form."""

    text: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Questions:
    """A line for every member of a list: its label and its text."""

    each: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    rows: tuple[Line | Section | Questions, ...]


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    text: str
    share: int
    """Of the width, in hundredths."""
    is_short: bool = False
    """Its text is centred."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row for every member of a list, which is called ``件``."""

    each: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when, with room for the seal that lies on both."""

    signer: str
    day: str


@dataclass(frozen=True, slots=True)
class BySelf:
    """Lines that the applicant fills in with a pen, at the right; each with what it is shown for."""

    lines: tuple[tuple[str, str], ...]


Block: TypeAlias = Head | Text | Form | Grid | Signature | BySelf


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper."""

    title: str
    blocks: tuple[Block, ...]
    is_letter: bool = True
    """The head of a letter (信函格式); no number on the first page."""
