"""Documents for the configset ``tokens``: text as the very tokens that PostgreSQL indexes.

Two engines that are given the same tokens must find the same documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from ckanext.scigov.search.domain.tokens import Token, indexed
from ckanext.scigov.search.domain.vectors import VALUE_GAP


def preanalyzed(values: Iterable[str]) -> str:
    """Return one field's values as PreAnalyzedField reads them, with PostgreSQL's positions."""
    listed, tokens, position = list(values), list[Token](), 1
    for value in listed:
        found, end = indexed(value, position)
        # Lucene takes no token that stands before the one it got last.
        tokens.extend(sorted(found, key=lambda token: token.position))
        position = end + VALUE_GAP - 1
    before, written = 0, []
    for token in tokens:
        written.append({"t": token.text, "i": token.position - before})
        before = token.position
    return json.dumps({"v": "1", "str": " ".join(listed), "tokens": written}, ensure_ascii=False)
