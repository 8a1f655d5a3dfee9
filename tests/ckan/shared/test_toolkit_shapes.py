"""Shapes that describe what they check, and actions that declare what they take."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import toolkit_inputs
from ckanext.scigov.shared.toolkit_inputs import nothing, taken_by, takes
from ckanext.scigov.shared.toolkit_shapes import (
    at_most,
    default,
    described,
    list_of,
    one_of,
    says,
)


@says(type="string", pattern="^[A-Z]+$")
def signature(value: Any) -> str:
    if not str(value).isupper():
        raise tk.Invalid("A signature is in capitals.")
    return str(value)


def book() -> dict[str, Any]:
    return {"signature": [tk.get_validator("not_empty"), signature]}


def loan() -> dict[str, Any]:
    natural: Any = tk.get_validator("natural_number_validator")
    return {
        "books": [tk.get_validator("not_empty"), list_of(book, list)],
        "days": [default(30), natural, at_most(60)],
        "state": [tk.get_validator("ignore_empty"), one_of(["lent", "here"])],
        "year": [one_of([1, 2])],
        "__extras": [tk.get_validator("ignore")],
    }


@pytest.fixture
def lend(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(toolkit_inputs, "_taken", {})

    @takes(loan)
    def lend(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
        return toolkit_inputs.valid("lend", context, data_dict)

    return lend


def test_a_shape_is_described() -> None:
    text = {"type": "string", "pattern": "^[A-Z]+$"}
    of_book = {"type": "object", "properties": {"signature": text}, "required": ["signature"]}
    assert described(loan()) == {
        "type": "object",
        "properties": {
            "books": {"type": "array", "items": of_book},
            "days": {"type": "integer", "minimum": 0, "maximum": 60, "default": 30},
            "state": {"type": "string", "enum": ["lent", "here"]},
            "year": {"enum": [1, 2]},
        },
        "required": ["books"],
    }


def test_a_validator_that_says_nothing_is_found_out() -> None:
    with pytest.raises(LookupError, match="The validator int_validator does not say"):
        described({"days": [tk.get_validator("int_validator")]})


def test_an_action_checks_what_it_declares(lend: Any) -> None:
    asked = {"books": [{"signature": "QA"}], "days": 90, "year": 1}
    assert lend({}, asked) == {"books": [{"signature": "QA"}], "days": 60, "year": 1}
    with pytest.raises(tk.ValidationError) as refused:
        lend({}, {"books": [{"signature": "QA"}, {"signature": "qa"}], "year": 3})
    assert refused.value.error_dict == {
        "books": ["A signature is in capitals."],
        "year": ["Value must be one of [1, 2]"],
    }
    taken = taken_by(lend)
    assert taken is not None
    assert taken.schema() == described(loan())


def test_files_are_needed_beside_the_shape() -> None:
    taken = toolkit_inputs.Taken(nothing, ("upload",))
    assert taken.schema() == {
        "type": "object",
        "properties": {"upload": {"type": "string", "format": "binary"}},
        "required": ["upload"],
    }


def test_an_action_that_declares_nothing() -> None:
    assert taken_by(signature) is None
