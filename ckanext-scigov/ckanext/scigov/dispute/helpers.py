"""Template helpers of pages that show disputes, or what is in doubt. None runs a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.scigov.dispute import annotation_hooks

__all__ = ["scigov_dispute_noted_items", "scigov_dispute_notes"]


def scigov_dispute_notes(
    dataset: Mapping[str, Any], resource: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return the notes of an entry or of a resource in words, each with the addresses of its disputes."""
    found = (dataset if resource is None else resource).get(annotation_hooks.FIELD) or ()
    return [
        {
            "text": annotation_hooks.text(one, dataset),
            "count": one["count"],
            "disputes": [
                {"number": number, "url": annotation_hooks.address(number)}
                for number in one["disputes"]
            ],
        }
        for one in found
    ]


def scigov_dispute_noted_items(resource: Mapping[str, Any]) -> dict[str, str]:
    """Return what is said of data items of a resource, by the item's name."""
    return {
        one["item"]: annotation_hooks.text(one, {"resources": [resource]})
        for one in resource.get(annotation_hooks.FIELD) or ()
        if one["item"] and one["resource_id"] == resource.get("id")
    }
