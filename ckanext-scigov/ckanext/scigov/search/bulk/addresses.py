"""Addresses of uploaded files: CKAN asks its router for each, here for one of a kind."""

from __future__ import annotations

import re
from typing import Any

from ckan.lib import munge
from ckan.lib.helpers import helper_functions as h

# What a router writes into a path as it is.
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")
_DATASET, _RESOURCE, _FILE = "scigov-dataset-id", "scigov-resource-id", "scigov.file.name"


class Addresses:
    """Remembers, for each type of dataset, what the address of a file looks like."""

    def __init__(self) -> None:
        self._patterns: dict[str, str] = {}

    def of_upload(self, dataset_type: str, resource: dict[str, Any]) -> str:
        """Return the address CKAN gives an uploaded file."""
        name = munge.munge_filename(resource["url"].rsplit("/")[-1])
        parts = (resource["package_id"], resource["id"], name)
        if not all(_PLAIN.fullmatch(part) for part in parts):
            return _address(dataset_type, *parts)
        pattern = self._patterns.get(dataset_type)
        if pattern is None:
            pattern = _address(dataset_type, _DATASET, _RESOURCE, _FILE)
            self._patterns[dataset_type] = pattern
        return pattern.replace(_DATASET, parts[0]).replace(_RESOURCE, parts[1]).replace(_FILE, name)


def _address(dataset_type: str, dataset_id: str, resource_id: str, filename: str) -> str:
    return h.url_for(
        f"{dataset_type}_resource.download",
        id=dataset_id,
        resource_id=resource_id,
        filename=filename,
        qualified=True,
    )
