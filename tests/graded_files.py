"""Entries with files, published by their editor ("owner_editor"), graded as a test wants them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from graded_tables import NOW
from grades_given import TEXTS
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.domain.grading import SecondPerson
from ckanext.scigov.access.service import grades
from ckanext.scigov.access.service.grades import Act, Target
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.tables import jobs

ON_CONDITIONS = ("3", "conditional", "conditional")
HIDDEN = {
    "security_level": "4",
    "share_type": "none",
    "open_type": "none",
    "hide_entry": "true",
    "non_share_basis": "《数据安全法》第二十一条",
    "non_open_basis": "《数据安全法》第二十一条",
}


def published(
    entry: Mapping[str, Any], name: str, content: bytes, *, closed_item: str = "", **resource: Any
) -> tuple[str, str]:
    """Publish an entry with a file, which is loaded; return the ids of both.

    Args:
        entry: its fields, the grade among them.
        name: of the file.
        content: of the file.
        closed_item: a data item that is given on conditions only.
        resource: fields of the file.
    """
    fields = {"name": "表", **resource, "upload": FileStorage(io.BytesIO(content), filename=name)}
    dataset_id, resource_id = create(entry, fields)
    jobs.load_file({"resource_id": resource_id})
    if closed_item:
        grade_item(dataset_id, resource_id, closed_item)
    model.Session.commit()
    return dataset_id, resource_id


def create(entry: Mapping[str, Any], *resources: Mapping[str, Any]) -> tuple[str, ...]:
    """Publish an entry as its editor does; return its id and those of its resources."""
    wish = {**TEXTS, **entry, "resources": [dict(one) for one in resources]}
    wish.pop("no_resource_reason", None)
    made = tk.get_action("package_create")({"user": "owner_editor"}, wish)
    return made["id"], *(one["id"] for one in made["resources"])


def grade_item(
    dataset_id: str, resource_id: str, name: str, codes: tuple[str, str, str] = ON_CONDITIONS
) -> None:
    """Give a data item a grade of its own."""
    act = Act(Actor("approver-id", "approver"), NOW, SecondPerson.NEVER)
    target = Target.item(resource_id, name, dataset_id)
    grades.propose(model.Session, target, codes, "", act)
