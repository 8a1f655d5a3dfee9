"""Rebuilding: complete, resumable, one at a time, and as CKAN's own command."""

import json

import click
import pytest
import sqlalchemy as sa

import ckan.lib.search
import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib.search.common import make_connection
from ckan.tests import factories, helpers

from ckanext.scigov.search import rebuild as rebuilding
from ckanext.scigov.search.bulk import batches, shadow
from ckanext.scigov.search.cli import search
from ckanext.scigov.search.model import SearchBase, SearchDocument, SearchState
from ckanext.scigov.search.rebuild import RebuildRunningError, rebuild_all

pytestmark = [
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins", "no_copy"),
]


def names():
    return sorted(model.Session.scalars(sa.select(SearchDocument.name)))


def in_copy():
    if not sa.inspect(model.ensure_engine()).has_table(shadow.NAME):
        return None
    with model.ensure_engine().connect() as connection:
        return sorted(connection.scalars(sa.select(shadow.COPY.c.name)))


def ignore(_):
    pass


@pytest.fixture
def three():
    return [factories.Dataset(name=f"dataset-{n}", title=f"数据{n}")["id"] for n in range(3)]


def forget_all():
    model.Session.execute(sa.delete(SearchDocument))
    model.Session.commit()


@pytest.fixture
def rebuild_command(cli, app):
    """Run the command as CKAN's own command does, which has made the application before."""

    @click.group()
    @click.pass_context
    def site(ctx):
        ctx.meta["flask_app"] = app.flask_app

    site.add_command(search)
    return lambda *options: cli.invoke(site, ["search", "rebuild", *options])


@pytest.fixture
def fails(monkeypatch):
    """Let these datasets fail, by CKAN's way too."""
    update = logic.index_update_package

    def let(*ids):
        def broken(context, package_id, defer_commit=False):
            if package_id in ids:
                raise RuntimeError("broken")
            update(context, package_id, defer_commit)

        monkeypatch.setattr(logic, "index_update_package", broken)

    return let


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


def test_the_commands(three, rebuild_command):
    forget_all()
    done = rebuild_command()
    assert done.exit_code == 0, done.output
    assert "3 of 3 datasets" in done.output
    assert "Indexed 3 datasets" in done.output
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    quiet = rebuild_command("--quiet", "--restart")
    assert quiet.output.count("\n") == 1


def test_titles_of_licences_are_in_the_sites_language(three, rebuild_command):
    tk.get_action("package_patch")(
        {"ignore_auth": True, "user": ""}, {"id": three[0], "license_id": "other-open"}
    )
    forget_all()
    assert rebuild_command("--restart").exit_code == 0
    shown = make_connection().search("name:dataset-0", fl="validated_data_dict").docs[0]
    assert json.loads(shown["validated_data_dict"])["license_title"] == "其他(开放)"


def test_the_command_says_what_is_wrong(three, rebuild_command, fails, monkeypatch):
    fails(three[1])
    failed = rebuild_command()
    assert failed.exit_code == 1
    assert "1 datasets could not be indexed" in failed.output

    monkeypatch.setattr(rebuilding, "_fill", lambda *_, **__: 1 / 0)
    stopped = rebuild_command()
    assert "The same command goes on from here" in stopped.output

    with model.ensure_engine().connect() as other:
        other.execute(sa.select(sa.func.pg_advisory_xact_lock(rebuilding.REBUILDING)))
        refused = rebuild_command()
    assert refused.exit_code == 1
    assert "being rebuilt already" in refused.output


def test_ckans_own_commands(three, cli):
    from ckan.cli.cli import ckan

    assert "not indexed = 0 out of 3" in cli.invoke(ckan, ["search-index", "check"]).output
    assert cli.invoke(ckan, ["search-index", "clear", three[0]]).exit_code == 0
    model.Session.remove()
    assert names() == ["dataset-1", "dataset-2"]
    assert "not indexed = 1 out of 3" in cli.invoke(ckan, ["search-index", "check"]).output
    rebuilt = cli.invoke(ckan, ["search-index", "rebuild"])
    assert rebuilt.exit_code == 0
    assert "Indexing dataset 3/3" in rebuilt.output
    model.Session.remove()
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    shown = cli.invoke(ckan, ["search-index", "show", "dataset-1"])
    assert "数据1" in shown.output


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


@pytest.mark.ckan_config("ckanext.scigov.search.backend", "solr")
def test_our_command_is_not_for_solr(rebuild_command):
    done = rebuild_command()
    assert done.exit_code == 1
    assert "ckan search-index rebuild" in done.output
