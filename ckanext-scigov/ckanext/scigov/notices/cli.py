"""``ckan scigov notices try``."""

from __future__ import annotations

import click

from ckan import model

from ckanext.scigov.notices import registry, trial
from ckanext.scigov.shared import clock

__all__ = ["notices"]


@click.group()
def notices() -> None:
    """Notices to people."""


@notices.command(name="try")
@click.argument("user")
def try_out(user: str) -> None:
    """Send USER a notice that tells nothing, on every channel of the site."""
    found = model.User.get(user)
    if found is None or found.state != model.State.ACTIVE:
        raise click.ClickException(f"There is no user {user} whose account is in use.")
    trial.send(model.Session(), found.id, clock.now())
    model.Session.commit()
    names = ", ".join(["portal", *sorted(registry.channels())])
    click.echo(f"{user} is told by: {names}. What does not arrive stands in the worker's log.")
