"""Template helpers of the pages about disputes: words, where to report. One asks an action, none runs a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.dispute import annotation_hooks, cause_words, report_links, words
from ckanext.scigov.dispute.domain import parties
from ckanext.scigov.dispute.domain.compared import Kind
from ckanext.scigov.dispute.domain.compared_status import Status
from ckanext.scigov.dispute.report_links import Links
from ckanext.scigov.shared import toolkit_pages as asked

__all__ = [
    "scigov_dispute_cause_word",
    "scigov_dispute_days",
    "scigov_dispute_has_desk",
    "scigov_dispute_links",
    "scigov_dispute_noted_items",
    "scigov_dispute_notes",
    "scigov_dispute_report_url",
    "scigov_dispute_tone",
    "scigov_dispute_verified",
    "scigov_dispute_verified_word",
    "scigov_dispute_word",
]


def scigov_dispute_word(kind: str, code: str | None) -> str:
    """Return the word for a state, a kind, a step, a ground and the like; kinds: ``words.WORDS``."""
    return words.word(kind, code)


def scigov_dispute_tone(state: str) -> str:
    """Return how the badge of a state looks."""
    return words.tone(state)


def scigov_dispute_days(dispute: Mapping[str, Any]) -> str:
    """Return in words how much time is left until a dispute is due."""
    return words.days(dispute)


def scigov_dispute_cause_word(kind: str, detail: str) -> str:
    """Return what a comparison has found, without values."""
    return cause_words.said(Kind(kind), detail)


def scigov_dispute_verified(resource_id: str) -> list[dict[str, Any]]:
    """Return what is known of the items of a table, as far as the reader is told of them."""
    wish = {"resource": resource_id}
    found = tk.get_action("scigov_dispute_verification_list")(asked.context(), wish)
    return cast("list[dict[str, Any]]", found)


def scigov_dispute_verified_word(status: str) -> str:
    """Return the word for what is known of a data item after comparisons."""
    return cause_words.status(Status(status))


def scigov_dispute_report_url(**where: str) -> str:
    """Return the address of the form about a place: ``dataset`` or ``resource``, and ``item`` or ``field``."""
    return report_links.address(**where)


def scigov_dispute_links(resource: Mapping[str, Any]) -> Links:
    """Return the links from the rows and cells of a table to the form about them."""
    return report_links.links(str(resource["id"]))


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


def scigov_dispute_has_desk() -> bool:
    """Say whether the reader works on disputes for some unit."""
    return parties.has_desk(reader())
