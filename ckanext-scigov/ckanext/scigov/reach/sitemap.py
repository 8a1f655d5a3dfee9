"""The portal's sitemap: one file, or as many as the protocol asks for."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.reach import listing
from ckanext.scigov.reach.domain import sitemaps
from ckanext.scigov.reach.domain.sitemaps import NAME, Lines, Part, Version

FORM = "1"
"""Part of every validator: changes when the same entries are written otherwise."""
PAGES = ("home.index", "dataset.search", "organization.index", "home.about", "scigov_help.index",
         "scigov_api.index")  # fmt: skip
TOPIC = "scigov_help.topic"
PIECE = 1_000
"""Entries whose lines are sent together."""


@dataclass(frozen=True, slots=True)
class File:
    """A sitemap: a mark of all it shows, and its text, which is read piece by piece."""

    mark: str
    text: Iterator[str]


class _Catalogue:
    """What the files are made of; providers are asked for only where they stand in the file."""

    def __init__(self) -> None:
        self.of_entry = _lines("dataset.read", id=NAME)
        self.of_provider = _lines("organization.read", id=NAME)
        topics = [_lines(TOPIC, topic=topic) for topic, *_ in tk.h.scigov_help_topics()]
        self.pages = [*map(_lines, PAGES), *topics]
        self.parts = listing.parts(self.of_entry.per_file)

    @functools.cached_property
    def providers(self) -> list[tuple[str, str]]:
        return listing.providers()

    @property
    def fits_one(self) -> bool:
        if len(self.parts) > 1:
            return False
        pages = len(self.pages) + len(self.providers)
        return sitemaps.fits_one(pages, self.parts, self.of_entry.per_file)

    def lines_of_pages(self) -> Iterator[str]:
        yield from (page.of() for page in self.pages)
        for name, changed in self.providers:
            yield self.of_provider.of(name, changed)

    def lines_of(self, part: Part) -> Iterator[str]:
        write, entries = self.of_entry.of, listing.entries(part)
        # Not a piece for each line: every piece costs the server a call.
        while some := list(itertools.islice(entries, PIECE)):
            yield "".join(write(name, changed) for name, changed in some)

    def mark(self, parts: Sequence[Part], providers: Sequence[tuple[str, str]] = ()) -> str:
        fixed = [one.of() for one in (*self.pages, self.of_provider, self.of_entry)]
        named = [f"{name} {changed}" for name, changed in providers]
        return sitemaps.mark([FORM, *fixed, *named, *(part.mark for part in parts)])


def first() -> File:
    """Return the file that is named in robots.txt: all addresses, or where the other files are."""
    known = _Catalogue()
    parts = known.parts
    if known.fits_one:
        lines = itertools.chain(known.lines_of_pages(), *map(known.lines_of, parts))
        return File(known.mark(parts, known.providers), sitemaps.file(lines))
    # The file of pages and providers comes first: it changes with whatever changes last.
    latest = max(part.modified for part in parts)
    changes = [latest, *(part.modified for part in parts)]
    files = [(_address(number), changed) for number, changed in enumerate(changes, 1)]
    return File(known.mark(parts), iter([sitemaps.index(files)]))


def numbered(number: int) -> File | None:
    """Return one of the files that the first one names; None where there is none of this number."""
    known = _Catalogue()
    if known.fits_one or not 1 <= number <= len(known.parts) + 1:
        return None
    if number == 1:
        return File(known.mark((), known.providers), sitemaps.file(known.lines_of_pages()))
    part = known.parts[number - 2]
    return File(known.mark([part]), sitemaps.file(known.lines_of(part)))


def _lines(endpoint: str, **values: Any) -> Lines:
    own = tk.config["ckan.locale_default"]
    others = [one for one in tk.config["ckan.locales_offered"] if one != own]
    return Lines(
        [
            Version(
                sitemaps.language_tag(locale),
                tk.h.url_for(endpoint, locale=prefix, _external=True, **values),
            )
            for locale, prefix in ((own, "default"), *((one, one) for one in others))
        ]
    )


def _address(number: int) -> str:
    return tk.h.url_for("scigov_reach.part", number=number, locale="default", _external=True)
