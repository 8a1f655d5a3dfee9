"""Shapes of what the actions about grades take; existence is the service's question."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.policy import Operation
from ckanext.scigov.access.logic import texts
from ckanext.scigov.access.logic.answers import given_answers
from ckanext.scigov.catalogue.domain import grades
from ckanext.scigov.shared.toolkit_shapes import one_of


def object_only() -> dict[str, Any]:
    return _named("dataset_id", "resource_id", "item")


def entry_or_resource() -> dict[str, Any]:
    return _named("dataset_id", "resource_id")


def resource_only() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"resource_id": [v("not_empty"), v("unicode_safe")]}


def decision(*, needed: bool) -> dict[str, Any]:
    return {**object_only(), "reason": _reason(needed=needed)}


def approval() -> dict[str, Any]:
    return {**decision(needed=False), "answers": [given_answers]}


def wanted_grade(*, reason_needed: bool) -> dict[str, Any]:
    """Codes of the closed matrix; 'unclassified' is 待定级."""
    return {
        **decision(needed=reason_needed),
        "security_level": _one_of([*(v.value for v in grades.Level), grades.UNCLASSIFIED]),
        "share_type": _one_of([v.value for v in grades.ShareType]),
        "open_type": _one_of([v.value for v in grades.OpenType]),
    }


def decision_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        "id": [v("not_empty"), v("unicode_safe")],
        "operation": [v("not_empty"), one_of([one.value for one in Operation])],
    }


def _named(*names: str) -> dict[str, Any]:
    v: Any = tk.get_validator
    return {name: [v("ignore_empty"), v("unicode_safe")] for name in names}


def _one_of(values: list[str]) -> list[Any]:
    v: Any = tk.get_validator
    return [v("ignore_empty"), one_of(values)]


def _reason(*, needed: bool) -> list[Any]:
    v: Any = tk.get_validator
    return [texts.reason if needed else v("ignore_empty"), v("unicode_safe")]
