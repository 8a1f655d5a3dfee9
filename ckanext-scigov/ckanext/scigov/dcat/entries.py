"""Entries as the feed describes them: what ``package_search`` answers to their reader, notes in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import force_locale

from ckanext.scigov.dispute import annotation_hooks
from ckanext.scigov.search import asking

Entry = dict[str, Any]
AT_ONCE = 100
"""Entries that one search is asked for: it gives no more than so many, whatever is asked."""
LANGUAGE = "zh_Hans_CN"
"""Of the feed, whoever asks for it: the catalogue is written in it."""


def found(ids: Sequence[str], context: Any = None) -> list[Entry]:
    """Return the entries of these ids that everybody sees, or that the user of a context sees."""
    few = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    return [entry for some in few for entry in _found(some, context)]


def _found(ids: Sequence[str], context: Any) -> list[Entry]:
    named = " OR ".join(f'"{one}"' for one in ids)
    wish: dict[str, Any] = {"fq": f"+dataset_type:dataset +id:({named})", "rows": len(ids)}
    everybody = context is None
    answer = asking.search_as_anybody(**wish) if everybody else asking.search_as(context, **wish)
    with force_locale(LANGUAGE):
        return [with_notes(one) for one in answer["results"] if may_leave(one)]


def searched(more: str, *, start: int, rows: int) -> list[Entry]:
    """Return what everybody sees and may leave, in the order of ids, by a search."""
    wish = f"+dataset_type:dataset -security_level:4{more}"
    answer = asking.search_as_anybody(fq=wish, sort="id asc", start=start, rows=rows)
    with force_locale(LANGUAGE):
        return [with_notes(one) for one in answer["results"]]


def may_leave(entry: Mapping[str, Any]) -> bool:
    """Say whether an entry may be in a feed at all: those of the highest level never are."""
    return str(entry.get("security_level") or "") != "4"


def shown(entry: Mapping[str, Any]) -> Entry:
    """Return an entry as ``package_show`` has answered it to its reader, with the notes that he may read."""
    with force_locale(LANGUAGE):
        return with_notes(entry)


def with_notes(entry: Mapping[str, Any]) -> Entry:
    notes = entry.get(annotation_hooks.FIELD) or ()
    said = [{**note, "text": annotation_hooks.text(note, entry)} for note in notes]
    return {**entry, "notes_in_doubt": said}
