"""``ckan scigov search``."""

from __future__ import annotations

import click

__all__ = ["search"]


@click.group(short_help="The search index in PostgreSQL.")
def search() -> None:
    """The search index in PostgreSQL."""


@search.command()
@click.option("--after", default="", help="Go on behind this dataset id.")
@click.option("--quiet", is_flag=True, help="Only the last line.")
def rebuild(after: str, quiet: bool) -> None:
    """Index every dataset again; the site stays searchable throughout."""
    from ckanext.scigov.search.config import is_solr
    from ckanext.scigov.search.rebuild import Progress, rebuild_all

    if is_solr():
        raise click.ClickException("This site searches with Solr. Run: ckan search-index rebuild")

    reached = after

    def report(progress: Progress) -> None:
        nonlocal reached
        reached = progress.last_id
        if not quiet:
            click.echo(
                f"{progress.done} of {progress.total} datasets, {progress.rate:.0f} a second, "
                f"{progress.seconds_left:.0f} s left"
            )

    try:
        result = rebuild_all(after, report)
    except BaseException:
        if reached:
            click.echo(f"Interrupted. Go on with: ckan scigov search rebuild --after {reached}")
        raise
    click.echo(f"Indexed {result.done - result.failed} datasets in {result.seconds:.1f} s.")
    if result.failed:
        raise click.ClickException(
            f"{result.failed} datasets could not be indexed; the log says why."
        )
