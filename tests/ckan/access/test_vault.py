"""What CKAN's tables hold of a resource that is not open is harmless, and stays so whoever writes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from grades_given import CLOSED, OPEN, TEXTS
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.model import Kept

pytestmark = pytest.mark.usefixtures("clean_site")
SECRET = "https://data.example.org/canary-url/7f3a.csv"
SERVICE = "https://data.example.org/canary-endpoint"


@pytest.fixture
def save(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Create an entry with one resource as the provider's editor."""

    def made(grade: dict[str, str] = CLOSED, **resource: Any) -> dict[str, Any]:
        entry.pop("no_resource_reason", None)
        link = {"name": "计划表", "url": SECRET, "format": "CSV", "hash": "c" * 32, "size": 4711}
        wanted = {**entry, **TEXTS, **grade, "resources": [{**link, **resource}]}
        return act("package_create", wanted)

    def act(action: str, data: dict[str, Any]) -> dict[str, Any]:
        return tk.get_action(action)({"user": owner_editor["name"]}, data)

    made.act = act  # type: ignore[attr-defined]
    return made


def stored(resource_id: str) -> dict[str, Any]:
    """Return the row of CKAN's table."""
    model.Session.commit()
    query = sa.select(model.resource_table).where(model.resource_table.c.id == resource_id)
    return dict(model.Session.execute(query).mappings().one())


def kept(resource_id: str) -> dict[str, Any]:
    model.Session.expire_all()
    row = model.Session.get(Kept, resource_id)
    return row.fields if row else {}


def place(dataset: dict[str, Any], resource_id: str) -> str:
    return f"http://test.scigov.localhost/dataset/{dataset['id']}/resource/{resource_id}/access"


def test_a_closed_link_is_a_stand_in(save):
    dataset = save(endpoint_url=SERVICE, canary_field="https://example.org/unknown-field")
    (resource,) = dataset["resources"]
    row = stored(resource["id"])
    assert (row["url"], row["hash"], row["size"]) == (place(dataset, resource["id"]), "", None)
    assert resource["url"] == row["url"]
    for text in ("canary-url", "canary-endpoint", "unknown-field", "cccc", "4711"):
        assert text not in str(row) + str(dataset), text
    assert kept(resource["id"])["url"] == SECRET
    assert kept(resource["id"])["endpoint_url"] == SERVICE
    assert kept(resource["id"])["size"] == 4711


def test_an_open_link_is_as_ckan_has_it(save):
    (resource,) = save(OPEN)["resources"]
    assert stored(resource["id"])["url"] == resource["url"] == SECRET
    assert kept(resource["id"]) == {}


def test_what_is_written_back_changes_nothing(save):
    dataset = save()
    (resource,) = dataset["resources"]
    before = kept(resource["id"])
    saved = save.act("package_update", save.act("package_show", {"id": dataset["id"]}))
    assert saved["resources"][0]["url"] == resource["url"]
    save.act("resource_patch", {"id": resource["id"], "description": "新的说明"})
    assert kept(resource["id"]) == before
    assert stored(resource["id"])["description"] == "新的说明"


def test_a_new_address_takes_the_place_of_the_old(save):
    (resource,) = save()["resources"]
    save.act("resource_patch", {"id": resource["id"], "url": "https://example.org/second.csv"})
    # Size and checksum were those of what lay at the old one.
    assert kept(resource["id"]) == {"url": "https://example.org/second.csv"}
    assert "second" not in str(stored(resource["id"]))


def test_opening_brings_it_back_and_closing_takes_it_away(save):
    dataset = save()
    (resource,) = dataset["resources"]
    save.act("package_patch", {"id": dataset["id"], **OPEN})
    row = stored(resource["id"])
    assert (row["url"], row["hash"], row["size"]) == (SECRET, "c" * 32, 4711)
    assert kept(resource["id"]) == {}
    save.act("package_patch", {"id": dataset["id"], **CLOSED})
    assert SECRET not in str(stored(resource["id"]))
    assert kept(resource["id"])["url"] == SECRET


def test_private_and_deleted_entries_are_closed(save):
    dataset = save(OPEN)
    (resource,) = dataset["resources"]
    save.act("package_patch", {"id": dataset["id"], "private": True})
    assert SECRET not in str(stored(resource["id"]))
    save.act("package_patch", {"id": dataset["id"], "private": False})
    assert stored(resource["id"])["url"] == SECRET
    save.act("package_delete", {"id": dataset["id"]})
    assert SECRET not in str(stored(resource["id"]))


def test_a_stricter_resource_in_an_open_entry(save):
    dataset = save(OPEN, security_level="3", share_type="conditional", open_type="conditional")
    (resource,) = dataset["resources"]
    assert SECRET not in str(stored(resource["id"]))
    assert kept(resource["id"])["url"] == SECRET


def test_a_form_from_before_the_opening_loses_nothing(save):
    dataset = save(endpoint_url=SERVICE)
    old = save.act("package_show", {"id": dataset["id"]})
    save.act("package_patch", {"id": dataset["id"], **OPEN})
    save.act(
        "package_update", {**old, **OPEN, "notes": "一份旧表单里的摘要, 二十个字以上才算写完整了"}
    )
    row = stored(old["resources"][0]["id"])
    assert (row["url"], row["hash"], row["size"]) == (SECRET, "c" * 32, 4711)
    assert SERVICE in row["extras"] if isinstance(row["extras"], str) else row["extras"]


