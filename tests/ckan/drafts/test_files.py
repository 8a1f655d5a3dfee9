"""A file that comes before its entry: what is read from it, who has it, what becomes of it."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.drafts import config, jobs, service
from ckanext.scigov.drafts.model import Draft, WaitingFile
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.model import OutboxEntry
from ckanext.scigov.tables import config as tables_config
from ckanext.scigov.tables.model import Load, Location

pytestmark = pytest.mark.usefixtures("clean_site")
NAME = "省级科研项目_立项清单（2023年）.csv"
TABLE = "项目名称,批准日期,自定列\n小麦育种,2023-03-01,甲\n水稻育种,2023-11-20,乙\n"
OWN = "本项目所在的批次说明"


@pytest.fixture(autouse=True)
def store(tmp_path, app, ckan_config, monkeypatch):
    """A storage folder of this test's own; making the app reads the configuration, so it is first."""
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def begin(ask):
    def give(user, text=TABLE, name=NAME, **form):
        content = text if isinstance(text, bytes) else text.encode()
        return ask(user, "/drafts/file", upload=(io.BytesIO(content), name), **form)

    return give


@pytest.fixture
def begun(begin, editor):
    """The draft of a file that its owner has begun with."""
    return begin(editor).location.rpartition("draft=")[2]


def waiting() -> list[Path]:
    return [file.path for _prefix, files in config.file_store().walk() for file in files]


def described(page: dict[str, str], entry: dict[str, str]) -> dict[str, str]:
    """What a person sends who leaves as it is what was read and describes the rest."""
    rest = {name: text for name, text in entry.items() if name not in ("title", "data_form")}
    del rest["no_resource_reason"]
    descriptions = dict.fromkeys(("data_items-1-description", "data_items-2-description"), OWN)
    return {**page, **rest, **descriptions, "save": ""}


def test_what_the_file_says_stands_in_the_form(ask, editor, provider, begun, fields):
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))
    assert page["title"] == "省级科研项目 立项清单（2023年）"
    assert page["data_form"] == "spreadsheet"
    assert page["temporal_coverage-0-start"] == "2023-01-01"
    assert page["temporal_coverage-0-end"] == "2023-12-31"
    titles = [page[f"data_items-{place}-title"] for place in range(3)]
    assert titles == ["项目名称", "批准日期", "自定列"]
    assert [page[f"data_items-{place}-data_type"] for place in range(3)] == ["C", "D", "C"]
    assert page["data_items-1-name"] == "pi_zhun_ri_qi"
    assert page["data_items-0-description"]
    assert (page["draft_id"], page["_ckan_phase"], page["tag_string"]) == (begun, "", "")


def test_saving_makes_entry_resource_and_dictionary_at_once(ask, editor, begun, fields, entry):
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))
    made = ask(editor, "/dataset/new", **described(page, entry))
    assert made.status_code == 302
    dataset = tk.get_action("package_show")(
        {"ignore_auth": True, "user": ""}, {"id": made.location.rpartition("/")[2]}
    )
    assert (dataset["state"], dataset["lifecycle_status"]) == ("active", "published")
    (resource,) = dataset["resources"]
    assert (resource["name"], resource["format"], resource["url_type"]) == (NAME, "CSV", "upload")
    items = [(one["title"], one["data_type"]) for one in resource["data_items"]]
    assert items == [("项目名称", "C"), ("批准日期", "D"), ("自定列", "C")]
    assert resource["data_items"][2]["description"] == OWN
    place = model.Session.get(Location, resource["id"])
    assert tables_config.file_store().path(place.storage_key).read_bytes() == TABLE.encode()
    assert model.Session.get(Load, resource["id"]).state == "queued"
    assert (model.Session.query(Draft).count(), model.Session.query(WaitingFile).count()) == (0, 0)


def test_the_waiting_file_goes_after_the_commit(ask, editor, begun, fields, entry):
    (path,) = waiting()
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))
    ask(editor, "/dataset/new", **described(page, entry))
    assert path.exists()
    (job,) = model.Session.query(OutboxEntry).filter_by(name=service.DELETE_FILE_JOB)
    jobs.delete_file(job.payload)
    jobs.delete_file(job.payload)
    assert waiting() == []


