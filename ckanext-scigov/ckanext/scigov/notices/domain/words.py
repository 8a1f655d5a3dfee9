"""The words of a kind of notice: English texts with named places, put into a language when it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ckanext.scigov.notices.domain import params
from ckanext.scigov.notices.domain.params import Params

Translate: TypeAlias = Callable[[str], str]
_SIGN = re.compile(r"%(?:\((\w+)\)s|(%)|)")


def N_(message: str) -> str:  # noqa: N802 (gettext's name for "translate this later")
    """Mark a text for translation."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind of notice says; the texts are marked with ``N_`` and have places like ``%(days)s``."""

    subject: str
    body: str
    codes: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the kind's codes are called."""

    @property
    def places(self) -> frozenset[str]:
        return frozenset(_places(self.subject)) | frozenset(_places(self.body))


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words."""

    subject: str
    body: str


def faults(words: Words) -> list[str]:
    """Say what is wrong with a kind's texts."""
    found = [f"'{text}' has a % that is no named place." for text in _texts(words) if _is_odd(text)]
    return [*found, *(["A text is empty."] if not all(_texts(words)) else [])]


def check(words: Words, given: Params) -> None:
    """See that what is given fills the words' places, so that nothing fails when it is told.

    Raises:
        ValueError: a place stays empty, something has no place, or a code has no word.
    """
    if frozenset(given) != words.places:
        raise ValueError(
            f"The words of this notice have the places {sorted(words.places)}, and it was given "
            f"{sorted(given)}."
        )
    unknown = [
        one.value
        for one in given.values()
        if isinstance(one, params.Code) and one.value not in words.codes
    ]
    if unknown:
        raise ValueError(f"The words of this notice have no word for the codes {unknown}.")


def tell(words: Words, kept: Mapping[str, Any], translate: Translate) -> Told:
    """Return a notice in a language, from its parameters as they are stored."""
    codes = {code: translate(text) for code, text in words.codes.items()}
    values = params.shown(kept, codes)
    return Told(translate(words.subject) % values, translate(words.body) % values)


def _texts(words: Words) -> tuple[str, ...]:
    return (words.subject, words.body)


def _places(text: str) -> Iterator[str]:
    return (one[1] for one in _SIGN.finditer(text) if one[1])


def _is_odd(text: str) -> bool:
    return any(one[0] == "%" for one in _SIGN.finditer(text))
