"""Bytes: where they lie, what they are called, and that no crash loses or leaves one."""

from __future__ import annotations

import datetime as dt
import io

import pytest

NOTHING = dt.timedelta(0)


def reconcile():
    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables.reconciliation import reconcile as run

    return run(clock.now(), grace=NOTHING, silence=NOTHING)


def location(resource):
    from ckan import model

    from ckanext.scigov.tables import queries

    model.Session.expire_all()
    return queries.find_location(model.Session, resource["id"])


def test_bytes_lie_under_a_random_key(upload, files_in, store):
    resource = upload(b"a,b\n1,2\n", "省级科技计划.csv")
    place = location(resource)
    assert len(place.storage_key) == 32
    assert place.storage_key not in resource["id"]
    assert (store / place.storage_key[:2] / place.storage_key[2:4] / place.storage_key).is_file()
    assert files_in() == {place.storage_key}
    assert (place.file_name, place.size) == ("省级科技计划.csv", 8)
    assert place.sha256 == resource["hash"]


def test_fields_follow_from_the_file(upload):
    resource = upload(b"a,b\n1,2\n", "省级科技计划 2026.CSV", format="PDF")
    assert resource["url"].endswith("/download/sheng-ji-ke-ji-ji-hua-2026.csv")
    assert (resource["format"], resource["mimetype"], resource["size"]) == ("CSV", "text/csv", 8)
    assert resource["name"].startswith("省级科技计划")
    assert resource["hash_algorithm"] == "sha256"


def test_replacing_a_file_changes_what_follows_from_it(upload):
    resource = upload(b"a,b\n1,2\n", "表.csv")
    patched = upload(b"%PDF-1.7", "说明.pdf", id=resource["id"])
    assert (patched["format"], patched["mimetype"]) == ("PDF", "application/pdf")
    assert patched["url"].endswith("/shuo-ming.pdf")


@pytest.mark.parametrize(
    "content", [b"a,b\r\n1,2\r\n", "\ufeff名称\n值".encode(), b"", b"\x00\xff"]
)
def test_the_download_is_the_upload(upload, app, content):
    resource = upload(content, "表.csv")
    assert app.get(resource["url"]).data == content


def test_the_download_bears_its_chinese_name(upload, app):
    resource = upload(b"a,b\n1,2\n", "省级科技计划.csv")
    answer = app.get(resource["url"])
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="sheng-ji-ke-ji-ji-hua.csv"; '
        "filename*=UTF-8''%E7%9C%81%E7%BA%A7%E7%A7%91%E6%8A%80%E8%AE%A1%E5%88%92.csv"
    )
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_ranges_head_and_unchanged(upload, app):
    resource = upload(b"0123456789", "表.csv")
    part = app.get(resource["url"], headers={"Range": "bytes=3-5"})
    assert (part.status_code, part.data) == (206, b"345")
    head = app.flask_app.test_client().head(resource["url"])
    assert (head.status_code, head.headers["Content-Length"], head.data) == (200, "10", b"")
    again = app.get(resource["url"], headers={"If-None-Match": head.headers["ETag"]})
    assert again.status_code == 304


def test_the_address_survives_a_save_of_the_whole_dataset(upload, call, app, dataset):
    resource = upload(b"a,b\n1,2\n", "省级科技计划.csv")
    shown = call("package_show", id=dataset["id"])
    shown["notes"] = "改过的摘要，不动文件。"
    call("package_update", **shown)
    after = call("resource_show", id=resource["id"])
    assert after["url"] == resource["url"]
    assert app.get(after["url"]).data == b"a,b\n1,2\n"


def test_a_replaced_file_goes_after_the_commit_only(upload, work, uploads_in):
    resource = upload(b"a\n1\n", "旧.csv")
    old = location(resource).storage_key
    upload(b"a\n2\n", "新.csv", id=resource["id"])
    new = location(resource).storage_key
    assert uploads_in() == {old, new}
    work()
    assert uploads_in() == {new}


def test_a_rollback_leaves_the_old_bytes_and_no_orphan(upload, work, uploads_in, app, monkeypatch):
    resource = upload(b"a\n1\n", "旧.csv")
    work()
    old = location(resource).storage_key
    from ckan import logic, model

    with monkeypatch.context() as patched:
        patched.setattr(logic, "index_update_package_dicts", fall)
        with pytest.raises(RuntimeError, match="away"):
            upload(b"a\n2\n", "新.csv", id=resource["id"])
    model.Session.rollback()
    assert uploads_in() == {old}
    assert location(resource).storage_key == old
    assert app.get(resource["url"]).data == b"a\n1\n"


def test_a_half_written_file_is_cleared_away(store, upload, files_in):
    resource = upload(b"a\n1\n", "表.csv")
    half = store / "ab" / "cd" / f"{'ab' * 16}.part"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half")
    assert reconcile().files_deleted == 1
    assert files_in() == {location(resource).storage_key}


