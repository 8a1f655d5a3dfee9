"""What a grade is of, and where an entry shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ckan import model

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.grading import Codes, ObjectKind
from ckanext.scigov.access.service.item_grades import ShownItem
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.session import Session

FIELDS = ("security_level", "share_type", "open_type")
Shown: TypeAlias = "model.Package | model.Resource | ShownItem"
"""Where an entry shows a grade."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a grade is of."""

    object_id: str
    kind: ObjectKind
    dataset_id: str

    @classmethod
    def dataset(cls, dataset_id: str) -> Target:
        return cls(dataset_id, ObjectKind.DATASET, dataset_id)

    @classmethod
    def resource(cls, resource_id: str, dataset_id: str) -> Target:
        return cls(resource_id, ObjectKind.RESOURCE, dataset_id)

    @classmethod
    def item(cls, resource_id: str, name: str, dataset_id: str) -> Target:
        return cls(items.object_id(resource_id, name), ObjectKind.ITEM, dataset_id)


def shown_of(session: Session, target: Target) -> Shown:
    """Return where a grade is shown.

    Raises:
        NotVisible: it is gone.
    """
    if target.kind is ObjectKind.DATASET:
        shown: Shown | None = session.get(model.Package, target.object_id)
    else:
        resource_id, name = items.split_id(target.object_id)
        shown = session.get(model.Resource, resource_id)
        if shown is not None and target.kind is ObjectKind.ITEM:
            shown = ShownItem(session, shown, name)
    if shown is None:
        raise NotVisible
    return shown


def show(shown: Shown, codes: Codes) -> None:
    """Let the fields say what is in force."""
    extras = shown.extras or {}
    if codes_in(extras) != codes:
        fields = {name: code or "" for name, code in zip(FIELDS, codes, strict=True)}
        shown.extras = {**extras, **fields}


def codes_in(extras: Mapping[str, Any]) -> Codes:
    level, share, open_type = (extras.get(name) or None for name in FIELDS)
    return level, share, open_type
