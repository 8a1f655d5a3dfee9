"""The beginning of a text in Markdown, as cards and lists show it: worked out once for each text."""

from __future__ import annotations

import functools
from collections.abc import Callable

import ckan.plugins.toolkit as tk

__all__ = ["markdown_extract"]

Extract = Callable[[str, int], str]
TEXTS, LONGEST = 2048, 5000
"""How many texts are remembered, and how long one of them may be."""


@tk.chained_helper
def markdown_extract(following: Extract, text: str, extract_length: int = 190) -> str:
    """Return what CKAN's helper returns, which is what a list of entries spends most of its time on."""
    if not text or len(text) > LONGEST:
        return following(text, extract_length)
    return _remembered(following, text, extract_length)


@functools.lru_cache(maxsize=TEXTS)
def _remembered(following: Extract, text: str, length: int) -> str:
    return following(text, length)
