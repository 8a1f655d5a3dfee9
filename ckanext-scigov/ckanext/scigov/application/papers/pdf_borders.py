"""Borders and shading: of paragraphs, and the lines that cells of tables have, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ckanext.scigov.application.papers.drawn import NO_EDGES, Edge, Paragraph
from ckanext.scigov.application.papers.pdf_boxes import Line
from ckanext.scigov.application.papers.pdf_marks import Mark, Stroke, Surface

_THIN, _GAP = 0.75, 0.75
_DASHED = {
    "dotted": (1.0, 1.0),
    "dashed": (3.0, 2.0),
    "dashSmallGap": (3.0, 1.0),
    "dotDash": (4.0, 2.0, 1.0, 2.0),
}


def strokes(edge: Edge, start: tuple[float, float], end: tuple[float, float]) -> Iterator[Stroke]:
    """Draw a border from left to right or downwards; the first line it is named after is above or left."""
    kind, width = edge.kind, edge.width
    widths: list[float] = [width]
    if kind.startswith("double") or kind == "triple":
        widths = [width] * (3 if kind == "triple" else 2)
    elif kind.startswith("thickThin"):
        widths = [width, _THIN]
    elif kind.startswith("thinThick"):
        widths = [_THIN, width]
    gap = max(_GAP, width if kind.startswith("double") else _GAP)
    is_level = start[1] == end[1]
    at = 0.0
    for one in widths:
        middle = at + one / 2 if len(widths) > 1 else 0
        dx, dy = (0, -middle) if is_level else (middle, 0)
        yield Stroke(start[0] + dx, start[1] + dy, end[0] + dx, end[1] + dy, one, edge.color, _DASHED.get(kind, ()))  # fmt: skip
        at += one + gap


def thickness(edge: Edge | None) -> float:
    """Return how much room a border takes, with the space between it and the text."""
    if edge is None:
        return 0
    is_double = edge.kind.startswith(("thickThin", "thinThick"))
    return edge.space + (edge.width + _GAP + _THIN if is_double else edge.width)


def bordered(
    paragraph: Paragraph, lines: list[Line], room: float, *, is_above: bool, is_below: bool
) -> list[Line]:
    """Draw a paragraph's shading and borders round its lines."""
    edges = paragraph.edges
    if edges == NO_EDGES and not paragraph.fill:
        return lines
    left = paragraph.left - (edges.left.space if edges.left else 0)
    right = room - paragraph.right + (edges.right.space if edges.right else 0)
    found: list[Line] = []
    for number, line in enumerate(lines):
        above = thickness(edges.top) if not number and is_above else 0
        below = thickness(edges.bottom) if number == len(lines) - 1 and is_below else 0
        height = above + line.height + below
        marks: list[Mark] = []
        if paragraph.fill:
            marks.append(Surface(left, -height, right - left, height, paragraph.fill))
        marks += [_lowered(mark, above) for mark in line.marks]
        if above and edges.top:
            marks += strokes(edges.top, (left, 0), (right, 0))
        if below and edges.bottom:
            y = -above - line.height - edges.bottom.space
            marks += strokes(edges.bottom, (left, y), (right, y))
        for edge, x in ((edges.left, left), (edges.right, right)):
            marks += strokes(edge, (x, 0), (x, -height)) if edge else ()
        found.append(replace(line, height=height, marks=tuple(marks)))
    return found


def _lowered(mark: Mark, by: float) -> Mark:
    if isinstance(mark, Stroke):
        return replace(mark, y=mark.y - by, to_y=mark.to_y - by)
    return replace(mark, y=mark.y - by)
