"""Compare the answer about what is hidden with the answer about what does not exist."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access_matrix import grid, recipes
from access_matrix.recipes import Way, alias_of
from access_matrix.site import Entry, Site, no_trace

CHANGING = (
    (re.compile(r'(_csrf_token" content|name="_csrf_token" value)="[^"]*"'), r'\1=""'),
    (re.compile(r"sa_savepoint_\d+"), "savepoint"),
)
"""What differs between two answers to the same question."""
LEFT_OUT_HEADERS = {"date", "set-cookie"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    statements: tuple[str, ...]

    def differences(self, other: Answer) -> list[str]:
        return [
            field.name
            for field in dataclasses.fields(self)
            if getattr(self, field.name) != getattr(other, field.name)
        ]


def absent_twin(entry: Entry) -> Entry:
    """Return an entry of the same form that does not exist."""
    name = f"{entry.name[:-8]}{uuid.uuid4().hex[:8]}"
    ids = {kind: str(uuid.uuid4()) for kind in entry.resources}
    return dataclasses.replace(
        entry, dataset_id=str(uuid.uuid4()), name=name, resources=ids, canaries={}
    )


def answer(site: Site, way: Way, entry: Entry, persona: str, form: recipes.Form) -> Answer:
    asked = recipes.ask(site, way, entry, persona, form)
    # Connections and caches of before say nothing of the entry.
    with no_trace(), recorded() as statements:
        response = grid.send_here(site.client, asked, site.people[persona]["token"])
    names = {entry.dataset_id: "DATASET", entry.name: "NAME", alias_of(entry): "ALIAS"}
    names |= {value: f"RESOURCE-{kind}" for kind, value in entry.resources.items()}
    return without_names(response, names, statements)


def without_names(
    response: Any, names: Mapping[str, str], statements: Sequence[str] = ()
) -> Answer:
    """Return an answer with the same words in the place of an object's own."""
    headers = sorted(
        (name, _normal(value, names))
        for name, value in response.headers.items()
        if name.lower() not in LEFT_OUT_HEADERS
    )
    body = _normal(response.get_data().decode("utf-8", "replace"), names)
    texts = tuple(_normal(one, names) for one in statements)
    return Answer(response.status_code, tuple(headers), body, texts)


@contextlib.contextmanager
def recorded() -> Iterator[list[str]]:
    """Record the statements sent to both databases."""
    from ckan import model

    from ckanext.datastore.backend.postgres import get_read_engine, get_write_engine

    from ckanext.scigov.search import alone

    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(" ".join(statement.split()))

    engines = {model.ensure_engine(), get_read_engine(), get_write_engine()}
    alone.close()  # A connection that is kept does not hear of new listeners.
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    bound: Any = model.Session.get_bind()
    sa.event.listen(bound, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(bound, "before_cursor_execute", note)
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)


def _normal(text: str, names: Mapping[str, str]) -> str:
    for value, word in names.items():
        text = text.replace(value, word)
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text
