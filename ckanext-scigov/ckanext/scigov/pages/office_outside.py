"""The office's link to the register of data from outside bodies, as far as the portal keeps one."""

from __future__ import annotations

from collections.abc import Iterator

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity, Principal
from ckanext.scigov.pages.office_link import Link

READING = frozenset({Role.STEWARD, Role.AUDITOR})
WRITING = frozenset({Capacity.EDITOR, Capacity.ADMIN})
_ = tk._


def of_officials(principal: Principal) -> Iterator[Link]:
    """Yield the register for those who write it for a department, and who oversee it."""
    if not p.plugin_loaded("scigov_intake"):
        return
    reads = bool({held.role for held in principal.roles} & READING)
    if reads or {capacity for _provider, capacity in principal.capacities} & WRITING:
        yield Link(
            "outside",
            tk.h.url_for("scigov_outside.index"),
            _("Data from outside bodies"),
            _("What departments ask for, hold on which terms, and until when."),
        )
