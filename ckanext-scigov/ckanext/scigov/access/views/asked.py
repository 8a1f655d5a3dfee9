"""What every page here does alike; other features' pages do it too."""

from __future__ import annotations

from ckanext.scigov.shared.toolkit_pages import (
    PER_PAGE,
    REFUSED,
    blueprint,
    context,
    errors_of,
    field,
    fields,
    number_of_page,
    offset,
    page_of,
)

__all__ = [
    "PER_PAGE",
    "REFUSED",
    "blueprint",
    "context",
    "errors_of",
    "field",
    "fields",
    "number_of_page",
    "offset",
    "page_of",
]
