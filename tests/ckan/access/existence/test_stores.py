"""A change of who may see an entry reaches what CKAN and its plugins have copied of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import jobs
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.service import transitions
from ckanext.scigov.shared.model import OutboxEntry

SECRET = "http://secret.example.org/original"
API = "/api/3/action/"


def _waiting() -> list[str]:
    query = sa.select(OutboxEntry.payload).where(
        OutboxEntry.name == transitions.JOB, OutboxEntry.state == "waiting"
    )
    return [payload["dataset_id"] for payload in model.Session.scalars(query)]


def _run_all() -> None:
    for dataset_id in _waiting():
        jobs.bring_in_line({"dataset_id": dataset_id})
    done = sa.update(OutboxEntry).where(OutboxEntry.name == transitions.JOB).values(state="done")
    model.Session.execute(done)
    model.Session.commit()


def _value(query: str, **values: Any) -> Any:
    model.Session.rollback()
    return model.Session.scalar(sa.text(query), values)


@pytest.fixture
def harvested(shelf: dict[str, Any], provider: dict[str, Any]) -> dict[str, str]:
    """Harvested records of two entries, and one that became no entry; ids by name."""
    from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestObjectExtra

    made_source = _source(provider["id"])
    job = HarvestJob(source_id=made_source)
    model.Session.add(job)
    model.Session.flush()
    made: dict[str, str] = {}
    for name in ("opened", "conditional", "unclassified", "lost"):
        one = HarvestObject(
            guid=name, content=json.dumps({"url": f"{SECRET}-{name}"}), state="COMPLETE",
            current=True, job=job,
            package_id=shelf[name]["id"] if name in shelf else None,
        )  # fmt: skip
        one.extras.append(HarvestObjectExtra(key="url", value=SECRET))
        model.Session.add(one)
        model.Session.flush()
        made[name] = one.id
    model.Session.commit()
    return made


def _source(provider_id: str) -> str:
    """Make a source: a package, and a row of harvesting's own."""
    from ckanext.harvest.model import HarvestSource

    package = model.Package(name="source", title="来源", type="harvest", owner_org=provider_id)
    model.Session.add(package)
    model.Session.flush()
    address = "http://source.example.org"
    model.Session.add(HarvestSource(id=package.id, url=address, title="来源", type="ckan"))
    model.Session.flush()
    return package.id


def test_originals_are_for_those_who_may_locate(shelf, harvested, ask):
    wanted = {
        ("anonymous", "opened"): 200, ("plain", "opened"): 200, ("owner_member", "opened"): 200,
        ("anonymous", "conditional"): 403, ("foreign_editor", "conditional"): 403,
        ("sysadmin", "conditional"): 403, ("owner_member", "conditional"): 200,
        ("anonymous", "unclassified"): 404, ("foreign_editor", "unclassified"): 404,
        ("owner_editor", "unclassified"): 200, ("sysadmin", "unclassified"): 403,
        ("anonymous", "lost"): 404, ("owner_member", "lost"): 404, ("owner_editor", "lost"): 200,
        ("sysadmin", "lost"): 200,
    }  # fmt: skip
    for (who, name), status in wanted.items():
        addresses = [
            f"{API}harvest_object_show?id={harvested[name]}",
            f"/harvest/object/{harvested[name]}",
        ]
        if name in shelf:
            addresses += [
                f"{API}harvest_object_show?dataset_id={name}", f"/dataset/harvest_object/{name}",
            ]  # fmt: skip
        for address in addresses:
            answer = ask(who, address, status=None)
            assert answer.status_code == status, (who, address)
            assert (SECRET in answer.body) == (status == 200), (who, address)


def test_originals_are_given_on_the_terms_of_a_grant(shelf, harvested, ask, issued):
    terms = Obligations(no_onward_transfer=True)
    number = issued(shelf["conditional"]["id"], obligations=terms).number
    address = f"{API}harvest_object_show?id={harvested['conditional']}"
    refused = ask("plain", address, status=None)
    assert (refused.status_code, SECRET in refused.body) == (403, False)
    accepting = {"number": number, "confirmed": True}
    tk.get_action("scigov_access_terms_accept")({"user": "plain"}, accepting)
    assert SECRET in ask("plain", address).body


def test_an_original_is_not_found_by_what_is_in_it(shelf, harvested, ask):
    for who in ("anonymous", "owner_editor", "sysadmin"):
        address = f"{API}harvest_object_show?id=opened&attr=guid"
        assert ask(who, address, status=None).status_code == 404


