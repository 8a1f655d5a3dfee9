"""Many documents into the index in the transaction of their datasets: while one is made, another is sent."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

import ckan.plugins as p
from ckan import model

from ckanext.scigov.search import many
from ckanext.scigov.search.bulk.documents import RowMaker
from ckanext.scigov.search.bulk.silence import BusyError, silent
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.search.storing import store

pytestmark = pytest.mark.usefixtures("clean_site", "with_request_context")

OF_WRITING = ("number", "written_by")
NOTES = '反斜杠 \\ 引号 " 制表\t换行\n回车\r结尾 \\N'


def packages(*names: str) -> list[str]:
    made = [
        model.Package(name=name, title=f"数据 {name}", notes=NOTES, type="dataset", state="active", extras={})
        for name in names
    ]  # fmt: skip
    model.Session.add_all(made)
    model.Session.commit()
    return [one.id for one in made]


def documents() -> dict[str, dict[str, Any]]:
    """Return the rows of the index by name, without the moment at which they were made."""
    rows = model.Session.execute(sa.select(SearchDocument.__table__)).mappings()
    return {row["name"]: plain(dict(row)) for row in rows}


def plain(row: dict[str, Any]) -> dict[str, Any]:
    for name in OF_WRITING:
        del row[name]
    row["terms"] = [term for term in row["terms"] if not term.startswith("indexed_ts=")]
    row["stored"] = {k: v for k, v in row["stored"].items() if k != "indexed_ts"}
    return row


def one_after_the_other(ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return what stands in the index when all is made before any is written."""
    model.Session.execute(sa.delete(SearchDocument))
    store(model.Session.connection(), RowMaker().rows(ids).rows)
    return documents()


def test_what_is_sent_while_others_are_made_is_what_is_made_before():
    ids = packages("one", "two", "three")
    assert many.Indexer().index(ids, []) == {}
    streamed = documents()
    assert set(streamed) == {"one", "two", "three"}
    assert streamed["one"]["stored"]["notes"] == NOTES.strip()
    assert streamed == one_after_the_other(ids)


class Asks(p.SingletonPlugin):
    """Asks the database about a single document, and may make do without an answer."""

    p.implements(p.IPackageController, inherit=True)
    makes_do = False
    asked_for: list[str] = []  # noqa: RUF012 (emptied by each test)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        self.asked_for.append(pkg_dict["name"])
        if pkg_dict["name"] != "silent":
            pkg_dict["extras_known"] = self.known()
        return pkg_dict

    def known(self) -> str:
        try:
            return str(model.Session.scalar(sa.text("SELECT 'known'")))
        except BusyError:
            if not self.makes_do:
                raise
            return "unknown"


@pytest.mark.with_plugins({"asks": Asks})
@pytest.mark.parametrize("makes_do", [False, True])
def test_a_plugin_that_asks_gets_its_answer(monkeypatch: pytest.MonkeyPatch, makes_do: bool):
    monkeypatch.setattr(Asks, "makes_do", makes_do)
    ids = packages("silent", "asks", "comes-later")
    indexer = many.Indexer()
    assert indexer.index(ids, []) == {}
    made = documents()
    assert {name: row["stored"].get("extras_known") for name, row in made.items()} == {
        "silent": None, "asks": "known", "comes-later": "known",
    }  # fmt: skip
    assert made == one_after_the_other(ids)

    later = packages("later")
    monkeypatch.setattr(Asks, "asked_for", [])
    assert indexer.index(later, []) == {}
    # It is known to ask: nothing is made twice for it any more.
    assert Asks.asked_for == ["later"]
    assert documents()["later"]["stored"]["extras_known"] == "known"


class Fails(p.SingletonPlugin):
    p.implements(p.IPackageController, inherit=True)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        if pkg_dict["name"] == "broken":
            raise RuntimeError("broken")
        return pkg_dict


@pytest.mark.with_plugins({"fails": Fails})
def test_one_that_fails_takes_neither_the_others_nor_the_callers_work_along():
    ids = packages("one", "broken", "two")
    model.Session.add(model.Package(name="of-the-caller", title="t", type="dataset", extras={}))
    failed = many.Indexer().index(ids, [])
    assert {id_: str(error) for id_, error in failed.items()} == {ids[1]: "broken"}
    model.Session.commit()
    assert set(documents()) == {"one", "two"}
    assert model.Package.get("of-the-caller") is not None


def test_a_silent_connection_refuses_and_remembers():
    connection = model.Session.connection()
    with silent(connection) as silence:
        assert not silence.is_broken
        with pytest.raises(BusyError):
            connection.execute(sa.text("SELECT 1"))
    assert silence.is_broken
    assert connection.execute(sa.text("SELECT 1")).scalar() == 1


def test_what_the_database_refuses_is_an_error_of_a_statement():
    ids = packages("one")
    assert many.Indexer().index(ids, []) == {}
    with pytest.raises(IntegrityError, match="COPY scigov_search_document"):
        many.Indexer().index(ids, [])
    model.Session.rollback()
