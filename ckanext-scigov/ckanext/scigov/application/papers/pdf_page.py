"""A sheet of paper to write on from top to bottom: margins, lines, page numbers (GB/T 9704).

The text area is 156 × 225 mm. A letter has the red lines of 信函格式 on its first page and no number there.
"""

from __future__ import annotations

import datetime as dt
import enum
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.lib.colors import Color, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ckanext.scigov.application.papers.pdf_fonts import Typeface, Typefaces
from ckanext.scigov.application.papers.pdf_lines import Row, rows

WIDE, HIGH = A4
LEFT, RIGHT = 28 * mm, WIDE - 26 * mm
TOP, BOTTOM = HIGH - 37 * mm, 35 * mm
ROOM = RIGHT - LEFT
RED = Color(0.83, 0.07, 0.07)
GREY = Color(0.45, 0.45, 0.45)


class Align(enum.Enum):
    BOTH = "both"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Look:
    face: Typeface
    size: float
    leading: float
    align: Align = Align.BOTH
    indent: float = 0
    """Of the first line, in characters."""

    def rows(self, text: str, room: float) -> list[Row]:
        return rows(
            text, lambda piece: self.face.width(piece, self.size), room, self.indent * self.size
        )


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    subject: str
    on: dt.date


class Page:
    """Writes downwards and takes another page when there is no room."""

    def __init__(self, about: About, faces: Typefaces, *, is_letter: bool) -> None:
        self.target = io.BytesIO()
        self.faces = faces
        self.is_letter = is_letter
        self.number = 1
        self.y = TOP
        self.canvas = Canvas(self.target, pagesize=A4, invariant=True, lang="zh-CN")
        self.canvas.setTitle(about.title)
        self.canvas.setAuthor(about.author)
        self.canvas.setSubject(about.subject)
        self.canvas.setCreator("ckanext-scigov")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        moment = f"D:{about.on:%Y%m%d}000000+08'00'"
        self.canvas.setDateFormatter(lambda *_: moment)

    def finish(self) -> bytes:
        self._close()
        self.canvas.save()
        return self.target.getvalue()

    def turn(self) -> None:
        self._close()
        self.canvas.showPage()
        self.number += 1
        self.y = TOP

    def need(self, height: float) -> None:
        """Take another page when there is less room than this, and this is not a new one."""
        if self.y - height < BOTTOM and self.y < TOP:
            self.turn()

    def skip(self, height: float) -> None:
        self.y = max(self.y - height, BOTTOM)

    def write(self, text: str, look: Look, *, keep: float = 0) -> None:
        """Write a text; ``keep`` is the room that must be left below its last line."""
        lines = look.rows(text, ROOM)
        if keep and len(lines) <= 3:
            self.need(len(lines) * look.leading + keep)
        for number, row in enumerate(lines):
            is_last = number == len(lines) - 1
            self.need(look.leading + (keep if is_last else 0))
            self.put(row, look, LEFT, ROOM)
            self.y -= look.leading

    def put(self, row: Row, look: Look, left: float, room: float) -> None:
        """Write one line whose upper edge is at ``y``."""
        width = look.face.width(row.text, look.size)
        slack = room - row.indent - width
        x, spread = left + row.indent, 0.0
        if look.align is Align.CENTRE:
            x += slack / 2
        elif look.align is Align.RIGHT:
            x += slack
        elif look.align is Align.BOTH and not row.is_last and len(row.text) > 1:
            spread = max(slack, 0) / (len(row.text) - 1)
        line = self.canvas.beginText(x, self.y - (look.leading + look.size * 0.72) / 2)
        line.setCharSpace(spread)
        for font, piece in look.face.runs(row.text):
            line.setFont(font, look.size)
            line.textOut(piece)
        line.setCharSpace(0)
        self.canvas.drawText(line)

    def red_line(self, y: float, *, is_thick_above: bool) -> None:
        """A thick line and a thin one (武文线), 170 mm long."""
        left = (WIDE - 170 * mm) / 2
        self.canvas.setStrokeColor(RED)
        thick, thin = (y, y - 2.4) if is_thick_above else (y - 2.4, y)
        for height, width in ((thick, 2.0), (thin, 0.6)):
            self.canvas.setLineWidth(width)
            self.canvas.line(left, height, left + 170 * mm, height)
        self.canvas.setStrokeColor(black)

    def box(self, edges: Sequence[float], height: float) -> None:
        """Draw the frame of a table's row below ``y``; ``edges`` are those of its cells."""
        self.canvas.setLineWidth(0.6)
        self.canvas.setStrokeColor(black)
        for left, right in pairwise(edges):
            self.canvas.rect(left, self.y - height, right - left, height)

    def _close(self) -> None:
        if self.is_letter and self.number == 1:
            self.red_line(20 * mm, is_thick_above=False)
            return
        look = Look(self.faces.figures, 14, 20, Align.CENTRE)
        if self.is_letter:
            # Outside, one character in: at the right on odd pages.
            text = f"— {self.number} —"
            width = look.face.width(text, look.size)
            left = RIGHT - width - 14 if self.number % 2 else LEFT + 14
            self._foot(text, look, left, width)
        else:
            self._foot(f"— {self.number} —", look, LEFT, ROOM)

    def _foot(self, text: str, look: Look, left: float, room: float) -> None:
        self.y = BOTTOM - 7 * mm
        self.put(Row(text, is_last=True), look, left, room)