def test_lists_of_harvesting_are_closed(shelf, harvested, ask):
    for action in ("harvest_source_list", "harvest_object_list"):
        for who in ("anonymous", "plain", "owner_editor"):
            answer = ask(who, API + action, status=None)
            assert answer.status_code in (400, 403, 404), action
            assert "source.example.org" not in answer.body
    assert "source.example.org" not in ask("anonymous", "/harvest").body


def test_pages_of_a_source_are_for_its_editors(shelf, harvested, ask):
    for address in ("/harvest/source", "/harvest/about/source"):
        for who in ("anonymous", "plain", "foreign_editor", "owner_member"):
            assert ask(who, address, status=None).status_code == 404, (who, address)
        assert ask("owner_editor", address, status=None).status_code == 200, address


def test_originals_of_what_is_closed_are_emptied(shelf, harvested, do):
    _run_all()
    content = "SELECT content FROM harvest_object WHERE id = :id"
    assert SECRET in _value(content, id=harvested["opened"])
    do(
        "owner_editor",
        "package_patch",
        id="opened",
        security_level="4",
        share_type="none",
        open_type="none",
        non_share_basis="依法",
        non_open_basis="依法",
        security_measure="加密",
    )
    assert _waiting() == [shelf["opened"]["id"]]
    _run_all()
    _run_all()
    assert _value(content, id=harvested["opened"]) is None
    extras = "SELECT string_agg(value, '') FROM harvest_object_extra WHERE harvest_object_id = :id"
    assert _value(extras, id=harvested["opened"]) == ""
    assert SECRET in _value(content, id=harvested["lost"])


@pytest.mark.parametrize(
    "change",
    [
        {"private": True},
        {"state": "draft"},
        {"hide_entry": True},
        {"lifecycle_status": "suspended"},
    ],
)
def test_every_change_of_who_may_see_it_wants_the_job(shelf, do, change):
    _run_all()
    do("owner_editor", "package_patch", id="opened", notes="另一说明，与谁能看无关。")
    assert _waiting() == []
    do("owner_editor", "package_patch", id="opened", **change)
    assert _waiting() == [shelf["opened"]["id"]]


def test_deleting_wants_the_job(shelf, do):
    _run_all()
    do("owner_editor", "package_delete", id="opened")
    assert _waiting() == [shelf["opened"]["id"]]
    _run_all()
    assert _waiting() == []


def test_logs_of_jobs_are_emptied(shelf, do):
    resource_id = shelf["opened"]["resources"][0]["id"]
    task = {
        "entity_id": resource_id, "entity_type": "resource", "task_type": "datapusher", "key": "k",
        "value": SECRET, "error": SECRET, "state": "complete",
    }  # fmt: skip
    tk.get_action("task_status_update")({"user": "root"}, task)
    _run_all()
    kept = "SELECT count(*) FROM task_status WHERE value LIKE '%secret%' OR error LIKE '%secret%'"
    assert _value(kept) == 1
    do("owner_editor", "package_patch", id="opened", private=True)
    _run_all()
    assert _value(kept) == 0


@pytest.fixture
def labelled_activities() -> Any:
    """The column that the plugin's own migration adds."""
    _change("ALTER TABLE activity ADD COLUMN IF NOT EXISTS permission_labels text[]")
    yield
    model.Session.remove()
    _change("ALTER TABLE activity DROP COLUMN permission_labels")


def _change(statement: str) -> None:
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.text(statement))


CLOSING = {
    "hide_entry": True, "security_level": "3", "share_type": "conditional",
    "open_type": "conditional", "share_condition": "限", "open_condition": "限",
    "open_method": "申请", "security_measure": "脱敏",
}  # fmt: skip
VERSIONS = "SELECT count(*) FROM activity WHERE data LIKE '%opened-address%'"
PUBLIC = "SELECT bool_or('public' = ANY(permission_labels)) FROM activity WHERE object_id = :id"


def _stream(do: Any, who: str) -> list[str]:
    found = do(who, "recently_changed_packages_activity_list", limit=50)
    return sorted({one["data"]["package"]["name"] for one in found})


@pytest.mark.with_plugins("activity")
def test_streams_follow_what_holds_now(labelled_activities, shelf, do):
    _run_all()
    assert _stream(do, "plain") == ["conditional", "opened"]
    assert _value(VERSIONS) > 0
    do("owner_editor", "package_patch", id="opened", **CLOSING)
    assert _stream(do, "plain") == ["conditional"]
    assert "opened" in _stream(do, "owner_member")
    _run_all()
    assert _value(VERSIONS) == 0
    assert _stream(do, "plain") == ["conditional"]
    assert "opened" in _stream(do, "owner_member")
    assert _value(PUBLIC, id=shelf["opened"]["id"]) is False
    assert _value(PUBLIC, id=shelf["conditional"]["id"]) is True
