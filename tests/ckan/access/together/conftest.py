"""Entries whose grades wait, as a source leaves them, and an approver of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from deciding import OPEN, propose_as_system

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.shared import clock, dispatch, outbox


@pytest.fixture(autouse=True)
def _asks_a_second_person(
    clean_site: None, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")


@pytest.fixture
def save(entry: dict[str, Any], owner_editor: dict[str, Any], now: Any) -> Callable[..., Any]:
    """Save an entry with a link; its grade waits, proposed by its editor."""

    def make(name: str, user: str = "", **fields: Any) -> dict[str, Any]:
        link = {"name": "清单", "url": "http://example.org/canary.csv"}
        whole = {**entry, **OPEN, "name": name, "title": name, "resources": [link], **fields}
        context = {"user": user or owner_editor["name"], "ignore_auth": False}
        return tk.get_action("package_create")(context, whole)

    return make


@pytest.fixture
def gathered(save: Callable[..., Any], sysadmin: str) -> Callable[..., Any]:
    """As ``save``, as if it came from a portal: the system has proposed its grade."""

    def make(name: str, source: str = "hainan", **fields: Any) -> dict[str, Any]:
        whole = {"catalogue_profile": "gathered", "source_portal": source, "source_id": name}
        made = save(name, sysadmin, **whole, **fields)
        propose_as_system(made["id"])
        return made

    return make


@pytest.fixture
def approver(holder: Callable[..., str]) -> str:
    return holder("approver")


@pytest.fixture
def group(provider: dict[str, Any]) -> dict[str, str]:
    """What tells the group of all that ``gathered`` makes."""
    return {"provider": provider["id"], **OPEN, "proposed_by": "", "source": "hainan"}


@pytest.fixture
def decide(
    call: Callable[..., Any], approver: str, group: dict[str, str]
) -> Callable[..., dict[str, Any]]:
    """Decide about the group: ``decide(3)``, ``decide(3, decision="reject")``."""

    def made(count: int, user: str = "", **more: Any) -> Any:
        wish = {**group, "decision": "approve", "reason": "核定", "count": count, **more}
        return call(user or approver, "grade_decide_many", **wish)

    return made


@pytest.fixture
def work() -> Callable[[], None]:
    """Let the worker do what waits."""

    def go() -> None:
        model.Session.commit()
        while ids := outbox.claim_due(model.Session, clock.now()):
            model.Session.commit()
            for entry_id in ids:
                dispatch.run_entry(entry_id)
        model.Session.commit()
        model.Session.expire_all()

    return go


@pytest.fixture
def editor_who_approves(holder: Callable[..., str], owner_editor: dict[str, Any]) -> str:
    """The provider's editor, who is an approver, too."""
    return holder("approver", user=owner_editor["name"])


@pytest.fixture
def somebody() -> str:
    return str(factories.User()["name"])
