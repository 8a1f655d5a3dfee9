"""What whoever asks for rows is told when PostgreSQL refuses, or has been at it for too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import psycopg2.errors
from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import datastore

_OF_CKAN = {"query": ["Search took too long"]}


class NotYetSearchable(tk.ValidationError):
    """The search took too long, and will not once the rows have their words."""


@contextmanager
def told_in_a_sentence(resource_id: str) -> Iterator[None]:
    """Make refusals of what PostgreSQL says of the reader's values.

    Args:
        resource_id: whose rows are asked for.
    """
    try:
        yield
    except (psycopg2.Error, DBAPIError, tk.ValidationError) as error:
        cause = getattr(error, "orig", error)
        if isinstance(cause, psycopg2.errors.QueryCanceled) or is_too_long(error):
            raise _too_long(resource_id) from error
        if isinstance(cause, psycopg2.DataError):
            message = tk._("A filter's value does not fit its column's type.")
            raise tk.ValidationError({"filters": [message]}) from error
        raise


def is_too_long(error: Exception) -> bool:
    """Say whether this is how CKAN's action tells that it has taken too long."""
    return isinstance(error, tk.ValidationError) and error.error_dict == _OF_CKAN


def not_yet_searchable(resource_id: str) -> NotYetSearchable | None:
    """Return what to tell of a table whose rows have no words yet; None where they have."""
    marker = datastore.find_marker(resource_id)
    if marker is None or marker.has_words:
        return None
    message = tk._(
        "The search of this table is still being prepared, and this one took too long. Try again in a"
        " few minutes."
    )
    return NotYetSearchable({"q": [message]})


def _too_long(resource_id: str) -> tk.ValidationError:
    message = tk._("The search took too long. Narrow it with another filter.")
    refusal: Any = not_yet_searchable(resource_id)
    return refusal or tk.ValidationError({"q": [message]})
