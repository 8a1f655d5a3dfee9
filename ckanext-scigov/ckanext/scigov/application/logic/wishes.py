"""What an applicant wants and what a decider gives, out of an action's valid input."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.application.domain.acting import RefusalGround
from ckanext.scigov.application.domain.states import Outcome
from ckanext.scigov.application.logic import texts
from ckanext.scigov.application.service.decisions import Decision, Given
from ckanext.scigov.application.service.filings import TEXTS, Wanted, Wish


def wish(data: dict[str, Any], today: dt.date, usual_days: int = texts.USUAL_DAYS) -> Wish:
    """Return what an applicant writes."""
    datasets = data.get("datasets")
    return Wish(
        texts={name: data[name] or "" for name in TEXTS if name in data},
        answers=data.get("answers"),
        agency_id=data.get("agency_id"),
        handlers=data.get("handlers"),
        wanted=None if datasets is None else [_wanted(one, today, usual_days) for one in datasets],
    )


def _wanted(given: Any, today: dt.date, usual_days: int) -> Wanted:
    return Wanted(given["dataset_id"], texts.scope(given, today, usual_days))


def decision(data: dict[str, Any], outcome: Outcome) -> Decision:
    ground = data.get("ground")
    return Decision(
        outcome,
        data["reason"],
        Given(
            data.get("from_on"),
            data.get("until_on"),
            _several(data.get("resource_ids")),
            _several(data.get("items")),
            data.get("manner"),
        ),
        Obligations(
            watermark=data["watermark"],
            query_only=data["query_only"],
            most_rows=data["most_rows"],
            most_requests_a_day=data["most_requests_a_day"],
            no_onward_transfer=data["no_onward_transfer"],
        ),
        RefusalGround(ground) if ground else None,
        data.get("version"),
    )


def _several(names: list[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)
