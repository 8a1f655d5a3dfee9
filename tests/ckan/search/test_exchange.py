"""The copy takes the live index's place: nothing is lost, nobody is kept waiting, all names stay."""

import contextlib
import threading
import time

import pytest
import sqlalchemy as sa

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.search.bulk import batches, exchange, shadow
from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.search.bulk.exchange import TableBusyError
from ckanext.scigov.search.model import SearchDeletion, SearchDocument, SearchState
from ckanext.scigov.search.rebuild import rebuild_all

pytestmark = [
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins", "no_copy"),
]

HELD = 3
"""For how many seconds a reader keeps the table; who waits no longer than an attempt waits far less."""
CATALOGUE = sa.text(
    """
    SELECT c.relkind, c.relname || ' ' || coalesce(c.reloptions::text, '') FROM pg_class c WHERE c.relname LIKE 'scigov\\_search\\_document%'
    UNION ALL
    SELECT k.contype, k.conname FROM pg_constraint k
    WHERE k.conrelid = 'scigov_search_document'::regclass
    UNION ALL
    SELECT 'c', a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
           || ' ' || a.attidentity::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || ' '
           || coalesce(col_description(a.attrelid, a.attnum), '')
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = 'scigov_search_document'::regclass AND a.attnum > 0
          AND NOT a.attisdropped
    UNION ALL
    SELECT 's', coalesce(obj_description('scigov_search_document'::regclass), 'no comment')
    ORDER BY 1, 2
    """
)


@pytest.fixture
def three():
    return [factories.Dataset(name=f"dataset-{n}", title=f"数据{n}")["id"] for n in range(3)]


@pytest.fixture
def meanwhile(monkeypatch):
    """Do something when everything has been read, before the copy takes its place."""

    def during(act):
        analyze = shadow.analyze

        def then(connection):
            analyze(connection)
            act()

        monkeypatch.setattr(shadow, "analyze", then)

    return during


def run():
    model.Session.remove()
    return rebuild_all(lambda _: None)


def rows(query):
    model.Session.remove()
    return list(model.Session.scalars(query))


def titles():
    shown = SearchDocument.stored["title"].astext
    return rows(sa.select(shown).order_by(SearchDocument.name))


def names():
    return rows(sa.select(SearchDocument.name).order_by(SearchDocument.name))


def described():
    with model.ensure_engine().connect() as connection:
        return [tuple(row) for row in connection.execute(CATALOGUE)]


def test_everything_has_the_name_the_migrations_gave_it(three):
    before = described()
    assert ("i", "scigov_search_document_pkey ") in before
    assert ("i", "scigov_search_document_words {fastupdate=off}") in before
    assert ("S", "scigov_search_document_number_seq ") in before
    run()
    assert described() == before
    run()
    assert described() == before


def test_numbers_are_dense_and_go_on(three):
    run()
    assert sorted(rows(sa.select(SearchDocument.number))) == [1, 2, 3]
    factories.Dataset(name="later")
    assert sorted(rows(sa.select(SearchDocument.number))) == [1, 2, 3, 4]


def test_it_is_a_new_epoch_and_old_deletions_are_forgotten(three):
    helpers.call_action("dataset_purge", id=three[0])
    assert len(rows(sa.select(SearchDeletion.number))) == 1
    (before,) = rows(sa.select(SearchState.epoch))
    run()
    assert rows(sa.select(SearchDeletion.number)) == []
    assert rows(sa.select(SearchState.epoch)) == [before + 1]


def test_the_migrations_go_down_and_up_after_it(three):
    from ckan.cli.db import _run_migrations

    run()
    try:
        _run_migrations("scigov_search", "base", forward=False)
        assert not sa.inspect(model.ensure_engine()).has_table(SearchDocument.__tablename__)
    finally:
        _run_migrations("scigov_search", "head")
    run()
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]


def test_what_is_saved_meanwhile_is_newer(three, meanwhile):
    def save():
        helpers.call_action("package_patch", id=three[0], title="改过")
        factories.Dataset(name="dataset-new", title="新的")

    meanwhile(save)
    run()
    assert titles() == ["改过", "数据1", "数据2", "新的"]


def test_what_is_deleted_meanwhile_stays_deleted(three, meanwhile):
    def delete():
        helpers.call_action("dataset_purge", id=three[0])
        helpers.call_action("package_delete", id=three[1])

    meanwhile(delete)
    run()
    assert names() == ["dataset-2"]


