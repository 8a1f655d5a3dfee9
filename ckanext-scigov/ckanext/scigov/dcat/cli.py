"""``ckan scigov dcat check``: what is wrong with a document, told to a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

import ckan.plugins as p

from ckanext.scigov.dcat import checked_apart, config, giving, judging, sentences
from ckanext.scigov.dcat.checked_apart import BrokenShapes, Checked, Document, TookTooLong
from ckanext.scigov.dcat.domain import names
from ckanext.scigov.dcat.domain.checking import Finding, Severity
from ckanext.scigov.dcat.domain.incoming import Limits, Unreadable, form_of
from ckanext.scigov.dcat.domain.writing import FORMS
from ckanext.scigov.shared import toolkit_fetching
from ckanext.scigov.shared.fetching import NotFetched

__all__ = ["dcat"]

LIMITS = Limits(most_bytes=500_000_000, most_triples=5_000_000)
SECONDS = 3600
"""Whoever sits at the machine waits as long as he likes."""


@click.group(short_help="The catalogue as linked data.")
def dcat() -> None:
    """The catalogue as linked data."""


@dcat.command()
@click.argument("source")
@click.option(
    "--form",
    type=click.Choice(list(FORMS)),
    default=None,
    help="Else the one that the document shows.",
)
@click.option(
    "--shapes", "shapes", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of shapes in the place of the site's; may be given again.",
)  # fmt: skip
@click.option("--json", "in_json", is_flag=True, help="Tell it as JSON.")
def check(source: str, form: str | None, shapes: tuple[Path, ...], *, in_json: bool) -> None:
    """Check SOURCE (a file, - for what comes in, or an address) against shapes; ends with 1 when there are errors."""
    if not p.plugin_loaded("scigov_dcat"):
        raise click.ClickException("Name scigov_dcat in ckan.plugins first.")
    found = _checked(source, form or "", shapes or judging.shape_files())
    click.echo(_in_json(found) if in_json else "\n".join(_lines(found)))
    if any(one.severity is Severity.ERROR for one in found.findings):
        raise SystemExit(1)


def _checked(source: str, form: str, shapes: tuple[Path, ...]) -> Checked:
    try:
        return checked_apart.check(_document(source, form), LIMITS, SECONDS, shapes)
    except NotFetched as error:
        raise click.ClickException(sentences.not_fetched(error.reason, error.status)) from None
    except Unreadable as error:
        raise click.ClickException(sentences.unreadable(error)) from None
    except TookTooLong:
        raise click.ClickException(sentences.took_too_long()) from None
    except BrokenShapes as error:
        raise click.ClickException(sentences.broken(error)) from None
    except OSError as error:
        raise click.ClickException(f"{source}: {error.strerror}.") from None


def _document(source: str, form: str) -> Document:
    if source.startswith(("http://", "https://")):
        # Whoever sits at the machine may send it wherever harvesting may.
        rules = toolkit_fetching.rules()
        return giving.fetched(source, form, LIMITS, config.check_seconds(), rules)
    with click.open_file(source, "rb") as file:
        content: bytes = file.read()
    return Document(content, form or form_of(content, source))


def _lines(found: Checked) -> list[str]:
    counts = [sum(one.severity is each for one in found.findings) for each in Severity]
    last = (
        f"{found.triples} triples: {counts[0]} errors, {counts[1]} warnings, {counts[2]} remarks."
    )
    return [*map(_line, found.findings), last]


def _line(one: Finding) -> str:
    about = " ".join(part for part in (one.focus, names.short(one.path), one.value) if part)
    return f"{one.severity.value}: {about}: {one.zh} {one.en if one.en != one.zh else ''}".rstrip()


def _in_json(found: Checked) -> str:
    told: dict[str, Any] = {"triples": found.triples, "findings": [
        {"severity": one.severity.value, "focus": one.focus, "path": one.path, "value": one.value, "zh": one.zh,
         "en": one.en, "shape": one.shape}
        for one in found.findings
    ]}  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)
