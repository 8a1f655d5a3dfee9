"""Rebuilding: complete, in batches, without undoing newer changes."""

import pytest
import sqlalchemy as sa

from ckan import logic, model
from ckan.tests import factories, helpers

from ckanext.scigov.search import rebuild as rebuilding
from ckanext.scigov.search.connection import collected
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.search.rebuild import rebuild_all

pytestmark = [
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins"),
]


def names():
    return sorted(model.Session.scalars(sa.select(SearchDocument.name)))


@pytest.fixture
def three():
    return [factories.Dataset(name=f"dataset-{n}", title=f"数据{n}")["id"] for n in range(3)]


def forget_all():
    model.Session.execute(sa.delete(SearchDocument))
    model.Session.commit()


def test_everything_is_indexed_in_batches(three, monkeypatch):
    forget_all()
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    reports = []
    result = rebuild_all("", reports.append)
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    assert [r.done for r in reports] == [2, 3]
    assert (result.total, result.failed) == (3, 0)
    answer = helpers.call_action("package_search", q="数据1")
    assert [one["name"] for one in answer["results"]] == ["dataset-1"]


def test_it_goes_on_where_it_was_interrupted(three):
    forget_all()
    first = min(three)
    result = rebuild_all(first, lambda _: None)
    assert result.total == 2
    assert set(model.Session.scalars(sa.select(SearchDocument.id))) == set(three) - {first}


def test_what_is_no_dataset_any_more_is_dropped(three, indexed):
    helpers.call_action("package_delete", id=three[0])
    indexed(id="gone")
    indexed(id="elsewhere", site_id="another-site", name="of another site")
    model.Session.commit()
    rebuild_all("", lambda _: None)
    assert names() == ["dataset-1", "dataset-2", "of another site"]


def test_a_broken_dataset_does_not_stop_the_others(three, monkeypatch):
    forget_all()
    update = logic.index_update_package

    def broken(context, package_id, defer_commit=False):
        if package_id == three[1]:
            raise RuntimeError("broken")
        update(context, package_id, defer_commit)

    monkeypatch.setattr(logic, "index_update_package", broken)
    result = rebuild_all("", lambda _: None)
    assert (result.done, result.failed) == (3, 1)
    assert names() == ["dataset-0", "dataset-2"]


def test_a_change_made_while_the_batch_is_read_wins(three, monkeypatch):
    store = rebuilding.store

    def late(connection, rows, *, keep_newer=False):
        monkeypatch.setattr(rebuilding, "store", store)
        helpers.call_action("package_patch", id=three[0], title="新")
        store(model.Session.connection(), rows, keep_newer=keep_newer)

    monkeypatch.setattr(rebuilding, "store", late)
    rebuild_all("", lambda _: None)
    assert helpers.call_action("package_search", q="title:新")["count"] == 1


def test_collecting_writes_nothing(connection):
    with collected() as rows:
        connection.add([{"index_id": "1", "title": "x"}])
    assert [row["index_id"] for row in rows] == ["1"]
    assert names() == []


def test_the_commands(three, cli):
    from ckanext.scigov.search.cli import search

    forget_all()
    done = cli.invoke(search, ["rebuild"])
    assert done.exit_code == 0, done.output
    assert "3 of 3 datasets" in done.output
    assert "Indexed 3 datasets" in done.output
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]


def test_ckans_own_commands(three, cli):
    from ckan.cli.cli import ckan

    assert "not indexed = 0 out of 3" in cli.invoke(ckan, ["search-index", "check"]).output
    assert cli.invoke(ckan, ["search-index", "clear", three[0]]).exit_code == 0
    model.Session.remove()
    assert names() == ["dataset-1", "dataset-2"]
    assert "not indexed = 1 out of 3" in cli.invoke(ckan, ["search-index", "check"]).output
    assert cli.invoke(ckan, ["search-index", "rebuild", "-q"]).exit_code == 0
    model.Session.remove()
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    shown = cli.invoke(ckan, ["search-index", "show", "dataset-1"])
    assert "数据1" in shown.output


@pytest.mark.ckan_config("ckanext.scigov.search.backend", "solr")
def test_our_command_is_not_for_solr(cli):
    from ckanext.scigov.search.cli import search

    done = cli.invoke(search, ["rebuild"])
    assert done.exit_code == 1
    assert "ckan search-index rebuild" in done.output
