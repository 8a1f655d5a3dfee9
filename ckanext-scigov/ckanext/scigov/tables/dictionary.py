"""A resource's data item dictionary, as CKAN stores it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from ckan import model

from ckanext.scigov.catalogue import reading
from ckanext.scigov.tables.domain.columns import Item, items_from
from ckanext.scigov.tables.wishes import wishes_of


def dictionary_of(resource: model.Resource) -> list[Item]:
    return items_from(reading.stored_items(resource))


def dictionary_hash(items: Sequence[Item]) -> str:
    text = json.dumps(items, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def instructions_hash(resource: model.Resource | None) -> str:
    """Return a hash of all that decides what table a file becomes: the items, and the owner's wishes.

    Where nothing is wished for, it is that of the items.
    """
    items = dictionary_of(resource) if resource is not None else []
    wishes = wishes_of(resource).settled
    return dictionary_hash([*items, {"": wishes}] if wishes else items)
