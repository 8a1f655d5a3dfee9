"""Fields of shapes: what is left out, what is a no or a zero, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import toolkit_fields as fields

pytestmark = pytest.mark.usefixtures("with_plugins")


def read(validators: list[Any], sent: dict[str, Any]) -> Any:
    """Return what a field says, or its sentences; "absent" where it says nothing."""
    data, errors = tk.navl_validate(sent, {"it": validators}, {})
    return errors.get("it") or data.get("it", "absent")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "absent"), ({"it": None}, "absent"), ({"it": ""}, "absent"),
        ({"it": False}, False), ({"it": "no"}, False), ({"it": "true"}, True),
        ({"it": "perhaps"}, ["Say true or false."]),
    ],
)  # fmt: skip
def test_a_no_is_not_the_same_as_nothing(given: dict[str, Any], said: Any) -> None:
    assert read(fields.flag(), given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "absent"), ({"it": ""}, "absent"), ({"it": 0}, 0), ({"it": "12"}, 12),
        ({"it": -1}, ["Give a whole number."]), ({"it": "x"}, ["Give a whole number."]),
        ({"it": 2**31 - 1}, 2**31 - 1), ({"it": 2**31}, ["Give a whole number."]),
    ],
)  # fmt: skip
def test_a_zero_is_a_number(given: dict[str, Any], said: Any) -> None:
    assert read(fields.number(), given) == said


def test_a_page_of_a_list_is_cut_and_never_beyond_what_can_be_counted() -> None:
    def page(sent: dict[str, Any]) -> Any:
        data, errors = tk.navl_validate(sent, fields.page(20, 100), {})
        return errors or (data["limit"], data["offset"])

    assert page({}) == (20, 0)
    assert page({"limit": 5000, "offset": 7}) == (100, 7)
    assert page({"offset": 10**30}) == {"offset": ["Give a whole number."]}
