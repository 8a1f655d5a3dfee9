"""Sources, runs and records as actions answer them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ckanext.scigov.access.service import reading
from ckanext.scigov.intake import page_queries, record_queries, standing_queries, stop_details
from ckanext.scigov.intake.domain import possible
from ckanext.scigov.intake.domain.parties import Standing
from ckanext.scigov.intake.domain.progress import progress
from ckanext.scigov.intake.domain.sources import hash_of
from ckanext.scigov.intake.domain.states import ENDED, RunState, SourceState, Wish
from ckanext.scigov.intake.model import Problem, Record, Run, Source
from ckanext.scigov.intake.page_queries import Found
from ckanext.scigov.intake.reading import Seen
from ckanext.scigov.intake.record_queries import Cause, Eyes
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.session import Session

OPTIONS = ("schedule", "mail_policy", "grace_days", "most_vanished_percent", "is_internal")
READ = "listed"
"""The count of records that a run has read."""


def listed(
    session: Session, found: Sequence[Found], eyes: Eyes, now: dt.datetime
) -> list[dict[str, Any]]:
    """Return sources as lines of a list; a number of statements that does not grow."""
    ids = [one.source.id for one in found]
    latest = page_queries.latest_runs(session, ids)
    counts = record_queries.fates(session, ids, eyes)
    nothing: dict[str, int] = {}
    return [
        {
            **_place(one),
            **_state(one.source, one.address),
            "last_run": _short(latest.get(one.source.id), now),
            "counts": counts.get(one.source.id, nothing),
        }
        for one in found
    ]


def source(session: Session, seen: Seen, now: dt.datetime) -> dict[str, Any]:
    """Return all of a source that who looks after it sees."""
    row, standing = seen.found.source, seen.standing
    latest = page_queries.latest_runs(session, [row.id]).get(row.id)
    people = reading.names_of_users(session, {row.made_by, row.decided_by} - {""})
    may_run = is_approved(row, seen.found.address)
    state = RunState(latest.state) if latest else None
    return {
        **_place(seen.found),
        **_state(row, seen.found.address),
        **{name: getattr(row, name) for name in OPTIONS},
        "address": seen.found.address,
        "mapping": row.mapping,
        "made_by": people.get(row.made_by, row.made_by),
        "decided_by": people.get(row.decided_by, row.decided_by),
        "decided_at": moment(row.decided_at),
        "decision_reason": row.decision_reason,
        "last_run": run(session, latest, standing, now) if latest else None,
        "counts": record_queries.fates(session, [row.id], seen.eyes).get(row.id, {}),
        "waiting": waiting(session, seen),
        "possible": [
            *(one.value for one in possible.decisions(SourceState(row.state), standing)),
            *(["update", "options_set"] if standing.operates else []),
            *(["preview"] if standing.looks else []),
            *(
                ["request"]
                if possible.can_request(may_run=may_run, latest=state, standing=standing)
                else []
            ),
        ],
    }


def waiting(session: Session, seen: Seen) -> list[dict[str, Any]]:
    """Return of how many entries of a source a grade waits for an approver, by provider."""
    names = ("provider_id", "provider_title", "count")
    found = standing_queries.waiting(session, seen.id, seen.eyes)
    return [dict(zip(names, one, strict=True)) for one in found]


def is_approved(row: Source, address: str) -> bool:
    """Say whether what would run is what was approved."""
    made = hash_of(row.mapping, address)
    return row.state == SourceState.APPROVED.value and row.approved_hash == made


def _place(found: Found) -> dict[str, Any]:
    return {
        "id": found.source.id,
        "name": found.name,
        "title": found.title,
        "organization_id": found.provider_id,
        "organization_name": found.provider_name,
        "organization_title": found.provider_title,
    }


def _state(row: Source, address: str) -> dict[str, Any]:
    return {
        "state": row.state,
        "may_run": is_approved(row, address),
        "schedule": row.schedule,
        "next_run_at": moment(row.next_run_at),
    }


def _short(row: Run | None, now: dt.datetime) -> dict[str, Any] | None:
    """Return what a list says of a run."""
    if row is None:
        return None
    return {**_times(row), "counts": row.counts, "progress": how_far(row, now)}


def run(session: Session, row: Run, standing: Standing, now: dt.datetime) -> dict[str, Any]:
    return runs(session, [row], standing, now)[0]


def runs(
    session: Session, rows: Sequence[Run], standing: Standing, now: dt.datetime
) -> list[dict[str, Any]]:
    """Return runs with who has asked for each and what can be done with it."""
    people = reading.names_of_users(session, {one.requested_by for one in rows} - {""})
    return [
        {
            **_times(one),
            "source_id": one.source_id,
            "job_id": one.job_id,
            "wish": one.wish,
            "requested_by": people.get(one.requested_by, one.requested_by),
            "total": one.total,
            "counts": one.counts,
            "is_read": one.is_read,
            "may_vanish": one.may_vanish,
            "stop_reason": one.stop_reason,
            "stop_detail": stop_details.told(one.stop_detail),
            "progress": how_far(one, now),
            "possible": [
                step.value for step in possible.steps(RunState(one.state), Wish(one.wish), standing)
            ],
        }
        for one in rows
    ]


def _times(row: Run) -> dict[str, Any]:
    moments = ("requested_at", "started_at", "heard_at", "finished_at")
    found = {name: moment(getattr(row, name)) for name in moments}
    return {"id": row.id, "kind": row.kind, "state": row.state, **found}


def how_far(row: Run, now: dt.datetime) -> dict[str, Any]:
    """Return how far a run is, and how long it takes still."""
    state = RunState(row.state)
    end = row.finished_at or (now if state is RunState.RUNNING else row.heard_at)
    elapsed = end - row.started_at if row.started_at and end else None
    found = progress(
        int(row.counts.get(READ, 0)),
        row.total,
        elapsed,
        is_at_work=state is RunState.RUNNING,
        is_read=row.is_read,
    )
    return {
        "done": found.done,
        "total": found.total,
        "percent": found.percent,
        "per_second": found.per_second,
        "seconds_left": found.seconds_left,
        "seconds": round(elapsed.total_seconds()) if elapsed else None,
        "has_ended": state in ENDED,
    }


def records(rows: Iterable[tuple[Record, str]]) -> list[dict[str, Any]]:
    """Return records, each with the name of its entry."""
    return [
        {
            "key": one.key,
            "ordinal": one.ordinal,
            "title": one.title,
            "fate": one.fate,
            "reason": one.reason,
            "dataset_id": one.dataset_id,
            "dataset_name": name,
            "version": one.version,
            "first_run": one.first_run,
            "last_run": one.last_run,
            "changed_at": moment(one.changed_at),
            "missing_since": moment(one.missing_since),
        }
        for one, name in rows
    ]


def problems(rows: Iterable[Problem]) -> list[dict[str, Any]]:
    names = ("id", "key", "title", "severity", "cause", "field", "value", "detail")
    return [{name: getattr(one, name) for name in names} for one in rows]


def causes(found: Iterable[Cause]) -> list[dict[str, Any]]:
    return [
        {
            "severity": one.severity,
            "cause": one.cause,
            "field": one.field,
            "count": one.count,
            "records": one.records,
            "examples": problems(one.examples),
        }
        for one in found
    ]


def public_source(found: Found, latest: Run | None, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return what everybody is told of a source whose entries he sees."""
    return {
        **_place(found),
        "schedule": found.source.schedule,
        "last_run": public_runs([latest])[0] if latest else None,
        "counts": dict(counts),
    }


def public_runs(rows: Iterable[Run]) -> list[dict[str, Any]]:
    """Return runs as everybody is told of them: who has asked, counts and addresses are not for him."""
    moments = ("requested_at", "started_at", "finished_at")
    return [
        {"state": one.state, **{name: moment(getattr(one, name)) for name in moments}}
        for one in rows
    ]


def public_causes(found: Iterable[Cause]) -> list[dict[str, Any]]:
    """Return causes as numbers alone; fields by their own names, without what stood there."""
    return [
        {"severity": one.severity, "cause": one.cause, "field": one.field, "count": one.count}
        for one in found
    ]
