"""A table with a stray heading, which somebody reports and its unit corrects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from disputing import EXPLANATION, call
from graded_files import published
from grades_given import OPEN

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.tables import jobs

TEXT = "编号,类别,金额\nA1,重点,10\n编号,类别,金额\nA3,一般,30\n"
STRAY = {"编号": "编号", "类别": "类别", "金额": "金额"}
REASON = "已删除误入的表头行"
EDITOR, CITIZEN = "owner_editor", "citizen"


@dataclass(frozen=True, slots=True)
class Stray:
    """A dataset with a table, of which a row is reported."""

    dataset_id: str
    resource_id: str


def stray(entry: Mapping[str, Any], content: bytes = TEXT.encode(), **more: Any) -> Stray:
    """Publish an open table as its unit's editor; and let there be somebody who reports."""
    factories.User(name=CITIZEN)
    return Stray(*published({**entry, **OPEN, **more}, "项目.csv", content))


def accepted_at(where: Stray, *, user: str = CITIZEN, **place: Any) -> str:
    """Return the id of a dispute about a place of the table, which its unit has accepted."""
    given = {"resource": where.resource_id, "kind": "inaccurate", "explanation": EXPLANATION}
    id_ = str(call(user, "create", **{**given, **place})["id"])
    call(EDITOR, "accept", id=id_)
    return id_


def gone(row: int = 2, **expected: str) -> list[dict[str, Any]]:
    return [{"row": row, "expected": expected or STRAY, "delete": True}]


def changed(row: int, column: str, before: str, after: str) -> list[dict[str, Any]]:
    return [{"row": row, "expected": {column: before}, "set": {column: after}}]


def corrected(id_: str, changes: Any, **more: Any) -> dict[str, Any]:
    """Correct rows of the first version as the unit's editor; the new file is not loaded yet."""
    given = {"id": id_, "reason": REASON, "table_version": 1, "changes": changes, **more}
    return call(EDITOR, "correct", **given)


def load(where: Stray) -> None:
    jobs.load_file({"resource_id": where.resource_id})
    model.Session.commit()


def version(where: Stray, number: int) -> dict[str, Any]:
    """Return a version as the unit's editor sees it."""
    asked = {"resource_id": where.resource_id, "number": number}
    return tk.get_action("scigov_tables_version_show")({"user": EDITOR}, asked)


def first_column(where: Stray) -> list[str]:
    """Return the cells of the first column as everybody sees them now."""
    asked = {"resource_id": where.resource_id}
    shown = tk.get_action("scigov_tables_rows_show")({"user": ""}, asked)
    return [record["编号"] for record in shown["records"]]
