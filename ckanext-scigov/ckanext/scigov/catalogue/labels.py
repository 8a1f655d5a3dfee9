"""Labels of coded values in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import vocabularies

FALLBACK = "en"


def language() -> str:
    """Return the reader's language; outside a request that of the site."""
    try:
        return str(tk.h.lang())
    except (RuntimeError, TypeError):
        return str(tk.config.get("ckan.locale_default") or FALLBACK)


def text(languages: Mapping[str, str] | str | None) -> str:
    """Return the reader's text out of a language map of the schema."""
    if not languages:
        return ""
    if isinstance(languages, str):
        return languages
    found = languages.get(language()) or languages.get(FALLBACK)
    return found or next(iter(languages.values()))


def label(vocabulary: str, code: str) -> str:
    """Return the label of a code, or the code where the vocabulary does not have it."""
    value = vocabularies.find(vocabulary, code)
    return text(value["label"]) if value else code


def codes(field: Mapping[str, Any]) -> list[str]:
    """Return the codes that a schema field takes."""
    if "choices" in field:
        return [choice["value"] for choice in field["choices"]]
    without = field.get("without", ())
    every = (value["value"] for value in vocabularies.values(field["vocabulary"]))
    return [code for code in every if code not in without]


def choices(field: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a schema field's choices in scheming's form: ``value``, ``label`` and ``help``."""
    if "choices" in field:
        return list(field["choices"])
    without = field.get("without", ())
    return [
        dict(value)
        for value in vocabularies.values(field["vocabulary"])
        if value["value"] not in without
    ]
