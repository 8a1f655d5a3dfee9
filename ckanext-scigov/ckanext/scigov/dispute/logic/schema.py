"""Shapes of what the actions of disputes take; existence is the service's question."""

from __future__ import annotations

from ckanext.scigov.dispute.domain.kinds import Kind, NotAccepted, NotCorrected
from ckanext.scigov.dispute.domain.proposal import Change
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.domain.target import TargetKind
from ckanext.scigov.dispute.lists import Of
from ckanext.scigov.dispute.logic import texts
from ckanext.scigov.dispute.service.templates import STEPS
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, default, one_of
from ckanext.scigov.shared.toolkit_texts import day, names

BULK_STEPS = ("accept", "reject", "verify", "assign", "refuse", "correct", "note")
"""What many disputes can be answered with at once."""
DECISIONS = ("refuse", "uphold", "remit", "overrule")


def create() -> Shape:
    return {
        **target(),
        # What is missing of these the rules say, together with all else that is wrong.
        "kind": fields.choice(Kind, needed=False),
        "explanation": fields.text(needed=False),
        "proposal_change": fields.choice(Change, needed=False),
        "proposal_value": fields.maybe(texts.cell),
        "links": fields.maybe(names, empty=True),
        "datasets": fields.maybe(names, empty=True),
        "agency": fields.text(needed=False),
        "email": fields.text(needed=False),
    }


def target() -> Shape:
    """Return the shape of a place in a dataset, as links to the form say it too."""
    return {
        "target_kind": fields.choice(TargetKind, needed=False),
        "dataset": fields.text(needed=False),
        "resource": fields.text(needed=False),
        "item": fields.text(needed=False),
        "field": fields.text(needed=False),
        "key": fields.maybe(texts.key, empty=True),
        "fingerprint": fields.text(needed=False),
        "row": fields.number(),
    }


def dispute() -> Shape:
    return {"id": fields.text(), "token": fields.text(needed=False)}


def listed() -> Shape:
    return {
        "of": [default(Of.PUBLIC.value), *fields.choice(Of)],
        "state": fields.maybe(texts.states, empty=True),
        "kind": fields.choice(Kind, needed=False),
        **{
            name: fields.text(needed=False)
            for name in ("dataset", "resource", "item", "unit", "provider", "q")
        },
        "overdue": fields.flag(),
        "assigned_to": fields.may_be_emptied(),
        **fields.page(),
    }


def figures() -> Shape:
    return {"unit": fields.text(needed=False)}


def step(*, reason: bool = False) -> Shape:
    return {"id": fields.text(), "reason": fields.text(needed=reason), "version": fields.number()}


def by_link(*, reason: bool = False) -> Shape:
    """Return the shape of a step that a visitor takes, too, who brings the link of his mail."""
    return {**step(reason=reason), "token": fields.text(needed=False)}


def reject() -> Shape:
    return {**step(), "ground": fields.choice(NotAccepted, needed=False)}


def decide() -> Shape:
    return {
        **step(reason=True),
        "outcome": [*fields.text(), one_of(DECISIONS)],
        "ground": fields.choice(NotCorrected, needed=False),
        "outside_body": fields.text(needed=False),
        "outside_number": fields.text(needed=False),
        "outside_on": fields.maybe(day, empty=True),
    }


def correct() -> Shape:
    return {**step(reason=True), "is_in_part": fields.flag(), **_changes()}


def correction() -> Shape:
    return {"id": fields.text(), **_changes()}


def _changes() -> Shape:
    return {
        "resource": fields.text(needed=False),
        "changes": fields.maybe(texts.changes, empty=True),
        "table_version": fields.number(),
        "also_other": fields.flag(),
    }


def forward() -> Shape:
    return {**step(), "unit": fields.text(needed=False)}


def assign() -> Shape:
    return {**step(), "user": fields.text(needed=False)}


def merge() -> Shape:
    return {**step(), "into": fields.text()}


def moderate() -> Shape:
    return {
        **step(),
        "publish": [fields.validator("not_missing"), fields.validator("boolean_validator")],
    }


def bulk() -> Shape:
    return {
        "ids": fields.maybe(names, empty=True),
        "desk": fields.flag(),
        "state": fields.choice(State, needed=False),
        "kind": fields.choice(Kind, needed=False),
        "dataset": fields.text(needed=False),
        "resource": fields.text(needed=False),
        "cause": fields.text(needed=False),
        "step": [*fields.text(), one_of(list(BULK_STEPS))],
        "reason": fields.text(needed=False),
        "ground": fields.text(needed=False),
        "user": fields.text(needed=False),
        "is_in_part": fields.flag(),
        "preview": fields.flag(),
    }


def template() -> Shape:
    return {
        "id": fields.text(needed=False),
        "unit": fields.text(needed=False),
        "step": [*fields.text(), one_of([one.value for one in STEPS])],
        "ground": fields.text(needed=False),
        "title": fields.text(),
        "text": fields.text(),
    }


def template_list() -> Shape:
    return {
        "id": fields.text(needed=False),
        "step": [*fields.text(needed=False), one_of([one.value for one in STEPS])],
    }


def template_remove() -> Shape:
    return {"id": fields.text()}
