"""``ckan scigov audit``."""

from __future__ import annotations

import click

from ckan import model

from ckanext.scigov.audit import config
from ckanext.scigov.audit.domain.findings import Finding
from ckanext.scigov.audit.sealing import seal
from ckanext.scigov.audit.verifying import verify
from ckanext.scigov.shared import clock

__all__ = ["audit"]


@click.group(short_help="The log of acts: seal it, verify it.")
def audit() -> None:
    """The log of acts: seal it, verify it."""


@audit.command("verify")
@click.pass_context
def verify_command(ctx: click.Context) -> None:
    """Compare every event with what was sealed and anchored.

    Says each thing that is wrong in one sentence and ends with 1 if there is any, otherwise with 0.
    """
    anchors = config.anchor_path()
    try:
        report = verify(model.ensure_engine(), keys=config.known_keys(), anchors=anchors, say=_say)
    except OSError as error:
        raise click.ClickException(f"The anchor file cannot be read: {error}") from error
    click.echo(
        f"{report.verified} events in {report.seals} seals were verified against {anchors}; "
        f"{report.unsealed} are not sealed yet."
    )
    if report.findings:
        click.echo(f"The log is not as it was sealed: {report.findings} findings.")
        ctx.exit(1)
    click.echo("The log is as it was sealed.")


@audit.command("seal")
def seal_command() -> None:
    """Seal now what the scheduler would seal within the next minute."""
    try:
        done = seal(
            model.ensure_engine(),
            key=config.signing_key(),
            anchors=config.anchor_path(),
            now=clock.now(),
        )
    except OSError as error:
        raise click.ClickException(f"The anchor file cannot be written: {error}") from error
    if done is None:
        raise click.ClickException("Another process is sealing the log. Try again in a moment.")
    click.echo(f"{done.events} events sealed in {done.seals} seals.")


def _say(finding: Finding) -> None:
    click.echo(finding.text)
