"""The portal's sitemap: one file, or as many as the protocol asks for."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class File:
    """A sitemap: a mark of all it shows, and its text, which is read piece by piece."""

    mark: str
    text: Iterator[str]


@dataclass(frozen=True, slots=True)
class _Catalogue:
    pages: Sequence[Lines]
    of_provider: Lines
    of_entry: Lines
    providers: Sequence[tuple[str, str]]
    parts: Sequence[Part]

    @property
    def fits_one(self) -> bool:
        pages = len(self.pages) + len(self.providers)
        return sitemaps.fits_one(pages, self.parts, self.of_entry.per_file)


def first() -> File:
    """Return the file that is named in robots.txt: all addresses, or where the other files are."""
    all_of_it = _catalogue()
    parts = all_of_it.parts
    if all_of_it.fits_one:
        lines = itertools.chain(_pages(all_of_it), *(_entries(all_of_it, one) for one in parts))
        return File(_mark(all_of_it, parts), sitemaps.file(lines))
    # The pages and providers come first, with the change of whatever changed last.
    latest = max(part.modified for part in parts)
    changes = [latest, *(part.modified for part in parts)]
    files = [(_address(number), changed) for number, changed in enumerate(changes, 1)]
    return File(_mark(all_of_it, parts), iter([sitemaps.index(files)]))


def numbered(number: int) -> File | None:
    """Return one of the files that the first one names; None where there is none of this number."""
    all_of_it = _catalogue()
    if all_of_it.fits_one or not 1 <= number <= len(all_of_it.parts) + 1:
        return None
    if number == 1:
        return File(_mark(all_of_it, ()), sitemaps.file(_pages(all_of_it)))
    part = all_of_it.parts[number - 2]
    return File(_mark(all_of_it, [part]), sitemaps.file(_entries(all_of_it, part)))


def _catalogue() -> _Catalogue:
    of_entry = _lines("dataset.read", id=NAME)
    topics = [_lines(TOPIC, topic=topic) for topic, *_ in tk.h.scigov_help_topics()]
    return _Catalogue(
        pages=[*map(_lines, PAGES), *topics],
        of_provider=_lines("organization.read", id=NAME),
        of_entry=of_entry,
        providers=listing.providers(),
        parts=listing.parts(of_entry.per_file),
    )


def _pages(all_of_it: _Catalogue) -> Iterator[str]:
    yield from (page.of() for page in all_of_it.pages)
    for name, changed in all_of_it.providers:
        yield all_of_it.of_provider.of(name, changed)


def _entries(all_of_it: _Catalogue, part: Part) -> Iterator[str]:
    write = all_of_it.of_entry.of
    # Not a piece for each line: every piece costs the server a call.
    entries = listing.entries(part)
    while some := list(itertools.islice(entries, listing.AT_ONCE)):
        yield "".join(write(name, changed) for name, changed in some)


def _mark(all_of_it: _Catalogue, parts: Sequence[Part]) -> str:
    fixed = [one.of() for one in (*all_of_it.pages, all_of_it.of_provider, all_of_it.of_entry)]
    named = [f"{name} {changed}" for name, changed in all_of_it.providers]
    return sitemaps.mark([FORM, *fixed, *named, *(part.mark for part in parts)])


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
