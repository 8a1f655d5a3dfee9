"""What a feature implements so that others find its work: jobs, their queues, the schedule, reading of files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import ckan.plugins as p

from ckanext.scigov.shared.domain.patience import USUAL, Patience

Job: TypeAlias = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """Work that comes round: ``run`` is called with the moment it is run for.

    ``light`` work takes milliseconds and is done by the scheduler itself; it may be left out when
    it fails, because it comes round again soon.
    """

    every: dt.timedelta
    run: Callable[[dt.datetime], None]
    light: bool = False


class IJobs(p.Interface):
    """Jobs of a feature. A job may be run twice for one entry and must not mind."""

    def get_outbox_jobs(self) -> dict[str, Job]:
        """Return job name → function of the payload."""
        return {}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        """Return job name → what to run and how often."""
        return {}


class IPatience(p.Interface):
    """Says which jobs of a feature are tried again for longer than usual."""

    def get_patience(self) -> dict[str, Patience]:
        """Return job name → how long it is tried."""
        return {}


@dataclass(frozen=True, slots=True)
class Queue:
    """Where jobs wait that would keep all others waiting: a worker of its own takes them."""

    name: str
    seconds: int
    """So long a job may run before it is ended."""


class IQueues(p.Interface):
    """Says which jobs of a feature do not wait with all others."""

    def get_queues(self) -> dict[str, Queue]:
        """Return job name → its queue; ``ckan scigov worker NAME`` works on it."""
        return {}


def queues() -> dict[str, Queue]:
    """Return job name → its queue, of those jobs that have one."""
    found: dict[str, Queue] = {}
    for plugin in p.PluginImplementations(IQueues):
        found.update(plugin.get_queues())
    return found


def patience_with(name: str) -> Patience:
    """Return the patience with a job: its feature's, or the usual one."""
    found: dict[str, Patience] = {}
    for plugin in p.PluginImplementations(IPatience):
        found.update(plugin.get_patience())
    return found.get(name, USUAL)


def outbox_jobs() -> dict[str, Job]:
    found: dict[str, Job] = {}
    for plugin in p.PluginImplementations(IJobs):
        found.update(plugin.get_outbox_jobs())
    return found


def scheduled_jobs() -> dict[str, ScheduledJob]:
    found: dict[str, ScheduledJob] = {}
    for plugin in p.PluginImplementations(IJobs):
        found.update(plugin.get_scheduled_jobs())
    return found


@dataclass(frozen=True, slots=True)
class FromFile:
    """What a file says of the entry that is to describe it."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Input of the catalogue's form → text."""
    remarks: tuple[str, ...] = ()
    """Sentences for whoever gave the file."""


class IFileReading(p.Interface):
    """Reads a file before it is anybody's resource."""

    def from_file(self, path: Path, file_name: str) -> FromFile:
        """Return what can be derived; a file that cannot be read gives remarks and no exception."""
        return FromFile()


def from_file(path: Path, file_name: str) -> FromFile:
    values: dict[str, str] = {}
    remarks: list[str] = []
    for plugin in p.PluginImplementations(IFileReading):
        found = plugin.from_file(path, file_name)
        values |= found.values
        remarks += found.remarks
    return FromFile(values, tuple(remarks))
