"""What is drawn on a page, as values: letters, lines, surfaces and pictures, each at its place.

Places are points to the right and upwards of where the marks are painted.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ckanext.scigov.application.papers.drawn import Number

_SLANT = 0.21


@dataclass(frozen=True, slots=True)
class Glyphs:
    x: float
    y: float
    """Of the line on which they stand."""
    font: str
    size: float
    text: str
    color: str
    spread: float = 0
    stretch: float = 1
    is_thickened: bool = False
    """Bold, for a face that has no bold letters."""
    is_slanted: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    x: float
    y: float
    to_x: float
    to_y: float
    width: float
    color: str
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Surface:
    x: float
    y: float
    width: float
    height: float
    color: str


@dataclass(frozen=True, slots=True)
class Image:
    x: float
    y: float
    width: float
    height: float
    content: bytes


Mark: TypeAlias = Glyphs | Stroke | Surface | Image


@dataclass(frozen=True, slots=True)
class Placed:
    mark: Mark
    x: float
    y: float


def paint(canvas: Canvas, placed: Sequence[Placed], number: int, pages: int) -> None:
    """Paint marks on a page that is the ``number``-th of so many."""
    canvas.saveState()
    for one in placed:
        mark, x, y = one.mark, one.x + one.mark.x, one.y + one.mark.y
        if isinstance(mark, Glyphs):
            _letters(canvas, mark, x, y, numbered(mark.text, number, pages))
        elif isinstance(mark, Stroke):
            canvas.setStrokeColor(HexColor(f"#{mark.color}"))
            canvas.setLineWidth(mark.width)
            canvas.setDash(list(mark.dashes))
            canvas.line(x, y, one.x + mark.to_x, one.y + mark.to_y)
        elif isinstance(mark, Surface):
            canvas.setFillColor(HexColor(f"#{mark.color}"))
            canvas.rect(x, y, mark.width, mark.height, stroke=0, fill=1)
        else:
            picture = ImageReader(io.BytesIO(mark.content))
            canvas.drawImage(picture, x, y, mark.width, mark.height, mask="auto")
    canvas.restoreState()


def numbered(text: str, number: int, pages: int) -> str:
    """Put a page's number and their count where their letters stand."""
    return text.replace(Number.PAGE.value, str(number)).replace(Number.PAGES.value, str(pages))


def _letters(canvas: Canvas, mark: Glyphs, x: float, y: float, text: str) -> None:
    line = canvas.beginText()
    line.setTextTransform(1, 0, _SLANT if mark.is_slanted else 0, 1, x, y)
    line.setFont(mark.font, mark.size)
    line.setFillColor(HexColor(f"#{mark.color}"))
    line.setCharSpace(mark.spread)
    if mark.stretch != 1:
        line.setHorizScale(mark.stretch * 100)
    if mark.is_thickened:
        line.setTextRenderMode(2)
        line.setStrokeColor(HexColor(f"#{mark.color}"))
        canvas.setLineWidth(mark.size / 30)
    line.textOut(text)
    if mark.is_thickened:
        line.setTextRenderMode(0)
    if mark.stretch != 1:
        line.setHorizScale(100)
    line.setCharSpace(0)
    canvas.drawText(line)
