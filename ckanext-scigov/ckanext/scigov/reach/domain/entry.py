"""What is told of an entry to people and programs outside, before it has any form of theirs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Portal:
    title: str
    description: str
    address: str
    language: str
    """Of what the portal holds, as a tag of BCP 47."""


@dataclass(frozen=True, slots=True)
class Provider:
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Licence:
    title: str
    address: str
    """Empty for terms that have no address."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days, of which one may be missing."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    code: str
    """An area code or an address."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file or interface that everybody may fetch."""

    address: str
    title: str
    description: str = ""
    format: str = ""
    size: int = 0
    """In bytes; 0 where it is not known."""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A data item: what it is called, what it means, in what it is measured."""

    name: str
    title: str
    description: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the catalogue. Texts that are not known are empty; days are ``2024-01-31``."""

    key: str
    """Its name in addresses: Latin letters, digits, hyphens."""
    address: str
    title: str
    portal: Portal
    provider: Provider | None = None
    source: str = ""
    """Who answers for the values, where that is another than the provider."""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    issued: str = ""
    modified: str = ""
    version: str = ""
    doi: str = ""
    cstr: str = ""
    code: str = ""
    citation: str = ""
    """How its provider wants it cited."""
    licence: Licence | None = None
    periods: tuple[Period, ...] = ()
    places: tuple[Place, ...] = ()
    is_open: bool = False
    """Everybody gets its data."""
    conditions: str = ""
    """In a sentence who gets the data; empty where everybody does."""
    original: str = ""
    """Where the entry was gathered from."""
    downloads: tuple[Download, ...] = ()
    variables: tuple[Variable, ...] = ()

    @property
    def doi_address(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else ""
