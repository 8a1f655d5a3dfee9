"""Tokens of a table's rows, as PostgreSQL's ``tsvector`` and ``tsquery`` write them.

Chinese is cut into pairs of neighbours, the last character of a run standing alone; one typed
character is looked up as the beginning of a pair. Other scripts are cut into lower-case words.
Positions count on, so that several pairs make an exact phrase. The search feature has a richer
tokeniser; this one has a twin in SQL (``full_text.sql``), for rows that are written by the API,
and must stay simple enough for both to be the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Ranges, not \w: the twin's regular expressions must not depend on the database's locale.
CJK = (
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = "0-9a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u03ff\u0430-\u052f"
LONGEST_WORD = 64
LAST_POSITION = 16_383  # PostgreSQL counts no further
CELL_END = "\x1f"
_RUN = re.compile(f"[{CJK}]+|[{WORD}]+|{CELL_END}")
_OPERATOR = re.compile(r"(\s*(?:[&|!()]|<->|<\d+>)\s*|\s+)")


def folded(text: str) -> str:
    """Return the form that is compared: width and case do not matter."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()


def vector(cells: Iterable[str]) -> str:
    """Return a row's ``tsvector`` literal; a phrase never reaches over the end of a cell.

    A token may be listed several times: PostgreSQL gathers its positions.
    """
    places: list[str] = []
    position = 0
    for run in _RUN.findall(folded(CELL_END.join(cells))):
        if position >= LAST_POSITION:
            break
        if not _is_word(run):
            first = position + 1
            places += [f"{run[i : i + 2]}:{first + i}" for i in range(len(run))]
            position += len(run)
        else:
            position += 1
            if run != CELL_END:
                places.append(f"{run[:LONGEST_WORD]}:{position}")
    return " ".join(places)


def query(text: str) -> str:
    """Return the ``tsquery`` literal of what somebody typed; empty when nothing can be looked for.

    Blanks separate things that must all occur; what is written together must stand together.
    """
    phrases = (_phrase(part) for part in folded(text).split())
    return " & ".join(phrase for phrase in phrases if phrase)


def query_of_expression(text: str) -> str:
    """Return the ``tsquery`` literal of text that uses PostgreSQL's operators (``plain=False``)."""
    parts: list[str] = []
    for part in _OPERATOR.split(folded(text)):
        if not part:
            continue
        if _OPERATOR.fullmatch(part):
            parts.append(part)
            continue
        phrase = _phrase(part)
        if part.endswith(":*") and phrase and not phrase.endswith(":*"):
            phrase += ":*"
        parts.append(f"({phrase})" if phrase else "")
    return "".join(parts).strip()


def patterns(text: str) -> list[str]:
    """Return PostgreSQL regular expressions that a cell must all match, or cells joined by ``CELL_END``."""
    found = (_pattern(part) for part in folded(text).split())
    return [pattern for pattern in found if pattern]


def has_cjk(text: str) -> bool:
    return bool(re.search(f"[{CJK}]", folded(text)))


def _is_word(run: str) -> bool:
    # Every letter of WORD, and the end of a cell, lies before the first character of CJK.
    return run[0] <= "\u052f"


def _phrase(part: str) -> str:
    """Join the tokens of one blank-free part by their distances in a text."""
    tokens: list[tuple[int, str]] = []
    position = 0
    for run in _RUN.findall(part):
        if _is_word(run):
            tokens.append((position, run[:LONGEST_WORD]))
            position += 1
            continue
        if len(run) == 1:
            tokens.append((position, f"{run}:*"))
        tokens.extend((position + i, run[i : i + 2]) for i in range(len(run) - 1))
        position += len(run)
    phrase, last = "", 0
    for at, token in tokens:
        phrase += f" <{at - last}> {token}" if phrase else token
        last = at
    return f"({phrase})" if len(tokens) > 1 else phrase


def _pattern(part: str) -> str:
    runs = _RUN.findall(part)
    bounded = [rf"(?<![{WORD}]){run}(?![{WORD}])" if _is_word(run) else run for run in runs]
    return f"[^{CJK}{WORD}{CELL_END}]*".join(bounded)
