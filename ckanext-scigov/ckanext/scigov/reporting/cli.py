"""``ckan scigov reporting``: exports, packages and receipts from the command line."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from werkzeug.datastructures import FileStorage

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import toolkit_pages

__all__ = ["reporting"]

USER = click.option("--user", required=True, help="Name of the person who does it.")


@click.group(short_help="The catalogue for the national platform.")
def reporting() -> None:
    """The catalogue in the 13 elements of the national guide: exports, packages, receipts."""


@reporting.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--organization", default="", help="Name of a provider; all when left out.")
@click.option("--sight", type=click.Choice(["register", "own", "public"]), default="public")
@USER
def export(target: Path, organization: str, sight: str, user: str) -> None:
    """Write entries to TARGET, a workbook or JSON by its ending."""
    kind = target.suffix.lstrip(".").lower()
    if kind not in ("xlsx", "json"):
        raise click.ClickException("Name a file that ends in .xlsx or .json.")
    wish = {"format": kind, "organization": organization, "sight": sight}
    made = _call("scigov_reporting_export", user, wish)
    with made["file"] as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
    click.echo(f"{made['written']} entries written, {made['lacking']} lack something.")


@reporting.command()
@USER
def package(user: str) -> None:
    """Make the next package of what is new, changed or withdrawn."""
    made = _call("scigov_reporting_package_create", user, {})
    click.echo(
        f"Package {made['sequence']}: {made['new']} new, {made['changed']} changed, "
        f"{made['withdrawn']} withdrawn; {made['lacking']} entries lack something. "
        f"SHA-256 {made['sha256']}"
    )


@reporting.command()
@click.argument("sequence", type=click.IntRange(1))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@USER
def receipt(sequence: int, file: Path, user: str) -> None:
    """Take the receipt FILE for package SEQUENCE; ends with 1 when something is wrong with it."""
    with file.open("rb") as stream:
        upload = FileStorage(stream, filename=file.name)
        wish = {"sequence": sequence, "upload": upload}
        told = _call("scigov_reporting_receipt_import", user, wish)
    for one in told["problems"]:
        click.echo(f"{one['line']} {one['column']}: {one['value']} {one['sentence']}")
    if told["problems"]:
        raise click.ClickException("Nothing was taken.")
    click.echo(f"{told['accepted']} accepted, {told['refused']} refused.")


def _call(action: str, user: str, wish: Mapping[str, Any]) -> dict[str, Any]:
    if not p.plugin_loaded("scigov_reporting"):
        raise click.ClickException("Name scigov_reporting in ckan.plugins first.")
    try:
        return tk.get_action(action)({"user": user}, dict(wish))
    except tk.NotAuthorized:
        raise click.ClickException(f"{user} may not do this.") from None
    except tk.ObjectNotFound as error:
        raise click.ClickException(str(error)) from error
    except tk.ValidationError as error:
        found = toolkit_pages.errors_of(error).values()
        raise click.ClickException(" ".join(text for texts in found for text in texts)) from error
