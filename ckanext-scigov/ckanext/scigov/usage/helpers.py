"""Template helpers: how much an entry is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model

from ckanext.scigov.usage import figures

__all__ = ["scigov_usage"]


def scigov_usage(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``scigov_usage_show`` tells of a dataset that is shown to the reader already."""
    return figures.of_dataset(model.Session(), dataset)
