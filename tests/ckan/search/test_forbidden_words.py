"""A forbidden word keeps a document out also at the moment in which its words are indexed."""

import threading
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from copies import document, write

from ckan import model

from ckanext.scigov.search.connection import only_in_sql

pytestmark = pytest.mark.usefixtures("clean_db")
SECONDS = 3.0
WORDS = " ".join(f"word{number}x{number * 7}" for number in range(400))


def clean_pending(end: float) -> None:
    """Do what autovacuum does from time to time: it is then that the words come in one by one."""
    clean = sa.select(sa.func.gin_clean_pending_list("scigov_search_document_words"))
    with model.ensure_engine().connect() as connection:
        while time.monotonic() < end:
            connection.execute(clean)


def save(end: float) -> None:
    number = 0
    while time.monotonic() < end:
        number += 1
        write(document(number, title="aaaa zzzz", notes=WORDS))


@pytest.fixture
def end() -> Iterator[float]:
    """When the others have done; they work beside the test."""
    until = time.monotonic() + SECONDS
    others = [threading.Thread(target=work, args=(until,)) for work in (save, clean_pending)]
    for other in others:
        other.start()
    yield until
    for other in others:
        other.join()


@pytest.mark.parametrize("query", ["+aaaa -zzzz", "+zzzz -aaaa"])
def test_a_forbidden_word_is_never_found(found, end, query):
    with only_in_sql():
        while time.monotonic() < end:
            assert found(query, defType="dismax", qf="text") == []
        assert found("+aaaa +zzzz", defType="dismax", qf="text")
