"""``ckan scigov dispute figures``: the figures of disputes as a dataset."""

from __future__ import annotations

import click

import ckan.plugins as p

__all__ = ["dispute"]

SAID = {
    "created": "The entry dispute-figures was made. It is open when its grade has been approved: see /grades.",
    "updated": "The entry dispute-figures has the figures of now; the worker loads its table.",
    "unchanged": "The figures have not changed since they were published.",
    "no_figures": "No unit has got a dispute yet: there is nothing to publish.",
}


@click.group(short_help="Doubts about data.")
def dispute() -> None:
    """Doubts about data, and corrections."""


@dispute.group(short_help="How units deal with disputes, as a dataset.")
def figures() -> None:
    """How units deal with disputes, as a dataset."""


@figures.command()
@click.option(
    "--organization", required=True, help="Id or name of the organisation that publishes."
)
def publish(organization: str) -> None:
    """Make the entry dispute-figures of an organisation, or give it the figures of now.

    Its file gets a new version only where figures have changed. What was edited in the entry stays.
    """
    # The command group is there on sites without this feature, whose tables need not exist.
    if not p.plugin_loaded("scigov_dispute"):
        raise click.ClickException("Name scigov_dispute in ckan.plugins first.")
    from ckanext.scigov.dispute import figure_entry

    try:
        done = figure_entry.publish(organization)
    except figure_entry.NotPublished as error:
        raise click.ClickException(str(error)) from error
    click.echo(SAID[done.value])
