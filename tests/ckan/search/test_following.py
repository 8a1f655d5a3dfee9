"""The process's copy of the index follows every write, and answers as SQL does."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from copies import NOW, by_columns, document, write

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.search import bases, engine, freshness
from ckanext.scigov.search.connection import only_in_sql
from ckanext.scigov.search.domain.documents import row_of
from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.request import understand
from ckanext.scigov.search.guarded import Guarded
from ckanext.scigov.search.model import SearchDocument, SearchState
from ckanext.scigov.search.storing import remove, store

pytestmark = pytest.mark.usefixtures("clean_db")


def test_a_finished_write_is_found_by_the_next_search():
    write(document(1, title="水库"))
    assert by_columns("水库") == ["d1"]
    write(document(2, title="水库大坝"), document(1, title="草原"))
    assert by_columns("水库") == ["d2"]
    assert by_columns("*:*", sort="title asc") == ["d1", "d2"]


def test_a_deletion_is_followed():
    write(document(1, title="水库"), document(2, title="水库"))
    assert by_columns("水库") == ["d1", "d2"]
    with model.ensure_engine().begin() as connection:
        assert remove(connection, SearchDocument.id == "d1") == 1
    assert by_columns("水库") == ["d2"]
    assert by_columns("*:*") == ["d2"]


def test_a_document_that_comes_back_is_found_again():
    write(document(1, title="水库"))
    assert by_columns("*:*") == ["d1"]
    with model.ensure_engine().begin() as connection:
        remove(connection, SearchDocument.id == "d1")
        store(connection, [row_of(document(1, title="草原"), NOW)])
    assert by_columns("草原") == ["d1"]
    assert by_columns("水库") == []


def test_what_is_not_committed_is_nobody_elses(connection: Any):
    write(document(1, title="水库"))
    assert by_columns("水库") == ["d1"]
    store(model.Session.connection(), [row_of(document(2, title="水库"), NOW)])
    # Inside the transaction SQL answers, and finds it.
    assert by_columns("水库") is None
    assert {d["id"] for d in connection.search("水库", fl="id")} == {"d1", "d2"}
    seen: list[Any] = []
    other = threading.Thread(
        target=lambda: (seen.append(by_columns("水库")), model.Session.remove())
    )
    other.start()
    other.join()
    assert seen == [["d1"]]
    model.Session.rollback()
    assert by_columns("水库") == ["d1"]


def test_a_change_elsewhere_in_the_transaction_does_not_matter():
    write(document(1, title="水库"))
    model.Session.connection().execute(sa.select(sa.func.pg_current_xact_id()))
    assert by_columns("水库") == ["d1"]


def test_the_version_changes_with_every_change_and_not_otherwise():
    write(document(1, title="水库"))
    first = freshness.current()
    assert freshness.current() == first
    write(document(2))
    second = freshness.current()
    assert second != first
    store(model.Session.connection(), [row_of(document(3), NOW)])
    assert freshness.current() is None
    model.Session.rollback()
    assert freshness.current() == second


def test_an_index_that_was_emptied_by_hand_is_not_answered_from_memory():
    write(document(1, title="水库"))
    assert by_columns("*:*") == ["d1"]
    with model.ensure_engine().begin() as connection:
        for table in (SearchDocument, SearchState):
            connection.execute(sa.delete(table))
    assert by_columns("*:*") is None
    assert bases.build_base() is None
    write(document(2))
    assert by_columns("*:*") == ["d2"]


def test_a_new_epoch_is_loaded_and_has_no_base_yet():
    write(document(1, title="水库"))
    bases.build_base()
    assert by_columns("水库") == ["d1"]
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.update(SearchState).values(epoch=SearchState.epoch + 1))
    assert by_columns("水库") == ["d1"]
    assert freshness.index_for(Guarded(model.Session.connection())).base is None


def test_too_many_recent_texts_are_left_to_sql(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(freshness, "MAX_RECENT", 3)
    write(*(document(n, title="水库", tags=["a"]) for n in range(5)))
    assert by_columns("水库") is None
    assert len(by_columns("tags:a", sort="id asc") or ()) == 5
    bases.build_base()
    assert len(by_columns("水库") or ()) == 5


def test_many_small_changes_are_put_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(freshness, "MAX_SEGMENTS", 3)
    write(document(0))
    for number in range(10):
        write(document(number, title="水库"))
        assert len(by_columns("水库") or ()) == number + 1
    assert len(freshness.index_for(Guarded(model.Session.connection())).recent) <= 3
    monkeypatch.setattr(freshness, "MAX_RECENT", 5)
    for number in range(10, 14):
        write(document(number, title="水库"))
        by_columns("*:*")
    assert by_columns("水库") is None


def test_changes_upon_changes_are_loaded_anew_at_last(monkeypatch: pytest.MonkeyPatch):
    from ckanext.scigov.search.domain.columns import Columns

    write(*(document(n, title="水库") for n in range(3)))
    assert len(by_columns("水库") or ()) == 3
    monkeypatch.setattr(Columns, "is_wasteful", lambda self: not self.alive.all())
    for title in ("草原", "沙漠", "森林"):
        write(document(1, title=title))
        assert by_columns(title) == ["d1"]
    write(document(2, title="森林"))
    by_columns("*:*")
    assert freshness.index_for(Guarded(model.Session.connection())).columns.alive.sum() == 3


def test_threads_learn_of_a_change_together():
    write(*(document(n, title="水库") for n in range(20)))
    by_columns("*:*")
    write(*(document(n, title="草原") for n in range(20)))
    found: list[int] = []

    def search() -> None:
        found.append(len(by_columns("草原") or ()))
        model.Session.remove()

    threads = [threading.Thread(target=search) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [20] * 6


def test_relevance():
    write(
        document(1, title="其他", notes="这里说到停车场"),
        document(2, title="停车场收费标准"),
        document(3, title="停车场"),
        document(4, title="车场和停车"),
        document(5, title="某市停车的车场", notes="停车场"),
    )
    bases.build_base()
    order = by_columns("停车场", defType="dismax", qf="title^4 text", mm="100%")
    assert order is not None
    assert order[:2] == ["d3", "d2"]
    assert sorted(order) == ["d1", "d2", "d3", "d4", "d5"]
    assert order.index("d5") < order.index("d4")


def test_the_worst_first():
    write(document(1, title="水库"), document(2, title="其他", notes="水库 " * 3))
    assert by_columns("水库") == ["d1", "d2"]
    assert by_columns("水库", sort="score asc") == ["d2", "d1"]


def test_pages_and_scores(connection: Any):
    write(*(document(n, title="水库") for n in range(5)))
    first = connection.search("水库", rows=2, fl="id,score").docs
    assert [set(one) for one in first] == [{"id", "score"}] * 2
    assert by_columns("水库", rows=2, start=4) == ["d4"]
    assert by_columns("水库", rows=2, start=5) == []
    assert by_columns("水库", rows=0) == []


def test_look_ups_do_not_load_the_copy():
    write(document(1, name="one"))
    for query in ("id:d1", "name:one OR id:d1", "+site_id:test.scigov +(id:d1 OR name:d1)"):
        assert by_columns(query) is None
    assert by_columns("name:one OR tags:x") == ["d1"]


@pytest.mark.parametrize("field", ["name", "id", "index_id"])
def test_keys_can_be_sorted_by(field: str):
    write(*(document(n, name=f"n{9 - n}") for n in range(4)))
    order = by_columns("*:*", sort=f"{field} desc")
    with only_in_sql():
        request = understand("*:*", {"rows": 9, "fl": "id", "sort": f"{field} desc"})
        from ckanext.scigov.search import answers

        wanted = answers.answer(model.Session.connection(), request, NOW)
    assert order == [one["id"] for one in wanted["response"]["docs"]]


def test_a_search_of_many_parts_is_given_up(monkeypatch: pytest.MonkeyPatch):
    write(document(1, title="水库", tags=["a"]))
    assert by_columns("tags:a OR tags:b*") == ["d1"]
    seconds = itertools.count(step=4)
    monkeypatch.setattr(engine.time, "monotonic", lambda: next(seconds))
    with pytest.raises(UnsupportedQueryError, match="too long"):
        by_columns("tags:a OR tags:c*")
    monkeypatch.setitem(tk.config, "ckanext.scigov.search.timeout", "0")
    assert by_columns("tags:a OR tags:b*") == ["d1"]
