"""Sitemaps by the protocol of sitemaps.org: files of addresses, each in every language of the portal.

A file has at most 50,000 addresses and 50 MB. One address in two languages counts twice, because search
engines want each version listed with all of its versions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape

MOST_ADDRESSES = 50_000
MOST_BYTES = 50 * 1024 * 1024
LONGEST_NAME = 100
"""Of an entry or a provider, as CKAN has it."""
NAME = "scigov-name-of-the-entry"
"""Stands in a pattern where the name of each entry is put."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
HEAD = (
    f'{XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
FOOT = "</urlset>\n"
SPARE = len(HEAD) + len(FOOT)
TIME = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Version:
    """An address of a page in one language; the first of several is the portal's own language."""

    language: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A run of entries by id: where it begins, how many, when the latest changed, a mark of them all."""

    first: str
    count: int
    modified: str
    mark: str


def language_tag(locale: str) -> str:
    """Return CKAN's name of a language as search engines have it: by script, else by region."""
    language, _, rest = locale.partition("_")
    return f"{language}-{rest.partition('_')[0]}" if rest else language


class Lines:
    """Writes the lines of pages whose addresses differ by a name alone."""

    def __init__(self, versions: Sequence[Version]) -> None:
        links = "".join(_link(one.language, one.address) for one in versions)
        # Who reads none of the languages gets the portal's own.
        links = links + _link("x-default", versions[0].address) if len(versions) > 1 else ""
        self._texts = [(f"<url><loc>{_xml(one.address)}</loc>", f"{links}</url>\n") for one in versions]  # fmt: skip

    def of(self, name: str = "", modified: str = "") -> str:
        """Return the lines of one page, one for each language."""
        code = _xml(quote(name))
        when = f"<lastmod>{modified}</lastmod>" if modified else ""
        return "".join(
            f"{head.replace(NAME, code)}{when}{tail.replace(NAME, code)}"
            for head, tail in self._texts
        )

    @property
    def count(self) -> int:
        return len(self._texts)

    @property
    def per_file(self) -> int:
        """Return how many pages fit into one file, however long their names are."""
        longest = len(self.of("n" * LONGEST_NAME, TIME).encode())
        return max(1, min(MOST_ADDRESSES // self.count, (MOST_BYTES - SPARE) // longest))


def index(files: Iterable[tuple[str, str]]) -> str:
    """Return a sitemap of sitemaps: address and latest change of each."""
    lines = "".join(
        f"<sitemap><loc>{_xml(address)}</loc>"
        + (f"<lastmod>{modified}</lastmod>" if modified else "")
        + "</sitemap>\n"
        for address, modified in files
    )
    head = f'{XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{lines}</sitemapindex>\n"


def fits_one(pages: int, parts: Sequence[Part], per_file: int) -> bool:
    """Say whether pages and entries together go into a single file."""
    return pages + sum(part.count for part in parts) <= per_file


def mark(texts: Iterable[str]) -> str:
    """Return a validator that changes with each of the texts."""
    found = hashlib.blake2b(digest_size=16)
    for text in texts:
        found.update(f"{len(text)}:{text}".encode())
    return found.hexdigest()


def file(lines: Iterable[str]) -> Iterator[str]:
    yield HEAD
    yield from lines
    yield FOOT


def _link(language: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{_xml(language)}" href="{_xml(address)}"/>'


def _xml(text: str) -> str:
    return escape(text, {'"': "&quot;"})