def test_young_files_are_left_alone(store, files_in):
    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables.reconciliation import reconcile as run

    young = store / "ab" / "cd" / ("ab" * 16)
    young.parent.mkdir(parents=True)
    young.write_bytes(b"in a transaction")
    report = run(clock.now(), grace=dt.timedelta(hours=1), silence=dt.timedelta(hours=1))
    assert not report
    assert files_in() == {young.name}


def test_too_large_a_file_is_refused_and_not_kept(upload, files_in, monkeypatch):
    from ckan.plugins import toolkit as tk

    monkeypatch.setattr("ckan.lib.uploader.get_max_resource_size", lambda: 1)
    with pytest.raises(tk.ValidationError) as refused:
        upload(b"x" * (1 << 20) + b"x", "大.csv")
    assert "1 MB" in str(refused.value.error_dict["upload"])
    assert files_in() == set()


def test_a_file_replaced_by_a_link_goes_with_its_table(
    upload, call, work, files_in, datastore_tables
):
    resource = upload(b"a\n1\n", "表.csv")
    work()
    assert resource["id"] in datastore_tables()
    call("resource_patch", id=resource["id"], url="https://data.example/x", clear_upload=True)
    work()
    assert files_in() == set()
    assert datastore_tables() == set()
    shown = call("resource_show", id=resource["id"])
    assert (shown["load_status"], shown["datastore_active"]) == ("none", False)


@pytest.mark.parametrize("way", ["resource_delete", "package_update", "dataset_purge"])
def test_a_gone_resource_takes_file_and_table_along(
    way, upload, call, work, files_in, datastore_tables, dataset
):
    resource = upload(b"a\n1\n", "表.csv")
    work()
    assert len(files_in()) == 2  # the report, too
    if way == "resource_delete":
        call("resource_delete", id=resource["id"])
    elif way == "package_update":
        call("package_update", **{**call("package_show", id=dataset["id"]), "resources": []})
    else:
        call("dataset_purge", id=dataset["id"])
    work()
    assert files_in() == set()
    assert datastore_tables() == set()


def test_a_dataset_in_the_trash_keeps_its_files(upload, call, work, uploads_in, dataset):
    upload(b"a\n1\n", "表.csv")
    work()
    call("package_delete", id=dataset["id"])
    work()
    reconcile()
    assert len(uploads_in()) == 1


def test_a_resource_deleted_behind_the_session_is_found(upload, work, files_in, datastore_tables):
    import sqlalchemy as sa

    from ckan import model

    resource = upload(b"a\n1\n", "表.csv")
    work()
    model.Session.execute(
        sa.update(model.Resource).where(model.Resource.id == resource["id"]).values(state="deleted")
    )
    model.Session.commit()
    assert reconcile().locations_forgotten == 1
    work()
    assert files_in() == set()
    assert datastore_tables() == set()


def fall(*_args):
    raise RuntimeError("the index is away")


@pytest.fixture
def create(call, provider):
    """Create a dataset with a link and a file in one call."""
    from werkzeug.datastructures import FileStorage

    def run():
        return call(
            "package_create",
            title="一次建成",
            name="at-once",
            owner_org=provider["id"],
            catalogue_profile="gathered",
            security_level="1",
            share_type="unconditional",
            open_type="unconditional",
            source_portal="test",
            source_id="2",
            resources=[
                {"name": "链接", "url": "https://data.example/a"},
                {"name": "文件", "upload": FileStorage(io.BytesIO(b"a\n1\n"), filename="表.csv")},
            ],
        )

    return run


def test_a_dataset_is_created_with_its_files(create, app):
    made = create()
    assert made["resources"][0]["url"] == "https://data.example/a"
    assert app.get(made["resources"][1]["url"]).data == b"a\n1\n"


def test_a_dataset_that_fails_leaves_none_of_its_files(create, call, files_in, monkeypatch):
    from ckan import logic, model
    from ckan.plugins import toolkit as tk

    monkeypatch.setattr(logic, "index_insert_package_dicts", fall)
    with pytest.raises(RuntimeError, match="away"):
        create()
    model.Session.rollback()
    with pytest.raises(tk.ObjectNotFound):
        call("package_show", id="at-once")
    assert files_in() == set()


def test_pictures_keep_ckans_own_way(call):
    from ckan.lib import uploader

    assert type(uploader.get_uploader("group")).__module__ == "ckan.lib.uploader"


def test_a_file_that_is_not_there_is_not_found(upload, app, store):
    resource = upload(b"a\n1\n", "表.csv")
    key = location(resource).storage_key
    (store / key[:2] / key[2:4] / key).unlink()
    assert app.get(resource["url"]).status_code == 404
