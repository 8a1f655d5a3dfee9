"""Template helpers of the pages about disputes: codes to words. One asks an action, none runs a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import cause_words, words
from ckanext.scigov.dispute.domain.compared import Kind
from ckanext.scigov.dispute.domain.compared_status import Status
from ckanext.scigov.shared import toolkit_pages as asked

__all__ = [
    "scigov_dispute_cause_word",
    "scigov_dispute_days",
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
