"""What a paper looks like: paragraphs, tables, pictures and pages, as they are read out of a Word file.

Lengths are points; colours are six hexadecimal digits, empty where there is none.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


class Align(enum.Enum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTH = "both"
    SPREAD = "spread"
    """As ``BOTH``, the last line too (分散对齐)."""


@dataclass(frozen=True, slots=True)
class Look:
    """Of letters."""

    eastern: str = ""
    """Name of the face of Chinese characters."""
    latin: str = ""
    size: float = 10
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    color: str = "000000"
    fill: str = ""
    spread: float = 0
    """Between characters."""
    stretch: float = 1
    rise: float = 0


class Number(enum.Enum):
    """A number that is known when the pages are made; its letter stands for it until then."""

    PAGE = "\ue0f0"
    PAGES = "\ue0f1"


@dataclass(frozen=True, slots=True)
class Letters:
    text: str
    """``\\t`` is a tab, ``\\n`` a line's end inside the paragraph."""
    look: Look


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: float
    height: float


Piece: TypeAlias = Letters | Picture


class Rule(enum.Enum):
    EXACT = "exact"
    LEAST = "least"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Leading:
    rule: Rule = Rule.TIMES
    value: float = 1
    grid: float = 0
    """Lines of the page that a line's height is a multiple of; none: 0."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A border."""

    kind: str
    """As Word calls it: ``single``, ``double``, ``thickThinSmallGap`` and so on."""
    width: float
    color: str = "000000"
    space: float = 0


@dataclass(frozen=True, slots=True)
class Edges:
    top: Edge | None = None
    right: Edge | None = None
    bottom: Edge | None = None
    left: Edge | None = None


NO_EDGES = Edges()


@dataclass(frozen=True, slots=True)
class Stop:
    """A tab stop, from the left edge of the text."""

    at: float
    align: Align = Align.LEFT
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    mark: Look = field(default_factory=Look)
    """Of its end: how high it is when it is empty."""
    align: Align = Align.LEFT
    leading: Leading = field(default_factory=Leading)
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    first: float = 0
    """Indent of the first line, beyond ``left``; less than 0 hangs."""
    keeps_next: bool = False
    keeps_lines: bool = False
    is_parted_anywhere: bool = False
    """A single line may be left alone on a page."""
    begins_page: bool = False
    edges: Edges = NO_EDGES
    fill: str = ""
    stops: tuple[Stop, ...] = ()
    stop_every: float = 21


class Vertical(enum.Enum):
    TOP = "top"
    MIDDLE = "center"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: tuple[Block, ...]
    column: int
    """Where it begins, among the table's columns."""
    span: int = 1
    rows: int = 1
    """How many it stands in; 0: it belongs to the cell above it."""
    edges: Edges = NO_EDGES
    fill: str = ""
    vertical: Vertical = Vertical.TOP
    pads: tuple[float, float, float, float] = (0, 5.4, 0, 5.4)
    """Above, right, below, left."""


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[Cell, ...]
    height: float = 0
    is_exact: bool = False
    is_head: bool = False
    """Drawn again on every page."""
    is_whole: bool = False
    """Never parted over pages."""


@dataclass(frozen=True, slots=True)
class Table:
    widths: tuple[float, ...]
    rows: tuple[TableRow, ...]
    align: Align = Align.LEFT
    left: float = 0


Block: TypeAlias = Paragraph | Table


class Which(enum.Enum):
    """A header or footer of which pages."""

    DEFAULT = "default"
    FIRST = "first"
    EVEN = "even"


Margins: TypeAlias = Mapping[Which, tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header_at: float
    """From the upper edge of the page to that of the header."""
    footer_at: float
    blocks: tuple[Block, ...]
    headers: Margins
    footers: Margins
    has_first: bool = False
    has_even: bool = False
    begins_page: bool = True
    first_number: int | None = None
