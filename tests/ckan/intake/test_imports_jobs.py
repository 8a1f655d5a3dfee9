"""What takes long is done by the worker; what cannot be written is said; cells are forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from importing import call, checked, rows_of, sheet, table, uploaded, written

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.intake.imports import config, jobs
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.model import OutboxEntry

pytestmark = pytest.mark.usefixtures("clean_site", "clean_datastore")
MANY = [["标题", "编号"], *([f"条目{number}", f"K-{number}"] for number in range(5))]


def waiting() -> list[dict]:
    found = model.Session.query(OutboxEntry).filter_by(name=jobs.JOB, state="waiting")
    return [dict(one.payload) for one in found.order_by(OutboxEntry.created_at)]


def run() -> None:
    payload = waiting()[-1]
    jobs.run(payload)
    model.Session.query(OutboxEntry).filter_by(name=jobs.JOB).delete()
    model.Session.commit()


@pytest.fixture
def many(provider, owner_editor, monkeypatch) -> str:
    """Upload more entries than are done at once, checked by the worker; return the import's id."""
    monkeypatch.setattr(config, "AT_ONCE", 3)
    batch = uploaded("entries", sheet(*MANY), provider=provider["id"])
    columns = {"标题": "title", "编号": "source_id"}
    told = call("batch_match", id=batch["id"], columns=columns, profile="gathered")
    assert told["state"] == "checking"
    run()
    assert call("batch_show", id=batch["id"])["rows_by_state"]["good"] == 5
    return str(batch["id"])


def test_many_entries_are_written_by_the_worker_once(many) -> None:
    assert call("batch_write", id=many, policy="all_or_nothing")["state"] == "writing"
    with pytest.raises(tk.ValidationError):
        call("batch_write", id=many, policy="all_or_nothing")
    payload = waiting()[0]
    run()
    jobs.run(payload)
    shown = call("batch_show", id=many)
    assert shown["state"] == "written"
    made = tk.get_action("package_show")({"user": "owner_editor"}, {"id": shown["rows"][4]["name"]})
    assert (made["catalogue_profile"], made["source_portal"], made["source_id"]) == (
        "gathered", "import", "K-4",
    )  # fmt: skip
    assert "update_cycle" in made["missing_fields"]
    wanted = {"q": "条目4", "include_private": True}
    found = tk.get_action("package_search")({"user": "owner_editor"}, wanted)
    assert [one["title"] for one in found["results"]] == ["条目4"]


def test_many_entries_are_undone_by_the_worker(many) -> None:
    call("batch_write", id=many, policy="all_or_nothing")
    run()
    assert call("batch_undo", id=many)["state"] == "undoing"
    run()
    assert call("batch_show", id=many)["rows_by_state"] == {
        "good": 0, "bad": 0, "written": 0, "undone": 5,
    }  # fmt: skip


def test_who_may_not_any_more_does_nothing(provider, owner_editor, monkeypatch) -> None:
    monkeypatch.setattr(config, "AT_ONCE", 3)
    batch = uploaded("entries", sheet(*MANY), provider=provider["id"])
    call("batch_match", id=batch["id"], columns={"标题": "title"}, profile="gathered")
    tk.get_action("organization_member_delete")(
        {"user": factories.Sysadmin()["name"]}, {"id": provider["id"], "username": "owner_editor"}
    )
    jobs.run(waiting()[0])
    found = model.Session.get(jobs.Batch, batch["id"])
    assert (found.state, found.outcome["failed"]) == (
        "uploaded", "Whoever asked for it may not do it any more.",
    )  # fmt: skip


def test_a_row_that_does_not_fit_any_more_stops_all(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    heading = ["编号", "立项日期"]
    batch = checked(
        "rows", sheet(heading, ["B1", "2024-03-01"], ["B2", "2024-03-01"]), resource_id=resource
    )
    call("row_add", resource_id=resource, values={"编号": "B2", "立项日期": "2024-03-02"})
    from ckanext.scigov.tables import jobs as loading

    loading.load_file({"resource_id": resource})
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_write", id=batch["id"], policy="all_or_nothing")
    assert "Row 3 could not be written" in refused.value.error_dict["state"][0]
    shown = call("batch_show", id=batch["id"])
    assert (shown["state"], shown["rows_by_state"]["bad"]) == ("checked", 1)
    assert [row[0] for row in rows_of(resource)] == ["编号", "A1", "A2", "B2"]
    call("batch_write", id=batch["id"], policy="only_good")
    assert [row[0] for row in rows_of(resource)] == ["编号", "A1", "A2", "B2", "B1"]


def test_cells_are_forgotten_and_then_nothing_is_undone(entry, owner_editor, at) -> None:
    _dataset, resource = table(entry)
    batch = written("rows", sheet(["编号", "立项日期"], ["B1", "2024-03-01"]), resource_id=resource)
    jobs.forget(clock.now() + dt.timedelta(days=89))
    assert len(call("batch_show", id=batch["id"])["rows"]) == 1
    jobs.forget(clock.now() + dt.timedelta(days=91))
    assert call("batch_show", id=batch["id"])["rows"] == []
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_undo", id=batch["id"])
    assert "not kept any more" in refused.value.error_dict["state"][0]
