"""Entries for a report: found by ``package_search`` as whoever asks, a thousand at a time.

What is not found by him is not there. Nothing here reads an entry in another way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search import SearchError

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.reporting import config, parties, queries
from ckanext.scigov.reporting.domain import elements, judging, scope
from ckanext.scigov.reporting.domain.elements import Record
from ckanext.scigov.reporting.domain.judging import Lack, Why
from ckanext.scigov.reporting.domain.scope import Channel, Kept
from ckanext.scigov.reporting.parties import Sight

AT_ONCE = 1000
DATASETS = "+dataset_type:dataset +state:active"
FILTERS = ("organization", "share_type", "open_type", "data_kind")
_SIGNS = re.compile(r'["\\]')
BY_ID = "id asc"
NO_ENTRY = '+id:"none"'


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that goes out, or that lacks something to go out."""

    dataset_id: str
    title: str
    provider_id: str
    provider_title: str
    record: Record
    lacks: tuple[Lack, ...]


@dataclass(slots=True)
class Walk:
    """What a passage through the catalogue has met; filled while it goes."""

    channel: Channel
    provider_codes: Mapping[str, str]
    kept: dict[Kept, int] = field(default_factory=dict[Kept, int])
    codes: set[str] = field(default_factory=set[str])
    ids: set[str] = field(default_factory=set[str])

    def judged(self, entries: Iterable[Mapping[str, Any]]) -> Iterator[Found]:
        """Yield what goes out or lacks something; nothing is met twice."""
        for entry in entries:
            if entry["id"] in self.ids:
                continue
            self.ids.add(entry["id"])
            why = scope.kept(entry, self.channel)
            if why is not None:
                self.kept[why] = self.kept.get(why, 0) + 1
            else:
                yield self._found(entry)

    def _found(self, entry: Mapping[str, Any]) -> Found:
        provider = str(entry.get("owner_org") or "")
        told = judging.judged(entry, self.provider_codes.get(provider, ""), self.channel)
        lacks, code = told.lacks, told.record.get(elements.CODE)
        if code and code in self.codes:
            lacks = (*lacks, Lack(elements.CODE, Why.TWICE))
        elif not lacks:
            self.codes.add(code)
        title, of = (told.record.get(name) for name in (elements.TITLE, elements.PROVIDER))
        return Found(str(entry["id"]), title, provider, of, told.record, lacks)


def begin() -> Walk:
    return Walk(config.channel(), queries.provider_codes(model.Session()))


def walk(context: Any, wish: Mapping[str, Any], walked: Walk) -> Iterator[Found]:
    """Yield what there is to say of each entry that is asked for, by id.

    Args:
        context: CKAN's, of who asks.
        wish: ``q``, the fields of ``FILTERS``, ``sight``.
        walked: is filled on the way.
    """
    asking, asked = _question(context, wish)
    for found in _pages(asking, asked):
        yield from walked.judged(found)


def named(context: Any, ids: Collection[str], walked: Walk) -> Iterator[Found]:
    """Yield what there is to say of entries with these ids, as far as they are found."""
    listed = sorted(ids)
    for start in range(0, len(listed), 200):
        alternatives = " OR ".join(f'"{one}"' for one in listed[start : start + 200])
        for found in _pages(context, {"fq": f"{DATASETS} +id:({alternatives})", "sort": BY_ID}):
            yield from walked.judged(found)


def page(context: Any, wish: Mapping[str, Any], limit: int, offset: int) -> dict[str, Any]:
    """Return what ``package_search`` answers of a wish; ``sight`` says as whom."""
    asking, asked = _question(context, wish)
    return _searched(asking, {**asked, "rows": limit, "start": offset})


def _question(context: Any, wish: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Return as whom a wish is searched for, and what."""
    sight = Sight(wish.get("sight") or parties.sights(principal_from(context))[0])
    asked = {
        "q": wish.get("q") or "*:*", "fq": DATASETS, "sort": BY_ID,
        "fq_list": list(_narrowed(context, wish, sight)),
    }  # fmt: skip
    return {} if sight is Sight.PUBLIC else context, asked


def _pages(asking: Any, asked: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield all that is found; a site may give fewer at once than are asked for."""
    offset = 0
    while True:
        found = _searched(asking, {**asked, "rows": AT_ONCE, "start": offset})
        yield found["results"]
        offset += len(found["results"])
        if not found["results"] or offset >= found["count"]:
            return


def _narrowed(context: Any, wish: Mapping[str, Any], sight: Sight) -> Iterator[str]:
    for name in FILTERS:
        if wish.get(name):
            yield f'+{name}:"{_SIGNS.sub("", str(wish[name]))}"'
    if sight is Sight.OWN:
        own = parties.providers_of(principal_from(context))
        yield f"+owner_org:({' OR '.join(sorted(own))})" if own else NO_ENTRY


def _searched(context: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    asking: Any = {key: context[key] for key in ("user", "auth_user_obj") if context.get(key)}
    asking.setdefault("user", "")
    told = {"q": "*:*", "facet": "false", "include_private": True, **asked}
    try:
        return tk.get_action("package_search")(asking, told)
    except SearchError as error:
        raise tk.ValidationError({"q": [str(error)]}) from error
