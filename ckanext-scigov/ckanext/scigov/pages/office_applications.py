"""The office's links to applications for access, as far as the portal takes any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.agencies import keeps_register
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.pages.office_link import Link

DEALING = frozenset({Role.STEWARD, Role.REVIEWER, Role.DECIDER, Role.CHIEF_DATA_OFFICER})
"""Whose work applications are, with those who edit for a provider or belong to an agency."""
OVERSEEING = frozenset({Role.CHIEF_DATA_OFFICER, Role.AUDITOR})
_ = tk._


def of_officials(principal: Principal, *, edits: bool) -> Iterator[Link]:
    """Yield what those deal with to whom applications come, and the figures for all."""
    if not p.plugin_loaded("scigov_application"):
        return
    roles = {held.role for held in principal.roles}
    if edits or roles & DEALING or principal.agency_ids:
        yield Link(
            "inbox",
            tk.h.url_for("scigov_inbox.index"),
            _("Inbox"),
            _("Applications for access that wait for you, due soonest first."),
        )
    if edits or roles & (DEALING | OVERSEEING):
        yield Link(
            "register",
            tk.h.url_for("scigov_application.register"),
            _("Register of applications"),
            _("The applications that you oversee, with terms and decisions, as a table too."),
        )
    if keeps_register(principal):
        yield Link(
            "identities",
            tk.h.url_for("scigov_application.identities"),
            _("Verified identities"),
            _("Persons and companies that may apply in their own name."),
        )
    yield Link(
        "figures",
        tk.h.url_for("scigov_application.figures"),
        _("Applications in figures"),
        _("How many each provider received, and how long it took."),
    )


def own() -> Iterator[Link]:
    """Yield what everybody finds who may have applied for something."""
    if p.plugin_loaded("scigov_application"):
        yield Link(
            "applications",
            tk.h.url_for("scigov_application.index"),
            _("My applications"),
            _("What you have applied for, and how it stands."),
        )


def counts(context: Any) -> Iterator[tuple[str, int]]:
    """Yield how much waits for the reader in his inbox."""
    if p.plugin_loaded("scigov_application"):
        asked = {"limit": 1}
        found = tk.get_action("scigov_application_inbox_list")(tk.fresh_context(context), asked)
        yield "inbox", found["count"]
