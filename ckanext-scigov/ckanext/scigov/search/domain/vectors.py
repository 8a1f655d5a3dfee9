"""Turn a document's fields into the text of PostgreSQL's tsvector, and phrases into tsquery's.

Only strings are made here; they travel as bound parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ckanext.scigov.search.domain.tokens import Phrase, indexed

MAX_POSITIONS = 255
MAX_BYTES = 900_000
"""PostgreSQL refuses a tsvector over 1 MB: words behind this size are not found."""
VALUE_GAP = 2
"""Between two values of a field: no phrase reaches from one into the next."""

SEPARATOR = "\x1f"
"""Between a field and its word: no field's name and no word holds it."""

WEIGHTS: Mapping[str, str] = {"title": "A", "name": "B", "tags": "B", "notes": "C"}


class Vector:
    """Collects tokens and writes them as tsvector input."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._bytes = 0
        self._position = 1

    def add(self, text: str, *, weight: str = "", prefix: str = "") -> None:
        """Add the words of one value, behind all that was added before."""
        tokens, end = indexed(text, self._position)
        for token in tokens:
            lexeme = f"{prefix}{token.text}"
            places = self._places.get(lexeme)
            if places is None:
                self._bytes += len(lexeme.encode()) + 6
                if self._bytes > MAX_BYTES:
                    return
                places = self._places[lexeme] = []
            if len(places) < MAX_POSITIONS:
                places.append(f"{token.position}{weight}")
                self._bytes += 2
        self._position = end + VALUE_GAP - 1

    def __str__(self) -> str:
        return " ".join(f"{quoted(lexeme)}:{','.join(p)}" for lexeme, p in self._places.items())


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
