"""Shapes of what the actions of applications take; existence is the service's question."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.acting import IdentityKind, RefusalGround
from ckanext.scigov.application.domain.evidence import BROUGHT
from ckanext.scigov.application.domain.states import Kind, Outcome, State
from ckanext.scigov.application.logic import texts
from ckanext.scigov.application.service.filings import TEXTS
from ckanext.scigov.application.waiting_queries import PARTIES
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import default, list_of, one_of


def filing_create() -> dict[str, Any]:
    return {"kind": fields.choice(Kind), **_wish()}


def filing_update() -> dict[str, Any]:
    return {**filing(), **_wish(), "version": fields.number()}


def obtain() -> dict[str, Any]:
    return {
        **_wish(),
        "datasets": fields.needed(list_of(asked, texts.objects)),
        "terms_version": fields.text(needed=False),
    }


def asked() -> dict[str, Any]:
    """Return the shape of what is wanted of one dataset."""
    return {
        "dataset_id": [texts.entry],
        "from_on": fields.maybe(texts.day, empty=True),
        "until_on": fields.maybe(texts.day, empty=True),
        "resource_ids": fields.maybe(texts.names, empty=True),
        "items": fields.maybe(texts.names, empty=True),
        "manner": fields.maybe(texts.manner, empty=True),
    }


def filing() -> dict[str, Any]:
    return {"id": fields.text()}


def submit() -> dict[str, Any]:
    return {**filing(), "version": fields.number()}


def step(*, reason: bool = False) -> dict[str, Any]:
    return {
        "id": fields.text(),
        "part": fields.text(needed=False),
        "reason": fields.text(needed=reason),
    }


def versioned(*, reason: bool = True) -> dict[str, Any]:
    return {**step(reason=reason), "version": fields.number()}


def remark() -> dict[str, Any]:
    return {**step(reason=True), "is_internal": [fields.validator("boolean_validator")]}


def consult() -> dict[str, Any]:
    return {**step(reason=True), "organization": fields.text()}


def assign() -> dict[str, Any]:
    return {
        "id": fields.text(needed=False),
        "part": fields.text(needed=False),
        "parts": fields.maybe(texts.names),
        "user": fields.text(needed=False),
        "reason": fields.text(needed=False),
    }


def decide() -> dict[str, Any]:
    return {
        **versioned(),
        "outcome": fields.choice(Outcome),
        "ground": fields.choice(RefusalGround, needed=False),
        **_given(),
    }


def appeal_decide() -> dict[str, Any]:
    outcomes = ["uphold", "remit", "overrule"]
    return {
        **versioned(),
        "outcome": [*fields.text(), one_of(outcomes)],
        "outside_body": fields.text(needed=False),
        "outside_number": fields.text(needed=False),
        "outside_on": fields.maybe(texts.day, empty=True),
        **_given(),
    }


def renew() -> dict[str, Any]:
    return {**step(reason=True), "until_on": fields.needed(texts.day)}


def renewal_ask() -> dict[str, Any]:
    return {**step(), "until_on": fields.maybe(texts.day, empty=True)}


def use_report() -> dict[str, Any]:
    return {
        "id": fields.text(),
        "part": fields.text(needed=False),
        "is_purpose_kept": [fields.validator("not_missing"), fields.validator("boolean_validator")],
        "results": fields.text(),
        "problems": fields.text(needed=False),
    }


def narrowed() -> dict[str, Any]:
    return {
        "state": fields.maybe(texts.names),
        "dataset_id": fields.text(needed=False),
        "provider_id": fields.text(needed=False),
        "agency_id": fields.text(needed=False),
        "overdue": [fields.validator("ignore_missing"), fields.validator("boolean_validator")],
        "assigned_to": fields.may_be_emptied(),
        "q": fields.text(needed=False),
        **fields.page(),
    }


def inbox() -> dict[str, Any]:
    parties = [party.value for party in PARTIES]
    return {**narrowed(), "party": [*fields.text(needed=False), one_of(parties)]}


def identity_verify() -> dict[str, Any]:
    return {
        "user": fields.text(),
        "kind": fields.choice(IdentityKind),
        "name": fields.text(),
        "code": fields.text(),
    }


def identity_revoke() -> dict[str, Any]:
    return {"user": fields.text(), "reason": fields.text()}


def identity_show() -> dict[str, Any]:
    return {"user": fields.text(needed=False)}


def identity_list() -> dict[str, Any]:
    return {"q": fields.text(needed=False), **fields.page()}


def question_set() -> dict[str, Any]:
    return {
        "dataset_id": fields.text(),
        "questions": [fields.validator("not_missing"), list_of(question, texts.objects)],
    }


def question() -> dict[str, Any]:
    return {"text": [texts.question], "is_needed": [fields.validator("boolean_validator")]}


def questions() -> dict[str, Any]:
    return {"dataset_id": fields.text(needed=False), "dataset_ids": fields.maybe(texts.names)}


def figures() -> dict[str, Any]:
    return {"provider_id": fields.text(needed=False)}


def evidence_add() -> dict[str, Any]:
    kinds = [one.value for one in BROUGHT]
    return {**filing(), "kind": [*fields.text(), one_of(kinds)]}


def states(given: list[str] | None) -> frozenset[State]:
    """Return the states of a list's filter.

    Raises:
        tk.ValidationError: there is no such state.
    """
    try:
        return frozenset(State(one) for one in given or ())
    except ValueError:
        known = ", ".join(state.value for state in State)
        message = tk._("There is no such state. Choose among: {states}.").format(states=known)
        raise tk.ValidationError({"state": [message]}) from None


def _wish() -> dict[str, Any]:
    return {
        **{name: fields.may_be_emptied() for name in TEXTS},
        "agency_id": fields.may_be_emptied(),
        "handlers": fields.maybe(texts.names),
        "answers": fields.maybe(texts.answers),
        "datasets": fields.maybe(list_of(asked, texts.objects)),
    }


def _given() -> dict[str, Any]:
    flags = ("watermark", "query_only", "no_onward_transfer")
    numbers = ("most_rows", "most_requests_a_day")
    return {
        "from_on": fields.maybe(texts.day, empty=True),
        "until_on": fields.maybe(texts.day, empty=True),
        "resource_ids": fields.maybe(texts.names, empty=True),
        "items": fields.maybe(texts.names, empty=True),
        "manner": fields.maybe(texts.manner, empty=True),
        **{name: [fields.validator("boolean_validator")] for name in flags},
        **{name: [default(0), fields.validator("natural_number_validator")] for name in numbers},
    }
