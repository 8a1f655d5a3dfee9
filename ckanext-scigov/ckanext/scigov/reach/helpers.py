"""Template helpers: the words for search engines in a page's head, and citations. They run no queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

import ckan.plugins.toolkit as tk

from ckanext.scigov.reach import documents, facts
from ckanext.scigov.reach.domain import structured

__all__ = [
    "scigov_reach_catalog",
    "scigov_reach_citations",
    "scigov_reach_dataset",
    "scigov_reach_prefixes",
]


def scigov_reach_dataset(dataset: Mapping[str, Any]) -> Markup:
    """Return the entry as JSON-LD for the page's head; empty for who is signed in, and is no search engine."""
    user: Any = tk.current_user
    if user.is_authenticated or not facts.is_everybodys(dataset):
        return Markup("")
    return _embedded(documents.described(dataset))


def scigov_reach_catalog() -> Markup:
    """Return the portal as JSON-LD for the head of the home page."""
    return _embedded(structured.catalog(facts.portal()))


def scigov_reach_citations(dataset: Mapping[str, Any]) -> dict[str, str]:
    """Return how the entry is cited: ``txt``, ``bib`` and ``json``."""
    return {ending: text.strip() for ending, text in documents.citations(dataset).items()}


def scigov_reach_prefixes() -> list[str]:
    """Return what stands before a path in each language of the portal."""
    return ["", *(f"/{locale}" for locale in tk.config["ckan.locales_offered"])]


def _embedded(value: dict[str, Any]) -> Markup:
    """Return JSON in which nothing ends the element around it."""
    return htmlsafe_json_dumps(value, ensure_ascii=False, separators=(",", ":"))
