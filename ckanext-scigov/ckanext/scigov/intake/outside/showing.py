"""Lines of the register as they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ckan import model

from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.service import reading
from ckanext.scigov.intake.domain import outside as domain
from ckanext.scigov.intake.domain.states import OutsideState
from ckanext.scigov.intake.model import Outside
from ckanext.scigov.intake.outside import queries, service
from ckanext.scigov.intake.outside.service import Doer
from ckanext.scigov.shared.domain.moments import moment

TEXTS = (
    "id", "title", "provider_id", "body", "body_code", "basis", "purpose", "terms", "contract_number", "state", "note",
)  # fmt: skip
DAYS = ("asked_on", "received_on", "ends_on")


def shown(lines: Sequence[Outside], doer: Doer) -> list[dict[str, Any]]:
    """Return lines as somebody who reads them sees them; five statements for any number."""
    session = model.Session
    units = dict(queries.organizations(session, {one.provider_id for one in lines}))
    people = reading.names_of_users(session, {one.set_by for one in lines} - {""})
    datasets = _datasets(lines, doer)
    return [
        {
            **{name: getattr(line, name) for name in TEXTS},
            **{name: _day(getattr(line, name)) for name in DAYS},
            "provider_title": units.get(line.provider_id, ""),
            "days_left": _days_left(line, doer),
            "dataset_id": line.dataset_id if line.dataset_id in datasets else "",
            "dataset_name": datasets.get(line.dataset_id, ("", ""))[0],
            "dataset_title": datasets.get(line.dataset_id, ("", ""))[1],
            "set_by": people.get(line.set_by, ""),
            "set_at": moment(line.set_at),
            "steps": [one.value for one in _steps(line, doer)],
        }
        for line in lines
    ]


def _datasets(lines: Sequence[Outside], doer: Doer) -> dict[str, tuple[str, str]]:
    """Return name and title of the entries that somebody sees."""
    ids = {one.dataset_id for one in lines} - {""}
    if not ids:
        return {}
    entries = reading.entries(model.Session, ids)
    seen = {
        id_
        for id_, entry in entries.items()
        if decide(doer.principal, Operation.META, entry).allowed
    }
    return queries.titles_of_datasets(model.Session, seen)


def _steps(line: Outside, doer: Doer) -> list[domain.OutsideEvent]:
    return domain.steps(OutsideState(line.state), service.party_of(line, doer.principal))


def _days_left(line: Outside, doer: Doer) -> int | None:
    """Return how many days are left; 0 on the last one, fewer when it is over."""
    if line.ends_on is None or line.state != OutsideState.RECEIVED.value:
        return None
    return (line.ends_on - doer.today).days


def _day(value: Any) -> str:
    return value.isoformat() if value else ""
