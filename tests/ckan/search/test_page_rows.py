"""The rows of a page: of the documents that were counted, and read once."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import sqlalchemy as sa
from copies import NOW, by_columns, document, write

from ckan import model

from ckanext.scigov.search import answers, engine
from ckanext.scigov.search.domain.documents import row_of
from ckanext.scigov.search.domain.request import understand
from ckanext.scigov.search.guarded import guarded
from ckanext.scigov.search.model import SearchDocument, SearchState
from ckanext.scigov.search.storing import remove, store

pytestmark = pytest.mark.usefixtures("clean_db")


@pytest.mark.parametrize("change", ["deleted", "saved"])
def test_a_page_is_never_torn_by_a_change_in_the_middle(
    change: str, monkeypatch: pytest.MonkeyPatch
):
    write(*(document(n, title="水库") for n in range(3)))
    page = engine._page
    changes = iter([1, 2])

    def meanwhile(fields: tuple[str, ...]) -> Any:
        for number in itertools.islice(changes, 1):
            with model.ensure_engine().begin() as other:
                if change == "deleted":
                    remove(other, SearchDocument.id == f"d{number}")
                else:
                    store(other, [row_of(document(number, title="草原"), NOW)])
        return page(fields)

    monkeypatch.setattr(engine, "_page", meanwhile)
    assert by_columns("水库") == ["d0"]


def shown(q: str, fl: str) -> list[Any]:
    request = understand(q, {"rows": 10, "fl": fl})
    with guarded(model.Session.connection()) as search:
        answer = engine.answer(search, request, NOW)
    assert answer is not None
    return answer["response"]["docs"]


def test_a_version_of_a_document_is_read_once(count_queries: Any):
    write(document(1, title="水库", validated_data_dict="{}"))
    assert shown("水库", "id validated_data_dict")[0]["validated_data_dict"] == "{}"
    with count_queries() as queries:
        again = shown("水库", "id validated_data_dict")
    # What is new, and the end of the guard.
    assert (queries.count, again[0]["validated_data_dict"]) == (2, "{}")
    write(document(1, title="水库", validated_data_dict='{"a": 1}'))
    assert shown("水库", "id validated_data_dict")[0]["validated_data_dict"] == '{"a": 1}'


def test_lists_are_read_anew_because_they_can_be_changed():
    write(document(1, title="水库", tags=["a", "b"]))
    shown("水库", "tags")[0]["tags"].append("c")
    assert shown("水库", "tags")[0]["tags"] == ["a", "b"]


def test_other_fields_of_a_version_are_other_rows():
    write(document(1, title="水库", name="reservoir"))
    assert shown("水库", "id name") == [{"id": "d1", "name": "reservoir"}]
    assert shown("水库", "id") == [{"id": "d1"}]


def test_rows_are_forgotten_with_the_copy():
    write(document(1, title="水库", name="reservoir"))
    assert shown("水库", "name") == [{"name": "reservoir"}]
    # As in another server's database: the same number and transaction, another text.
    with model.ensure_engine().begin() as other:
        other.execute(
            sa.update(SearchDocument).values(name="lake", written_by=SearchDocument.written_by)
        )
        other.execute(sa.update(SearchState).values(epoch=SearchState.epoch + 1))
    assert shown("水库", "name") == [{"name": "lake"}]


def test_a_page_that_keeps_changing_is_left_to_sql(monkeypatch: pytest.MonkeyPatch):
    write(document(1, title="水库"))
    page = engine._page

    def meanwhile(fields: tuple[str, ...]) -> Any:
        write(document(1, title="水库"))
        return page(fields)

    monkeypatch.setattr(engine, "_page", meanwhile)
    assert by_columns("水库") is None


def test_counts_are_of_the_same_moment_as_the_page_in_sql_too(monkeypatch: pytest.MonkeyPatch):
    write(document(1, title="水库", tags="a"))
    counts = answers._counts
    changes = iter([2])

    def meanwhile(*given: Any) -> Any:
        for number in itertools.islice(changes, 1):
            write(document(number, title="水库", tags="a"))
        return counts(*given)

    monkeypatch.setattr(answers, "_counts", meanwhile)
    wanted = {"fl": "id", "facet": "true", "facet.field": ["tags"], "facet.mincount": 1}
    found = answers.answer(model.Session.connection(), understand("水库", wanted), NOW)
    assert found["response"]["numFound"] == 2
    assert found["facet_counts"]["facet_fields"] == {"tags": ["a", 2]}


def test_what_the_transaction_itself_has_written_is_no_change(count_queries: Any):
    store(model.Session.connection(), [row_of(document(1, title="水库", tags="a"), NOW)])
    wanted = {"fl": "id", "facet": "true", "facet.field": ["tags"], "facet.mincount": 1}
    with count_queries() as queries:
        found = answers.answer(model.Session.connection(), understand("水库", wanted), NOW)
    assert found["response"]["numFound"] == 1
    # The snapshot, the page, the counts, and whether anything has changed: once.
    assert queries.count == 4
