"""Rows are shown first, and get their words afterwards, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

FILE = "题目,日期,时刻\n大数据,2024-02-29,2024-02-29 08:00\n能耗,2024-03-01,\n网络,,\n".encode()
OTHER = FILE.replace("大数据".encode(), "大语言模型".encode())


class KilledError(BaseException):
    """Nothing catches it on its way out, as with kill -9."""


@pytest.fixture
def words_of():
    """Read what stands in ``_full_text``, row by row."""
    from ckanext.datastore.backend.postgres import get_write_engine

    def read(resource):
        rows = sa.table(resource["id"], sa.column("_id"), sa.column("_full_text"))
        query = sa.select(sa.cast(rows.c._full_text, sa.Text)).order_by(rows.c._id)
        with get_write_engine().connect() as connection:
            return list(connection.scalars(query))

    return read


@pytest.fixture
def indexes():
    from ckanext.datastore.backend.postgres import get_write_engine

    return lambda resource: len(sa.inspect(get_write_engine()).get_indexes(resource["id"]))


@pytest.fixture
def killed(work, monkeypatch):
    """Run the worker until it is killed at the so-maniest call of a function of ``row_words``."""

    def run(name, times):
        from ckan import model

        from ckanext.scigov.tables import row_words

        real, calls = getattr(row_words, name), []

        def until(*args):
            calls.append(name)
            if len(calls) > times:
                raise KilledError
            return real(*args)

        with monkeypatch.context() as patched:
            patched.setattr(row_words, name, until)
            with pytest.raises(KilledError):
                work()
        model.Session.rollback()
        model.Session.remove()

    return run


@pytest.fixture(autouse=True)
def _row_by_row(monkeypatch):
    for name in ("FEWEST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(f"ckanext.scigov.tables.row_words.{name}", 1)


def recover():
    from ckan import model

    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables import reconciliation

    nothing = dt.timedelta(0)
    reconciliation.reconcile(clock.now(), grace=nothing, silence=nothing)
    model.Session.commit()


@pytest.mark.parametrize(
    ("name", "times", "done"), [("_make_some", 0, 0), ("_make_some", 2, 2), ("_finish", 0, 3)]
)
def test_rows_are_shown_and_found_whenever_the_worker_is_killed(
    name, times, done, upload, work, killed, rows, state, words_of, indexes
):
    resource = upload(FILE, "表.csv")
    killed(name, times)
    assert (state(resource)["state"], state(resource)["search_ready"]) == ("loaded", False)
    assert [one is not None for one in words_of(resource)] == [n < done for n in range(3)]
    assert (rows(resource, q="数据")["total"], rows(resource, q="能耗")["total"]) == (1, 1)
    assert indexes(resource) == 0

    recover()
    work()
    assert state(resource)["search_ready"] is True
    assert (rows(resource, q="数据")["total"], rows(resource, q="2024-02-29")["total"]) == (1, 1)
    assert (None in words_of(resource), indexes(resource)) == (False, 1)


def test_words_are_those_a_reader_sees(upload, work, words_of):
    resource = upload(FILE, "表.csv")
    work()
    assert words_of(resource)[1] == "'01':6 '03':5 '2024':4 '耗':2 '能耗':1"


def test_odd_names_of_columns(upload, work, rows, state):
    resource = upload("占比%,%s,a{b}\n大数据,能耗,网络\n".encode(), "表.csv")
    work()
    assert state(resource)["search_ready"] is True
    assert [rows(resource, q=text)["total"] for text in ("数据", "能耗", "网络")] == [1, 1, 1]


def test_odd_names_of_columns_before_there_are_words(upload, work, rows, monkeypatch):
    monkeypatch.setattr("ckanext.scigov.tables.row_words.make", lambda *_, **__: None)
    resource = upload("占比%,%s,a{b}\n大数据,能耗,网络\n".encode(), "表.csv")
    work()
    assert [rows(resource, q=text)["total"] for text in ("数据", "能耗", "别的")] == [1, 1, 0]


def test_a_newer_load_makes_its_own(upload, work, rows, state, monkeypatch):
    from ckanext.scigov.tables import row_words

    resource, real, done = upload(FILE, "表.csv"), row_words._make_some, []

    def replaced_meanwhile(*args):
        if not done:
            done.append(True)
            upload(OTHER, "表.csv", id=resource["id"])
            work()
        return real(*args)

    monkeypatch.setattr(row_words, "_make_some", replaced_meanwhile)
    work()
    assert state(resource)["search_ready"] is True
    assert (rows(resource, q="大数据")["total"], rows(resource, q="语言模型")["total"]) == (0, 1)


def test_the_worker_takes_turns_between_words_and_other_files(upload, work, state, monkeypatch):
    from ckanext.scigov.tables import jobs, row_words

    large, real, seen = upload(FILE, "表.csv"), row_words.make, []

    def make(resource_id, **values):
        if resource_id == large["id"]:
            if not seen:
                seen.append(upload(OTHER, "别.csv"))
            seen.append(state(seen[0])["state"])
        return real(resource_id, **values)

    monkeypatch.setattr(row_words, "make", make)
    monkeypatch.setattr(jobs, "WORDS_SECONDS", -1.0)
    work()
    # A row in each turn, and one to find that there are no more.
    assert seen[1:] == ["queued", "loaded", "loaded", "loaded"]
    assert (state(large)["search_ready"], state(seen[0])["search_ready"]) == (True, True)


def test_a_table_that_is_gone_needs_none(upload, work, monkeypatch):
    from ckanext.scigov.tables import datastore, row_words

    resource = upload(FILE, "表.csv")
    real = row_words._make_some

    def gone_meanwhile(*args):
        datastore.drop_table(resource["id"])
        return real(*args)

    monkeypatch.setattr(row_words, "_make_some", gone_meanwhile)
    work()
    row_words.make(resource["id"])
    row_words.make("no-such-table")


def test_rows_written_meanwhile_keep_their_words(upload, killed, work, call, rows):
    resource = upload(FILE, "表.csv")
    killed("_make_some", 0)
    changed = {"_id": 1, "题目": "改成别的"}
    call("datastore_upsert", resource_id=resource["id"], records=[changed], force=True)
    recover()
    work()
    assert (rows(resource, q="改成别的")["total"], rows(resource, q="大数据")["total"]) == (1, 0)


def test_pieces_are_as_large_as_rows_are_short():
    from ckanext.scigov.tables import row_words

    piece = row_words._Piece(0, 250).next(250, 1_000)
    assert (piece.after, piece.rows) == (250, 1)  # the most that these tests allow
    assert row_words._Piece(0, 250).next(9, 5_000_000).rows == 125
    assert row_words._Piece(0, 1).next(9, 5_000_000).rows == 1


def test_words_of_a_very_long_row_are_cut_between_two(upload, work, rows, state):
    from ckanext.scigov.tables import row_words

    long = " ".join(f"{n}" + "é" * 63 for n in range(9_000))
    words = row_words._words(long)
    assert len(words.encode()) <= 1_000_000
    assert words.split(" ")[-1].count(":") == 1
    assert row_words._words("大数据") == "大数:1 数据:2 据:3"
    resource = upload(f"题目,全文\n甲乙,{long}\n".encode(), "表.csv")
    work()
    assert (rows(resource, q="甲乙")["total"], state(resource)["search_ready"]) == (1, True)
