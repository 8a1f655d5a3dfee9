"""The settings of the kind ``json``: what is asked, and where in an answer what lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters.json_answers import version_at
from ckanext.scigov_harvesters.session import Ways, ways_of
from ckanext.scigov_harvesters.templates import Template, template_of

NONE, PAGE, OFFSET, CURSOR, LINK = "none", "page", "offset", "cursor", "link"
PLACES = ("page", "offset", "size", "cursor")
NEEDS_PLACE = N_(
    "With {key}: {kind} the place {{{place}}} must stand in the query, the body or the address: otherwise"
    " each page would be the first."
)
NEEDS_PATH = N_(
    "With the paging {kind} the setting {key} must say where in an answer the next page is."
)
NO_DETAILS = N_("The setting {key} must be a list of mappings, one for each further request.")
_PLACE_OF = {PAGE: "page", OFFSET: "offset", CURSOR: "cursor"}


@dataclass(frozen=True, slots=True)
class Paging:
    kind: str
    size: int
    first: int
    """Number of the first page, or offset of the first record."""
    path: str
    """Where the cursor or the link of the next page lies."""
    repeats_last: bool
    """Behind its end the source gives the last page again."""
    most_pages: int
    looks_behind_end: bool
    """Ask for one page more than the total says."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A further request for each record."""

    template: Template
    path: str
    into: str
    """Field of the record that takes what came; empty: its fields are the record's."""
    total: str
    is_optional: bool
    most: int = 0
    """So many elements of a list are kept, the first ones; 0: all."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list is asked and read."""

    ways: Ways
    template: Template
    is_lines: bool
    records: str
    total: str
    is_total_exact: bool
    success: Mapping[str, tuple[Any, ...]]
    """Path → values of which one must be there."""
    paging: Paging
    version_of: Callable[[dict[str, Any]], str]
    details: tuple[Detail, ...]


def listing_of(wiring: Wiring, settings: Settings) -> Listing:
    """Read all settings of the kind.

    Raises:
        WrongSetting: one is wrong, missing, or not known.
    """
    ways = ways_of(wiring, settings)
    template = template_of(settings, ways.base, PLACES)
    found = Listing(
        ways,
        template,
        settings.text("format", "json", ("json", "lines")) == "lines",
        settings.text("records", ""),
        settings.text("total", ""),
        settings.flag("total_is_exact", default=True),
        success_of(settings),
        paging_of(settings.part("paging"), template),
        version_at(settings.text("version", "")),
        _details_of(settings),
    )
    settings.done()
    return found


def success_of(settings: Settings) -> dict[str, tuple[Any, ...]]:
    given = settings.mapping("success")
    return {path: tuple(one) if isinstance(one, list) else (one,) for path, one in given.items()}


def paging_of(settings: Settings, template: Template) -> Paging:
    kind = settings.text("kind", NONE, (NONE, PAGE, OFFSET, CURSOR, LINK))
    found = Paging(
        kind,
        settings.whole("size", 100, 1, 100_000),
        settings.whole("first", 0 if kind == OFFSET else 1, 0, 1_000),
        settings.text("path", ""),
        settings.text("past_the_end", "empty", ("empty", "repeats")) == "repeats",
        settings.whole("most_pages", 100_000, 1, 10_000_000),
        settings.flag("look_behind_end", default=True),
    )
    place = _PLACE_OF.get(kind, "")
    if place and f"{{{place}}}" not in repr((template.url, template.query, template.body)):
        raise WrongSetting(NEEDS_PLACE, key=settings.key("kind"), kind=kind, place=place)
    if kind in (CURSOR, LINK) and not found.path:
        raise WrongSetting(NEEDS_PATH, key=settings.key("path"), kind=kind)
    return found


def _details_of(settings: Settings) -> tuple[Detail, ...]:
    given = settings.value("details", [])
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise WrongSetting(NO_DETAILS, key=settings.key("details"))
    return tuple(detail_of(settings.element("details", one)) for one in given)


def detail_of(settings: Settings) -> Detail:
    """Read one further request."""
    template = template_of(settings, settings.text("url"), None)
    found = Detail(
        template,
        settings.text("record", ""),
        settings.text("into", ""),
        settings.text("total", ""),
        settings.flag("optional", default=False),
    )
    settings.done()
    return found