def test_what_others_delete_meanwhile_stays_deleted(three, indexed, connection, meanwhile):
    indexed(index_id="other", id="x", site_id="another-site", name="elsewhere")
    indexed(index_id="kept", id="y", site_id="another-site", name="kept")
    model.Session.commit()
    carry = exchange._carry_over
    carried = []

    def then_delete(*given):
        carry(*given)
        carried.append(given)
        if len(carried) == 1:
            given[0].commit()
            connection.delete(id="other")

    meanwhile(lambda: None)
    exchange._carry_over = then_delete
    try:
        run()
    finally:
        exchange._carry_over = carry
    assert names() == ["dataset-0", "dataset-1", "dataset-2", "kept"]


def test_what_is_rolled_back_meanwhile_never_was(three, indexed, meanwhile):
    def try_and_give_up():
        model.Session.add(model.Package(name="dataset-x"))
        model.Session.flush()
        indexed(name="dataset-x")
        assert "dataset-x" in list(model.Session.scalars(sa.select(SearchDocument.name)))
        model.Session.rollback()

    meanwhile(try_and_give_up)
    run()
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]


@contextlib.contextmanager
def thread(work):
    """Run work again and again until the block ends; its failure is the test's."""
    stop, failures = threading.Event(), []

    def loop():
        try:
            while not stop.is_set():
                work()
        except Exception as error:  # noqa: BLE001 (raised below)
            failures.append(error)
        finally:
            model.Session.remove()

    running = threading.Thread(target=loop)
    running.start()
    try:
        yield
    finally:
        stop.set()
        running.join(120)
    if failures:
        raise failures[0]


def test_people_search_and_save_throughout(three, monkeypatch, with_request_context):
    monkeypatch.setattr(batches, "SIZE", 1)
    counts, saved = [], []

    def search():
        from ckan.lib.search import make_connection

        counts.append(make_connection().search("*:*", rows=0, fq="site_id:test.scigov").hits)
        model.Session.remove()
        time.sleep(0.002)

    def save():
        row = {
            "index_id": f"written-{len(saved)}", "name": "w", "site_id": "another-site",
            "title": "", "title_key": "", "permission_labels": [], "terms": [], "fields": [],
            "words": "", "field_words": "", "stored": {},
        }  # fmt: skip
        with model.ensure_engine().begin() as connection:
            copy(connection, shadow.LIVE, [row])
        saved.append(row["index_id"])
        time.sleep(0.005)

    with thread(search), thread(save):
        for _ in range(5):
            run()
    assert set(counts) == {3}
    assert len(counts) > 20
    written = SearchDocument.index_id.like("written-%")
    assert sorted(rows(sa.select(SearchDocument.index_id).where(written))) == sorted(saved)


def test_a_transaction_that_keeps_the_table_is_waited_for(three):
    model.Session.remove()
    engine = model.ensure_engine()
    holding, done = threading.Event(), []

    def hold():
        with engine.begin() as connection:
            connection.execute(sa.select(SearchDocument.number))
            holding.set()
            time.sleep(HELD)

    def search():
        began = time.monotonic()
        with engine.begin() as connection:
            connection.execute(sa.select(SearchDocument.number))
        done.append(time.monotonic() - began)
        time.sleep(0.01)

    holder = threading.Thread(target=hold)
    holder.start()
    holding.wait(120)
    with thread(search):
        result = run()
    holder.join()
    assert result.done == 3
    # Who searches behind the rebuild's attempt waits no longer than that.
    assert max(result.blocked, *done) < HELD - 0.5


def test_a_transaction_that_never_ends_is_named(three, monkeypatch):
    monkeypatch.setattr(exchange, "PATIENCE", 0.3)
    model.Session.remove()
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.select(SearchDocument.number))
        with pytest.raises(TableBusyError, match="pg_stat_activity"):
            run()
    # The copy is whole: nothing is read again.
    result = run()
    assert (result.total, result.resumed) == (0, 3)
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]


def test_any_other_error_is_not_taken_for_a_busy_table(three, monkeypatch):
    def broken(*_):
        raise sa.exc.OperationalError("statement", {}, Exception("no space left"))

    monkeypatch.setattr(exchange, "_take_place", broken)
    with pytest.raises(sa.exc.OperationalError, match="no space left"):
        run()
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
