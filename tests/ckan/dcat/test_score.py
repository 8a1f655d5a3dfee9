"""The score of the catalogue: of what everybody sees, told to who answers for the register."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.dcat import jobs
from ckanext.scigov.shared import clock

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]


def score() -> dict[str, Any]:
    jobs.check(clock.now())
    model.Session.remove()
    return tk.get_action("scigov_dcat_score_show")({"ignore_auth": True, "user": ""}, {})


def points(found: dict[str, Any]) -> dict[str, float]:
    return {
        one["code"]: one["points"] for part in found["dimensions"] for one in part["indicators"]
    }


def test_an_empty_catalogue_has_none() -> None:
    found = score()
    assert (found["total"], found["datasets"], found["rating"], found["gains"]) == (0, 0, "bad", [])


def test_points_and_what_would_raise_them(make: Make) -> None:
    make("aa")
    make("bb", spatial_coverage=[{"text": "安徽省"}])
    found = score()
    assert found["datasets"] == 2
    has = points(found)
    assert (has["keyword"], has["spatial"], has["temporal"]) == (30, 10, 0)
    assert (has["access_answers"], has["download"], has["download_answers"], has["conforms"]) == (
        50,
        20,
        30,
        30,
    )
    assert found["total"] == pytest.approx(sum(has.values()))
    assert [part["most"] for part in found["dimensions"]] == [100, 100, 110, 75, 20]
    told = [(one["code"], one["datasets"], one["points"]) for one in found["gains"]]
    assert told[:2] == [("temporal", 2, 20), ("licence", 2, 20)]
    assert ("spatial", 1, 10) in told
    assert all(one["sentence"].endswith((".", "。")) for one in found["gains"])


def test_what_nobody_sees_does_not_count(make: Make, change: Callable[..., Any]) -> None:
    make("aa")
    make("bb", private=True)
    assert score()["datasets"] == 1
    change("aa", private=True)
    assert (
        tk.get_action("scigov_dcat_score_show")({"ignore_auth": True, "user": ""}, {})["datasets"]
        == 0
    )


def test_more_datasets_take_no_more_statements(
    make: Make, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    counted = []
    for number in range(4):
        make(f"d{number}")
        if number in (1, 3):
            score()
            with count_queries() as queries:
                tk.get_action("scigov_dcat_score_show")({"ignore_auth": True, "user": ""}, {})
            counted.append(len(queries))
    assert counted[0] == counted[1] <= 4


def test_who_sees_it(make: Make, get: Get, owner_editor: dict[str, Any]) -> None:
    make("aa")
    score()
    refused = get("/catalog/score")
    assert (refused.status_code, "/user/login" in refused.location) == (302, True)
    assert get("/catalog/score", token=owner_editor["token"]).status_code == 403
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("scigov_dcat_score_show")({"user": owner_editor["name"]}, {})
    steward = factories.UserWithToken(name="steward")
    give_role(steward["id"])
    page = get("/en/catalog/score", token=steward["token"])
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store, private")
    assert "of 405 points" in page.get_data(as_text=True)
    assert "Give the period that the data cover." in page.get_data(as_text=True)
    assert "/en/catalog/score" in get("/en/office", token=steward["token"]).get_data(as_text=True)


def give_role(user_id: str) -> None:
    role = RoleAssignment(
        id="steward", user_id=user_id, role="steward", scope_kind="platform", scope_id="",
        from_at=clock.now(), granted_by="", reason="",
    )  # fmt: skip
    model.Session.add(role)
    model.Session.commit()
