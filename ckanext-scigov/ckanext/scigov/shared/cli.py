"""``ckan scigov scheduler``, ``worker`` and ``jobs run``."""

from __future__ import annotations

import datetime as dt

import click

import ckan.lib.jobs as rq_jobs

from ckanext.scigov.shared import clock, dispatch
from ckanext.scigov.shared import worker as background
from ckanext.scigov.shared.interfaces import scheduled_jobs

__all__ = ["jobs", "scheduler", "worker"]


@click.command()
@click.option("--once", is_flag=True, help="Do one turn and end.")
def scheduler(once: bool) -> None:
    """Hand jobs and mail from the outbox to the worker and start what is due."""
    if once:
        dispatch.run_scheduler_once(clock.now())
    else:
        dispatch.run_scheduler()


@click.command()
@click.argument("queue", default=rq_jobs.DEFAULT_QUEUE_NAME)
def worker(queue: str) -> None:
    """Run background jobs until told to stop: those of QUEUE, else those that have no queue of their own."""
    background.run(queue)


@click.group()
def jobs() -> None:
    """Scheduled jobs."""


@jobs.command()
@click.argument("name")
@click.option("--now", "moment", help="Run it as if it were this moment (ISO 8601 with a zone).")
def run(name: str, moment: str | None) -> None:
    """Run the scheduled job NAME in this process."""
    if name not in scheduled_jobs():
        known = ", ".join(sorted(scheduled_jobs()))
        raise click.ClickException(f"There is no scheduled job {name}. There are: {known}.")
    dispatch.run_scheduled(name, _moment(moment))
    click.echo(f"{name}: done.")


def _moment(text: str | None) -> dt.datetime:
    if text is None:
        return clock.now()
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise click.BadParameter(f"{text} is not an ISO 8601 moment.") from error
    if moment.tzinfo is None:
        raise click.BadParameter(f"{text} has no zone; add Z or +08:00.")
    return moment
