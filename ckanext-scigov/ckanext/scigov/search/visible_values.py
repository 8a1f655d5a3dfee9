"""The keywords and providers a user may see, with their counts, as one search tells them.

They are kept for those with the same rights as long as no document and no provider's title has
changed, and never longer than a minute: what a plugin's own filter says may depend on the time.
"""

from __future__ import annotations

import dataclasses
import functools
import threading
from collections.abc import Hashable
from typing import Any

import cachetools
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.lib import plugins as lib_plugins
from ckan.types import Context

from ckanext.scigov.search import config, freshness
from ckanext.scigov.search.asking import search_as
from ckanext.scigov.search.domain import readings
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.domain.typed import Typed, found_in
from ckanext.scigov.search.prepared import Prepared

FIELDS = ("tags", "organization")
MOST_VALUES = 5000
"""The rarest keywords of a catalogue with more of them are not suggested."""
KEPT_SECONDS = 60
KEPT_FOR = 8
"""So many different rights are remembered: each may be some megabytes."""


@dataclasses.dataclass(frozen=True)
class Value:
    """One keyword or provider, and in how many datasets the user sees it."""

    name: str
    title: str
    count: int

    @functools.cached_property
    def folded(self) -> str:
        return folded(self.title)

    @functools.cached_property
    def letters(self) -> str:
        """Its reading and the initials of that, to see quickly what cannot fit."""
        return f"{readings.full(self.folded)} {readings.initials(self.folded)}"


Values = dict[str, list[Value]]

_kept: cachetools.TTLCache[Hashable, Values] = cachetools.TTLCache(KEPT_FOR, KEPT_SECONDS)
_lock = threading.Lock()


def fitting(values: list[Value], typed: Typed) -> list[Value]:
    """Return the values that fit what was typed."""
    rarest = max(typed.runs, key=len)
    near = [v for v in values if rarest in v.folded]
    if typed.pinyin:
        near += [v for v in values if rarest not in v.folded and typed.pinyin in v.letters]
    return [value for value in near if found_in(typed, value.folded)]


def visible_to(context: Context) -> Values:
    """Return all keywords and providers the context's user may see."""
    key = _key(context)
    if key is None:
        return _searched(context)
    with _lock:
        known = _kept.get(key)
    if known is None:
        known = _searched(context)
        with _lock:
            _kept[key] = known
    return known


def forget() -> None:
    """Drop what is kept."""
    with _lock:
        _kept.clear()


def _searched(context: Context) -> Values:
    found = search_as(context, rows=0, **{"facet.field": list(FIELDS), "facet.limit": MOST_VALUES})
    return {
        field: [
            Value(item["name"], item["display_name"], item["count"])
            for item in found["search_facets"].get(field, {}).get("items", ())
        ]
        for field in FIELDS
    }


def _key(context: Context) -> Hashable | None:
    """Return what the answer depends on; None where that cannot be told."""
    everything: Any = context
    if config.is_solr() or "auth_user_obj" not in everything:
        return None
    version = freshness.current()
    if version is None:
        return None
    include_private = tk.config["ckan.search.default_include_private"]
    return version, _rights(everything), _providers_mark(), include_private


def _rights(context: Any) -> Hashable:
    """Return who asks and what labels that gives; the name is there for plugins' own filters."""
    user = context.get("user")
    if user and authz.is_sysadmin(user):
        return user, None
    labels = lib_plugins.get_permission_labels()
    return user, tuple(labels.get_user_dataset_labels(context["auth_user_obj"]))


def _providers_mark() -> Hashable:
    """Return what changes with any provider's name or title: those are not in the index."""
    return tuple(_marks().run(model.Session.connection()).one())


@functools.cache
def _marks() -> Prepared:
    title = sa.func.coalesce(model.Group.title, sa.literal(""))
    text = sa.func.concat(model.Group.name, sa.literal("\x1f"), title)
    return Prepared(
        sa.select(sa.func.count(), sa.func.sum(sa.func.hashtextextended(text, sa.literal(0))))
    )
