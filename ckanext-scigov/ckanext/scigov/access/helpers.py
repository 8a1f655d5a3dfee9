"""Template helpers: how the reader stands to what a page shows, and which pages are for him.

Who asks is loaded once in a request; ``scigov_access_standing`` looks at a whole dataset at once, in
the same number of statements however many resources it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences_grades as words
from ckanext.scigov.access.standings import PageStanding, Standing, reader, standing_of_page
from ckanext.scigov.access.worklist_queries import works_with_grades

__all__ = [
    "scigov_access_badges",
    "scigov_access_grade_text",
    "scigov_access_menu",
    "scigov_access_page",
    "scigov_access_sentence",
    "scigov_access_standing",
    "scigov_access_terms_needed",
    "scigov_access_word",
]


def scigov_access_page(dataset: Mapping[str, Any]) -> PageStanding | None:
    """Return how the reader stands to a dataset, all its resources included."""
    return standing_of_page(dataset["id"])


def scigov_access_standing(
    dataset: Mapping[str, Any], resource: Mapping[str, Any]
) -> Standing | None:
    """Return how the reader stands to a resource; None where nothing is known of it."""
    page = standing_of_page(dataset["id"])
    return page.resources.get(resource["id"]) if page else None


def scigov_access_badges(dataset: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what stands beside the open type, as pairs of style and word.

    The share type is of use to members of agencies alone; so is a grant to whoever holds it. It
    asks nothing of the database beyond who the reader is.
    """
    principal = reader()
    found: list[tuple[str, str]] = []
    share = dataset.get("share_type") if dataset.get("security_level") else ""
    if share and principal.agency_ids:
        found.append((f"scigov-share-{share}", tk.h.scigov_catalogue_label("share_type", share)))
    if any(grant.dataset_id == dataset.get("id") for grant in principal.grants):
        found.append(("scigov-badge-granted", tk._("Granted to you")))
    return found


def scigov_access_sentence(dataset: Mapping[str, Any], codes: Sequence[str]) -> str:
    """Return in one sentence how open something is, with the conditions its entry states."""
    return words.sentence(dataset, codes)


def scigov_access_grade_text(codes: Mapping[str, Any] | Sequence[str] | None) -> str:
    """Return a grade in short, ``1级 · 无条件共享 · 无条件开放``."""
    return words.grade_text(codes)


def scigov_access_word(kind: str, code: str) -> str:
    """Return the word for a state, a role, a kind of scope and the like."""
    return words.word(kind, code)


def scigov_access_menu() -> list[tuple[str, str]]:
    """Return address and name of the pages of this feature that are of use to the reader."""
    principal = reader()
    if not principal.user_id:
        return []
    found: list[tuple[str, str]] = []
    if works_with_grades(principal):
        found.append((tk.h.url_for("scigov_access_grades.index"), tk._("Grades")))
    found.append((tk.h.url_for("scigov_access_agencies.index"), tk._("Agencies")))
    if principal.is_sysadmin or principal.roles:
        found.append((tk.h.url_for("scigov_access_roles.index"), tk._("Roles")))
    return found


def scigov_access_terms_needed(standing: Standing | None) -> bool:
    """Tell whether the reader has to accept terms first."""
    return bool(standing and standing.grant and standing.grant.must_accept)
