"""The office's links to disputes about data, as far as the portal takes any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.dispute.domain.parties import has_desk
from ckanext.scigov.pages.office_link import Link

OVERSEEING = frozenset({Role.CHIEF_DATA_OFFICER, Role.AUDITOR})
WAITING = ("forwarded", "accepted", "verifying", "escalated")
"""States in which somebody is waited for."""
_ = tk._


def of_officials(principal: Principal) -> Iterator[Link]:
    """Yield the desk of those who handle disputes, the register of those who oversee them."""
    if not p.plugin_loaded("scigov_dispute"):
        return
    roles = {held.role for held in principal.roles}
    if has_desk(principal):
        yield Link(
            "desk",
            tk.h.url_for("scigov_dispute.desk"),
            _("Disputes to handle"),
            _("Doubts about your unit's data, due soonest first."),
        )
    if roles & OVERSEEING or principal.is_sysadmin:
        yield Link(
            "disputes-register",
            tk.h.url_for("scigov_dispute.register"),
            _("Register of disputes"),
            _("All that was reported about data, with terms and answers, as a table too."),
        )
    yield Link(
        "disputes-figures",
        tk.h.url_for("scigov_dispute.figures"),
        _("Disputes in figures"),
        _("How many each unit received, accepted and corrected in time."),
    )


def own() -> Iterator[Link]:
    """Yield what everybody finds who may have reported something."""
    if p.plugin_loaded("scigov_dispute"):
        yield Link(
            "disputes",
            tk.h.url_for("scigov_dispute.mine"),
            _("My disputes"),
            _("What you have reported about data, and what became of it."),
        )


def counts(context: Any, principal: Principal) -> Iterator[tuple[str, int]]:
    """Yield how many disputes wait at the reader's desk, if he has one."""
    if p.plugin_loaded("scigov_dispute") and has_desk(principal):
        wish = {"of": "unit", "state": list(WAITING), "limit": 1}
        found = tk.get_action("scigov_dispute_list")(tk.fresh_context(context), wish)
        yield "desk", found["count"]
