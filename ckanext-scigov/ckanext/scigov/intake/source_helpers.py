"""Template helpers of the pages about sources: words. None runs a query."""

from __future__ import annotations

from ckanext.scigov.intake import source_words

__all__ = [
    "scigov_intake_duration",
    "scigov_intake_tone",
    "scigov_intake_word",
]


def scigov_intake_word(kind: str, code: str | None) -> str:
    """Return the word for a state, a fate, a cause and the like; kinds: ``source_words.WORDS``."""
    return source_words.word(kind, code)


def scigov_intake_tone(code: str) -> str:
    """Return how the badge of a state or a fate looks."""
    return source_words.tone(code)


def scigov_intake_duration(seconds: int | None) -> str:
    """Return a time in words."""
    return source_words.duration(seconds)
