"""The office's link to the sources of entries, as far as the portal has any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.intake.domain.parties import looks_after_sources
from ckanext.scigov.pages.office_link import Link

_ = tk._


def has_sources(principal: Principal) -> bool:
    """Say whether somebody looks after sources, or over them."""
    return p.plugin_loaded("scigov_intake") and looks_after_sources(principal)


def of_officials(principal: Principal) -> Iterator[Link]:
    """Yield the list of sources to those who operate or approve them."""
    if has_sources(principal):
        yield Link(
            "sources",
            tk.h.url_for("scigov_sources.index"),
            _("Sources of entries"),
            _("Systems and portals whose entries are gathered, their approvals and their runs."),
        )


def counts(context: Any, principal: Principal) -> Iterator[tuple[str, int]]:
    """Yield how many sources there are that somebody looks after or over."""
    if has_sources(principal):
        wish = {"limit": 1}
        found = tk.get_action("scigov_intake_source_list")(tk.fresh_context(context), wish)
        yield "sources", found["count"]
