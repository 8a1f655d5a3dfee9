"""``ckan scigov access``."""

from __future__ import annotations

import click

import ckan.plugins as p
from ckan import model
from ckan.lib import search

from ckanext.scigov.access import config
from ckanext.scigov.access.adoption import adopt
from ckanext.scigov.access.domain.grading import SecondPerson
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

__all__ = ["access"]


@click.group(short_help="Graded access: take entries from before it under its rules.")
def access() -> None:
    """Graded access: take entries from before it under its rules."""


@access.command("adopt")
@click.option(
    "--approve",
    "reason",
    default="",
    help="Put the grades that the entries state in force, for this reason; otherwise they wait.",
)
def adopt_command(reason: str) -> None:
    """Grade the entries that are in the catalogue without a grade, and hide the places of their data.

    Without --approve nothing of them is open to the public until their approvers have decided.
    """
    if not p.plugin_loaded("scigov_access"):
        raise click.ClickException("Name scigov_access in ckan.plugins first: it does the grading.")
    second = SecondPerson.NEVER if reason else config.second_person()
    act = Act(Actor.system("adopt"), clock.now(), second)
    done = adopt(act, reason, lambda count: click.echo(f"{count} entries."))
    model.Session.remove()
    if done.entries:
        search.rebuild()
    click.echo(f"{done.entries} entries were taken under graded access.")
    if done.entries and not reason:
        click.echo(
            "Their grades wait for approval, and their data are closed until then: see /grades."
        )
