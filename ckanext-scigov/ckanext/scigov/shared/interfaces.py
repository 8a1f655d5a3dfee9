"""What a feature implements so that the outbox and the schedule find its work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import ckan.plugins as p

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
