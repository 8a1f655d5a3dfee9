"""Inverted lists are built when that pays, and the index is kept in order."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from copies import NOW, by_columns, document, write

from ckan import model

from ckanext.scigov.search import bases, freshness, upkeep
from ckanext.scigov.search.model import (
    SearchBase,
    SearchDeletion,
    SearchDocument,
    SearchPosting,
)
from ckanext.scigov.search.storing import remove

pytestmark = pytest.mark.usefixtures("clean_db")


def test_words_are_found_in_the_base_and_behind_it():
    write(*(document(n, title="水库 数据", notes=f"n{n}") for n in range(6)))
    assert bases.build_base() is not None
    assert len(by_columns("水库") or ()) == 6
    write(document(1, title="草原"), document(9, title="水库"))
    assert sorted(by_columns("水库") or ()) == ["d0", "d2", "d3", "d4", "d5", "d9"]
    assert bases.build_base() is not None
    assert sorted(by_columns("水库") or ()) == ["d0", "d2", "d3", "d4", "d5", "d9"]
    assert by_columns("草原") == ["d1"]
    assert by_columns("title:草原 -n1") == ["d1"]


def test_only_the_newest_bases_are_kept():
    write(document(1, title="水库"))
    for _ in range(4):
        bases.build_base()
    ids = model.Session.scalars(sa.select(SearchBase.id).order_by(SearchBase.id)).all()
    assert len(ids) == 2
    assert set(model.Session.scalars(sa.select(SearchPosting.base))) == set(ids)


def test_odd_words_survive_the_base():
    odd = "a\\b\tc'd 'e'"
    write(document(1, title=odd, tags=["x\\y"]))
    bases.build_base()
    freshness.forget()
    for word in ("a", "b", "d", "e"):
        assert by_columns(word) == ["d1"], word


def test_a_base_is_not_built_twice_at_once():
    write(document(1))
    with model.ensure_engine().begin() as other:
        other.execute(sa.select(sa.func.pg_advisory_xact_lock(bases.LOCK)))
        assert bases.build_base() is None
    assert bases.build_base() is not None


def test_upkeep_builds_when_it_pays(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bases, "ENOUGH_RECENT", 2)
    write(document(1), document(2))
    upkeep.keep(NOW)
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(SearchBase)) == 0
    write(document(3))
    upkeep.keep(NOW)
    assert model.Session.scalar(sa.select(SearchBase.documents)) == 3
    upkeep.keep(NOW)
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(SearchBase)) == 1


def test_upkeep_forgets_deletions_and_copies_notice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upkeep, "MANY_DELETIONS", 1)
    write(*(document(n, title="水库") for n in range(4)))
    assert len(by_columns("*:*") or ()) == 4
    for number in (0, 1):
        with model.ensure_engine().begin() as connection:
            remove(connection, SearchDocument.id == f"d{number}")
    model.Session.remove()
    upkeep.keep(NOW)
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(SearchDeletion)) == 0
    assert by_columns("*:*") == ["d2", "d3"]


def test_an_index_restored_from_another_server_is_right_before_and_after_upkeep():
    write(document(1, title="水库"), document(2, title="水库"))
    bases.build_base()
    ahead = sa.cast("9000000000", SearchDocument.written_by.type)
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.update(SearchDocument).values(written_by=ahead))
        seen = sa.cast("9000000000:9000000000:", SearchBase.snapshot.type)
        connection.execute(sa.update(SearchBase).values(snapshot=seen))
    freshness.forget()
    write(document(2, title="草原"))
    assert by_columns("水库") == ["d1"]
    assert by_columns("草原") == ["d2"]
    upkeep.keep(NOW)
    assert by_columns("水库") == ["d1"]
    later = sa.select(SearchDocument.id).where(SearchDocument.written_by >= ahead)
    assert model.Session.scalars(later).all() == []


@pytest.mark.ckan_config("ckanext.scigov.search.backend", "solr")
def test_upkeep_has_nothing_to_do_with_solr(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bases, "ENOUGH_RECENT", 0)
    write(document(1))
    upkeep.keep(NOW)
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(SearchBase)) == 0
