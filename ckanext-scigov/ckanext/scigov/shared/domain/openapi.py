"""The description of the portal's own actions as OpenAPI 3.1 has it, out of what the actions say.

It is made of values alone: which actions there are, what each takes and who may call, is read from CKAN
by ``pages.api_actions``. What CKAN's way of calling actions has in common stands here once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.shared.domain.docstrings import INVALID, NOT_AUTHORIZED, NOT_FOUND, Told
from ckanext.scigov.shared.domain.input_fields import Schema, sample

OPEN_OBJECT: Schema = {"type": "object"}
"""What an action takes that does not declare it: its description tells."""
_STATUS = {NOT_AUTHORIZED: "403", NOT_FOUND: "404", INVALID: "409"}
_JSON, _FORM = "application/json", "multipart/form-data"
_BAD, _FAILED = "BadRequest", "Failure"
_QUOTED = re.compile(r"``([^`]+)``")


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        feature: the part of the portal it belongs to.
        schema: what it takes, or None where it does not declare it.
        uploads: those of its inputs that are files.
        is_read: it changes nothing, and can be called by GET.
        is_public: it answers visitors, too.
        gives: the JSON type of its result; empty: any.
    """

    name: str
    feature: str
    told: Told
    schema: Schema | None
    uploads: tuple[str, ...]
    is_read: bool
    is_public: bool
    gives: str

    @property
    def takes(self) -> Schema:
        return OPEN_OBJECT if self.schema is None else self.schema

    @property
    def sample(self) -> Any:
        """What a call needs at least, to be written over."""
        return sample(self.takes) if self.schema else {}


@dataclass(frozen=True, slots=True)
class Site:
    """The portal that answers: its name, address (without a slash at its end), and release."""

    title: str
    address: str
    release: str
    token_header: str


def document(actions: Sequence[Action], site: Site) -> dict[str, Any]:
    """Return the description of these actions, by name."""
    described = sorted(actions, key=lambda action: action.name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site.title}: actions of ckanext-scigov",
            "version": site.release,
            "description": _INTRODUCTION,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": site.address}],
        "tags": [{"name": feature} for feature in sorted({one.feature for one in described})],
        "paths": {f"/api/3/action/{one.name}": _path(one) for one in described},
        "components": {
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": site.token_header}
            },
            "schemas": _SCHEMAS,
            "responses": _REFUSALS,
        },
    }


_INTRODUCTION = (
    "Actions are called as CKAN's own: by POST with a JSON object, and those that change nothing by GET "
    "with parameters, too. Every answer is an object with `success`; `result` holds what is described "
    "here, or `error` says why not. What does not exist and what is hidden from the caller are refused "
    "alike. An API token is made on the page of one's account."
)
_ENVELOPE = {"help": {"type": "string", "description": "Where the action's own text can be read."}}


def _failure(error: Schema) -> Schema:
    """Return what an action answers that did not do it."""
    return {
        "type": "object",
        "required": ["success", "error"],
        "properties": {
            **_ENVELOPE,
            "success": {"const": False},
            "error": {"type": "object", **error},
        },
    }


_SCHEMAS: dict[str, Schema] = {
    _FAILED: _failure(
        {
            "required": ["__type", "message"],
            "properties": {"__type": {"type": "string"}, "message": {"type": "string"}},
        }
    ),
    INVALID: _failure(
        {
            "description": "The name of each field that is wrong, and sentences on what is wrong "
            "with it; `state` and other names that are no field stand for the request as a whole.",
            "required": ["__type"],
            "properties": {"__type": {"const": "Validation Error"}},
            "additionalProperties": True,
        }
    ),
}


def _response(text: str, schema: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": text, "content": {_JSON: {"schema": reference}}}


_REFUSALS: dict[str, Any] = {
    _BAD: {
        "description": "What was sent is no JSON object.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    },
    NOT_AUTHORIZED: _response("The caller is not signed in, or may not do this.", _FAILED),
    NOT_FOUND: _response("It is not there, or not visible to the caller.", _FAILED),
    INVALID: _response(
        "The input is not as described, or a rule stands against the request.", INVALID
    ),
}


def _path(action: Action) -> dict[str, Any]:
    inputs = in_markdown(action.told.inputs)
    post = _operation(action, action.name)
    if media := _media(action):
        told = {"description": inputs} if inputs else {}
        needed = bool(action.takes.get("required"))
        post["requestBody"] = {**told, "required": needed, "content": media}
    if not action.is_read:
        return {"post": post}
    get = _operation(action, f"{action.name}_get")
    get["parameters"] = _parameters(action)
    if inputs:
        get["description"] += f"\n\nParameters: {inputs}"
    return {"get": get, "post": post}


def _operation(action: Action, name: str) -> dict[str, Any]:
    told = action.told
    for_whom = told.caller or ("Everybody." if action.is_public else "Everybody who is signed in.")
    details = [told.details, f"Who may call: {for_whom}"]
    token: dict[str, list[str]] = {"token": []}
    return {
        "operationId": name,
        "tags": [action.feature],
        "summary": in_markdown(told.summary),
        "description": in_markdown("\n\n".join(filter(None, details))),
        "security": [{}, token] if action.is_public else [token],
        "responses": _responses(action),
    }


def _media(action: Action) -> dict[str, Any]:
    if action.schema is not None and not action.schema["properties"]:
        return {}
    kind = _FORM if action.uploads else _JSON
    content: dict[str, Any] = {"schema": action.takes}
    if action.sample and not action.uploads:
        content["example"] = action.sample
    return {kind: content}


def _parameters(action: Action) -> list[dict[str, Any]]:
    """Return the inputs as parameters of an address; an object is written as JSON."""
    needed = action.takes.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            **({"content": {_JSON: {"schema": one}}} if _is_object(one) else {"schema": one}),
        }
        for name, one in action.takes.get("properties", {}).items()
    ]


def _is_object(schema: Schema) -> bool:
    is_of_objects = schema.get("items", {}).get("type") == "object"
    return schema.get("type") == "object" or is_of_objects


def _responses(action: Action) -> dict[str, Any]:
    found: dict[str, Any] = {"200": _answer(action), "400": _refusal(_BAD, "")}
    errors = dict(action.told.errors)
    if not action.is_public:
        errors.setdefault(NOT_AUTHORIZED, "")
    if action.takes.get("properties"):
        errors.setdefault(INVALID, "")
    for name, when in errors.items():
        found[_STATUS[name]] = _refusal(name, when)
    return dict(sorted(found.items()))


def _answer(action: Action) -> dict[str, Any]:
    result: Schema = {"type": action.gives} if action.gives else {}
    properties = {**_ENVELOPE, "success": {"const": True}, "result": result}
    schema = {"type": "object", "required": ["success", "result"], "properties": properties}
    text = action.told.answer or "It is done; there is nothing to tell."
    return {"description": in_markdown(text), "content": {_JSON: {"schema": schema}}}


def _refusal(name: str, when: str) -> dict[str, Any]:
    told = {"description": in_markdown(when)} if when else {}
    return {"$ref": f"#/components/responses/{name}", **told}


def in_markdown(text: str) -> str:
    """Return a text of a docstring with its code marked as CommonMark does."""
    return _QUOTED.sub(r"`\1`", text)
