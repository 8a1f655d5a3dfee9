"""What a search may ask about, and what the index holds of an entry's addresses: nothing."""

from __future__ import annotations

from typing import Any

from ckan.lib.search import SearchQueryError

from ckanext.scigov.access.domain import askable

KEPT = frozenset({"data_dict", "validated_data_dict"})
"""The entry as it is stored, placeholders instead of addresses: what CKAN shows it from."""
NEEDED = frozenset({"harvest_object_id", "harvest_source_id", "harvest_source_title"})


class FieldNotAskableError(SearchQueryError, ValueError):
    """A search names a field that nobody may ask about.

    A ValueError besides: the short way of the API leaves those to CKAN's own.
    """


def check(parameters: dict[str, Any]) -> dict[str, Any]:
    """Refuse a search by its parameters alone; for ``before_dataset_search``."""
    field = askable.refused(parameters)
    if field is not None:
        raise FieldNotAskableError(f"The field {field} cannot be asked about.")
    return parameters


def without_addresses(document: dict[str, Any]) -> dict[str, Any]:
    """Leave addresses, checksums and sizes out of a document, so that nothing can match them."""
    return {
        name: value
        for name, value in document.items()
        if name in KEPT or name in NEEDED or not askable.is_closed(name)
    }
