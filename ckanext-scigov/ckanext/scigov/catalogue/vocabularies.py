"""The controlled vocabularies: read once from the YAML files of ``ckanext.scigov_schemas``.

A value's code is what is stored, searched and exported; the labels are for readers only.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import yaml

SCHEMAS = "ckanext.scigov_schemas"


@functools.cache
def values(vocabulary: str) -> tuple[dict[str, Any], ...]:
    """Return the values of a vocabulary: dictionaries with ``value``, ``label`` and more."""
    path = resources.files(SCHEMAS) / "vocabularies" / f"{vocabulary}.yaml"
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8"))["values"])


def codes(vocabulary: str) -> tuple[str, ...]:
    return tuple(value["value"] for value in values(vocabulary))


def find(vocabulary: str, code: str) -> dict[str, Any] | None:
    return next((value for value in values(vocabulary) if value["value"] == code), None)
