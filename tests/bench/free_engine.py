"""A site whose search engine costs nothing: what CKAN would be with an infinitely fast Solr.

CKAN's own index and query code and pysolr are at work unchanged; only instead of sending a
request pysolr takes the answer's JSON out of a dictionary. ``application`` is the site as a WSGI
application, with the dictionary from the file that BENCH_ANSWERS names.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import pylibmagic  # noqa: F401  (before anything of CKAN: it brings the library)
import pysolr

from ckan.lib.search import common

ANSWERS = "BENCH_ANSWERS"
Key = tuple[str, str]


class FreeSolr(pysolr.Solr):
    """pysolr as it is, but for the request."""

    def __init__(self, answers: dict[Key, str]) -> None:
        super().__init__("http://127.0.0.1:1/solr", timeout=1)
        self.answers = answers

    def _send_request(
        self, method: str, path: str = "", body: str | None = None, *_: Any, **__: Any
    ) -> str:
        return self.answers[path, body or ""]


class RecordingSolr(FreeSolr):
    """Lets ours answer and writes down, under what pysolr would send, what Solr would say."""

    def search(self, q: str, search_handler: str | None = None, **asked: Any) -> Any:
        from ckanext.scigov.search.connection import PostgresConnection

        found = PostgresConnection(decode_dates=False).search(q, search_handler, **asked)
        self._said = json.dumps(found.raw_response, ensure_ascii=False, default=str)
        return super().search(q, search_handler, **asked)

    def _send_request(
        self, method: str, path: str = "", body: str | None = None, *_: Any, **__: Any
    ) -> str:
        self.answers[path, body or ""] = self._said
        return self._said


class ForgettingSolr(FreeSolr):
    """Takes documents, as pysolr writes them out, does nothing with them, and never finds one."""

    def __init__(self) -> None:
        super().__init__({})
        self.added: list[dict[str, Any]] = []

    def add(self, docs: list[dict[str, Any]], *given: Any, **named: Any) -> Any:
        self.added += docs
        return super().add(docs, *given, **named)

    def _send_request(self, *_: Any, **__: Any) -> str:
        return '{"response": {"numFound": 0, "start": 0, "docs": []}}'


def put_in_place(connection: pysolr.Solr) -> None:
    """Let every module that makes connections make this one."""
    present = common.make_connection

    def make_connection(decode_dates: bool = True) -> pysolr.Solr:
        return connection

    for module in list(sys.modules.values()):
        for attribute, value in list(vars(module).items() if module else ()):
            if value is present:
                setattr(module, attribute, make_connection)


def _application() -> Any:
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    made = make_app(load_config(os.environ["CKAN_INI"]))
    with Path(os.environ[ANSWERS]).open("rb") as file:
        # Written by the bench itself a moment ago.
        put_in_place(FreeSolr(pickle.load(file)))
    return made


if ANSWERS in os.environ:
    application = _application()
