"""How many rows a table has is data: an entry says so only where everybody may have the rows.

What is shown here is stored in the search index and given to everybody, so the question is what the
public may get, whoever asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS

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
        public = frozenset(_public([str(dataset["id"])], [one["id"] for one in counted]))
    for resource in counted:
        if resource["id"] not in public:
            for name in COUNTED:
                resource.pop(name, None)


def load_for(context: Any, datasets: Sequence[dict[str, Any]]) -> None:
    """Ask once for many datasets that are to be indexed."""
    context[PUBLIC] = frozenset(_public([str(one["id"]) for one in datasets]))


def _public(
    dataset_ids: Collection[str], resource_ids: Collection[str] | None = None
) -> Iterator[str]:
    found = queries.resource_objects(model.Session, dataset_ids, resource_ids)
    for resource_id, obj in found.items():
        if decide(ANONYMOUS, Operation.DATA, obj).allowed:
            yield resource_id
