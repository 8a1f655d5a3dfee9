"""The description of actions as OpenAPI, and calls to copy, out of values."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from ckanext.scigov.shared.domain.docstrings import Told
from ckanext.scigov.shared.domain.openapi import Action, Site, document
from ckanext.scigov.shared.domain.openapi_calls import Input, curl, inputs

SITE = Site("图书馆", "https://library.example", "1.2.0", "Authorization")
TEXT = {"type": "string"}
SHOW = Action(
    name="scigov_book_show",
    feature="books",
    told=Told("Return a book.", "", "", "``id``.", "The ``book``.", {"NotFound": "There is none."}),
    schema={"type": "object", "properties": {"id": TEXT}, "required": ["id"]},
    uploads=(),
    is_read=True,
    is_public=True,
    gives="object",
)
LEND = Action(
    name="scigov_book_lend",
    feature="books",
    told=Told("Lend a book.", "It is due.", "Readers.", "``id``; ``until``."),
    schema={
        "type": "object",
        "properties": {"id": TEXT, "until": {"type": "string", "format": "date"}},
        "required": ["id"],
    },
    uploads=(),
    is_read=False,
    is_public=False,
    gives="null",
)
FILE = dataclasses.replace(
    LEND,
    name="scigov_book_scan",
    schema={
        "type": "object",
        "properties": {"id": TEXT, "page": {"type": "integer"}, "upload": {**TEXT, "format": "binary"}},
        "required": ["id", "page", "upload"],
    },
    uploads=("upload",),
)  # fmt: skip
FILTERS = {"type": "object"}
LISTED = dataclasses.replace(
    SHOW, name="scigov_book_list", gives="",
    schema={"type": "object", "properties": {
        "filters": FILTERS, "state": {"type": "array", "items": TEXT},
        "sets": {"type": "array", "items": FILTERS}}},
)  # fmt: skip
NOTHING = dataclasses.replace(
    LEND, name="scigov_book_count", told=Told("Count."), schema={"type": "object", "properties": {}}
)
UNDECLARED = dataclasses.replace(LEND, name="scigov_book_burn", schema=None)
ALL = [SHOW, LEND, FILE, LISTED, NOTHING, UNDECLARED]


def described(action: Action, method: str = "post") -> dict[str, Any]:
    return document([action], SITE)["paths"][f"/api/3/action/{action.name}"][method]


def test_document_is_valid() -> None:
    found = document(ALL, SITE)
    assert [one.message for one in OpenAPIV31SpecValidator(found).iter_errors()] == []
    assert list(found["paths"]) == [
        f"/api/3/action/scigov_book_{one}"
        for one in ("burn", "count", "lend", "list", "scan", "show")
    ]
    assert found["servers"] == [{"url": "https://library.example"}]
    assert (found["info"]["version"], found["tags"]) == ("1.2.0", [{"name": "books"}])


def test_what_changes_something_is_called_by_post_alone() -> None:
    paths = document(ALL, SITE)["paths"]
    by_get = [name.rpartition("/")[2] for name, path in paths.items() if "get" in path]
    assert by_get == ["scigov_book_list", "scigov_book_show"]


def test_inputs_of_a_post() -> None:
    assert described(LEND)["requestBody"] == {
        "required": True,
        "description": "`id`; `until`.",
        "content": {"application/json": {"schema": LEND.schema, "example": {"id": "ID"}}},
    }
    assert list(described(FILE)["requestBody"]["content"]) == ["multipart/form-data"]
    assert "requestBody" not in described(NOTHING)
    untold = described(dataclasses.replace(LEND, told=Told("Lend.")))["requestBody"]
    assert list(untold) == ["required", "content"]
    open_to_all = described(UNDECLARED)["requestBody"]
    assert open_to_all["content"] == {"application/json": {"schema": {"type": "object"}}}
    assert open_to_all["required"] is False


def test_inputs_of_a_get_are_parameters() -> None:
    assert described(SHOW, "get")["parameters"] == [
        {"name": "id", "in": "query", "required": True, "schema": TEXT}
    ]
    as_json = [one["name"] for one in described(LISTED, "get")["parameters"] if "content" in one]
    assert as_json == ["filters", "sets"]
    nothing = dataclasses.replace(NOTHING, is_read=True)
    assert described(nothing, "get")["parameters"] == []


def test_who_may_call() -> None:
    assert described(SHOW)["security"] == [{}, {"token": []}]
    assert described(LEND)["security"] == [{"token": []}]
    assert described(LEND)["description"] == "It is due.\n\nWho may call: Readers."
    assert described(SHOW)["description"] == "Who may call: Everybody."
    assert described(NOTHING)["description"] == "Who may call: Everybody who is signed in."


def test_refusals() -> None:
    refusals = {
        status: one.get("description") for status, one in described(SHOW)["responses"].items()
    }
    assert refusals == {"200": "The `book`.", "400": None, "404": "There is none.", "409": None}
    assert list(described(LEND)["responses"]) == ["200", "400", "403", "409"]
    assert list(described(NOTHING)["responses"]) == ["200", "400", "403"]


@pytest.mark.parametrize(("action", "result"), [(SHOW, {"type": "object"}), (LISTED, {})])
def test_answers(action: Action, result: dict[str, str]) -> None:
    schema = described(action)["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["result"] == result


@pytest.mark.parametrize(
    ("action", "call"),
    [
        (SHOW, ("curl -G https://library.example/api/3/action/scigov_book_show"
               " --data-urlencode id=ID")),
        (LEND, ("curl https://library.example/api/3/action/scigov_book_lend -H"
               " 'Authorization: TOKEN' -H 'Content-Type: application/json' -d '{\"id\": \"ID\"}'")),
        (FILE, ("curl https://library.example/api/3/action/scigov_book_scan -H"
               " 'Authorization: TOKEN' -F id=ID -F page=1 -F upload=@FILE")),
        (UNDECLARED, ("curl https://library.example/api/3/action/scigov_book_burn -H"
                     " 'Authorization: TOKEN' -H 'Content-Type: application/json' -d '{}'")),
    ],
)  # fmt: skip
def test_call_to_copy(action: Action, call: str) -> None:
    assert curl(action, SITE) == call


def test_rows_of_inputs() -> None:
    day, moment = {**TEXT, "format": "date"}, {**TEXT, "format": "date-time"}
    book = {"type": "object", "properties": {"id": TEXT}, "required": ["id"]}
    schema = {"type": "object", "required": ["books"], "properties": {
        "books": {"type": "array", "items": book}, "limit": {"type": "integer", "default": 20, "maximum": 50},
        "state": {**TEXT, "enum": ["lent"], "maxLength": 9}, "from": {"anyOf": [day, moment]},
        "scope": {"anyOf": [TEXT, {"type": "object"}]}, "sure": {"type": "boolean"}, "free": {},
    }}  # fmt: skip
    assert list(inputs(schema)) == [
        Input("books", "list", True, None, (), None),
        Input("books[].id", "text", True, None, (), None),
        Input("limit", "whole", False, 20, (), 50),
        Input("state", "text", False, None, ("lent",), 9),
        Input("from", "moment", False, None, (), None),
        Input("scope", "any", False, None, (), None),
        Input("sure", "truth", False, None, (), None),
        Input("free", "any", False, None, (), None),
    ]