def test_a_refused_form_comes_back_whole_and_the_file_waits(ask, editor, begun, fields, entry):
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))
    sent = described(page, entry) | {"notes": "", "data_items-2-description": ""}
    answer = ask(editor, "/dataset/new", **sent)
    assert answer.status_code == 200
    assert model.Session.query(model.Package).count() == 0
    text = answer.get_data(as_text=True)
    assert "#field-notes" in text
    assert "#field-data_items-2-description" in text
    again = fields(answer)
    assert (again["title"], again["data_items-1-title"]) == (page["title"], "批准日期")
    assert (again["draft_id"], again["_ckan_phase"]) == (begun, "")
    assert model.Session.query(WaitingFile).count() == len(waiting()) == 1
    done = ask(editor, "/dataset/new", **described(again, entry))
    assert done.status_code == 302


def test_a_crash_while_saving_loses_nothing(ask, editor, begun, fields, entry, monkeypatch):
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))

    def crash(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "delete", crash)
    with pytest.raises(KeyboardInterrupt):
        ask(editor, "/dataset/new", **described(page, entry))
    model.Session.rollback()
    assert model.Session.query(model.Package).count() == 0
    assert model.Session.query(WaitingFile).count() == len(waiting()) == 1


def test_nobody_else_gets_the_file(ask, begin, editor, colleague, begun, entry, provider, call):
    for path in (f"/dataset/new?draft={begun}", "/dataset/new"):
        assert "立项清单" not in ask(colleague, path).get_data(as_text=True)
    with pytest.raises(tk.NotAuthorized):
        call(colleague, "scigov_drafts_file_delete", id=begun)
    sent = {**entry, "owner_org": provider["id"], "draft_id": begun, "save": "go-metadata"}
    ask(colleague, "/dataset/new", **sent)
    (made,) = model.Session.query(model.Package)
    assert made.resources == []
    assert model.Session.query(WaitingFile).count() == 1
    assert call(editor, "scigov_drafts_show", id=begun)["file"]["name"] == NAME


def test_it_lies_outside_what_is_served(begun):
    (path,) = waiting()
    served = Path(tk.config["ckan.storage_path"]) / "storage"
    assert served not in path.parents
    assert path.parents[3].name == "drafts"


def test_who_edits_nothing_may_not(begin, stranger, call):
    from ckan.tests import factories

    plain = factories.UserWithToken(name="plain")
    assert begin(plain).status_code == 403
    with pytest.raises(tk.NotAuthorized):
        call({"name": ""}, "scigov_drafts_file_create")
    assert begin(stranger).status_code == 302


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("数据.csv", "<!DOCTYPE html><html><body>x</body></html>"),
        ("数据.xlsx", "PK\x03\x04nonsense"),
        ("数据.csv", ""),
        ("数据.json", "{"),
    ],
)
def test_a_file_that_cannot_be_read_waits_all_the_same(begin, ask, editor, call, name, text):
    draft = begin(editor, text, name).location.rpartition("draft=")[2]
    found = call(editor, "scigov_drafts_show", id=draft)
    assert "data_items" not in found["values"]
    assert found["file"]["name"] == name
    assert ask(editor, f"/dataset/new?draft={draft}").status_code == 200


def test_without_a_file_the_page_says_so(ask, editor):
    answer = ask(editor, "/drafts/file", owner_org="")
    assert answer.status_code == 409
    assert model.Session.query(Draft).count() == 0


def test_one_that_is_too_large_is_refused(begin, editor, monkeypatch):
    monkeypatch.setattr("ckanext.scigov.drafts.logic.action.get_max_resource_size", lambda: 0)
    answer = begin(editor)
    assert answer.status_code == 409
    assert (model.Session.query(Draft).count(), waiting()) == (0, [])


