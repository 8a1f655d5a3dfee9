"""Template helpers of the pages about sources: words. None runs a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences_grades
from ckanext.scigov.intake import field_words, source_words
from ckanext.scigov.intake.domain.causes import Cause

__all__ = [
    "scigov_intake_duration",
    "scigov_intake_field",
    "scigov_intake_tone",
    "scigov_intake_value",
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


def scigov_intake_field(name: str) -> str:
    """Return the label of a field as mappings and problems name it: ``resources.name``."""
    return field_words.label(name)


def scigov_intake_value(problem: Mapping[str, Any]) -> str:
    """Return what stood in a record as a reader is shown it: kinds of personal data in words."""
    value = str(problem["value"])
    if problem["cause"] != Cause.PERSONAL_DATA.value:
        return value
    return tk._(", ").join(sentences_grades.word("kind", one) for one in value.split(", "))
