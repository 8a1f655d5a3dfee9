"""Where a line ends: Chinese between any two characters, words and numbers whole.

Punctuation that closes never begins a line, and what opens never ends one (GB/T 15834).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’％‰·…—,.;:?!)]}%")
NOT_LAST = frozenset("（《「『【〔“‘([{")
_LETTERS = r"A-Za-z0-9_@./:\-+#&=?%\u00c0-\u024f"
_PIECE = re.compile(rf"\d+年(?:\d+月(?:\d+日)?)?|[{_LETTERS}]+|\s|.", re.DOTALL)
_WORD = re.compile(rf"[{_LETTERS}]{{2}}|\d[年月日]|[年月]\d")

Width = Callable[[int, int], float]
"""Of the characters from one place to another."""
Tab = Callable[[int, float], float]
"""How wide the tab at a place is, when so much of its line is used."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line: the characters from ``start`` to ``end``."""

    start: int
    end: int
    is_last: bool
    """Of its paragraph, or before a line's end in it: it is not stretched to the width."""
    indent: float = 0


def rows(
    text: str, width: Width, room: float, indent: float = 0, tab: Tab | None = None
) -> list[Row]:
    r"""Break a paragraph into lines.

    Args:
        text: what is to be set; ``\n`` ends a line.
        width: of a part of it.
        room: width of a line.
        indent: of the first line, beyond that of the others.
        tab: how wide tabs are; without it they are as wide as ``width`` says.
    """
    return list(_Breaker(text, width, room, tab).rows(indent))


class _Breaker:
    def __init__(self, text: str, width: Width, room: float, tab: Tab | None) -> None:
        self.text, self.width, self.room, self.tab = text, width, room, tab

    def rows(self, indent: float) -> Iterator[Row]:
        start, end, used = 0, 0, indent
        for begin, stop in self._pieces():
            piece = self.text[begin:stop]
            if piece == "\n":
                yield Row(start, end, is_last=True, indent=indent)
                start, end, used, indent = stop, stop, 0, 0
                continue
            if end > start and used + self._shown(begin, stop) > self.room:
                cut = self._carried(start, end, begin)
                yield self._row(start, cut, indent)
                start, used, indent = cut, self.width(cut, end), 0
            # A line never begins with the blank at which it was broken.
            if start == end and piece in " \u3000" and begin and self.text[begin - 1] != "\n":
                start = end = stop
                continue
            used += self.tab(begin, used) if piece == "\t" and self.tab else self.width(begin, stop)
            end = stop
        yield Row(start, end, is_last=True, indent=indent)

    def _row(self, start: int, end: int, indent: float) -> Row:
        while end > start + 1 and self.text[end - 1] == " ":
            end -= 1
        return Row(start, end, is_last=False, indent=indent)

    def _shown(self, begin: int, stop: int) -> float:
        """Return the width of a piece; a blank at a line's end needs none."""
        return 0 if self.text[begin:stop] == " " else self.width(begin, stop)

    def _pieces(self) -> Iterator[tuple[int, int]]:
        for found in _PIECE.finditer(self.text):
            begin, stop = found.span()
            if self.width(begin, stop) > self.room:
                yield from ((place, place + 1) for place in range(begin, stop))
            else:
                yield begin, stop

    def _carried(self, start: int, end: int, coming: int) -> int:
        """Return where a line is cut: characters go down until none stands where it must not."""
        cut = end
        while cut > start + 1 and (
            (self.text[cut] if cut < end else self.text[coming]) in NOT_FIRST
            or self.text[cut - 1] in NOT_LAST
            or (cut < end and _WORD.fullmatch(self.text[cut - 1 : cut + 1]) is not None)
        ):
            cut -= 1
        # A line of nothing but such characters is broken where it is full.
        return cut if cut > start + 1 else end
