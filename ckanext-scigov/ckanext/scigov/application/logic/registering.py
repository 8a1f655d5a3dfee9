"""Rows of the register of applications, and the figures of providers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ckan import model

from ckanext.scigov.access.service import reading
from ckanext.scigov.application import list_queries, queries
from ckanext.scigov.application.domain import masking
from ckanext.scigov.application.domain.states import Party
from ckanext.scigov.application.logic.titles import datasets_of
from ckanext.scigov.application.model import Filing, Part
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.application.viewing import Viewer
from ckanext.scigov.shared.domain.moments import moment


def rows(found: Sequence[tuple[Filing, Part]], viewer: Viewer, doer: Doer) -> list[dict[str, Any]]:
    """Return a row for each part; the number of statements does not depend on how many there are."""
    session, today = model.Session, doer.today.day
    agency_ids = {filing.agency_id for filing, _ in found} - {""}
    datasets = datasets_of(session, [part for _, part in found], doer.principal)
    providers = list_queries.titles_of_organizations(
        session, [part.provider_id for _, part in found]
    )
    agencies = reading.agencies(session, agency_ids)
    users = list_queries.names_of_users(session, [filing.creator_id for filing, _ in found])
    identities = queries.identities_of(session, [filing.creator_id for filing, _ in found])

    def applicant(filing: Filing, part: Part) -> str:
        if filing.agency_id:
            return agencies[filing.agency_id].title if filing.agency_id in agencies else ""
        identity = identities.get(filing.creator_id)
        name = identity.name if identity else users.get(filing.creator_id, ("", ""))[1]
        is_company = identity is not None and identity.kind == "company"
        return name if is_company or _works_on(viewer, part) else masking.person(name)

    return [
        {
            **_facts(filing, part, today),
            "applicant": applicant(filing, part),
            "dataset_title": datasets.of(part)[0],
            "provider_title": providers.get(part.provider_id, part.provider_id),
        }
        for filing, part in found
    ]


def figures(provider_id: str | None) -> list[dict[str, Any]]:
    """Return the figures of all providers, or of one, by title."""
    grounds: dict[str, dict[str, int]] = {}
    for provider, ground, number in list_queries.grounds(model.Session):
        grounds.setdefault(provider, {})[ground] = number
    found = [row for row in list_queries.figures(model.Session) if provider_id in (None, row[0])]
    titles = list_queries.titles_of_organizations(model.Session, [row[0] for row in found])
    shown = [
        {
            "provider_id": row[0],
            "provider_title": titles.get(row[0], row[0]),
            "received": row[1],
            "decided": row[2],
            "in_time": row[3],
            "median_days": row[4],
            "grounds": grounds.get(row[0], {}),
        }
        for row in found
    ]
    return sorted(shown, key=lambda one: (one["provider_title"], one["provider_id"]))


def _works_on(viewer: Viewer, part: Part) -> bool:
    """Say whether somebody does more with a part than to oversee it."""
    reached = (viewer.reach[one] for one in (Party.HANDLER, Party.REVIEWER, Party.DECIDER))
    return any(one is None or part.provider_id in one for one in reached)


def _facts(filing: Filing, part: Part, today: dt.date) -> dict[str, Any]:
    due = part.due_on or part.reply_due_on
    return {
        "id": filing.id,
        "part_id": part.id,
        "number": filing.number,
        "kind": filing.kind,
        "submitted_at": moment(filing.submitted_at),
        "received_on": _day(part.received_on),
        "due_on": _day(due),
        "provisional": bool(part.clock and part.clock["provisional"]),
        "state": part.state,
        "overdue": part.due_on is not None and part.due_on < today,
        "outcome": part.outcome,
        "ground": part.ground,
        "decided_on": _day(part.decided_on),
        "took_days": part.took_days,
        "was_late": part.was_late,
        "appeal_level": part.appeal_level,
        "grant_number": part.grant_number,
        "until_on": _day(part.until_on),
        "owes_report": part.owes_report,
    }


def _day(value: dt.date | None) -> str | None:
    return str(value) if value else None
