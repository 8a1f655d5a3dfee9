"""``ckan scigov harvest credential``: passwords and tokens of sources, set and removed from a terminal."""

from __future__ import annotations

import sys

import click

__all__ = ["credential"]


@click.group(short_help="Passwords and tokens of sources.")
def credential() -> None:
    """Passwords and tokens of sources. They are sealed, and no command shows one."""


@credential.command("set")
@click.argument("source")
@click.argument("name")
@click.option("--stdin", "is_piped", is_flag=True, help="Read it from standard input, as it is.")
def set_one(source: str, name: str, is_piped: bool) -> None:
    """Keep a secret of SOURCE (an id) under NAME. It is asked for, so that no history has it."""
    secret = sys.stdin.read() if is_piped else click.prompt("Secret", hide_input=True)
    _call("scigov_intake_credential_set", source=source, name=name, secret=secret)
    click.echo(f"{name} is kept, sealed.")


@credential.command("list")
@click.argument("source")
def list_all(source: str) -> None:
    """List the names of the credentials of SOURCE (an id)."""
    for one in _call("scigov_intake_credential_list", source=source)["credentials"]:
        click.echo(f"{one['name']}\t{one['set_at']}")


@credential.command("remove")
@click.argument("source")
@click.argument("name")
def remove_one(source: str, name: str) -> None:
    """Forget NAME of SOURCE (an id)."""
    _call("scigov_intake_credential_remove", source=source, name=name)
    click.echo(f"{name} is gone.")


@credential.command("reseal")
def reseal_all() -> None:
    """Seal all credentials of all sources with the SECRET_KEY of now."""
    from ckan import model

    from ckanext.scigov.intake.credentials import NotOpened
    from ckanext.scigov.intake.service import credentials
    from ckanext.scigov.shared import clock
    from ckanext.scigov.shared.actors import Actor

    try:
        count = credentials.reseal(model.Session, Actor.system("cli"), clock.now())
    except NotOpened as error:
        raise click.ClickException(str(error)) from error
    model.repo.commit()
    click.echo(f"{count} credentials are sealed with the key of now.")


def _call(action: str, **values: str) -> dict[str, list[dict[str, str]]]:
    """Call an action as the site itself, and say in a line what it refuses."""
    import ckan.plugins.toolkit as tk

    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    try:
        return tk.get_action(action)({"user": site["name"]}, dict(values))
    except tk.ValidationError as error:
        said = "; ".join(f"{key}: {value}" for key, value in error.error_summary.items())
        raise click.ClickException(said) from None
    except tk.ObjectNotFound as error:
        raise click.ClickException(str(error)) from None
