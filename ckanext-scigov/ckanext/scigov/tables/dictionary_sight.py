"""Versions of a dictionary as one reader sees them, each with its difference to the one before.

Whoever reads the entry reads them, as he reads the dictionary. What is hidden now, or was hidden when
it was saved, is for those who may edit the resource; the present one for whoever is shown it.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import reading
from ckanext.scigov.tables import dictionary_versions, queries
from ckanext.scigov.tables.callers import may_update
from ckanext.scigov.tables.dictionary import dictionary_hash
from ckanext.scigov.tables.domain.dictionary_versions import difference
from ckanext.scigov.tables.model import DictionaryVersion


def version_list(context: Any, resource_id: str, limit: int, offset: int) -> dict[str, Any]:
    """Return ``count`` and ``versions``, the newest first, each compared with the one before.

    Raises:
        tk.ObjectNotFound: whoever calls is shown none.
    """
    sight = _Sight(context, resource_id)
    session = model.Session
    found = queries.dictionaries(session, resource_id, limit=limit + 1, offset=offset)
    pairs = list(zip(found, [*found[1:], None], strict=False))[:limit]
    return {
        "count": queries.dictionary_count(session, resource_id),
        "versions": [sight.dictized(one, before) for one, before in pairs],
    }


def version_show(context: Any, resource_id: str, number: int) -> dict[str, Any]:
    """Return one version with its items.

    Raises:
        tk.ObjectNotFound: there is none, or whoever calls is not shown it.
    """
    sight = _Sight(context, resource_id)
    version = queries.find_dictionary(model.Session, resource_id, number)
    if version is None or not sight.sees(version):
        raise absent()
    before = queries.find_dictionary(model.Session, resource_id, number - 1)
    return {**sight.dictized(version, before), "items": sight.items(version)}


def absent() -> tk.ObjectNotFound:
    return tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))


class _Sight:
    """How one caller sees the versions of a resource's dictionary."""

    def __init__(self, context: Any, resource_id: str) -> None:
        resource = model.Session.get(model.Resource, resource_id)
        if resource is None:
            raise absent()
        items = reading.stored_items(resource)
        is_hidden = bool(items) and not (resource.extras or {}).get(reading.ITEMS)
        self._present = dictionary_hash(items)
        self._may_edit = may_update(context, resource_id)
        self._is_shown_present = not is_hidden or bool(reading.items_shown({"id": resource_id}))
        self._is_open = not is_hidden
        if not (self._may_edit or self._is_shown_present):
            raise absent()

    def sees(self, version: DictionaryVersion) -> bool:
        if self._may_edit:
            return True
        if version.sha256 == self._present:
            return self._is_shown_present
        return self._is_open and not version.is_hidden

    def items(self, version: DictionaryVersion | None) -> list[dict[str, Any]]:
        return dictionary_versions.items_of(version) if version else []

    def dictized(
        self, version: DictionaryVersion, before: DictionaryVersion | None
    ) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "number": version.number,
            "changed_at": version.changed_at.isoformat(),
        }
        if self._may_edit:
            answer["changed_by"] = version.changed_by
        if not self.sees(version):
            return answer
        answer |= {"item_count": version.item_count, "sha256": version.sha256}
        if before is None or self.sees(before):
            changes = difference(self.items(before), self.items(version)) if before else None
            answer["difference"] = changes
        return answer
