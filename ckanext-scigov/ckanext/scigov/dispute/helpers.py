"""Template helpers about disputes: where to report, and what it is called. None runs a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.scigov.dispute import report_links, report_words
from ckanext.scigov.dispute.report_links import Links

__all__ = ["scigov_dispute_kind", "scigov_dispute_links", "scigov_dispute_report_url"]


def scigov_dispute_kind(code: str) -> str:
    """Return what a kind of error is called."""
    return report_words.KINDS[code]()


def scigov_dispute_report_url(**where: str) -> str:
    """Return the address of the form about a place: ``dataset`` or ``resource``, and ``item`` or ``field``."""
    return report_links.address(**where)


def scigov_dispute_links(resource: Mapping[str, Any]) -> Links:
    """Return the links from the rows and cells of a table to the form about them."""
    return report_links.links(str(resource["id"]))
