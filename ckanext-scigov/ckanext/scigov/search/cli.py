"""``ckan scigov search``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ckanext.scigov.search.rebuild import Progress

__all__ = ["search"]


@click.group(short_help="The search index in PostgreSQL.")
def search() -> None:
    """The search index in PostgreSQL."""


@search.command()
@click.option(
    "--resume/--restart",
    default=True,
    help="Go on where an interrupted rebuild stopped (the default), or begin anew.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="How many work at once; one for each core where this is left out.",
)
@click.option("--quiet", is_flag=True, help="Only the last line.")
@click.pass_context
def rebuild(ctx: click.Context, resume: bool, processes: int | None, quiet: bool) -> None:
    """Index every dataset again; the site stays searchable throughout.

    The new index is made beside the present one and then takes its place, with all that was saved
    and deleted meanwhile.
    """
    from ckanext.scigov.search.bulk.exchange import TableBusyError
    from ckanext.scigov.search.bulk.processes import WorkerLostError
    from ckanext.scigov.search.config import is_solr
    from ckanext.scigov.search.rebuild import RebuildRunningError, rebuild_all

    if is_solr():
        raise click.ClickException("This site searches with Solr. Run: ckan search-index rebuild")
    report = _no_report if quiet else _Report()
    try:
        # A document holds the title of its licence: in the site's language, as if saved there.
        with ctx.meta["flask_app"].test_request_context():
            result = rebuild_all(report, restart=not resume, number_of_processes=processes)
    except (RebuildRunningError, TableBusyError, WorkerLostError) as error:
        raise click.ClickException(str(error)) from error
    except BaseException:
        click.echo("Interrupted. The same command goes on from here; --restart begins anew.")
        raise
    click.echo(
        f"Indexed {result.done - result.failed} datasets in {result.seconds:.1f} s; "
        f"searches waited {result.blocked * 1000:.0f} ms."
    )
    if result.failed:
        raise click.ClickException(
            f"{result.failed} datasets could not be indexed; the log says why. They are found as "
            "they were before."
        )


@search.command()
def words() -> None:
    """Collect the catalogue's words for "did you mean" and pinyin now, not at the next round."""
    from ckanext.scigov.search import wordlist

    click.echo(f"{wordlist.refresh()} words collected.")


class _Report:
    """Says how far a rebuild is, at most once a second."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        is_last = progress.done == progress.total
        if progress.seconds < self._next and not is_last:
            return
        self._next = progress.seconds + 1
        resumed = f" after {progress.resumed} before the interruption" if progress.resumed else ""
        click.echo(
            f"{progress.done} of {progress.total} datasets{resumed}, {progress.rate:.0f} a "
            f"second, {progress.seconds_left:.0f} s left"
        )
        if is_last:
            click.echo("Building the indexes.")


def _no_report(_: Progress) -> None:
    pass
