"""How many rows a table has is data: an entry says so only where everybody may have the rows.

What is shown here is stored in the search index and given to everybody, so the question is what the
public may get, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckan import model

from ckanext.scigov.access import once, queries
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Object

COUNTED = ("row_count",)
PUBLIC = "scigov_access_public_tables"
"""In a context: the resources of many datasets whose rows everybody may have."""


def leave_out(context: Any, dataset: dict[str, Any]) -> None:
    """Take counts out of the resources whose rows not everybody may have."""
    counted = [one for one in dataset.get("resources") or [] if any(c in one for c in COUNTED)]
    if not counted:
        return
    public = context.get(PUBLIC)
    if public is None:
        public = frozenset(_public(once.resources(str(dataset["id"]))))
    for resource in counted:
        if resource["id"] not in public:
            for name in COUNTED:
                resource.pop(name, None)


def load_for(context: Any, datasets: Sequence[dict[str, Any]]) -> None:
    """Ask once for many datasets that are to be indexed."""
    ids = [str(one["id"]) for one in datasets]
    context[PUBLIC] = frozenset(_public(queries.resource_objects(model.Session, ids)))


def _public(objects: Mapping[str, Object]) -> Iterator[str]:
    for resource_id, obj in objects.items():
        if decide(ANONYMOUS, Operation.DATA, obj).allowed:
            yield resource_id
