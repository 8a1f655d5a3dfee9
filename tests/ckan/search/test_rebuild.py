"""Rebuilding: complete, resumable, one at a time, and as CKAN's own function."""

import pytest
import sqlalchemy as sa
from copies import forget_all, names

import ckan.lib.search
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.search import rebuild as rebuilding
from ckanext.scigov.search.bulk import batches, shadow
from ckanext.scigov.search.model import SearchBase, SearchDocument, SearchState
from ckanext.scigov.search.rebuild import RebuildRunningError, rebuild_all

pytestmark = [
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins", "no_copy"),
]


def in_copy():
    if not sa.inspect(model.ensure_engine()).has_table(shadow.NAME):
        return None
    with model.ensure_engine().connect() as connection:
        return sorted(connection.scalars(sa.select(shadow.COPY.c.name)))


def ignore(_):
    pass


def test_everything_is_indexed_in_batches(three, monkeypatch):
    forget_all()
    monkeypatch.setattr(batches, "SIZE", 2)
    reports = []
    result = rebuild_all(reports.append)
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    assert [r.done for r in reports] == [2, 3]
    assert reports[0].seconds_left == pytest.approx(reports[0].seconds / 2)
    assert (result.total, result.failed, result.resumed) == (3, 0, 0)
    answer = helpers.call_action("package_search", q="数据1")
    assert [one["name"] for one in answer["results"]] == ["dataset-1"]
    assert in_copy() is None


def stop_after(reports):
    """A report that interrupts the rebuild."""

    def report(_):
        if reports:
            reports.pop()
        else:
            raise KeyboardInterrupt

    return report


def test_it_goes_on_where_it_was_interrupted(three, monkeypatch):
    forget_all()
    monkeypatch.setattr(batches, "SIZE", 1)
    with pytest.raises(KeyboardInterrupt):
        rebuild_all(stop_after([1]))
    assert names() == []
    assert in_copy() == ["dataset-0", "dataset-1"]
    result = rebuild_all(ignore)
    assert (result.total, result.resumed) == (1, 2)
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]


def test_what_was_saved_and_deleted_before_going_on_counts(three, monkeypatch):
    monkeypatch.setattr(batches, "SIZE", 1)
    with pytest.raises(KeyboardInterrupt):
        rebuild_all(stop_after([1]))
    helpers.call_action("package_patch", id=three[0], title="新")
    helpers.call_action("dataset_purge", id=three[1])
    rebuild_all(ignore)
    assert names() == ["dataset-0", "dataset-2"]
    assert helpers.call_action("package_search", q="title:新")["count"] == 1


def test_it_can_begin_anew(three, monkeypatch):
    monkeypatch.setattr(batches, "SIZE", 1)
    with pytest.raises(KeyboardInterrupt):
        rebuild_all(stop_after([]))
    result = rebuild_all(ignore, restart=True)
    assert (result.total, result.resumed) == (3, 0)


@pytest.mark.parametrize("comment", ["", "no JSON", '{"made_for": "another schema", "since": "1"}'])
def test_a_copy_that_does_not_fit_is_dropped(three, comment):
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.text(f"CREATE TABLE {shadow.NAME} (something text)"))
        table = sa.Table(shadow.NAME, sa.MetaData(), comment=comment)
        connection.execute(sa.schema.SetTableComment(table))
    result = rebuild_all(ignore)
    assert (result.total, result.resumed) == (3, 0)
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]


def test_what_is_no_dataset_any_more_is_dropped(three, indexed):
    helpers.call_action("package_delete", id=three[0])
    indexed(id="gone")
    indexed(id="elsewhere", site_id="another-site", name="of another site")
    indexed(id="page", entity_type="page", name="of another kind")
    model.Session.commit()
    rebuild_all(ignore)
    assert names() == ["dataset-1", "dataset-2", "of another kind", "of another site"]


def test_a_broken_dataset_keeps_its_document_and_does_not_stop_the_others(three, fails):
    fails(three[1])
    model.Session.execute(sa.delete(SearchDocument).where(SearchDocument.id != three[1]))
    model.Session.commit()
    result = rebuild_all(ignore)
    assert (result.done, result.failed) == (3, 1)
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]


