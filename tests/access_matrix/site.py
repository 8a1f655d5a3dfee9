"""One site for the whole matrix: people and entries of the test kit, and requests that leave no trace.

Whatever a request commits is rolled back behind it. So every surface can be asked by everybody, deleting
ones included, and each request finds the same site.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

PATIENCE = "1s"
"""How long a statement waits for a lock that the request's own transaction may hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset with what must not be seen of it."""

    key: str
    grade: str
    dataset_id: str
    name: str
    resources: Mapping[str, str]
    """Kind (link, upload, datastore) and id."""
    canaries: dict[str, tuple[str, str]]
    """Word: what it stands for, and of which resource (empty: of the dataset)."""
    state: str = "active"
    history: str = "always"


@dataclass(frozen=True, slots=True)
class Application:
    """An application for access with what must not be seen of it."""

    key: str
    id: str
    number: str
    """Empty as long as it was not submitted."""
    part_id: str
    evidence_id: str
    """Empty where no file came with it."""
    agency_id: str
    grant_number: str
    """Empty where nothing was granted."""
    canaries: Mapping[str, tuple[str, str]]
    """As those of an entry; the second is empty."""

    @property
    def grade(self) -> str:
        """Return what stands in the place of an entry's grade, where both are listed."""
        return f"application {self.key}"

    @property
    def ids(self) -> tuple[tuple[str, str], ...]:
        """Return each name that it has, with a word that stands for it."""
        return (
            (self.id, "ID"), (self.part_id, "PART"), (self.evidence_id, "FILE"),
            (self.number, "NUMBER"), (self.grant_number, "GRANT"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute with what must not be seen of it."""

    key: str
    id: str
    number: str
    """Empty as long as its visitor has not confirmed it."""
    evidence_id: str
    """Empty where no file came with it."""
    spare_id: str
    """Of another file, that is there to be deleted."""
    token: str
    """Of the link in its visitor's mail; empty where its reporter was signed in."""
    canaries: Mapping[str, tuple[str, str]]
    """As those of an entry; the second is empty."""

    @property
    def grade(self) -> str:
        """Return what stands in the place of an entry's grade, where both are listed."""
        return f"dispute {self.key}"

    @property
    def ids(self) -> tuple[tuple[str, str], ...]:
        """Return each name that it has, with a word that stands for it."""
        return (self.id, "ID"), (self.evidence_id, "FILE"), (self.number, "NUMBER")


Owner = Entry | Application | Dispute
"""Whose a canary is."""


@dataclass(frozen=True, slots=True)
class Site:
    app: Any
    people: Mapping[str, Mapping[str, str]]
    entries: tuple[Entry, ...]
    provider: str
    applications: Mapping[str, Application] = field(default_factory=dict)
    disputes: Mapping[str, Dispute] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    words: Mapping[str, tuple[Owner, str, str]] = field(default_factory=dict)
    """Every canary with its owner, its kind and its resource."""
    client: Any = None

    @classmethod
    def of(
        cls,
        app: Any,
        people: Any,
        entries: tuple[Entry, ...],
        provider: str,
        applications: tuple[Application, ...] = (),
        disputes: tuple[Dispute, ...] = (),
    ) -> Site:
        owners: tuple[Owner, ...] = (*entries, *applications, *disputes)
        words = {
            word: (owner, kind, part)
            for owner in owners
            for word, (kind, part) in owner.canaries.items()
        }
        client = app.flask_app.test_client(use_cookies=False)
        applied = {one.key: one for one in applications}
        disputed = {one.key: one for one in disputes}
        return cls(app, people, entries, provider, applied, disputed, words=words, client=client)

    def entry(self, key: str) -> Entry:
        return next(one for one in self.entries if one.key == key)

    def signed_in(self, persona: str) -> Any:
        """Return a browser in which somebody has signed in."""
        from ckan import model

        return self.app.test_client(user=model.User.get(self.people[persona]["user"]))


class _Kept(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.name} {record.levelname}: {self.format(record)}")


@contextlib.contextmanager
def logged(site: Site) -> Iterator[None]:
    """Keep what is logged in a block, as the suite's settings log it."""
    handler = _Kept(site.log)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


def describe(found: Mapping[str, Any], **more: str) -> Entry:
    """Return what the test kit says of an entry."""
    words = {
        found["canaries"]["title"]: ("title", ""),
        found["dataset_id"]: ("id", ""),
        found["dataset_name"]: ("name", ""),
    }
    for kind, part in found["resources"].items():
        words[part["resource_id"]] = ("id", kind)
        words |= {word: (name, kind) for name, word in part["canaries"].items()}
    return Entry(
        key=found["dataset_name"].removeprefix("testkit-"),
        grade=found["grade"],
        dataset_id=found["dataset_id"],
        name=found["dataset_name"],
        resources={kind: part["resource_id"] for kind, part in found["resources"].items()},
        canaries=words,
        **more,
    )


@contextlib.contextmanager
def no_trace() -> Iterator[None]:
    """Undo, behind the block, all that it commits in CKAN's database."""
    from ckan import model

    engine = model.ensure_engine()
    model.Session.remove()
    with engine.connect() as connection:
        transaction = connection.begin()
        connection.execute(sa.text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
        model.Session.configure(bind=connection, join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            model.Session.remove()
            model.Session.configure(bind=engine, join_transaction_mode="conditional_savepoint")
            if transaction.is_active:
                transaction.rollback()
