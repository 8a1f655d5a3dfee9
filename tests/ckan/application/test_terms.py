"""Terms of use are accepted by each person before the grant gives him data, and for a system by its agency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from applying import TEXTS, accept, active, call, outcome, part_of, reviewed
from page_reading import texts

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.model import Acceptance, Grant, Kept
from ckanext.scigov.audit.model import AuditEvent

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("visit")
FILE = "/dataset/id-plan/resource/plan-a/access"
WAITS = (
    "此数据已授权给您。请先接受授权的使用条款，接受后即可使用。 "
    "http://test.scigov.localhost/grants/{number}/terms"
)
PLACE = "https://data.example.org/plan.csv"
OBTAIN = {"agency_id": "agency", "datasets": [{"dataset_id": "shared"}],
          "purpose": TEXTS["purpose"], "scene": TEXTS["scene"]}  # fmt: skip


@pytest.fixture
def fetched(visit: Visit) -> Callable[..., tuple[int, str]]:
    """Ask for a file, in a session or with a token of the grant; say where it leads, or why nowhere."""
    model.Session.add(Kept(resource_id="plan-a", dataset_id="id-plan", fields={"url": PLACE}))
    model.Session.commit()

    def fetch(user: str, secret: str = "") -> tuple[int, str]:
        headers = {"Authorization": secret} if secret else {}
        answer = visit("" if secret else user, FILE, headers=headers)
        if answer.status_code == 302:
            return 302, answer.headers["Location"]
        return answer.status_code, texts(answer, ".scigov-empty")[0]

    return fetch


def number_of(id_: str) -> str:
    return str(part_of(id_).grant_number)


def token_for(user: str, id_: str) -> str:
    """Let who signs for the agency make a token of the grant for an account."""
    given = {"number": number_of(id_), "user": user, "name": "对接系统"}
    made = tk.get_action("scigov_access_grant_token_create")(
        {"user": "signer", "ignore_auth": False}, given
    )
    return str(made["token"])


def accepted() -> list[tuple[str, str, str]]:
    rows = model.Session.query(Acceptance).order_by(Acceptance.accepted_at, Acceptance.user_id)
    return [(row.user_id, row.accepted_by, row.version) for row in rows]


def test_a_grant_gives_nothing_before_its_terms_are_accepted(fetched: Any) -> None:
    id_ = active("plan", handlers=["worker"])
    waits = (403, WAITS.format(number=number_of(id_)))
    assert (fetched("worker"), model.Session.query(Grant.terms_version).scalar()) == (waits, "2")
    accept("worker", id_)
    assert fetched("worker") == (302, PLACE)
    assert accepted() == [("id-worker", "id-worker", "2")]
    audit = model.Session.query(AuditEvent).filter_by(event="terms.accept").one()
    assert (audit.actor_id, audit.detail["version"]) == ("id-worker", "2")


def test_each_handler_accepts_for_himself_and_once(fetched: Any) -> None:
    id_ = active("plan", handlers=["worker", "clerk"])
    accept("worker", id_)
    accept("worker", id_)
    assert (fetched("worker")[0], fetched("clerk")[0]) == (302, 403)
    accept("clerk", id_)
    assert fetched("clerk") == (302, PLACE)
    assert sorted(accepted()) == [
        ("id-clerk", "id-clerk", "2"), ("id-worker", "id-worker", "2"),
    ]  # fmt: skip


def test_a_system_is_answered_for_by_who_signs_for_its_agency(fetched: Any) -> None:
    id_ = active("plan", handlers=["robot"])
    secret = token_for("robot", id_)
    waits = (403, WAITS.format(number=number_of(id_)))
    assert fetched("robot", secret) == waits
    accept("signer", id_, user="robot")
    assert fetched("robot", secret) == (302, PLACE)
    # Who signs in as the account accepts for himself.
    assert fetched("robot") == waits
    accept("robot", id_)
    assert fetched("robot") == (302, PLACE)
    assert sorted(accepted()) == [("id-robot", "id-robot", "2"), ("id-robot", "id-signer", "2")]


@pytest.mark.parametrize("who", ["worker", "foreign_signer", "decider", "root"])
def test_nobody_else_answers_for_an_account(who: str) -> None:
    id_ = active("plan", handlers=["robot", "worker"])
    with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
        accept(who, id_, user="robot")
    model.Session.rollback()
    assert accepted() == []
    accept("signer", id_, user="robot")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"confirmed": False}, "confirmed"),
        ({"version": "1"}, "version"),
        ({"user": "clerk"}, "user"),
    ],
)
def test_what_is_no_acceptance(more: dict[str, Any], field: str) -> None:
    id_ = active("plan", handlers=["robot"])
    with pytest.raises(tk.ValidationError) as refused:
        accept("signer", id_, **{"user": "robot", **more})
    assert (list(refused.value.error_dict), accepted()) == ([field], [])


def test_a_grant_keeps_the_terms_that_were_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ckanext.scigov.access.domain.terms.VERSION", "1")
    earlier = active("plan", handlers=["worker"])
    monkeypatch.undo()
    show = tk.get_action("scigov_access_terms_show")
    shown = show({"user": "worker", "ignore_auth": False}, {"number": number_of(earlier)})
    assert (shown["version"], shown["must_accept"], shown["accepted"]) == ("1", True, False)
    assert "files bear a mark of this grant" in shown["terms"][4]
    accept("worker", earlier, version="1")
    assert accepted() == [("id-worker", "id-worker", "1")]


def test_data_at_once_come_with_the_terms_that_were_ticked() -> None:
    assert outcome("clerk", "obtain", **OBTAIN, terms_version="1") == ["version"]
    call("clerk", "obtain", **OBTAIN, terms_version="2")
    assert accepted() == [("id-clerk", "id-clerk", "2")]
    call("clerk", "obtain", **OBTAIN)
    assert len(accepted()) == 1


def test_the_form_for_data_at_once_takes_the_terms_along(visit: Visit, found: None) -> None:
    page = visit("clerk", "/applications/new?dataset=id-shared")
    assert len(texts(page, ".scigov-terms li")) == 5
    form = {
        **{name: OBTAIN[name] for name in ("agency_id", "purpose", "scene")}, "kind": "share",
        "dataset": "id-shared", "act": "submit", "terms_version": "2",
    }  # fmt: skip
    assert visit("clerk", "/applications/new", form).status_code == 302
    assert accepted() == [("id-clerk", "id-clerk", "2")]


def test_the_page_of_the_application_leads_to_the_terms(visit: Visit) -> None:
    id_ = active("plan", handlers=["worker"])
    path = f"/grants/{number_of(id_)}/terms"
    links = ".scigov-part .btn-primary[href$='/terms']"
    assert texts(visit("worker", f"/applications/{id_}"), links) == ["请先阅读并接受使用条款"]
    assert texts(visit("decider", f"/applications/{id_}"), links) == []
    assert visit("worker", path, {"confirmed": "1", "version": "2"}).status_code == 302
    assert texts(visit("worker", f"/applications/{id_}"), links) == []


def test_who_answers_for_an_account_reads_that_he_does(visit: Visit) -> None:
    id_ = active("plan", handlers=["robot"])
    path = f"/grants/{number_of(id_)}/terms?user=robot"
    assert "robot" in visit("signer", path).body
    assert visit("worker", path).status_code == 403
    assert visit("signer", path, {"confirmed": "1", "version": "2"}).status_code == 302
    assert accepted() == [("id-robot", "id-signer", "2")]


def test_a_part_that_is_not_decided_has_no_terms(visit: Visit) -> None:
    id_ = reviewed("plan")
    assert visit("worker", "/grants/SQ2026-0000-0000/terms").status_code == 404
    assert texts(visit("worker", f"/applications/{id_}"), "a[href$='/terms']") == []
