"""Packages, lines and entries as actions give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.scigov.reporting.collecting import Found
from ckanext.scigov.reporting.model import Lacking, Line, Package


def found(one: Found) -> dict[str, Any]:
    lacks = [{"column": lack.column, "why": lack.why.value} for lack in one.lacks]
    return {
        "id": one.dataset_id, "title": one.title, "provider": one.provider_title, "lacks": lacks,
    }  # fmt: skip


def package(one: Package, outcomes: Mapping[str, int]) -> dict[str, Any]:
    return {
        "sequence": one.sequence,
        "previous": one.sequence - 1,
        "made_at": one.made_at.isoformat(),
        "state": one.state,
        "new": one.added,
        "changed": one.changed,
        "withdrawn": one.withdrawn,
        "lacking": one.lacking,
        "size": one.size,
        "sha256": one.sha256,
        "outcomes": dict(outcomes),
    }


def line(one: Line) -> dict[str, Any]:
    return {
        "sequence": one.sequence,
        "code": one.code,
        "dataset_id": one.dataset_id,
        "title": one.title,
        "provider": one.provider_title,
        "change": one.change,
        "outcome": one.outcome,
        "reason": one.reason,
        "receiver_code": one.receiver_code,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }


def lacking(one: Lacking) -> dict[str, Any]:
    return {
        "dataset_id": one.dataset_id,
        "title": one.title,
        "provider": one.provider_title,
        "reasons": one.reasons,
    }