def test_an_upload_has_no_name_and_no_checksum(save):
    file = FileStorage(io.BytesIO("甲,乙\n1,2\n".encode()), filename="canary-plan.csv")
    dataset = save(upload=file, url="", hash="", size=None)
    (resource,) = dataset["resources"]
    row = stored(resource["id"])
    assert (row["url"], row["url_type"]) == (f"{resource['id']}.csv", "upload")
    assert (row["hash"], row["size"]) == ("", None)
    assert "canary-plan.csv" not in row["url"] + resource["url"]
    assert kept(resource["id"])["url"] == "canary-plan.csv"
    assert kept(resource["id"])["size"] == 12
    assert len(kept(resource["id"])["hash"]) == 64
    save.act("package_patch", {"id": dataset["id"], **OPEN})
    assert stored(resource["id"])["url"] == "canary-plan.csv"


WRITES = [
    {"url": SECRET},
    {"hash": "d" * 32},
    {"size": 3},
    {"cache_url": SECRET},
    {"extras": '{"download_url": "https://example.org"}'},
]


@pytest.mark.parametrize("values", WRITES)
def test_the_database_refuses_a_real_place_from_whoever_writes(save, values):
    (resource,) = save()["resources"]
    table = model.resource_table
    model.Session.commit()
    with (
        pytest.raises(sa.exc.DBAPIError, match="is not open"),
        model.ensure_engine().begin() as raw,
    ):
        raw.execute(sa.update(table).where(table.c.id == resource["id"]).values(**values))
    assert SECRET not in str(stored(resource["id"]))


def test_the_database_refuses_to_close_an_entry_that_shows_its_places(save):
    dataset = save(OPEN)
    model.Session.commit()
    close = sa.text(
        "UPDATE scigov_access_grade SET open_type = 'conditional' WHERE object_id = :id"
    )
    hide = sa.text("UPDATE package SET private = true WHERE id = :id")
    for statement in (close, hide):
        with pytest.raises(sa.exc.DBAPIError), model.ensure_engine().begin() as raw:
            raw.execute(statement, {"id": dataset["id"]})
    model.Session.expire_all()
    assert stored(dataset["resources"][0]["id"])["url"] == SECRET


def test_the_database_lets_pass_what_is_open(save):
    (resource,) = save(OPEN)["resources"]
    table = model.resource_table
    model.Session.commit()
    with model.ensure_engine().begin() as raw:
        raw.execute(sa.update(table).where(table.c.id == resource["id"]).values(url=SECRET + "?2"))
    assert stored(resource["id"])["url"] == SECRET + "?2"


def test_resources_that_are_gone_leave_nothing(save):
    dataset = save()
    (resource,) = dataset["resources"]
    sysadmin: Any = {"ignore_auth": True, "user": ""}
    tk.get_action("dataset_purge")(sysadmin, {"id": dataset["id"]})
    assert kept(resource["id"]) == {}


ITEMS = [{"title": "项目编号", "data_type": "C", "description": "canary-item 立项时给出的唯一编号"}]


def test_a_hidden_dictionary_lies_in_the_vault(save):
    dataset = save(data_items=ITEMS)
    (resource,) = dataset["resources"]
    assert resource["data_items"][0]["title"] == "项目编号"  # metadata, unless it is hidden
    hidden = save.act("package_patch", {"id": dataset["id"], "hide_dictionary": True})
    assert "canary-item" not in str(hidden) + str(stored(resource["id"]))
    assert kept(resource["id"])["data_items"][0]["title"] == "项目编号"
    saved = save.act("package_update", save.act("package_show", {"id": dataset["id"]}))
    assert "canary-item" not in str(saved)
    assert kept(resource["id"])["data_items"][0]["title"] == "项目编号"
    shown = save.act("package_patch", {"id": dataset["id"], "hide_dictionary": False})
    assert shown["resources"][0]["data_items"][0]["title"] == "项目编号"


def test_the_form_of_who_may_not_know_it_shows_stand_ins(save, app):
    dataset = save()
    path = f"/dataset/{dataset['id']}/resource/{dataset['resources'][0]['id']}/edit"
    token = factories.SysadminWithToken()["token"]
    form = app.get(path, headers={"Authorization": token}, status=200).body
    assert place(dataset, dataset["resources"][0]["id"]) in form
    assert SECRET not in form


def test_the_form_of_who_may_know_it_shows_what_is_kept(save, app, owner_editor):
    dataset = save(data_items=ITEMS)
    save.act("package_patch", {"id": dataset["id"], "hide_dictionary": True})
    (resource,) = dataset["resources"]
    path = f"/dataset/{dataset['id']}/resource/{resource['id']}"
    headers = {"Authorization": owner_editor["token"]}
    form = app.get(f"{path}/edit", headers=headers).body
    assert SECRET in form
    assert "canary-item" in form
    assert "canary-item" in app.get(path, headers=headers).body
    assert "canary-item" not in app.get(path).body
