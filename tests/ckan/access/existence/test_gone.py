"""What is gone: told to those who could know of it, with no data, and absent to all others."""

from __future__ import annotations

import json
import threading
import uuid

import pytest
import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.model import Tombstone

API = "/api/3/action/package_show?id="
PATIENCE = 60


def test_a_public_entry_that_was_purged_is_said_to_be_gone(shelf, ask, do):
    gone = shelf["opened"]["id"]
    do("sysadmin", "package_delete", id=gone)
    do("sysadmin", "dataset_purge", id=gone, reason="保存期满")
    buried = model.Session.get(Tombstone, gone)
    assert (buried.object_kind, buried.status, buried.title) == ("dataset", "purged", "标题opened")
    for who in ("anonymous", "plain", "sysadmin"):
        answer = ask(who, API + gone, status=None)
        error = json.loads(answer.body)["error"]
        assert answer.status_code == 410
        assert "标题opened" in error["message"]
        assert "保存期满" in error["message"]
        assert "opened-address" not in answer.body
        page = ask(who, f"/dataset/{gone}", status=None)
        assert page.status_code == 410
        assert "标题opened" in page.body


@pytest.mark.parametrize("sort", ["unclassified", "concealed", "private", "draft"])
def test_a_hidden_entry_that_was_purged_never_was(shelf, ask, do, sort):
    gone, nothing = shelf[sort]["id"], str(uuid.uuid4())
    do("sysadmin", "dataset_purge", id=gone)
    assert model.Session.get(Tombstone, gone).title == ""
    for who in ("anonymous", "owner_editor"):
        answers = [ask(who, API + name, status=None) for name in (gone, nothing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].body == answers[1].body
        assert ask(who, f"/dataset/{gone}", status=None).status_code == 404


def test_of_a_destroyed_entry_only_that_is_left(shelf, ask, do):
    one = shelf["conditional"]["id"]
    do(
        "owner_editor", "package_patch", id=one, lifecycle_status="destroyed",
        retire_reason="purpose_fulfilled",
    )  # fmt: skip
    for who in ("anonymous", "owner_editor"):
        answer = ask(who, API + one, status=None)
        assert answer.status_code == 410
        assert "标题conditional" in json.loads(answer.body)["error"]["message"]
        page = ask(who, f"/dataset/{one}", status=None)
        assert page.status_code == 410
        assert "目的已实现" in page.body
        resource_id = shelf["conditional"]["resources"][0]["id"]
        address = f"/api/3/action/resource_show?id={resource_id}"
        assert ask(who, address, status=None).status_code == 410
    assert ask("anonymous", API + shelf["opened"]["id"]).status_code == 200


WRITTEN_BY_WHO_WAITS = """
    SELECT held.relation::regclass::text FROM pg_locks held
    WHERE held.mode = 'RowExclusiveLock' AND held.pid IN (
        SELECT pid FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0)
"""


@pytest.mark.parametrize("action", ["package_delete", "dataset_purge"])
def test_whoever_removes_waits_for_a_job_at_the_entry(shelf, do, app, action):
    """The job takes the entry, then its resource; taken the other way round both would wait for each other."""
    gone, resource = shelf["opened"]["id"], shelf["opened"]["resources"][0]["id"]
    job = model.meta.create_local_session()
    whole = sa.select(model.Package.id).where(model.Package.id == gone)
    part = sa.select(model.Resource.id).where(model.Resource.id == resource)
    job.execute(whole.with_for_update(key_share=True))

    def remove():
        with app.flask_app.test_request_context():
            do("sysadmin", action, id=gone)
            model.Session.remove()

    removing = threading.Thread(target=remove)
    removing.start()
    removing.join(1)
    assert removing.is_alive()
    try:
        assert job.scalars(sa.text(WRITTEN_BY_WHO_WAITS)).all() == []
        assert job.execute(part.with_for_update()).scalar() == resource
    finally:
        job.close()
        removing.join(PATIENCE)
    model.Session.expire_all()
    left = model.Package.get(gone)
    assert (left and left.state) == {"package_delete": "deleted", "dataset_purge": None}[action]
