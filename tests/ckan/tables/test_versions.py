"""Every load is a version: what is kept of it, how it differs, and how its file is had again."""

from __future__ import annotations

import hashlib
import re

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

FIRST = "编号,金额\nA1,1.50\nA2,2\n".encode()
SECOND = "编号,数额,备注\nA1,1.50,新\nA2,2,\nA3,3,\n".encode()
ITEMS = [{"title": "金额", "name": "jin_e", "data_type": "Y", "description": "资助的金额"}]


@pytest.fixture
def versions(call):
    return lambda resource, **more: call(
        "scigov_tables_version_list", resource_id=resource["id"], **more
    )


def address(resource, number):
    return f"/dataset/{resource['package_id']}/resource/{resource['id']}/versions/{number}/file"


def test_every_load_is_a_version(upload, work, versions, call, rows):
    resource = upload(FIRST, "一.csv")
    work()
    upload(SECOND, "二.csv", id=resource["id"])
    work()
    found = versions(resource)
    newest, oldest = found["versions"]
    assert found["count"] == 2
    assert [newest[n] for n in ("number", "row_count", "column_count", "file_name")] == [
        2, 3, 3, "二.csv",
    ]  # fmt: skip
    assert (newest["is_shown"], oldest["is_shown"]) == (True, False)
    assert oldest["sha256"] == hashlib.sha256(FIRST).hexdigest()
    assert oldest["size"] == len(FIRST)
    assert newest["compared_with"] == 1
    assert newest["difference"] == {
        "rows": 1,
        "added": ["备注"],
        "removed": [],
        "renamed": [{"before": "金额", "after": "数额"}],
        "retyped": [],
    }
    assert oldest["difference"] is None
    shown = call("scigov_tables_version_show", resource_id=resource["id"], number=1)
    assert shown["columns"][1] == {"id": "金额", "label": "金额", "item": "", "type": "numeric"}
    back = call("scigov_tables_version_show", resource_id=resource["id"], number=1, against=2)
    assert (back["difference"]["rows"], back["difference"]["removed"]) == (-1, ["备注"])


def test_the_file_of_a_version_is_had_again(upload, work, app):
    resource = upload(FIRST, "一.csv")
    work()
    upload(SECOND, "二.csv", id=resource["id"])
    work()
    answer = app.get(address(resource, 1))
    assert answer.data == FIRST
    assert "filename*=UTF-8''%E4%B8%80.csv" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"].startswith("public, no-cache")
    assert app.get(address(resource, 2)).data == SECOND
    assert app.get(address(resource, 3), status=404).status_code == 404


def test_another_dictionary_is_a_version_of_the_same_file(upload, work, versions, call, uploads_in):
    resource = upload(FIRST, "一.csv")
    work()
    call("resource_patch", id=resource["id"], data_items=ITEMS)
    work()
    newest, oldest = versions(resource)["versions"]
    assert (newest["number"], newest["sha256"]) == (2, oldest["sha256"])
    assert newest["dictionary"] != oldest["dictionary"]
    assert len(uploads_in()) == 1


def test_the_same_file_in_the_same_way_is_no_new_version(upload, work, versions, call):
    resource = upload(FIRST, "一.csv")
    work()
    call("scigov_tables_load_retry", resource_id=resource["id"])
    work()
    assert versions(resource)["count"] == 1


def test_a_refused_file_is_none(upload, work, versions, app):
    resource = upload(FIRST, "一.csv")
    work()
    upload(b"a,b\n1\n", "坏.csv", id=resource["id"])
    work()
    assert [one["is_shown"] for one in versions(resource)["versions"]] == [True]
    assert app.get(address(resource, 1)).data == FIRST


@pytest.mark.ckan_config("ckanext.scigov.tables.versions_kept", 2)
def test_so_many_files_are_kept_and_all_counts(upload, work, versions, files_in, app):
    resource = upload(FIRST, "一.csv")
    work()
    for number in range(3):
        upload(SECOND + f"A4,{number},\n".encode(), f"{number}.csv", id=resource["id"])
        work()
    found = versions(resource)["versions"]
    assert [(one["number"], one["has_file"]) for one in found] == [
        (4, True), (3, True), (2, False), (1, False),
    ]  # fmt: skip
    assert len(files_in()) == 4  # each with its report
    assert app.get(address(resource, 1), status=404).status_code == 404
    assert [one["row_count"] for one in found] == [4, 4, 4, 2]


