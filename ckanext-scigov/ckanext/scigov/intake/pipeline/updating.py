"""A record that has changed, and an entry that may have been changed here, too.

Three are compared: what the source gave before, what it gives now, what the entry says. What only the
source has changed is taken over; what somebody has changed here stays, and if the source changes the same,
it is told. The entry is saved by ``package_update``: all its rules, its audit row, its proposal of a
grade.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.scigov.access.domain import grading
from ckanext.scigov.access.domain.grading import ObjectKind
from ckanext.scigov.access.service.grade_targets import codes_in
from ckanext.scigov.catalogue.gathered import GATHERED_CONTEXT
from ckanext.scigov.shared.session import Session

GRADE = ("security_level", "share_type", "open_type")
APART = frozenset({"resources", "tags", *GRADE})
MOMENTS = frozenset({"metadata_created", "metadata_modified"})
"""Of the saving before; CKAN would keep them."""
UNLIKE = 40
"""Percent of likeness below which two texts have nothing to do with each other."""
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    entry: dict[str, Any]
    kept_here: tuple[str, ...]
    """Fields that were changed on both sides, and stay as they are here."""
    is_looser: bool = False
    """The source wants to open more than is open here: that is proposed, and waits."""


def merge(stored: Entry, before: Entry, now: Entry) -> Merged:
    """Return the entry to be saved.

    Args:
        stored: as ``package_show`` gives it.
        before: what the mapping makes of the record of before.
        now: what it makes of the record of now.
    """
    entry = {name: value for name, value in stored.items() if name not in MOMENTS}
    kept: list[str] = []
    for name in sorted((before.keys() | now.keys()) - APART):
        is_new, both = _judge(stored.get(name), before.get(name), now.get(name))
        if is_new:
            entry[name] = now.get(name, "")
        if both:
            kept.append(name)
    _merge_tags(entry, before, now, kept)
    _merge_resources(entry, before, now, kept)
    # A wish that is the same as before has been answered; what is in force stays.
    if all(_plain(before.get(name)) == _plain(now.get(name)) for name in GRADE):
        return Merged(entry, tuple(kept))
    entry |= {name: now.get(name) or "" for name in GRADE}
    here, there = codes_in(stored), codes_in(now)
    move = grading.move_between(ObjectKind.DATASET, here, there)
    return Merged(entry, tuple(kept), is_looser=not move.tightens)


def update(dataset_id: str, before: Entry, now: Entry, also: Entry) -> Merged:
    """Save a changed record in the caller's transaction, without indexing it.

    Args:
        dataset_id: of its entry.
        before: what the mapping makes of the record of before.
        now: what it makes of the record of now.
        also: what the portal itself has to say of the entry.

    Raises:
        ValidationError: CKAN has rolled the transaction back.
    """
    stored = tk.get_action("package_show")(_context(use_cache=False), {"id": dataset_id})
    merged = merge(stored, before, now)
    context = _context(defer_commit=True, return_id_only=True)
    tk.get_action("package_update")(context, {**merged.entry, **also})
    return merged


def create(dataset_id: str, name: str, entry: Entry) -> None:
    """Save a new entry by CKAN's own action: where a plugin has something to do when one is made.

    Raises:
        ValidationError: CKAN has rolled the transaction back.
    """
    wanted = {**entry, "id": dataset_id, "name": name}
    tk.get_action("package_create")(_context(defer_commit=True, return_id_only=True), wanted)


def is_there(session: Session, dataset_id: str) -> bool:
    """Say whether an entry is still what its last run has left: neither deleted nor purged here."""
    package = session.get(model.Package, dataset_id)
    return package is not None and package.state != model.State.DELETED


def is_another(before: Entry, now: Entry) -> bool:
    """Say whether a source has given an identity to something else: nothing that names it is alike."""
    if not before:
        return False
    names = [str(one.get("title") or "") for one in (before, now)]
    texts = [str(one.get("notes") or "") for one in (before, now)]
    return fuzz.ratio(*names) < UNLIKE and (not all(texts) or fuzz.ratio(*texts) < UNLIKE)


def _context(**more: Any) -> Any:
    return Context(ignore_auth=True, user="", **{GATHERED_CONTEXT: True}, **more)  # type: ignore[typeddict-item]


def _judge(stored: Any, before: Any, now: Any) -> tuple[bool, bool]:
    """Return whether the source's value is taken over, and whether both sides have changed it."""
    if _plain(before) == _plain(now):
        return False, False
    if _plain(stored) in (_plain(before), _plain(now)):
        return True, False
    # A gap that the source fills is filled; what somebody has written here is kept.
    return (True, False) if _plain(stored) == "" else (False, True)


def _merge_tags(entry: dict[str, Any], before: Entry, now: Entry, kept: list[str]) -> None:
    old, new, here = (_names(one.get("tags")) for one in (before, now, entry))
    entry.pop("tag_string", None)
    if set(old) == set(new):
        return
    added_here = [name for name in here if name not in old]
    gone_here = {name for name in old if name not in here}
    names = [name for name in new if name not in gone_here] + added_here
    entry["tags"] = [{"name": name} for name in dict.fromkeys(names)]


def _names(tags: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return [str(tag["name"]) for tag in tags or ()]


def _merge_resources(entry: dict[str, Any], before: Entry, now: Entry, kept: list[str]) -> None:
    """Take the source's resources over, each with the id it has had; what was added here stays.

    The places of closed resources are not shown: as long as the source has not changed one, what is
    stored goes back as it is.
    """
    old, new = list(before.get("resources") or ()), list(now.get("resources") or ())
    if _plain(old) == _plain(new):
        return
    here = list(entry.get("resources") or ())
    ours, added_here = here[: len(old)], here[len(old) :]
    free = {_mark(one): one for one, _stored in zip(old, ours, strict=False)}
    stored = {_mark(one): found for one, found in zip(old, ours, strict=False)}
    result = []
    for one in new:
        mark = _mark(one)
        if mark not in stored:
            result.append(dict(one))
        elif _plain(free[mark]) == _plain(one):
            result.append(stored.pop(mark))
        else:
            result.append({**stored.pop(mark), **one})
    entry["resources"] = result + added_here


def _mark(resource: Entry) -> str:
    """What a resource is known by from one harvest to the next."""
    return str(resource.get("source_id") or (resource.get("name"), resource.get("format")))


def _plain(value: Any) -> str:
    """Return a value as it is compared: nothing is nothing, however it is written."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
