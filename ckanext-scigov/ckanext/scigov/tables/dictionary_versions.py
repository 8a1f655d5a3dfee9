"""Every change of a dictionary is a version: who made it, when, and the items in a file of the store.

A file, because a dictionary that is hidden is told only to whoever may have the data; no table of
CKAN's database holds one.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.scigov.catalogue import reading
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import config, queries, service, unfinished
from ckanext.scigov.tables.dictionary import dictionary_hash
from ckanext.scigov.tables.model import DictionaryVersion


def keep(session: Session, dataset_id: str, actor: Actor, *, now: dt.datetime) -> None:
    """Write down the dictionaries of a dataset that are not as their newest version says."""
    resources = queries.active_resources(session, dataset_id)
    newest = queries.newest_dictionaries(session, [one.id for one in resources])
    for resource in resources:
        items = reading.stored_items(resource)
        before = newest.get(resource.id)
        sha256 = dictionary_hash(items)
        if before.sha256 != sha256 if before else items:
            number = before.number + 1 if before else 1
            is_hidden = not (resource.extras or {}).get(reading.ITEMS)
            key = _store(session, items)
            service.add_dictionary(
                session,
                DictionaryVersion(
                    resource_id=resource.id, number=number, changed_at=now, changed_by=actor.name,
                    storage_key=key, sha256=sha256, item_count=len(items),
                    is_hidden=bool(items) and is_hidden,
                ),
                actor,
            )  # fmt: skip


def items_of(version: DictionaryVersion) -> list[dict[str, Any]]:
    """Return a version's items; none where its file is missing."""
    try:
        content = config.file_store().path(version.storage_key).read_bytes()
    except FileNotFoundError:
        return []
    return json.loads(gzip.decompress(content))


def _store(session: Session, items: Sequence[Mapping[str, Any]]) -> str:
    key = ids.random_key()
    unfinished.claim(session, key)
    text = json.dumps(items, ensure_ascii=False)
    config.file_store().write(key, io.BytesIO(gzip.compress(text.encode(), mtime=0)))
    return key
