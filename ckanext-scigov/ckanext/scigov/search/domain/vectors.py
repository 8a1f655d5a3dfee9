"""Turn a document's fields into the text of PostgreSQL's tsvector, and phrases into tsquery's.

Only strings are made here; they travel as bound parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ckanext.scigov.search.domain.tokens import Phrase, placed

MAX_POSITIONS = 255
MANY_PLACES = 2 * MAX_POSITIONS
"""A shorter list of places holds no more of them than PostgreSQL keeps."""
MAX_BYTES = 900_000
"""PostgreSQL refuses a tsvector over 1 MB: words behind this size are not found."""
ENTRY_BYTES = 4
VALUE_GAP = 2
"""Between two values of a field: no phrase reaches from one into the next."""

SEPARATOR = "\x1f"
"""Between a field and its word: no field's name and no word holds it."""

WEIGHTS: Mapping[str, str] = {"title": "A", "name": "B", "tags": "B", "notes": "C"}


class Vector:
    """Collects tokens and writes them as tsvector input."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}
        self._position = 1

    def add(self, text: str, *, weight: str = "", prefix: str = "") -> None:
        """Add the words of one value, behind all that was added before."""
        tokens, length = placed(text)
        start, known = self._position, self._places
        # A rebuild comes by here some hundred times for each dataset: nothing is done twice, and
        # only the prefix can hold what must be escaped. No token has a quote or a backslash.
        before = quoted(prefix)[:-1]
        written = [f"{place}{weight}" for place in range(start, start + length)]
        for token, offset in tokens:
            lexeme = f"{before}{token}"
            places = known.get(lexeme)
            known[lexeme] = written[offset] if places is None else f"{places},{written[offset]}"
        self._position = start + length + VALUE_GAP - 1

    def __str__(self) -> str:
        parts = [
            f"{lexeme}':{places if len(places) < MANY_PLACES else _first_of(places)}"
            for lexeme, places in self._places.items()
        ]
        text = " ".join(parts)
        # No character has more than four bytes, and the text is never shorter than the vector.
        return text if len(text) * 4 <= MAX_BYTES else " ".join(_fitting(parts))


def _first_of(places: str) -> str:
    """Return as many places as PostgreSQL keeps."""
    return ",".join(places.split(",", MAX_POSITIONS)[:MAX_POSITIONS])


def _fitting(parts: list[str]) -> Iterator[str]:
    """Yield the first parts, as many as PostgreSQL takes."""
    size = 0
    for part in parts:
        # Quotes, colon and digits outweigh what PostgreSQL keeps beside the letters.
        size += len(part.encode()) + ENTRY_BYTES
        if size > MAX_BYTES:
            return
        yield part


def quoted(lexeme: str) -> str:
    """Return ``lexeme`` as tsvector and tsquery input read it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def tsquery(phrase: Phrase, *, weight: str = "", prefix: str = "", open_end: bool = False) -> str:
    """Return the tsquery of one phrase; ``open_end`` makes its last word a beginning."""
    suffix = f":{weight}" if weight else ""
    lexemes = [f"{quoted(prefix + token)}{suffix}" for token in phrase.tokens]
    if open_end:
        lexemes[-1] += "*" if suffix else ":*"
    written = (" <-> " if phrase.ordered else " & ").join(lexemes)
    if phrase.joined:
        return f"(({written}) | {quoted(prefix + phrase.joined)}{suffix})"
    return f"({written})" if len(lexemes) > 1 else written


def all_of(parts: Iterable[str]) -> str:
    """Join tsqueries that must all hold."""
    return _joined(" & ", parts)


def any_of(parts: Iterable[str]) -> str:
    """Join tsqueries of which one must hold."""
    return _joined(" | ", parts)


def _joined(operator: str, parts: Iterable[str]) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else operator.join(f"({part})" for part in listed)
