"""``ckan scigov harvest``: mapping files tried and begun, before anything is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ckan import model

from ckanext.scigov.intake import map_report, map_site, mapping_files, proposals, samples
from ckanext.scigov.intake import sentences_mapping as sentences
from ckanext.scigov.intake.credential_commands import credential
from ckanext.scigov.intake.domain.mapping import MappingErrors, MappingFile
from ckanext.scigov.intake.domain.mapping.checking import check

__all__ = ["harvest"]

SAMPLE = click.Path(path_type=Path, dir_okay=False)
LANGUAGE = "ckanext.scigov.intake.language"


@click.group(short_help="Source systems.")
def harvest() -> None:
    """Source systems: what is read from them, and what it becomes."""


harvest.add_command(credential)


@harvest.group("map", short_help="Mapping files.")
@click.option("--language", default="", help="Such as en; the site's when left out.")
@click.pass_context
def map_group(ctx: click.Context, language: str) -> None:
    """Mapping files: what the records of a source mean (docs/harvest-mapping.md)."""
    ctx.meta[LANGUAGE] = language


@map_group.command("check")
@click.argument("file")
@click.argument("sample", type=SAMPLE)
@click.option(
    "--first", default=3, show_default=True, type=click.IntRange(0, 100), help="Entries to show."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.pass_context
def check_command(
    ctx: click.Context, file: str, sample: Path, first: int, *, as_json: bool
) -> None:
    """Tell what FILE makes of the records in SAMPLE; nothing is written.

    FILE is a mapping file, or the name of one that is shipped. SAMPLE is JSON, CSV or XLSX. Ends
    with 0 when the mapping can be used, otherwise with 1.
    """
    with _speaking(ctx), _told():
        mapping = _mapping(ctx, file, as_json=as_json)
        records = samples.records_of(sample, mapping.records)
        site = map_site.Site(model.Session)
        report = check(mapping, records, mapping_files.catalogue(), first=first, site=site)
        model.Session.rollback()
        if as_json:
            click.echo(json.dumps(map_report.as_json(report), ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(map_report.lines(report)))
    ctx.exit(0 if report.is_usable else 1)


@map_group.command("propose")
@click.argument("sample", type=SAMPLE)
@click.option("--name", default="", help="Name of the mapping; that of the file when left out.")
@click.pass_context
def propose_command(ctx: click.Context, sample: Path, name: str) -> None:
    """Write a mapping to begin with, guessed from the records in SAMPLE.

    What cannot be guessed is left as a comment with the values that were seen.
    """
    with _speaking(ctx), _told():
        records = samples.records_of(sample)
        click.echo(proposals.propose(records, name or sample.stem), nl=False)


@map_group.command("list")
def list_command() -> None:
    """List the mapping files that are shipped."""
    for name in mapping_files.shipped():
        click.echo(name)


def _mapping(ctx: click.Context, file: str, *, as_json: bool) -> MappingFile:
    try:
        return mapping_files.read(mapping_files.text_of(file))
    except MappingErrors as error:
        said = [sentences.mapping_error(one) for one in error.errors]
        found = [
            {"line": one.line, "path": one.path, "reason": one.reason.value, "sentence": sentence}
            for one, sentence in zip(error.errors, said, strict=True)
        ]
        text = json.dumps({"errors": found}, ensure_ascii=False, indent=2) if as_json else None
        click.echo(text or "\n".join(said))
        ctx.exit(1)


@contextmanager
def _speaking(ctx: click.Context) -> Iterator[None]:
    """Translations are a request's; a command has none of its own."""
    language = ctx.meta[LANGUAGE]
    chosen = {"CKAN_LANG": language} if language else {}
    with ctx.meta["flask_app"].test_request_context(environ_overrides=chosen):
        yield


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except samples.NoSample as error:
        raise click.ClickException(sentences.no_sample(error)) from None
    except FileNotFoundError as error:
        name = str(error)
        raise click.ClickException(sentences.no_file(name, mapping_files.shipped())) from None
    except UnicodeDecodeError:
        raise click.ClickException(sentences.not_utf8()) from None
