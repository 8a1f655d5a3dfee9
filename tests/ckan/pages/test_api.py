"""The description of the portal's actions: complete, valid, true of what runs; and its pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from ckan.tests import factories

OPENAPI = "/api/3/scigov/openapi.json"
FEATURES = [
    "application", "dispute", "intake", "reporting", "dcat", "access", "tables", "search", "catalogue", "drafts", "notices", "usage", "audit",
]  # fmt: skip


@pytest.fixture
def told(app: Any) -> dict[str, Any]:
    return json.loads(app.get(OPENAPI).body)


@pytest.fixture
def post(app: Any) -> Callable[..., Any]:
    """``post("scigov_search_suggest", {"text": "水"}, token="")``: status and answer."""

    def send(name: str, data: dict[str, Any], token: str = "") -> tuple[int, Any]:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        answer = client.post(f"/api/3/action/{name}", json=data, headers=headers)
        return answer.status_code, answer.json

    return send


def operations(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        yield path.rpartition("/")[2], methods["post"]


def body(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {"schema": {}})


def is_as_described(
    told: dict[str, Any], operation: dict[str, Any], answer: tuple[int, Any]
) -> bool:
    """Say whether an answer is one that the description has."""
    status, content = answer
    response = operation["responses"].get(str(status), {})
    if "$ref" in response:
        response = told["components"]["responses"][response["$ref"].rpartition("/")[2]]
    if "application/json" not in response.get("content", {}):
        return False
    schema = {**response["content"]["application/json"]["schema"], "components": told["components"]}
    return OAS31Validator(schema).is_valid(content)


def test_description_is_valid(told: dict[str, Any]) -> None:
    assert told["openapi"] == "3.1.0"
    assert [one.message for one in OpenAPIV31SpecValidator(told).iter_errors()] == []


def test_every_action_is_described(told: dict[str, Any]) -> None:
    from ckan.logic import _actions, get_action

    from ckanext.scigov.access import surfaces
    from ckanext.scigov.access.domain.surfaces import Closed

    get_action("package_show")
    ours = {name for name in _actions if name.startswith("scigov_")}
    closed = {"scigov_reporting_export", "scigov_reporting_package_file"}
    assert {name for name, _operation in operations(told)} == ours - closed
    assert closed == {
        name for name in ours if surfaces.known().actions[name].closed is not Closed.NO
    }
    assert ours == {name for name in surfaces.known().actions if name.startswith("scigov_")}
    assert [one["name"] for one in told["tags"]] == sorted(FEATURES)


def test_actions_declare_what_they_take(told: dict[str, Any]) -> None:
    found = [name for name, one in operations(told) if body(one)["schema"] == {"type": "object"}]
    assert found == []


def test_every_action_is_explained(told: dict[str, Any]) -> None:
    missing = {
        name for name, one in operations(told)
        if not one["summary"].endswith(".")
        or ("requestBody" in one and not one["requestBody"].get("description"))
    }  # fmt: skip
    assert missing == set()


def test_every_input_is_explained(app: Any) -> None:
    from ckanext.scigov.pages import api_actions

    with app.flask_app.test_request_context():
        actions = {one.name: one for one in api_actions.described()}

    def named(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
        own = actions[name].told.inputs_named
        others = (own & set(actions)) - seen
        return set(own).union(*(named(one, seen | {name}) for one in others))

    assert {
        (name, one)
        for name, action in actions.items()
        for one in set(action.takes.get("properties", ())) - named(name)
    } == set()


def test_visitors_are_answered_where_it_says_so(
    told: dict[str, Any], post: Callable[..., Any]
) -> None:
    answers = {
        name: (one, post(name, body(one).get("example", {}))) for name, one in operations(told)
    }
    answered = {name for name, (_one, (status, _)) in answers.items() if status == 200}
    assert answered == {
        "scigov_application_figures_show",
        "scigov_dcat_catalogue_show",
        "scigov_dcat_deletion_list",
        "scigov_dcat_report_show",
        "scigov_dcat_vocabulary_show",
        "scigov_dispute_figures_show",
        "scigov_dispute_list",
        "scigov_dispute_source_list",
        "scigov_dispute_verification_list",
        "scigov_intake_report_list",
        "scigov_reporting_entry_list",
        "scigov_search_correct",
        "scigov_search_similar",
        "scigov_search_suggest",
        "scigov_usage_list",
    }
    assert answered < {name for name, one in operations(told) if {} in one["security"]}
    undescribed = {
        name: answer for name, (one, answer) in answers.items()
        if not is_as_described(told, one, answer)
    }  # fmt: skip
    assert undescribed == {}


def test_what_is_needed_is_needed(told: dict[str, Any], post: Callable[..., Any]) -> None:
    token = factories.SysadminWithToken()["token"]
    accepted = set()
    for name, one in operations(told):
        whole = body(one).get("example", {})
        for left_out in body(one)["schema"].get("required", ()):
            fields = {field: value for field, value in whole.items() if field != left_out}
            answer = post(name, fields, token)
            if answer[0] == 200 or not is_as_described(told, one, answer):
                accepted.add((name, left_out, answer[0]))
    assert accepted == set()


def test_description_is_the_same_for_everybody(app: Any) -> None:
    token = factories.SysadminWithToken()["token"]
    client = app.test_client(use_cookies=False)
    first = client.get(OPENAPI)
    mine = client.get(OPENAPI, headers={"Authorization": token, "Accept-Language": "zh-CN"})
    assert (mine.data, client.get(f"/en{OPENAPI}").data) == (first.data, first.data)
    assert first.headers["Content-Type"] == "application/json"
    assert "Set-Cookie" not in first.headers
    again = client.get(OPENAPI, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_overview_leads_to_every_action(
    told: dict[str, Any], read: Callable[..., BeautifulSoup]
) -> None:
    links = [one["href"] for one in read("/help/api").select("li > a:has(code)")]
    actions = {name for name, _operation in operations(told)}
    assert {one.partition("#")[2] for one in links} == actions
    found = {
        one["id"] for feature in FEATURES for one in read(f"/help/api/{feature}").select("h2[id]")
    }
    assert found == actions


def test_page_of_a_feature_says_what_an_action_takes(read: Callable[..., BeautifulSoup]) -> None:
    section = read("/help/api/search").select_one(".scigov-action:has(#scigov_search_suggest)")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row]
        for row in (row.select("th, td") for row in section.select("tbody tr"))
    ]
    assert rows == [
        ["text", "文本", "是", "最多 100"],
        ["limit", "整数", "否", "省略时为 5 最多 20"],
    ]
    assert section.pre.get_text() == (
        "curl -G http://test.scigov.localhost/api/3/action/scigov_search_suggest --data-urlencode text=TEXT"
    )
    assert [one.get_text() for one in section.select("dt")] == [
        "方法", "谁可以调用", "输入", "返回", "错误",
    ]  # fmt: skip


def test_there_is_no_page_of_what_has_no_actions(read: Callable[..., BeautifulSoup]) -> None:
    assert read("/help/api/nothing", status=404)


@pytest.mark.parametrize("path", ["/help/developers", "/dataset/xiang-mu-1"])
def test_the_way_there(
    read: Callable[..., BeautifulSoup], make_dataset: Callable[..., Any], path: str
) -> None:
    make_dataset()
    assert len(read(path).select("a[href='/help/api']")) == 1
