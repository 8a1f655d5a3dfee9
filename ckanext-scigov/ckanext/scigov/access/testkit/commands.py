"""``ckan scigov testkit``: people, entries and a clock, on a site under test."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.testkit import entries, guard, moments, people

__all__ = ["testkit"]

RESET = "reset"


@click.group(short_help="People, entries and a clock for acceptance checks.")
def testkit() -> None:
    """People, entries and a clock for acceptance checks; refused on every other site."""
    if sentence := guard.refusal(tk.config):
        raise click.ClickException(sentence)


@testkit.command("personas")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.pass_context
def personas_command(ctx: click.Context, as_json: bool) -> None:
    """Make a person of every kind; say each one's user, password and token."""
    with ctx.meta["flask_app"].test_request_context():
        people.ensure()
        _say(people.listed(), as_json=as_json)


@testkit.command("objects")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.pass_context
def objects_command(ctx: click.Context, as_json: bool) -> None:
    """Make an entry of every grade; say their ids, and what must not be seen of them."""
    with ctx.meta["flask_app"].test_request_context():
        people.ensure()
        _say(entries.ensure(), as_json=as_json)


@testkit.command("clock")
@click.argument("moment")
def clock_command(moment: str) -> None:
    """Stop the site's clock at MOMENT (ISO 8601, with its offset), or let it go again: reset."""
    if not tk.config.get("ckan.storage_path"):
        raise click.ClickException("The clock needs a folder of the site: set ckan.storage_path.")
    if moment == RESET:
        moments.let_go(tk.config)
        click.echo("The clock shows the time again.")
        return
    fixed = _moment(moment)
    moments.fix(tk.config, fixed)
    click.echo(f"The clock stands at {fixed.isoformat()}.")


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.ClickException(
            f"'{text}' is no moment with its offset from UTC, such as 2026-09-24T09:00:00+08:00."
        )
    return moment.astimezone(dt.timezone.utc)


def _say(found: Any, *, as_json: bool) -> None:
    click.echo(json.dumps(found, ensure_ascii=False, indent=None if as_json else 2))
