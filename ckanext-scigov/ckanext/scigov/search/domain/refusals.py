"""What is said when a query asks for something this engine does not do."""

from __future__ import annotations

from typing import Any


def N_(message: str) -> str:  # noqa: N802 (gettext's name for "translate this later")
    """Mark a message for the translation catalogue; the glue translates it."""
    return message


class UnsupportedQueryError(ValueError):
    """The query, or a part of it, is not understood; the message names the part.

    The glue turns it into CKAN's ``SearchQueryError``. It is never swallowed: a filter that was
    silently left out would show more than was asked for.
    """

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values


class InvalidSortError(UnsupportedQueryError):
    """The ``sort`` parameter cannot be read."""
