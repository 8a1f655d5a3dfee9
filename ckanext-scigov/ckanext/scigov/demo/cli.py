"""``ckan scigov demo load``: the demonstration catalogue."""

from __future__ import annotations

import click

from ckanext.scigov.demo import loader

__all__ = ["demo"]


@click.group(short_help="The demonstration catalogue.")
def demo() -> None:
    """The demonstration catalogue."""


@demo.command()
def load() -> None:
    """Load the demonstration catalogue; what is there already is left alone."""
    outcome = loader.load(click.echo)
    if outcome.failed:
        for sentence in outcome.failed:
            click.echo(sentence, err=True)
        raise click.ClickException(
            f"{len(outcome.failed)} datasets could not be loaded; "
            "correct what is said above and run the command again."
        )