def test_a_row_that_postgresql_refuses_is_left_out(three, monkeypatch):
    forget_all()
    rows = batches.RowMaker.rows

    def one_too_large(maker, ids):
        made = rows(maker, ids)
        made.rows[1]["words"] = "'" + "x" * 2_000_000 + "':1"
        return made

    monkeypatch.setattr(batches.RowMaker, "rows", one_too_large)
    result = rebuild_all(ignore)
    assert result.failed == 1
    assert names() == ["dataset-0", "dataset-2"]


def test_two_at_once_refuse_each_other(three):
    with model.ensure_engine().connect() as other:
        other.execute(sa.select(sa.func.pg_advisory_xact_lock(rebuilding.REBUILDING)))
        with pytest.raises(RebuildRunningError, match="being rebuilt already"):
            rebuild_all(ignore)
    assert rebuild_all(ignore).done == 3


def test_the_packed_lists_are_made_for_the_new_epoch(three):
    ahead = sa.insert(SearchBase).values(
        epoch=2**30, snapshot=sa.text("'5:5:'::pg_snapshot"), documents=7
    )
    model.Session.execute(ahead)
    model.Session.commit()
    rebuild_all(ignore)
    newest = sa.select(SearchBase.documents, SearchBase.epoch).order_by(SearchBase.id.desc())
    (epoch,) = model.Session.scalars(sa.select(SearchState.epoch))
    assert model.Session.execute(newest).first() == (3, epoch)
    # Those an earlier copy had left for an epoch to come are gone.
    assert all(base.epoch <= epoch for base in model.Session.execute(newest))
    answer = helpers.call_action("package_search", q="数据1")
    assert [one["name"] for one in answer["results"]] == ["dataset-1"]


def test_the_lists_are_not_worth_losing_the_index_for(three, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("no lists")

    monkeypatch.setattr(batches.bases, "build_base", broken)
    # Alembic, whose migrations ran before, has switched older loggers off.
    monkeypatch.setattr(batches.log, "disabled", False)
    forget_all()
    assert rebuild_all(ignore).done == 3
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    assert "the next job builds them" in caplog.text


def test_ckans_function_keeps_orphans_unless_it_clears(three, indexed):
    indexed(id="orphan", name="orphan")
    indexed(id="elsewhere", site_id="another-site", name="of another site")
    model.Session.commit()
    ckan.lib.search.rebuild(quiet=True)
    assert names() == ["dataset-0", "dataset-1", "dataset-2", "of another site", "orphan"]
    ckan.lib.search.rebuild(quiet=True, clear=True)
    assert names() == ["dataset-0", "dataset-1", "dataset-2", "of another site"]


def test_ckans_function_commits_and_keeps_the_objects_of_the_session(three):
    one = model.Package.get(three[0])
    one.title = "不经动作改的"
    ckan.lib.search.rebuild(quiet=True)
    assert one in model.Session
    model.Session.rollback()
    assert helpers.call_action("package_search", q="title:不经动作")["count"] == 1


def test_ckans_function_raises_the_first_failure_unless_forced(three, fails):
    fails(three[1])
    forget_all()
    with pytest.raises(RuntimeError, match="broken"):
        ckan.lib.search.rebuild(quiet=True)
    assert (names(), in_copy()) == ([], None)
    ckan.lib.search.rebuild(quiet=True, force=True)
    assert names() == ["dataset-0", "dataset-2"]


@pytest.mark.parametrize("option", ["only_missing", "package_ids", "package_id"])
def test_some_datasets_are_indexed_by_ckan(three, option, monkeypatch):
    def never(**_):
        raise AssertionError("in bulk")

    monkeypatch.setattr(rebuilding, "rebuild_as_ckan_does", never)
    forget_all()
    given = {"only_missing": True, "package_ids": three[:1], "package_id": three[0]}
    ckan.lib.search.rebuild(**{option: given[option]}, quiet=True)
    assert len(names()) == (3 if option == "only_missing" else 1)
