"""A comparison of two tables of the site, and the register of sources that it needs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from access_matrix import items, parties
from access_matrix.site import Entry

ITEM = "bianhao"
"""The item's name in the register of sources."""


def run(one: Entry, other: Entry) -> str:
    """Compare the first columns of the tables of two entries; return the id of a dispute that it has opened.

    Their first rows are missing in each other: what was found has the cells of both as examples.
    """
    from ckan import model

    from ckanext.scigov.dispute.model import Dispute

    here, there = one.resources["upload"], other.resources["upload"]
    columns = {here: items.ITEM, there: items.ITEM}
    line = {"item": ITEM, "unit": "testkit-owner", "resource": here, "column": items.OTHER}
    _act("source_set", **line, title="项目编号")
    keys = [{"name": "key", "columns": columns, "norm": "exact"}]
    wanted = [{"name": ITEM, "columns": dict.fromkeys(columns, items.OTHER)}]
    tables = [{"resource": here, "is_complete": True}, {"resource": there, "is_complete": True}]
    wish = {"name": "项目核对", "tables": tables, "keys": keys, "items": wanted}
    _act("comparison_run", id=_act("comparison_set", **wish)["id"])
    found = sa.select(Dispute.id).where(Dispute.filer_kind == "comparison")
    return str(model.Session.scalars(found.order_by(Dispute.number)).first())


def ids() -> dict[str, str]:
    """Return the id of the comparison, and that of the line in the register."""
    from ckan import model

    from ckanext.scigov.dispute.model_sources import ComparisonDeclared, SourceLine

    kinds = {"comparison": ComparisonDeclared, "source": SourceLine}
    return {
        name: str(model.Session.scalars(sa.select(kind.id)).one()) for name, kind in kinds.items()
    }


def _act(name: str, /, **wish: Any) -> Any:
    """Let the data authority act."""
    import ckan.plugins.toolkit as tk

    return tk.get_action(f"scigov_dispute_{name}")(parties.context_of("cdo"), wish)
