"""The two ways in which the PostgreSQL backend answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pysolr

from ckanext.scigov.search import connection as backend
from ckanext.scigov.search import engine, synonym_file
from ckanext.scigov.search.bases import build_base
from ckanext.scigov.search.domain.request import understand
from ckanext.scigov.search.moment import now
from differential.oracle import Document
from differential.searches import Answer, answer_of

BATCH = 500
EVERY = 7


def fill(connection: backend.PostgresConnection, documents: Sequence[Document]) -> None:
    """Write the documents so that the index is in several pieces, as on a site that lives.

    When the packed lists are built, every seventh document is another one, and there are some
    that are deleted afterwards.
    """
    for start in range(0, len(documents), BATCH):
        batch = list(documents[start : start + BATCH])
        for place in range(0, len(batch), EVERY):
            batch[place] = {
                **batch[-1 - place],
                **{key: batch[place][key] for key in ("index_id", "id", "name")},
            }
        connection.add([*batch, *(_passing(document) for document in batch[:2])])
    build_base()
    for start in range(0, len(documents), BATCH):
        connection.add(documents[start : start + BATCH][::EVERY])
    connection.delete(q="state:passing")


def _passing(document: Document) -> Document:
    return {**document, "index_id": f"{document['index_id']}-passing", "state": "passing"}


only_in_sql = backend.only_in_sql


class Engines:
    """SQL alone, and the columns; counts how often the columns could not answer."""

    def __init__(self, connection: backend.PostgresConnection) -> None:
        self.connection = connection
        self.asked = 0
        self.left_to_sql = 0

    def answers(self, parameters: Mapping[str, Any]) -> dict[str, Answer]:
        """Return each engine's answer; only SQL's where that answers for the columns too."""
        with backend.only_in_sql():
            found = {"sql": answer_of(self.connection.search(**parameters))}
        self.asked += 1
        columns = self._by_columns(dict(parameters))
        if columns is None:
            self.left_to_sql += 1
        else:
            found["columns"] = columns
        return found

    def _by_columns(self, parameters: dict[str, Any]) -> Answer | None:
        request = understand(parameters.pop("q"), parameters, synonym_file.configured())
        with backend._reading() as search:
            decoded = engine.answer(search, request, now())
        return None if decoded is None else answer_of(pysolr.Results(decoded))
