"""Actions that tell how much something is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.toolkit_inputs import checked, takes, valid
from ckanext.scigov.usage import figures, queries
from ckanext.scigov.usage.domain.counting import month_of, months_back
from ckanext.scigov.usage.logic import schema

_SIGNS = re.compile(r"[^\w-]")
CANDIDATES = 500
MONTHS = 3
"""This month and the two before it."""


@tk.side_effect_free
@takes(schema.by_id)
def scigov_usage_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Tell how often a dataset was viewed and downloaded.

    Args:
        context: CKAN's.
        data_dict: ``id``, name or id of a dataset.

    Returns:
        ``views`` and ``downloads`` in all; ``months``, the oldest first, with ``month``
        (``2026-11``), ``views``, ``downloads``; ``resources``, id → ``views``, ``downloads``, of
        those that the caller sees. Numbers are at most an hour old.

    Raises:
        NotFound, NotAuthorized: as ``package_show``.
    """
    asked = valid("scigov_usage_show", context, data_dict)
    dataset = tk.get_action("package_show")(tk.fresh_context(context), asked)
    return figures.of_dataset(model.Session(), dataset)


@tk.side_effect_free
@takes(schema.most_used)
def scigov_usage_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List the datasets that were used most this month and in the two before, the most used first.

    Args:
        context: CKAN's.
        data_dict: ``limit`` (10, at most 50); ``organization``, the name of a provider.

    Returns:
        Datasets as ``package_search`` gives them to the caller, each with ``usage``: its ``views``
        and ``downloads`` in that time.
    """
    asked = checked("scigov_usage_list", context, data_dict)
    limit = asked["limit"]
    since = months_back(month_of(local_day(clock.now())), MONTHS - 1)
    used = queries.most_used(model.Session(), since, CANDIDATES)
    listed: list[dict[str, Any]] = []
    for few in _in_steps(list(used), 2 * limit):
        found = _search(context, few, asked["organization"])
        listed += sorted(found, key=lambda dataset: few.index(dataset["id"]))
        if len(listed) >= limit:
            break
    return [{**dataset, "usage": figures.told(used[dataset["id"]])} for dataset in listed[:limit]]


def _in_steps(ids: list[str], size: int) -> Iterator[list[str]]:
    """Most callers see all of the first step; some of them may be hidden from one."""
    for start in range(0, len(ids) if size else 0, size or 1):
        yield ids[start : start + size]


def _search(context: Any, ids: list[str], provider: str) -> list[dict[str, Any]]:
    named = " OR ".join(f'"{one}"' for one in ids)
    wish = {
        "q": "*:*",
        "fq": f"+dataset_type:dataset +id:({named})",
        "rows": len(ids),
    }
    if provider:
        # What is no name of a provider is none of the search's signs either.
        wish["fq_list"] = [f'+organization:"{_SIGNS.sub("", provider)}"']
    return tk.get_action("package_search")(tk.fresh_context(context), wish)["results"]
