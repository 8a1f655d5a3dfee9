"""Two units that keep the same data, the register of who is the source, and a comparison of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import applying
import comparing
import sqlalchemy as sa
from disputing import call

from ckan import model

from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.tables.model import Version

OPEN = ("1", "unconditional", "unconditional")
HERE, THERE = "free-a", "copy-a"
COLUMNS = {"no": "text", "v": "text"}


def build(grade: Sequence[str] = OPEN) -> None:
    """Add another unit's dataset ``copy`` to the province."""
    applying._dataset("copy", "tongjiju", grade, (THERE,))
    model.Session.commit()


def put(table: str, *rows: tuple[str, str]) -> None:
    comparing.put(table, [dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)


def version(table: str, number: int) -> None:
    """Put on record that a table has a version; what is in it, ``put`` says."""
    texts = dict.fromkeys(("file_name", "sha256", "dictionary", "layout", "loaded_by"), "")
    counts = dict.fromkeys(("size", "row_count", "emptied_count"), 0)
    named = {"resource_id": table, "number": number, "loaded_at": applying.NOW}
    model.Session.add(Version(**named, **texts, **counts))
    model.Session.commit()


def describe(table: str, items: Sequence[Mapping[str, str]]) -> None:
    """Give a table a dictionary."""
    columns = model.resource_table
    query = sa.update(columns).where(columns.c.id == table)
    model.Session.execute(query.values(extras={"data_items": list(items)}))
    model.Session.commit()


def source(item: str = "v", *, user: str = "cdo", **more: Any) -> dict[str, Any]:
    """Let 科技厅 be the source of an item."""
    given = {"item": item, "unit": "kejiting", "resource": HERE, "column": item, **more}
    return dict(call(user, "source_set", **given))


def declaration(
    rules: Mapping[str, Mapping[str, str]], key: str | tuple[str, str] = "no", **more: Any
) -> dict[str, Any]:
    """Return what the comparison of both tables is declared with: items and their rules."""
    here, there = (key, key) if isinstance(key, str) else key
    keys = [{"name": "key", "columns": {HERE: here, THERE: there}, "norm": "folded"}]
    items = [
        {"name": name, "columns": {HERE: name, THERE: name}, **rule} for name, rule in rules.items()
    ]
    tables = [{"resource": HERE}, {"resource": THERE}]
    return {"name": "项目核对", "tables": tables, "keys": keys, "items": items, **more}


def declared(*, user: str = "cdo", **more: Any) -> str:
    """Return the id of a comparison of the item ``v``, whose source is 科技厅."""
    source()
    return str(call(user, "comparison_set", **declaration({"v": {}}, **more))["id"])


def run(id_: str, user: str = "cdo") -> list[dict[str, Any]]:
    """Return the causes that a run finds."""
    return list(call(user, "comparison_run", id=id_)["causes"])


def told(causes: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, int, str]]:
    return [(one["kind"], one["item"], one["findings"], one["unit_title"]) for one in causes]


def disputes() -> list[Dispute]:
    """Return all disputes as they are stored, by number."""
    model.Session.expire_all()
    return list(model.Session.scalars(sa.select(Dispute).order_by(Dispute.number)))


def statuses(user: str = "cdo") -> dict[str, str]:
    """Return what is known of the items of the register."""
    found = call(user, "source_list")["results"]
    return {one["item"]: one["verification_status"] for one in found}
