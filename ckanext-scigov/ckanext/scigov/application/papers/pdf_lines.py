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

Width = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    is_last: bool
    """Of its paragraph: it is not stretched to the width."""
    indent: float = 0


def rows(text: str, width: Width, room: float, indent: float = 0) -> list[Row]:
    """Break a text into lines; every line end in it begins a paragraph.

    Args:
        text: what is to be set.
        width: of a piece of text.
        room: width of a line.
        indent: of the first line of each paragraph.
    """
    found: list[Row] = []
    for paragraph in text.split("\n"):
        found += _paragraph(paragraph.strip(" "), width, room, indent)
    return found


def _paragraph(text: str, width: Width, room: float, indent: float) -> list[Row]:
    found: list[Row] = []
    line, used, left = "", 0.0, room - indent
    for piece in _pieces(text, width, room):
        if line and used + width(piece.rstrip(" ")) > left:
            kept, line = _carry(line, piece)
            found.append(Row(kept.rstrip(" "), is_last=False, indent=0 if found else indent))
            used, left = width(line), room
        if line or not piece.isspace():
            line += piece
            used += width(piece)
    found.append(Row(line.rstrip(" "), is_last=True, indent=0 if found else indent))
    return found


def _pieces(text: str, width: Width, room: float) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if width(piece) > room:
            yield from piece
        else:
            yield piece


def _carry(line: str, coming: str) -> tuple[str, str]:
    """Take characters down to the next line until none stands where it must not."""
    cut = len(line)
    while cut > 1 and (
        (line[cut:] + coming)[0] in NOT_FIRST or line[cut - 1] in NOT_LAST or _splits(line, cut)
    ):
        cut -= 1
    # A line of nothing but such characters is broken where it is full.
    return (line[:cut], line[cut:]) if cut > 1 else (line, "")


def _splits(line: str, cut: int) -> bool:
    """Say whether a cut inside the line would part a word or a number."""
    return _WORD.fullmatch(line[cut - 1 : cut + 1]) is not None
