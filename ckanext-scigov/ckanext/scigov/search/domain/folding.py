"""Read traditional characters as simplified ones, so that either finds the other.

The pairs stand in ``search/data/traditional.tsv``. They are read once, when this module is
loaded: what is indexed and what is searched must be folded alike in every process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "traditional.tsv"


class UnreadableFoldingError(ValueError):
    """A line of the file is no pair of characters; the message names it."""


def parse(text: str) -> dict[str, str]:
    """Read ``traditional TAB simplified`` lines; what leads on to a third character leads there."""
    pairs: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        traditional, _, simplified = line.rstrip().partition("\t")
        if len(traditional) != 1 or len(simplified) != 1:
            raise UnreadableFoldingError(
                f"Line {number} of the table of traditional characters is not one character, a"
                f" tab and one character: {line!r}."
            )
        pairs[traditional] = simplified
    return {traditional: _last(traditional, pairs) for traditional in pairs}


def _last(character: str, pairs: Mapping[str, str]) -> str:
    passed = {character}
    while (following := pairs.get(character, character)) not in passed:
        passed.add(following)
        character = following
    return character


_PAIRS = parse(FILE.read_text(encoding="utf-8"))
_TABLE = str.maketrans(_PAIRS)
_TRADITIONAL = re.compile(f"[{''.join(map(re.escape, _PAIRS))}]") if _PAIRS else re.compile("(?!)")


def simplified(text: str) -> str:
    """Return ``text`` with simplified characters; its length stays."""
    # Looking costs a fraction of translating, and most texts need no translation.
    return text.translate(_TABLE) if _TRADITIONAL.search(text) else text
