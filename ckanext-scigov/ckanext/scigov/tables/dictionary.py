"""A resource's data item dictionary, as CKAN stores it."""

from __future__ import annotations

import hashlib
import json

from ckan import model

from ckanext.scigov.catalogue import reading
from ckanext.scigov.tables.domain.columns import Item, items_from


def dictionary_of(resource: model.Resource) -> list[Item]:
    return items_from(reading.stored_items(resource))


def dictionary_hash(items: list[Item]) -> str:
    text = json.dumps(items, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
