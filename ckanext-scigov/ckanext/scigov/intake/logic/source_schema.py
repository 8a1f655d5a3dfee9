"""Shapes of what the actions of sources, runs and records take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.sources import MailPolicy, Schedule
from ckanext.scigov.intake.domain.states import Fate, RunKind, Severity, SourceState
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, at_most, default, says
from ckanext.scigov.shared.toolkit_texts import plain_text

LONGEST_MAPPING = 512 * 1024
MOST_PERCENT, MOST_GRACE_DAYS, MOST_SHOWN = 100, 3650, 100


@says(type="string", maxLength=LONGEST_MAPPING)
def mapping_text(value: Any) -> Any:
    """Read the text of a mapping file; what it says is judged afterwards, line by line."""
    if value is None or value is tk.missing:
        return value
    text = plain_text(value)
    if len(text) > LONGEST_MAPPING:
        raise tk.Invalid(tk._("This is too long for a mapping file: at most 512 KB."))
    return f"{text}\n" if text else text


@says(type="integer", minimum=0, maximum=MOST_PERCENT)
def percent(value: Any) -> int:
    number = fields.whole(value)
    if number > MOST_PERCENT:
        raise tk.Invalid(tk._("Give a whole number from 0 to 100."))
    return number


@says(type="integer", minimum=0, maximum=MOST_GRACE_DAYS)
def grace_days(value: Any) -> int:
    number = fields.whole(value)
    if number > MOST_GRACE_DAYS:
        raise tk.Invalid(tk._("Give a whole number of days, ten years at most."))
    return number


def create() -> Shape:
    return {
        "title": fields.text(),
        "organization": fields.text(),
        "address": fields.text(),
        **_mapping(),
    }


def update() -> Shape:
    return {
        "id": fields.text(),
        "title": fields.text(needed=False),
        "address": fields.text(needed=False),
        **_mapping(),
    }


def _mapping() -> Shape:
    """Return the two ways to give a mapping: as a text, or as the name of one that comes along."""
    return {
        "mapping": [mapping_text, fields.validator("ignore_empty")],
        "shipped": fields.text(needed=False),
    }


def decision(*, reason: bool) -> Shape:
    return {"id": fields.text(), "reason": fields.text(needed=reason)}


def options() -> Shape:
    return {
        "id": fields.text(),
        "schedule": fields.choice(Schedule, needed=False),
        "mail_policy": fields.choice(MailPolicy, needed=False),
        "grace_days": [fields.given, grace_days],
        "most_vanished_percent": [fields.given, percent],
        "is_internal": fields.flag(),
    }


def source_list() -> Shape:
    return {
        "state": fields.choice(SourceState, needed=False),
        "running": fields.flag(),
        "q": fields.text(needed=False),
        **fields.page(),
    }


def one() -> Shape:
    return {"id": fields.text()}


def preview() -> Shape:
    return {"id": fields.text(), "limit": [default(20), fields.whole, at_most(MOST_SHOWN)]}


def request() -> Shape:
    return {"id": fields.text(), "kind": [default(RunKind.FULL.value), *fields.choice(RunKind)]}


def of_source() -> Shape:
    return {"id": fields.text(), **fields.page()}


def records() -> Shape:
    return {
        "id": fields.text(),
        "fate": fields.choice(Fate, needed=False),
        "reason": fields.text(needed=False),
        "q": fields.text(needed=False),
        "run": fields.text(needed=False),
        **fields.page(),
    }


def problems() -> Shape:
    return {"run": fields.text(), **_like()}


def standing() -> Shape:
    return {"id": fields.text(), **_like()}


def _like() -> Shape:
    """Return how problems are narrowed."""
    return {
        "severity": fields.choice(Severity, needed=False),
        "cause": fields.text(needed=False),
        "field": fields.may_be_emptied(),
        "key": fields.text(needed=False),
        **fields.page(),
    }


def report_list() -> Shape:
    return fields.page()
