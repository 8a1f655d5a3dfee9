"""What is drawn where on the pages of a paper, in points from the lower left corner."""

from __future__ import annotations

from typing import NamedTuple

from ckanext.scigov.application.papers import pdf_fonts
from ckanext.scigov.application.papers.docx_reading import read
from ckanext.scigov.application.papers.pdf_marks import Glyphs, Mark, numbered
from ckanext.scigov.application.papers.pdf_pages import Page, pages_of

MM = 72 / 25.4


class Line(NamedTuple):
    """Letters on one height, whatever fonts they are of."""

    x: float
    to_x: float
    y: float
    text: str
    size: float
    font: str


def pages(docx: bytes) -> list[Page]:
    return pages_of(read(docx), pdf_fonts.load(pdf_fonts.BY_NAME))


def lines(page: Page) -> list[Line]:
    """Return the lines of a page, from top to bottom; what stands beside one another is one line."""
    found: dict[float, list[Line]] = {}
    for one in page.placed:
        if isinstance(mark := one.mark, Glyphs):
            text = numbered(mark.text, page.number, 1)
            wide = (
                sum(pdf_fonts._width(mark.font, char) for char in text) * mark.size * mark.stretch
            )
            x, y = one.x + mark.x, round(one.y + mark.y, 1)
            to_x = x + wide + mark.spread * mark.stretch * (len(text) - 1)
            found.setdefault(y, []).append(Line(x, to_x, y, text, mark.size, mark.font))
    return [_joined(sorted(found[y])) for y in sorted(found, reverse=True)]


def _joined(parts: list[Line]) -> Line:
    text = "".join(one.text for one in parts)
    return parts[0]._replace(text=text, to_x=parts[-1].to_x)


def marks(page: Page, kind: type[Mark]) -> list[tuple[float, float, Mark]]:
    """Return the marks of a kind, with where they are placed."""
    return [(one.x, one.y, one.mark) for one in page.placed if isinstance(one.mark, kind)]


def texts(docx: bytes) -> list[list[str]]:
    """Return the lines of every page."""
    return [[line.text for line in lines(page)] for page in pages(docx)]
