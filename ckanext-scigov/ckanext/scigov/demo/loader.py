"""Puts the demonstration catalogue into the site, through CKAN's own actions.

What is there already, by name, is left alone: a second run changes nothing, and a run that was
broken off goes on where it stopped, because each dataset arrives whole with its table.
"""

from __future__ import annotations

import dataclasses
import io
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import FileStorage

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.scigov.access import adoption
from ckanext.scigov.access.domain.grading import SecondPerson
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.demo import files
from ckanext.scigov.demo.domain import entries
from ckanext.scigov.demo.domain.catalogue import Provider
from ckanext.scigov.demo.domain.entries import Entry
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

PROGRESS_EVERY = 20
APPROVED_BECAUSE = "演示目录的定级由产品逐条核定"
Say = Callable[[str], None]


@dataclasses.dataclass(slots=True)
class Outcome:
    """What a run did; ``failed`` holds a sentence for each dataset that could not be made."""

    providers: int = 0
    datasets: int = 0
    tables: int = 0
    failed: list[str] = dataclasses.field(default_factory=list)


def load(say: Say, *, only: Iterable[str] | None = None) -> Outcome:
    """Create the providers and datasets that are missing; ``only`` limits it to some names."""
    catalogue, tables = files.load_catalogue(), files.load_tables()
    wanted = files.load_entries()
    if only is not None:
        names = set(only)
        wanted = [entry for entry in wanted if entry.name in names]
    owners = {entry.dataset["owner_org"] for entry in wanted}
    providers = [p for p in (entries.OWN_PROVIDER, *catalogue.providers) if p.name in owners]
    outcome = Outcome()
    outcome.providers = _create_providers(providers)
    if entries.OWN_PROVIDER.name in owners:
        _fill_registers(entries.registered(tables))
    say(f"Providers: {outcome.providers} created, {len(providers)} in all.")
    started = time.monotonic()
    for number, entry in enumerate(_missing(wanted), start=1):
        _create(entry, outcome)
        if number % PROGRESS_EVERY == 0:
            say(f"Datasets: {number} created after {time.monotonic() - started:.0f} s.")
    say(f"Datasets: {outcome.datasets} created, {len(wanted)} in all.")
    if outcome.tables:
        say(f"Tables: {outcome.tables} uploaded; the worker loads them in the background.")
    return outcome


def _context() -> Context:
    """Return a fresh context of the site's own user; actions write into theirs."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": user["name"], "ignore_auth": True}


def _create_providers(providers: list[Provider]) -> int:
    existing = set(tk.get_action("organization_list")(_context(), {}))
    missing = [provider for provider in providers if provider.name not in existing]
    for provider in missing:
        tk.get_action("organization_create")(_context(), entries.provider_dict(provider))
    return len(missing)


def _fill_registers(wanted: Mapping[str, list[dict[str, str]]]) -> None:
    """Register what the owner's entries name; what was retired there is left alone too."""
    owner = {"organization_id": entries.OWN_PROVIDER.name}
    for action, given in wanted.items():
        listing = {**owner, "include_retired": True, "limit": 1000}
        there = {one["title"] for one in tk.get_action(f"{action}_list")(_context(), listing)}
        for one in given:
            if one["title"] not in there:
                tk.get_action(f"{action}_create")(_context(), {**owner, **one})


def _missing(wanted: list[Entry]) -> Iterator[Entry]:
    """Yield what the site does not have; the list names the public ones, the rest is asked for."""
    listed = set(tk.get_action("package_list")(_context(), {}))
    for entry in wanted:
        if entry.name not in listed and not _exists(entry.name):
            yield entry


def _exists(name: str) -> bool:
    """Return whether a dataset has the name, be it unlisted, or deleted on purpose."""
    try:
        tk.get_action("package_show")(_context(), {"id": name})
    except tk.ObjectNotFound:
        return False
    return True


def _create(entry: Entry, outcome: Outcome) -> None:
    dataset = dict(entry.dataset)
    if entry.uploads:
        dataset["resources"] = [
            {**resource, "upload": _file(table)}
            for resource, table in zip(dataset["resources"], entry.uploads, strict=True)
        ]
    try:
        made = tk.get_action("package_create")(_context(), dataset)
    except tk.ValidationError as error:
        outcome.failed.append(f"{entry.name} was refused: {error.error_dict}.")
        return
    _put_in_force(made["id"])
    outcome.datasets += 1
    outcome.tables += len(entry.uploads)


def _put_in_force(dataset_id: str) -> None:
    """Somebody has read and graded these records by hand (docs/demo.md): nobody has to do it here."""
    if p.plugin_loaded("scigov_access"):
        act = Act(Actor.system("demo"), clock.now(), SecondPerson.NEVER)
        adoption.publish(dataset_id, act, APPROVED_BECAUSE)


def _file(table: Any) -> FileStorage:
    content = io.BytesIO(files.table_bytes(table))
    return FileStorage(content, filename=table["upload_name"], content_type="text/csv")
