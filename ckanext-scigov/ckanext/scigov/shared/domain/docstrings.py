"""What the docstring of an action tells: for whom it is, what it takes and gives, and how it refuses.

The form is Google's, as docs/api.md explains it. ``Args`` has two entries: of ``context`` that it is
CKAN's, and who may call; of ``data_dict`` the inputs. ``Raises`` names CKAN's errors.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

NOT_AUTHORIZED, NOT_FOUND, INVALID = "NotAuthorized", "NotFound", "ValidationError"
_SECTION = re.compile(r"^(Args|Returns|Raises):[ ]*$", re.MULTILINE)
_ENTRY = re.compile(r"^(\w+):[ ]*", re.MULTILINE)
_ERROR = re.compile(
    r"(?:^|(?<=[;,.]\s))(?:[\w.]+\.)?(NotAuthorized|ObjectNotFound|NotFound|ValidationError)\b:?",
    re.MULTILINE,
)
_NAMES = {"ObjectNotFound": NOT_FOUND}
_CKANS = re.compile(r"^CKAN's[.;]?\s*")
_QUOTED = re.compile(r"``([^`]+)``")


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of a docstring; empty where it says nothing. Words that are code stand in ``...``."""

    summary: str
    details: str = ""
    caller: str = ""
    inputs: str = ""
    answer: str = ""
    errors: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def inputs_named(self) -> frozenset[str]:
        """Every word that the inputs' description quotes."""
        return frozenset(_QUOTED.findall(self.inputs))


@functools.lru_cache(maxsize=1024)
def read(docstring: str) -> Told:
    """Take a docstring apart."""
    head, *rest = _SECTION.split(inspect.cleandoc(docstring))
    sections = {
        name: inspect.cleandoc("\n" + text)
        for name, text in zip(rest[::2], rest[1::2], strict=True)
    }
    summary, _, details = head.partition("\n\n")
    entries = _entries(sections.get("Args", ""))
    return Told(
        summary=_flowing(summary),
        details=_flowing(details),
        caller=_sentence(_CKANS.sub("", _flowing(entries.get("context", "")))),
        inputs=_sentence(_flowing(entries.get("data_dict", ""))),
        answer=_sentence(_flowing(sections.get("Returns", ""))),
        errors=_errors(sections.get("Raises", "")),
    )


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is code."""
    cut = _QUOTED.split(text)
    return [(one, place % 2 == 1) for place, one in enumerate(cut) if one]


def _entries(text: str) -> dict[str, str]:
    _, *found = _ENTRY.split(text)
    return dict(zip(found[::2], found[1::2], strict=True))


def _errors(text: str) -> dict[str, str]:
    """Return error → when. Of errors that stand together without words nothing more is told."""
    _, *found = _ERROR.split(text)
    told: dict[str, str] = {}
    for name, when in zip(found[::2], found[1::2], strict=True):
        name_of_ckan = _NAMES.get(name, name)
        said = _sentence(_flowing(when).strip(" ,;."))
        told[name_of_ckan] = " ".join(filter(None, [told.get(name_of_ckan, ""), said]))
    return told


def _flowing(text: str) -> str:
    """Return a text without its line ends; a blank line stays the end of a paragraph."""
    paragraphs = (" ".join(one.split()) for one in text.split("\n\n"))
    return "\n\n".join(one for one in paragraphs if one)


def _sentence(text: str) -> str:
    """Return a text that begins and ends as a sentence does, unless it begins with code."""
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
