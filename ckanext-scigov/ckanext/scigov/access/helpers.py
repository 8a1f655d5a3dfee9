"""Template helpers: how the reader stands to what a page shows.

Who asks is loaded once in a request; ``scigov_access_standing`` looks at a whole dataset at once, in
the same number of statements however many resources it has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences_grades as words
from ckanext.scigov.access.domain.items import key, name_of
from ckanext.scigov.access.domain.subjects import Capacity
from ckanext.scigov.access.standings import PageStanding, Standing, reader, standing_of_page

__all__ = [
    "scigov_access_adds_entries",
    "scigov_access_badges",
    "scigov_access_grade_text",
    "scigov_access_item_titles",
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


def scigov_access_adds_entries() -> bool:
    """Tell whether the reader publishes for some provider; it asks nothing beyond who he is."""
    principal = reader()
    capacities = {capacity for _provider, capacity in principal.capacities}
    return principal.is_sysadmin or bool(capacities & {Capacity.EDITOR, Capacity.ADMIN})


def scigov_access_item_titles(
    names: Collection[str], resources: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Return what the dictionaries of some resources call data items, of which only names are known.

    Items of other resources are left out; where no dictionary is shown, the names say it all.
    """
    items = [one for each in resources for one in each.get("data_items") or ()]
    wanted = {key(name) for name in names}
    titles = {
        str(item.get("title") or name_of(item)): None
        for item in items
        if key(name_of(item)) in wanted
    }
    return list(titles) or sorted(names)


def scigov_access_terms_needed(standing: Standing | None) -> bool:
    """Tell whether the reader has to accept terms first."""
    return bool(standing and standing.grant and standing.grant.must_accept)
