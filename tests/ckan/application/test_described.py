"""What the description of applications calls valid is taken, and what it needs is needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import applying
import pytest
from openapi_schema_validator import OAS31Validator, oas31_format_checker

pytestmark = pytest.mark.usefixtures("province")
SCOPE = {"dataset_id": "id-plan", "from_on": "2026-11-02", "until_on": "2027-03-31",
         "resource_ids": ["plan-a"], "items": [], "manner": "download"}  # fmt: skip
WHOLE = {"kind": "share", "agency_id": "agency", **applying.TEXTS, "handlers": ["worker"],
         "answers": {}, "datasets": [SCOPE]}  # fmt: skip


@pytest.fixture
def told(app: Any) -> dict[str, Any]:
    return json.loads(app.get("/api/3/scigov/openapi.json").body)


@pytest.fixture
def takes(told: dict[str, Any]) -> Callable[[str, Any], bool]:
    """``takes("create", {…})``: the description calls this valid."""

    def is_valid(name: str, data: Any) -> bool:
        post = told["paths"][f"/api/3/action/scigov_application_{name}"]["post"]
        schema = post["requestBody"]["content"]["application/json"]["schema"]
        return OAS31Validator(schema, format_checker=oas31_format_checker).is_valid(data)

    return is_valid


@pytest.fixture
def call(app: Any) -> Callable[..., tuple[int, Any]]:
    """``call("clerk", "create", kind="share")``: the status, and the result or the error."""
    from ckan.tests import helpers

    def post(user: str, name: str, **data: Any) -> tuple[int, Any]:
        token = helpers.call_action("api_token_create", user=f"id-{user}", name="t")["token"]
        path, headers = f"/api/3/action/scigov_application_{name}", {"Authorization": token}
        answer = app.test_client(use_cookies=False).post(path, json=data, headers=headers)
        return answer.status_code, answer.json.get("result", answer.json.get("error"))

    return post


def test_everything_at_once_is_taken(
    takes: Callable[..., bool], call: Callable[..., tuple[int, Any]]
) -> None:
    assert takes("create", WHOLE)
    status, filed = call("clerk", "create", **WHOLE)
    assert status == 200
    asked = filed["parts"][0]["asked"]
    assert (asked["from_on"], asked["until_on"], asked["manner"]) == (
        "2026-11-02", "2027-03-31", "download",
    )  # fmt: skip
    assert filed["purpose"] == applying.TEXTS["purpose"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "lend"}, "kind"),
        ({"kind": None}, "kind"),
        ({"datasets": [{**SCOPE, "from_on": "next week"}]}, "datasets"),
        ({"datasets": [{**SCOPE, "manner": "by post"}]}, "datasets"),
        ({"datasets": ["id-plan"]}, "datasets"),
        ({"datasets": [{"from_on": "2026-11-02"}]}, "datasets"),
        ({"answers": ["yes"]}, "answers"),
        ({"purpose": "长" * 5001}, "purpose"),
    ],
)
def test_what_is_not_as_described_is_refused_at_its_field(
    takes: Callable[..., bool],
    call: Callable[..., tuple[int, Any]],
    change: dict[str, Any],
    field: str,
) -> None:
    data = {name: one for name, one in {**WHOLE, **change}.items() if one is not None}
    status, error = call("clerk", "create", **data)
    assert (status, set(error)) == (409, {"__type", field})
    assert not takes("create", data)


def test_a_list_is_narrowed_by_parameters_of_the_address(
    told: dict[str, Any], app: Any, call: Callable[..., tuple[int, Any]]
) -> None:
    from ckan.tests import helpers

    path = "/api/3/action/scigov_application_list"
    names = {one["name"] for one in told["paths"][path]["get"]["parameters"]}
    asked = {"state": ["draft", "submitted"], "overdue": "false", "limit": "1"}
    assert set(asked) < names
    for _ in range(2):
        call("clerk", "create", **WHOLE)
    token = helpers.call_action("api_token_create", user="id-clerk", name="u")["token"]
    client = app.test_client(use_cookies=False)
    answer = client.get(path, query_string=asked, headers={"Authorization": token}).json
    assert (answer["result"]["count"], len(answer["result"]["results"])) == (2, 1)


@pytest.mark.parametrize("left_out", ["id", "outcome", "reason"])
def test_a_decision_needs_what_it_says(
    takes: Callable[..., bool], call: Callable[..., tuple[int, Any]], left_out: str
) -> None:
    whole = {"id": "SQ", "outcome": "refused", "reason": "目的不明", "ground": "other"}
    assert takes("decide", whole)
    data = {name: one for name, one in whole.items() if name != left_out}
    assert not takes("decide", data)
    status, error = call("decider", "decide", **data)
    assert (status, set(error)) == (409, {"__type", left_out})
    assert call("decider", "decide", **whole)[0] == 404
