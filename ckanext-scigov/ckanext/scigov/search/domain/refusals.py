"""What is said when a query asks for something this engine does not do."""

from __future__ import annotations


class UnsupportedQueryError(ValueError):
    """The query, or a part of it, is not understood; the message names the part.

    The glue turns it into CKAN's ``SearchQueryError``. It is never swallowed: a filter that was
    silently left out would show more than was asked for.
    """
