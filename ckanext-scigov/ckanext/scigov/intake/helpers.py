"""Template helpers of taking in: words of imports, and where to begin one."""

from __future__ import annotations

from ckanext.scigov.intake.imports import words

__all__ = ["scigov_import_tone", "scigov_import_word"]


def scigov_import_word(kind: str, code: str) -> str:
    """Return the word for a kind or state of an import, a state of its rows, or how a column was matched."""
    return words.word(kind, code)


def scigov_import_tone(state: str) -> str:
    """Return how the badge of a state looks."""
    return words.tone(state)
