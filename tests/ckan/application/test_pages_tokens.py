"""Tokens of a grant on the pages of its application: made, shown once, listed, revoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from applying import active, call, part_of, reviewed, verify
from bs4 import BeautifulSoup
from page_reading import problems, texts

Visit = Callable[..., Any]
WISH = {"act": "make", "name": "每日同步程序", "user": "id-worker"}


def address(id_: str) -> str:
    return f"/applications/{id_}/{part_of(id_).id}/tokens"


def test_a_token_is_shown_once(visit: Visit) -> None:
    path = address(active("plan"))
    made = visit("worker", path, WISH)
    token = texts(made, ".scigov-panel-good code")[0]
    assert (made.status_code, token.startswith("scigov_grant_")) == (200, True)
    assert made.headers["Cache-Control"] == "no-store, private"
    later = visit("worker", path)
    assert token not in later.body
    assert texts(later, "tbody th") == ["每日同步程序"]
    assert texts(later, "tbody td") == ["worker", "2026-09-24 09:00", "–", "现行有效", "撤销 ：每日同步程序"]  # fmt: skip


def test_the_application_leads_to_its_tokens(visit: Visit) -> None:
    id_ = active("plan")
    links = {
        who: f'href="{address(id_)}"' in visit(who, f"/applications/{id_}").body
        for who in ("worker", "clerk", "signer", "decider", "editor", "auditor")
    }
    assert [who for who, is_there in links.items() if is_there] == [
        "worker", "clerk", "signer", "decider",
    ]  # fmt: skip


def test_before_the_grant_there_are_none(visit: Visit) -> None:
    id_ = reviewed("plan")
    assert f'href="{address(id_)}"' not in visit("worker", f"/applications/{id_}").body
    assert visit("worker", address(id_)).status_code == 404
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    assert visit("worker", address(id_)).status_code == 200


def test_everybody_makes_what_he_may(visit: Visit) -> None:
    path = address(active("plan", handlers=["worker", "robot"]))
    offered = {
        who: texts(visit(who, path), "#t-user option")
        for who in ("worker", "signer", "clerk", "decider", "auditor")
    }
    assert offered == {
        "worker": ["worker"], "signer": ["worker", "robot"], "clerk": [], "decider": [], "auditor": [],
    }  # fmt: skip
    assert visit("plain", path).status_code == visit("foreign_clerk", path).status_code == 404
    assert visit("worker", path, {**WISH, "user": "id-robot"}).status_code == 403
    assert visit("signer", path, {**WISH, "user": "id-robot"}).status_code == 200
    assert texts(visit("signer", path), "tbody td:nth-child(2)") == ["robot"]
    assert texts(visit("worker", path), "tbody tr") == []


def test_a_person_makes_one_for_himself(visit: Visit) -> None:
    verify("citizen")
    path = address(active("plan", user="citizen", kind="open"))
    assert texts(visit("citizen", path), "#t-user option") == ["citizen"]
    made = visit("citizen", path, {"act": "make", "name": "论文分析", "user": "id-citizen"})
    assert (made.status_code, texts(made, "tbody th")) == (200, ["论文分析"])


def test_a_form_without_a_name_comes_back(visit: Visit) -> None:
    answer = visit("worker", address(active("plan")), {**WISH, "name": ""})
    assert (answer.status_code, len(texts(answer, "#t-name-error"))) == (409, 1)
    assert texts(answer, "tbody tr, .scigov-panel-good") == []


@pytest.mark.parametrize("who", ["worker", "decider"])
def test_a_token_is_revoked_by_whose_it_is_and_by_who_ends_the_grant(
    visit: Visit, who: str
) -> None:
    path = address(active("plan"))
    made = BeautifulSoup(visit("worker", path, WISH).body, "html.parser")
    button = made.select_one("tbody button")
    assert button is not None
    for other in ("plain", "clerk"):
        assert visit(other, path, {"act": button["value"]}).status_code == 404
    assert texts(visit(who, path), "tbody td .scigov-badge") == ["现行有效"]
    assert visit(who, path, {"act": button["value"]}).status_code == 302
    assert texts(visit(who, path), "tbody td .scigov-badge") == ["已撤销"]
    again = visit(who, path, {"act": button["value"]})
    assert (again.status_code, len(problems(again))) == (409, 1)


def test_the_list_says_when_a_token_was_used_last(visit: Visit, app: Any) -> None:
    path = address(active("plan"))
    token = texts(visit("worker", path, WISH), ".scigov-panel-good code")[0]
    assert texts(visit("worker", path), "tbody td:nth-child(4)") == ["–"]
    wish = {"resource_id": "plan-a"}
    app.get("/api/action/datastore_search", query_string=wish, headers={"Authorization": token})
    assert texts(visit("worker", path), "tbody td:nth-child(4)") != ["–"]


@pytest.mark.usefixtures("found")
def test_calls_are_there_to_be_copied(visit: Visit) -> None:
    id_ = reviewed("plan")
    given = {"outcome": "approved_in_part", "resource_ids": ["plan-b"], "reason": "只需其一"}
    call("decider", "decide", id=id_, no_onward_transfer=True, **given)
    file = "http://test.scigov.localhost/dataset/plan/resource/plan-b/download"
    answer = visit("worker", address(id_))
    assert texts(answer, ".scigov-call") == [f"curl -OJL -H \"Authorization: $TOKEN\" '{file}'"]
    assert texts(answer, ".scigov-note a") == ["使用条款"]
    made = visit("worker", address(id_), WISH)
    token, line = texts(made, ".scigov-call")
    assert line == f"curl -OJL -H 'Authorization: {token}' '{file}'"


def test_the_page_asks_as_much_for_three_as_for_one(
    visit: Visit, count_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    path = address(active("plan"))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            visit("worker", path, WISH)
        visit("worker", path)
        with count_queries() as queries:
            visit("worker", path)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 60
