"""Boxes: what is set below one another on a page, each as high as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ckanext.scigov.application.papers.pdf_marks import Mark, Placed


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; its marks are placed from its upper left corner."""

    height: float
    marks: tuple[Mark, ...] = ()
    above: float = 0
    """Space over it, not at the head of a page."""
    below: float = 0
    """Space under it, which a page's end may take away."""
    keeps: bool = False
    """What follows stands on the same page."""
    begins_page: bool = False

    @property
    def least(self) -> float:
        return self.height

    def placed(self, x: float, y: float) -> list[Placed]:
        return [Placed(mark, x, y) for mark in self.marks]


class Parted(Protocol):
    """A row of a table, which may go on on the next page."""

    @property
    def above(self) -> float: ...

    @property
    def below(self) -> float: ...

    @property
    def keeps(self) -> bool: ...

    @property
    def begins_page(self) -> bool: ...

    @property
    def height(self) -> float: ...

    @property
    def least(self) -> float:
        """How much of it has to stand on a page."""
        ...

    @property
    def head(self) -> Sequence[Parted]:
        """What is drawn again above it on a new page."""
        ...

    def placed(self, x: float, y: float) -> list[Placed]: ...

    def parted(self, room: float, page: float) -> tuple[Parted, Parted] | None:
        """Part it so that the first fits the room; None: it has to stand on the next page.

        ``page`` is the room of a whole page.
        """
        ...


Box: TypeAlias = Line | Parted


def height_of(boxes: Sequence[Box]) -> float:
    """Return how high boxes are below one another, in a cell or a header."""
    return sum(box.above + box.height + box.below for box in boxes)


def stacked(boxes: Sequence[Box], x: float, y: float) -> list[Placed]:
    """Place boxes below one another, the first with its upper edge at ``y``."""
    found: list[Placed] = []
    for box in boxes:
        y -= box.above
        found += box.placed(x, y)
        y -= box.height + box.below
    return found
