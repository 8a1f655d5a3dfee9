"""What is given out of an entry, by the ending of its address: text and media type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ckanext.scigov.reach import facts
from ckanext.scigov.reach.domain import citing, structured
from ckanext.scigov.reach.domain.entry import Entry
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day

Writer = Callable[[Entry], str]
CITATIONS: Mapping[str, tuple[Writer, str]] = {
    "txt": (lambda entry: citing.reference(entry, _today()) + "\n", "text/plain"),
    "bib": (lambda entry: citing.bibtex(entry, _today()), "application/x-bibtex"),
    "json": (lambda entry: _json(citing.csl(entry, _today())), "application/vnd.citationstyles.csl+json"),
}  # fmt: skip
LINKED = "application/ld+json"


def citation(dataset: Mapping[str, Any], ending: str) -> tuple[str, str]:
    writer, media_type = CITATIONS[ending]
    return writer(facts.entry(dataset)), media_type


def described(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as schema.org has it."""
    return structured.dataset(facts.entry(dataset))


def _today() -> Any:
    return local_day(clock.now())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def linked(dataset: Mapping[str, Any]) -> tuple[str, str]:
    return _json(described(dataset)), LINKED
