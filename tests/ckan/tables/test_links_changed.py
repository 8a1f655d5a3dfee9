"""Links that are fetched, when their owner changes them or they go."""

from __future__ import annotations

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

SECOND = "编号,金额\nA1,1.50\nA2,2\nA3,3\n".encode()


def test_another_link_is_fetched_at_once_and_the_table_stays_until_then(
    link, work, call, source, rows, version_count
):
    resource = link()
    work()
    source.body = SECOND
    call("resource_patch", id=resource["id"], url=source.address("/other.csv"))
    assert rows(resource)["total"] == 2
    work()
    assert ([path for path, _ in source.asked], rows(resource)["total"], version_count(resource)) == (
        ["/t.csv", "/other.csv"], 3, 2,
    )  # fmt: skip


def test_other_fields_change_nothing_and_wishes_load_again(link, work, call, source, rows, state):
    resource = link()
    work()
    call("resource_patch", id=resource["id"], description="说明")
    work()
    assert (len(source.asked), rows(resource)["total"]) == (1, 2)
    call("resource_patch", id=resource["id"], header_row="2")
    work()
    assert (len(source.asked), rows(resource)["total"]) == (1, 1)


def test_a_schedule_that_is_taken_back_leaves_the_table(
    link, work, call, later, source, rows, fetch
):
    resource = link()
    work()
    call("resource_patch", id=resource["id"], fetch_schedule="never")
    later(400)
    assert (len(source.asked), rows(resource)["total"]) == (1, 2)
    told = fetch(resource)
    assert (told["schedule"], told["next_at"], told["result"]) == ("", None, "new")
    call("resource_patch", id=resource["id"], fetch_schedule="monthly")
    later(0)
    assert len(source.asked) == 2


def test_another_link_without_a_schedule_has_no_table(
    link, work, call, source, datastore_tables, uploads_in
):
    resource = link()
    work()
    assert datastore_tables() == {resource["id"]}
    call("resource_patch", id=resource["id"], url=source.address("/x"), fetch_schedule="")
    work()
    assert (datastore_tables(), uploads_in()) == (set(), set())


def test_an_upload_takes_the_place_of_a_link(link, work, later, upload, source, rows, state):
    resource = link()
    work()
    upload(SECOND, "二.csv", id=resource["id"])
    work()
    later(2)
    assert (len(source.asked), rows(resource)["total"]) == (1, 3)
    assert "fetch" not in state(resource)


def test_a_link_in_the_trash_is_not_asked(link, work, later, call, dataset, source):
    link()
    work()
    call("package_delete", id=dataset["id"])
    later(2)
    assert len(source.asked) == 1
    call("package_patch", id=dataset["id"], state="active")
    later(0)
    assert len(source.asked) == 2


def test_a_deleted_link_is_forgotten(link, work, call, later, source, datastore_tables, uploads_in):
    from ckanext.scigov.tables.model import Fetch

    resource = link()
    work()
    call("resource_delete", id=resource["id"])
    later(2)
    assert model.Session.query(Fetch).count() == 0
    assert (datastore_tables(), uploads_in(), len(source.asked)) == (set(), set(), 1)


def test_a_link_changed_while_it_is_fetched_is_not_stored(
    link, work, call, source, rows, monkeypatch, fetches_on_record
):
    from ckanext.scigov.shared import fetching

    resource, real = link(), fetching.fetch

    def meanwhile(wanted, target):
        found = real(wanted, target)
        monkeypatch.setattr(fetching, "fetch", real)
        source.body = SECOND
        call("resource_patch", id=resource["id"], url=source.address("/other.csv"))
        return found

    monkeypatch.setattr(fetching, "fetch", meanwhile)
    work()
    assert (rows(resource)["total"], len(fetches_on_record(resource))) == (3, 1)


def test_a_form_that_is_wrong_is_refused(link):
    with pytest.raises(tk.ValidationError):
        link(fetch_schedule="hourly")
