"""What is wrong with a mapping file: all of it at once, each at its line."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches


class Reason(str, enum.Enum):
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    """No YAML."""
    EMPTY = "empty"
    ALIAS = "alias"
    TAG = "tag"
    CONTROL_CHARACTER = "control_character"
    TOO_DEEP = "too_deep"
    DUPLICATE_KEY = "duplicate_key"
    WRONG_VERSION = "wrong_version"
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    BAD_NAME = "bad_name"
    NOT_A_MAPPING = "not_a_mapping"
    NOT_A_TEXT = "not_a_text"
    UNKNOWN_FIELD = "unknown_field"
    AUTOMATIC_FIELD = "automatic_field"
    """The portal itself fills it in."""
    GROUP = "group"
    """A group of fields where one rule stands for all."""
    NO_ORIGIN = "no_origin"
    SEVERAL_ORIGINS = "several_origins"
    NEEDS_JOIN = "needs_join"
    BAD_PATH = "bad_path"
    EACH_OUTSIDE = "each_outside"
    """``$each`` where nothing is repeated."""
    BAD_TEMPLATE = "bad_template"
    UNKNOWN_TABLE = "unknown_table"
    NOT_A_CODE = "not_a_code"
    SAME_VALUE_TWICE = "same_value_twice"
    BAD_PATTERN = "bad_pattern"
    SLOW_PATTERN = "slow_pattern"
    BAD_DATE_FORM = "bad_date_form"
    UNKNOWN_LIST_FORM = "unknown_list_form"
    GRADE_NOT_ALLOWED = "grade_not_allowed"


@dataclass(frozen=True, slots=True)
class MappingError:
    line: int
    """From 1; 0 where the whole file is meant."""
    path: str
    """As ``fields.update_cycle.table``; empty for the whole file."""
    reason: Reason
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """For the sentence: ``value`` is what stands there; ``close`` what may have been meant."""


class MappingErrors(Exception):
    """A mapping file that cannot be used, with everything that is wrong with it."""

    def __init__(self, errors: Sequence[MappingError]) -> None:
        super().__init__(", ".join(f"{one.line} {one.path} {one.reason.value}" for one in errors))
        self.errors = tuple(errors)


def close_to(value: str, known: Sequence[str]) -> str:
    """Return what somebody may have meant, else all there is, as a text."""
    near = get_close_matches(value, known, n=3, cutoff=0.6)
    return ", ".join(near or known)
