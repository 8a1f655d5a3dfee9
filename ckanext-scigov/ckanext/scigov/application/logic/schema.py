"""Shapes of what the actions of applications take; existence is the service's question."""

from __future__ import annotations

import enum
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.acting import IdentityKind, RefusalGround
from ckanext.scigov.application.domain.evidence import BROUGHT
from ckanext.scigov.application.domain.states import Kind, Outcome, State
from ckanext.scigov.application.logic import texts
from ckanext.scigov.application.service.filings import TEXTS
from ckanext.scigov.application.waiting_queries import PARTIES
from ckanext.scigov.shared.toolkit_shapes import at_most, default, list_of, one_of

MOST = 1000


def filing_create() -> dict[str, Any]:
    return {"kind": _choice(Kind), **_wish()}


def filing_update() -> dict[str, Any]:
    return {**filing(), **_wish(), "version": _number()}


def obtain() -> dict[str, Any]:
    return {
        **_wish(),
        "datasets": _needed(list_of(asked, texts.objects)),
        "terms_version": _text(needed=False),
    }


def asked() -> dict[str, Any]:
    """Return the shape of what is wanted of one dataset."""
    return {
        "dataset_id": [texts.entry],
        "from_on": _maybe(texts.day, empty=True),
        "until_on": _maybe(texts.day, empty=True),
        "resource_ids": _maybe(texts.names, empty=True),
        "items": _maybe(texts.names, empty=True),
        "manner": _maybe(texts.manner, empty=True),
    }


def filing() -> dict[str, Any]:
    return {"id": _text()}


def submit() -> dict[str, Any]:
    return {**filing(), "version": _number()}


def step(*, reason: bool = False) -> dict[str, Any]:
    return {"id": _text(), "part": _text(needed=False), "reason": _text(needed=reason)}


def versioned(*, reason: bool = True) -> dict[str, Any]:
    return {**step(reason=reason), "version": _number()}


def remark() -> dict[str, Any]:
    return {**step(reason=True), "is_internal": [_v("boolean_validator")]}


def consult() -> dict[str, Any]:
    return {**step(reason=True), "organization": _text()}


def assign() -> dict[str, Any]:
    return {
        "id": _text(needed=False),
        "part": _text(needed=False),
        "parts": _maybe(texts.names),
        "user": _text(needed=False),
        "reason": _text(needed=False),
    }


def decide() -> dict[str, Any]:
    return {
        **versioned(),
        "outcome": _choice(Outcome),
        "ground": _choice(RefusalGround, needed=False),
        **_given(),
    }


def appeal_decide() -> dict[str, Any]:
    outcomes = ["uphold", "remit", "overrule"]
    return {
        **versioned(),
        "outcome": [*_text(), one_of(outcomes)],
        "outside_body": _text(needed=False),
        "outside_number": _text(needed=False),
        "outside_on": _maybe(texts.day, empty=True),
        **_given(),
    }


def renew() -> dict[str, Any]:
    return {**step(reason=True), "until_on": _needed(texts.day)}


def renewal_ask() -> dict[str, Any]:
    return {**step(), "until_on": _maybe(texts.day, empty=True)}


def use_report() -> dict[str, Any]:
    return {
        "id": _text(),
        "part": _text(needed=False),
        "is_purpose_kept": [_v("not_missing"), _v("boolean_validator")],
        "results": _text(),
        "problems": _text(needed=False),
    }


def narrowed() -> dict[str, Any]:
    return {
        "state": _maybe(texts.names),
        "dataset_id": _text(needed=False),
        "provider_id": _text(needed=False),
        "agency_id": _text(needed=False),
        "overdue": [_v("ignore_missing"), _v("boolean_validator")],
        "assigned_to": [texts.plain_text, _v("ignore_missing")],
        "q": _text(needed=False),
        **page(),
    }


def inbox() -> dict[str, Any]:
    parties = [party.value for party in PARTIES]
    return {**narrowed(), "party": [*_text(needed=False), one_of(parties)]}


def identity_verify() -> dict[str, Any]:
    return {"user": _text(), "kind": _choice(IdentityKind), "name": _text(), "code": _text()}


def identity_revoke() -> dict[str, Any]:
    return {"user": _text(), "reason": _text()}


def identity_show() -> dict[str, Any]:
    return {"user": _text(needed=False)}


def identity_list() -> dict[str, Any]:
    return {"q": _text(needed=False), **page()}


def question_set() -> dict[str, Any]:
    return {
        "dataset_id": _text(),
        "questions": [_v("not_missing"), list_of(question, texts.objects)],
    }


def question() -> dict[str, Any]:
    return {"text": [texts.question], "is_needed": [_v("boolean_validator")]}


def questions() -> dict[str, Any]:
    return {"dataset_id": _text(needed=False), "dataset_ids": _maybe(texts.names)}


def figures() -> dict[str, Any]:
    return {"provider_id": _text(needed=False)}


def evidence_add() -> dict[str, Any]:
    kinds = [one.value for one in BROUGHT]
    return {**filing(), "kind": [*_text(), one_of(kinds)]}


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


def page() -> dict[str, Any]:
    natural = _v("natural_number_validator")
    return {"limit": [default(50), natural, at_most(MOST)], "offset": [default(0), natural]}


def _wish() -> dict[str, Any]:
    return {
        **{name: [texts.plain_text, _v("ignore_missing")] for name in TEXTS},
        "agency_id": [texts.plain_text, _v("ignore_missing")],
        "handlers": _maybe(texts.names),
        "answers": _maybe(texts.answers),
        "datasets": _maybe(list_of(asked, texts.objects)),
    }


def _given() -> dict[str, Any]:
    flags = ("watermark", "query_only", "no_onward_transfer")
    numbers = ("most_rows", "most_requests_a_day")
    return {
        "from_on": _maybe(texts.day, empty=True),
        "until_on": _maybe(texts.day, empty=True),
        "resource_ids": _maybe(texts.names, empty=True),
        "items": _maybe(texts.names, empty=True),
        "manner": _maybe(texts.manner, empty=True),
        **{name: [_v("boolean_validator")] for name in flags},
        **{name: [default(0), _v("natural_number_validator")] for name in numbers},
    }


def _v(name: str) -> Any:
    return tk.get_validator(name)


def _text(*, needed: bool = True) -> list[Any]:
    return [texts.plain_text, _v("not_empty" if needed else "ignore_empty")]


def _needed(validator: Any) -> list[Any]:
    return [_v("not_empty"), validator]


def _maybe(validator: Any, *, empty: bool = False) -> list[Any]:
    """Take what may be left out; where it may be empty, that is the same as left out."""
    return [_v("ignore_empty" if empty else "ignore_missing"), validator]


def _number() -> list[Any]:
    return [_v("ignore_empty"), _v("natural_number_validator")]


def _choice(values: type[enum.Enum], *, needed: bool = True) -> list[Any]:
    return [*_text(needed=needed), one_of([one.value for one in values])]
