"""Collects the triples of a description, and makes values of RDF out of those of an entry.

What is empty makes no triple, and what is no address makes none either.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain.names import TYPE, XSD

Node = NamedNode | Literal
LANGUAGE = "zh"
_ADDRESS = re.compile(r"(?:https?|ftp|ftps|sftp)://[^/\s]+|mailto:[^\s]+@[^\s]+", re.IGNORECASE)
_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_NUMBER = re.compile(
    r"(?P<number>\+?[0-9][0-9 ()（）-]*)(?:(?:转|分机|;ext=|ext\.?|x)[ :：]*(?P<extension>[0-9]+))?",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Graph:
    """Triples, and the terms of outside vocabularies that they name."""

    __slots__ = ("terms", "triples")

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self.terms: set[str] = set()

    def add(self, subject: NamedNode, predicate: NamedNode, value: Node | None) -> None:
        if value is not None:
            self.triples.append(Triple(subject, predicate, value))

    def types(self, subject: NamedNode, *classes: NamedNode) -> None:
        for one in classes:
            self.triples.append(Triple(subject, TYPE, one))

    def term(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | None) -> None:
        """Add a triple whose value a page has to describe, because shapes ask what it is."""
        if value is not None:
            self.triples.append(Triple(subject, predicate, value))
            self.terms.add(value.value)

    def many(self, subject: NamedNode, predicate: NamedNode, values: Iterable[Node | None]) -> None:
        for value in values:
            self.add(subject, predicate, value)


def text(value: object) -> Literal | None:
    """Return words in Chinese."""
    words = clean(value)
    return Literal(words, language=LANGUAGE) if words else None


def plain(value: object) -> Literal | None:
    """Return a text that belongs to no language: a code, a name, a pattern."""
    words = clean(value)
    return Literal(words) if words else None


def clean(value: object) -> str:
    """Return a text without what XML cannot hold; empty for None."""
    return "" if value is None else _NOT_IN_XML.sub("", str(value)).strip()


def address(value: object) -> NamedNode | None:
    """Return a node for an address as people write it; None for what is none."""
    given = clean(value)
    if not _ADDRESS.match(given):
        return None
    escaped = _NOT_IN_ADDRESSES.sub(lambda found: quote(found.group()), given)
    try:
        return NamedNode(escaped)
    except ValueError:
        return None


def telephone(value: object) -> NamedNode | None:
    """Return a node for the first of the numbers people write, with its extension; None for none."""
    found = _NUMBER.search(clean(value))
    if found is None:
        return None
    digits = "".join(one for one in found["number"] if one in "+-0123456789").rstrip("-")
    more = found["extension"]
    return NamedNode(f"tel:{digits}" + (f";ext={more}" if more else ""))


def moment(value: object) -> Literal | None:
    """Return a year, a month, a day or a moment; CKAN's moments without a zone are UTC."""
    given = clean(value)
    for shape, kind in ((_YEAR, "gYear"), (_MONTH, "gYearMonth")):
        if shape.fullmatch(given):
            return Literal(given, datatype=XSD[kind])
    if not _is_in_calendar(given):
        return None
    if _DAY.fullmatch(given):
        return Literal(given, datatype=XSD["date"])
    if not _MOMENT.fullmatch(given):
        return None
    is_zoned = given.endswith("Z") or given[-6] in "+-"
    return Literal(given if is_zoned else f"{given}Z", datatype=XSD["dateTime"])


def _is_in_calendar(given: str) -> bool:
    # The 31st of a month that has 30 days is no date of RDF: shapes refuse the document that holds it.
    try:
        dt.date.fromisoformat(given[:10])
        dt.time.fromisoformat(given[11:19] or "00:00")
    except ValueError:
        return False
    return True


def number(value: object) -> Literal | None:
    """Return a count: a whole number of zero or more."""
    given = clean(value)
    return Literal(given, datatype=XSD["nonNegativeInteger"]) if is_count(given) else None


def is_count(given: str) -> bool:
    return given.isascii() and given.isdigit()


def flag(value: object) -> Literal | None:
    """Return what a box says, as the entry has it (true, "true", "True", "false" …)."""
    given = clean(value).lower()
    return Literal(given, datatype=XSD["boolean"]) if given in ("true", "false") else None
