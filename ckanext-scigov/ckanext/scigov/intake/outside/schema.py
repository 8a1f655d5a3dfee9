"""Shapes of what the actions take; existence is the service's question."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.intake.domain.states import OutsideState
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, says
from ckanext.scigov.shared.toolkit_texts import day, limited_text


def create() -> Shape:
    return {
        "unit": fields.text(),
        "title": fields.text(),
        "body": fields.text(),
        "asked_on": fields.needed(day),
        **_further(),
        "ends_on": fields.maybe(day, empty=True),
    }


def update() -> Shape:
    return {
        **_step(),
        "title": _not_emptied(limited_text),
        "body": _not_emptied(limited_text),
        "asked_on": _not_emptied(day),
        **{name: fields.may_be_emptied() for name in _further()},
        "received_on": fields.maybe(day, empty=True),
        "ends_on": [fields.validator("ignore_missing"), _day_or_none],
    }


def receive() -> Shape:
    return {
        **_step(),
        "received_on": fields.needed(day),
        "terms": fields.text(),
        "contract_number": fields.may_be_emptied(),
        "ends_on": [fields.validator("ignore_missing"), _day_or_none],
        "dataset": fields.may_be_emptied(),
    }


def with_reason() -> Shape:
    return {**_step(), "reason": fields.text()}


def one() -> Shape:
    return {"id": fields.text()}


def listed() -> Shape:
    return {
        "q": fields.text(needed=False),
        "state": fields.choice(OutsideState, needed=False),
        **fields.page(),
    }


def _not_emptied(validating: Any) -> list[Any]:
    """Take what may be left out, and then stays as it is; it may not be emptied."""
    return [fields.validator("ignore_missing"), fields.validator("not_empty"), validating]


def _step() -> Shape:
    return {"id": fields.text(), "seen_at": fields.text(needed=False)}


def _further() -> Shape:
    names = ("body_code", "basis", "purpose", "terms", "contract_number", "dataset", "note")
    return {name: fields.text(needed=False) for name in names}


@says(type="string", format="date")
def _day_or_none(value: object) -> object:
    """Read a day; an empty text is none, and takes away the one that is there."""
    return day(value) if value not in (None, "") else None
