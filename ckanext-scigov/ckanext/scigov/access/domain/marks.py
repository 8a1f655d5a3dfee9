"""A mark in rows given out under a grant, by which the grant is found if they turn up elsewhere.

A cell of prose ends with a blank or does not, as a keyed hash of the grant's number and the cell's
own text says. So every cell bears one bit of evidence by itself: rows may be left out, put in another
order or copied into another file, and columns may be dropped. Numbers, dates and codes stay as they are.
Whoever strips blanks at the ends takes the mark away; the notice names the grant besides.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Collection, Iterable

BLANK = " "
SHORTEST = 4
MOST_CELLS = 2_000
ENOUGH_CELLS = 40
"""So many different cells name one grant among some hundred, if nobody has taken blanks away."""
CHANCE = 1e-9
"""A grant is named when a file agrees with it that well by chance less often than this."""


def carries(text: str) -> bool:
    """Say whether a cell bears a bit: it is prose, which means that words or Chinese are in it."""
    bare = text.rstrip(BLANK)
    return len(bare) >= SHORTEST and (not bare.isascii() or BLANK in bare.strip(BLANK))


def marked(key: bytes, number: str, text: str) -> str:
    """Return a cell as the holder of this grant gets it."""
    if not carries(text):
        return text
    bare = text.rstrip(BLANK)
    return bare + BLANK if _bit(key, number, bare) else bare


def found(key: bytes, numbers: Collection[str], cells: Iterable[str]) -> list[str]:
    """Return those of the grants whose mark the cells of a file bear, the surest first."""
    bits = _bits(cells)
    chances = {number: _chance(key, number, bits) for number in numbers}
    limit = CHANCE / max(1, len(numbers))
    return sorted((n for n in numbers if chances[n] < limit), key=lambda n: (chances[n], n))


def bearing(cells: Iterable[str]) -> int:
    """Return how many different cells say something about a mark."""
    return len(_bits(cells))


def _bits(cells: Iterable[str]) -> dict[str, bool]:
    """Return what different cells bear; one that was found in both forms says nothing."""
    seen: dict[str, set[bool]] = {}
    for cell in cells:
        if carries(cell):
            seen.setdefault(cell.rstrip(BLANK), set()).add(cell.endswith(BLANK))
    clear = [(text, next(iter(bits))) for text, bits in seen.items() if len(bits) == 1]
    return dict(clear[:MOST_CELLS])


def _chance(key: bytes, number: str, bits: dict[str, bool]) -> float:
    """Return how probable it is that a file of somebody else's agrees at least as well."""
    agreeing = sum(_bit(key, number, text) == bit for text, bit in bits.items())
    ways = sum(math.comb(len(bits), n) for n in range(agreeing, len(bits) + 1))
    return ways / 2 ** len(bits)


def _bit(key: bytes, number: str, text: str) -> bool:
    digest = hmac.new(key, f"{number}\n{text}".encode(), hashlib.sha256).digest()
    return bool(digest[0] & 1)
