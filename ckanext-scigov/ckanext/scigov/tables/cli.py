"""Command group ``ckan scigov tables``."""

from __future__ import annotations

import datetime as dt

import click

from ckan import model

from ckanext.scigov.shared import clock
from ckanext.scigov.tables import config
from ckanext.scigov.tables.reconciliation import reconcile

__all__ = ["tables"]


@click.group()
def tables() -> None:
    """Files and their tables."""


@tables.command("reconcile")
@click.option(
    "--at-start",
    is_flag=True,
    help="No web process and no worker runs: unreferenced files and broken loads are not waited for.",
)
def reconcile_command(at_start: bool) -> None:
    """Put files, CKAN's database and the DataStore in agreement after a crash."""
    none = dt.timedelta(0)
    report = reconcile(
        clock.now(),
        grace=none if at_start else config.orphan_grace(),
        silence=none if at_start else config.silence_limit(),
    )
    model.Session.remove()
    click.echo(
        f"Files deleted: {report.files_deleted}. Locations forgotten: "
        f"{report.locations_forgotten}. Loads restarted: {report.loads_restarted}. "
        f"Tables dropped: {report.tables_dropped}."
    )
