"""Titles and names that several applications' answers need, each kind read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.access.service import reading
from ckanext.scigov.application import list_queries, queries
from ckanext.scigov.application.finding import Found
from ckanext.scigov.application.logic.titles import Datasets, datasets_of
from ckanext.scigov.application.model import Evidence, HappenedEvent, Identity, Part, UseReport
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.application.service.filings import ANSWERS
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Names:
    """What answers about applications say beside what the applications say themselves."""

    day: dt.date
    datasets: Datasets
    organizations: Mapping[str, str]
    agencies: Mapping[str, reading.Known]
    users: Mapping[str, tuple[str, str]]
    identities: Mapping[str, Identity]
    evidence: Sequence[Evidence]
    submits: Mapping[str, HappenedEvent]
    questions: Mapping[str, str]
    reports: Sequence[UseReport]

    def user(self, user_id: str) -> tuple[str, str]:
        return self.users.get(user_id, (user_id, user_id))


def names_for(session: Session, found: Sequence[Found], doer: Doer) -> Names:
    """Read them for a reader; the number of statements does not depend on how many there are."""
    parts = [part for one in found for part in one.parts]
    part_ids = [part.id for part in parts]
    filings = [one.filing for one in found]
    agency_ids = sorted({one.agency_id for one in filings} - {""})
    creators = sorted({one.creator_id for one in filings})
    people = {user_id for one in filings for user_id in (one.creator_id, *one.handler_ids)}
    people |= {part.assigned_to for part in parts if part.assigned_to}
    questions = {key for one in filings for key in one.fields.get(ANSWERS, {})}
    questions |= {key for part in parts for key in (part.said or {}).get(ANSWERS, {})}
    return Names(
        day=local_day(doer.now),
        datasets=datasets_of(session, parts, doer.principal),
        organizations=list_queries.titles_of_organizations(session, _organizations(parts)),
        agencies=reading.agencies(session, agency_ids),
        users=list_queries.names_of_users(session, sorted(people)),
        identities=queries.identities_of(session, creators),
        evidence=queries.evidence_on_record(session, [one.id for one in filings]),
        submits=queries.last_submits(session, part_ids),
        questions=queries.question_texts(session, questions),
        reports=queries.reports_of(session, part_ids),
    )


def _organizations(parts: Iterable[Part]) -> list[str]:
    found = {part.provider_id for part in parts}
    found |= {str((part.consultation or {}).get("organization_id") or "") for part in parts}
    return sorted(found - {""})