def test_who_saved_it_is_told_to_those_who_may_edit(upload, work, owner_editor, app, versions):
    resource = upload(FIRST, "一.csv")
    work()
    name = owner_editor["name"]
    wish = {"id": resource["id"], "data_items": ITEMS}
    tk.get_action("resource_patch")({"user": name}, wish)
    work()
    asked = f"/api/action/scigov_tables_version_list?resource_id={resource['id']}"
    headers = {"Authorization": owner_editor["token"]}
    shown = app.get(asked, headers=headers).json["result"]["versions"]
    assert [one["loaded_by"] for one in shown] == [name, "anonymous"]
    assert "loaded_by" not in app.get(asked).json["result"]["versions"][0]


def test_versions_go_with_their_resource(upload, work, files_in, call):
    from ckan import model

    from ckanext.scigov.tables.model import Version

    resource = upload(FIRST, "一.csv")
    work()
    upload(SECOND, "二.csv", id=resource["id"])
    work()
    call("package_delete", id=resource["package_id"])
    work()
    # In the trash it keeps them, each with its report; it may come back.
    assert (len(files_in()), model.Session.query(Version).count()) == (4, 2)
    call("dataset_purge", id=resource["package_id"])
    work()
    assert (files_in(), model.Session.query(Version).count()) == (set(), 0)


def test_the_reconciler_forgets_versions_of_what_is_gone(upload, work, files_in):
    import sqlalchemy as sa

    from ckan import model

    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables import reconciliation
    from ckanext.scigov.tables.model import Version

    resource = upload(FIRST, "一.csv")
    work()
    # Bulk statements pass no hook.
    change = sa.update(model.Resource).where(model.Resource.id == resource["id"])
    model.Session.execute(change.values(state="deleted"))
    model.Session.commit()
    none = clock.now() - clock.now()
    reconciliation.reconcile(clock.now(), grace=none, silence=none)
    work()
    assert (files_in(), model.Session.query(Version).count()) == (set(), 0)


def test_versions_are_a_page(upload, work, app):
    resource = upload(FIRST, "一.csv")
    work()
    upload(SECOND, "二<b>.csv", id=resource["id"])
    work()
    below = f"/en/dataset/{resource['package_id']}/resource/{resource['id']}"
    soup = BeautifulSoup(app.get(f"{below}/versions").data, "html.parser")
    first, second = soup.select(".scigov-table tbody tr")
    assert first.select_one("th").get_text(" ", strip=True) == "2 shown now"
    told = first.select("td")[2].get_text(" ", strip=True)
    assert told.split(" Columns ") == ["Rows: +1", "added: 备注", "renamed: 金额 → 数额"]
    link = second.select_one("a")
    assert app.get(link["href"]).data == FIRST
    page = BeautifulSoup(app.get(below).data, "html.parser")
    assert page.select_one('a[href$="/versions"]')


def test_the_report_of_an_older_version_stays(upload, work, call):
    bad = FIRST + b"A3,x\n"
    wish = {"data_items": ITEMS, "bad_cells_percent": "50"}
    resource = upload(bad, "一.csv", **wish)
    work()
    upload(FIRST, "二.csv", id=resource["id"])
    work()
    ask = {"resource_id": resource["id"]}
    assert call("scigov_tables_bad_cell_list", **ask)["total"] == 0
    assert call("scigov_tables_bad_cell_list", version=1, **ask)["cells"][0]["value"] == "x"
    with pytest.raises(tk.ObjectNotFound):
        call("scigov_tables_bad_cell_list", version=3, **ask)
    with pytest.raises(tk.ObjectNotFound):
        call("scigov_tables_version_show", number=3, **ask)


def test_the_list_tells_the_moment_as_it_is_written_here(upload, work, app):
    resource = upload(FIRST, "一.csv")
    work()
    page = BeautifulSoup(app.get(address(resource, 1).removesuffix("/1/file")).data, "html.parser")
    moment = page.select_one("tbody td").get_text(strip=True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", moment)
