"""What is given out of an entry, by the ending of its address: text and media type."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from ckanext.scigov.reach import facts
from ckanext.scigov.reach.domain import citing, structured
from ckanext.scigov.reach.domain.entry import Entry
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day

Writer = Callable[[Entry, dt.date], str]
CITATIONS: Mapping[str, tuple[Writer, str]] = {
    "txt": (citing.reference, "text/plain"),
    "bib": (citing.bibtex, "application/x-bibtex"),
    "json": (lambda entry, day: _json(citing.csl(entry, day)), "application/vnd.citationstyles.csl+json"),
}  # fmt: skip
LINKED = "application/ld+json"


def citations(dataset: Mapping[str, Any]) -> dict[str, str]:
    """Return how an entry is cited, by ending."""
    entry, today = facts.entry(dataset), _today()
    return {ending: writer(entry, today) for ending, (writer, _type) in CITATIONS.items()}


def citation(dataset: Mapping[str, Any], ending: str) -> tuple[str, str]:
    writer, media_type = CITATIONS[ending]
    return writer(facts.entry(dataset), _today()).rstrip() + "\n", media_type


def described(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as schema.org has it."""
    return structured.dataset(facts.entry(dataset))


def linked(dataset: Mapping[str, Any]) -> tuple[str, str]:
    return _json(described(dataset)) + "\n", LINKED


def _today() -> dt.date:
    return local_day(clock.now())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