def test_so_many_wait_and_no_more(begin, editor, colleague, monkeypatch):
    monkeypatch.setattr(service, "MOST_FILES", 2)
    assert [begin(editor).status_code for _ in range(3)] == [302, 302, 409]
    assert begin(colleague).status_code == 302
    assert len(waiting()) == 3


def test_going_on_without_the_file_keeps_what_was_typed(ask, editor, begun, fields, call):
    path = f"/drafts/{begun}/file/delete"
    answer = ask(editor, path, title="改过的名称", draft_id=begun)
    assert fields(ask(editor, answer.location))["title"] == "改过的名称"
    assert call(editor, "scigov_drafts_show", id=begun)["file"] is None


def test_saving_the_draft_keeps_file_and_dictionary(ask, editor, begun, fields, call):
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))
    sent = page | {"data_items-0-title": "课题名称"}
    ask(editor, "/drafts", **sent)
    again = fields(ask(editor, f"/dataset/new?draft={begun}"))
    assert [again[f"data_items-{n}-title"] for n in range(3)] == ["课题名称", "批准日期", "自定列"]
    assert call(editor, "scigov_drafts_show", id=begun)["file"]["size"] == len(TABLE.encode())


def test_a_template_takes_no_dictionary(ask, editor, provider, begun, fields, call):
    sent = fields(ask(editor, f"/dataset/new?draft={begun}"))
    sent |= {"owner_org": provider["id"], "template_title": "模板"}
    ask(editor, "/drafts/templates", **sent)
    (template,) = call(editor, "scigov_drafts_list")["templates"]
    found = call(editor, "scigov_drafts_show", id=template["id"])
    assert (found["file"], "data_items" in found["values"]) == (None, False)


def test_the_file_goes_with_its_draft(editor, begun, call):
    (path,) = waiting()
    call(editor, "scigov_drafts_delete", id=begun)
    (job,) = model.Session.query(OutboxEntry).filter_by(name=service.DELETE_FILE_JOB)
    assert path.name == job.payload["key"]
    assert model.Session.query(WaitingFile).count() == 0


def test_the_daily_job_takes_what_was_left(editor, begun):
    store = config.file_store()
    store.write("0" * 32, io.BytesIO(b"left by a crash"))
    assert jobs.delete_unclaimed(clock.now() - dt.timedelta(hours=1)) == 0
    assert jobs.delete_unclaimed(clock.now() + dt.timedelta(hours=1)) == 1
    assert len(waiting()) == 1
    jobs.forget(clock.now() + dt.timedelta(days=91))
    assert model.Session.query(WaitingFile).count() == 0


def test_a_file_that_is_gone_is_said(ask, editor, begun, fields, entry):
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))
    for path in waiting():
        path.unlink()
    answer = ask(editor, "/dataset/new", **described(page, entry))
    assert answer.status_code == 200
    assert model.Session.query(model.Package).count() == 0
    assert f"/drafts/{begun}/file/delete" in answer.get_data(as_text=True)


def test_the_dictionary_may_be_pasted_beside(ask, editor, begun, fields, entry):
    page = fields(ask(editor, f"/dataset/new?draft={begun}"))
    sent = {k: v for k, v in described(page, entry).items() if "data_items" not in k}
    sent["pasted_items"] = f"名称\t类型\t说明\n批次\tC\t{OWN}"
    assert ask(editor, "/dataset/new", **sent).status_code == 302
    (made,) = model.Session.query(model.Package)
    (resource,) = made.resources
    items = resource.extras["data_items"]
    items = json.loads(items) if isinstance(items, str) else items
    assert [one["title"] for one in items] == ["批次"]


def test_the_form_of_another_entry_does_not_take_it(ask, editor, provider, begun, entry, fields):
    sent = {**entry, "owner_org": provider["id"], "save": "go"}
    ask(editor, "/dataset/new", **sent)
    (made,) = model.Session.query(model.Package)
    answer = ask(editor, f"/dataset/edit/{made.name}?draft={begun}")
    assert "立项清单（2023年）.csv" not in answer.get_data(as_text=True)
    assert fields(answer)["draft_id"] == ""
