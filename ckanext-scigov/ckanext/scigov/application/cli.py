"""``ckan scigov application templates``: the site's own templates of papers."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.checking import check_templates
from ckanext.scigov.application.papers.docx_filling import OURS

__all__ = ["application"]

OPTION = "ckanext.scigov.application.paper_templates"


@click.group(short_help="Applications for access.")
def application() -> None:
    """Applications for access."""


@application.group(short_help="The site's own templates of papers.")
def templates() -> None:
    """The site's own templates of papers."""


@templates.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
def check(folder: Path | None) -> None:
    """Tell what is wrong with the templates of FOLDER, and what their PDFs will not show.

    Without FOLDER the site's own are read. The command fails when a template cannot be used.
    """
    if folder is None:
        folder = _of_site()
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {folder}. Name one with templates in it.")
    found = check_templates(folder)
    for one in found:
        click.echo(one.sentence())
    if any(one.is_broken for one in found):
        raise click.ClickException("Correct the templates and check them again.")
    count = len(list(folder.glob("*.docx")))
    click.echo(f"{count} templates can be used; for the other papers ours are taken.")


@templates.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("papers", nargs=-1, type=click.Choice([one.value for one in Paper]))
def copy(folder: Path, papers: tuple[str, ...]) -> None:
    """Copy our templates to FOLDER, to be changed there; of PAPERS alone, where some are named.

    A file that is there already stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in papers or [one.value for one in Paper]:
        target = folder / f"{name}.docx"
        if target.exists():
            click.echo(f"{target} is there already and stays as it is.")
            continue
        shutil.copyfile(OURS / target.name, target)
        click.echo(str(target))
    click.echo(f"Change them in Word or WPS, check them, and set {OPTION} to this folder.")


def _of_site() -> Path:
    # The configuration is CKAN's; a folder that is named can be checked without.
    from ckanext.scigov.application import config

    folder = config.paper_templates()
    if folder is None:
        raise click.ClickException(
            f"The site has no templates of its own. Name a folder, or set {OPTION}."
        )
    return folder
