"""Disputes as actions answer them: to each reader what he may see, the rest left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ckan import model

from ckanext.scigov.dispute import queries, viewing
from ckanext.scigov.dispute.domain import visibility
from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.domain.states import Event, Party
from ckanext.scigov.dispute.domain.visibility import Piece
from ckanext.scigov.dispute.logic import showing_files
from ckanext.scigov.dispute.logic.names import Names, names_for
from ckanext.scigov.dispute.model import DisputeEvent
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared.domain.moments import moment


def one(name: str, doer: Doer) -> dict[str, Any]:
    """Return a dispute to somebody who sees it. Raises ``NotVisible``."""
    model.Session.flush()
    return several([viewing.visible(model.Session, name, doer)], doer)[0]


def several(views: Sequence[View], doer: Doer) -> list[dict[str, Any]]:
    names = names_for(model.Session, views, doer)
    return [_dispute(view, names, doer) for view in views]


def history(name: str, doer: Doer) -> list[dict[str, Any]]:
    """Return what has happened to a dispute, as far as its reader may know it; the oldest first."""
    view = viewing.visible(model.Session, name, doer)
    events = queries.events_of(model.Session, [view.dispute.id])
    return [_event(event, view, doer) for event in events if _is_shown(event, view, doer)]


def _dispute(view: View, names: Names, doer: Doer) -> dict[str, Any]:
    dispute = view.dispute
    title, name = _dataset(view, names)
    possible = steps.possible(dispute, view.held, doer)
    return {
        "id": dispute.id,
        "number": dispute.number,
        "version": dispute.version,
        "kind": dispute.kind,
        "state": dispute.state,
        "is_annotated": dispute.annotated_at is not None,
        "annotated_at": moment(dispute.annotated_at),
        "is_published": dispute.is_published,
        "filed_at": moment(dispute.filed_at),
        "stepped_at": moment(dispute.stepped_at),
        "dataset_title": title,
        "dataset_name": name,
        "resource_name": names.resources.get(dispute.resource_id, "")
        if view.reader.sees_entry
        else "",
        "target": visibility.shown_target(view.target, view.reader),
        "provider_id": dispute.provider_id,
        "provider_title": names.organizations.get(dispute.provider_id, ""),
        "unit_id": dispute.unit_id or None,
        "unit_title": names.organizations.get(dispute.unit_id, ""),
        "level": dispute.level,
        "merged_into": dispute.merged_into if dispute.merged_into in names.heads else None,
        "joined": dispute.joined,
        "was_reopened": dispute.was_reopened,
        "reporter": _reporter(view, names),
        "parties": sorted(party.value for party in view.held),
        "possible": [event.value for event in possible],
        **_time(view, doer),
        **_answer(view),
        **_words(view, names),
        **showing_files.files(view, names.files.get(dispute.id, ()), doer),
    }


def _dataset(view: View, names: Names) -> tuple[str, str]:
    """Return title and name; to a reporter who sees the entry no more what it was called then."""
    kept = view.dispute.dataset_title if Party.REPORTER in view.held else ""
    return names.datasets.get(view.dispute.dataset_id, (kept, ""))


def _time(view: View, doer: Doer) -> dict[str, Any]:
    dispute, today = view.dispute, doer.today
    standing = queries.standing_of(dispute)
    clock = standing.clock
    return {
        "due_on": str(dispute.due_on) if dispute.due_on else None,
        "days_left": clock.days_left(today.day, today.calendar) if clock else None,
        "is_provisional": clock.provisional if clock else False,
        "is_overdue": steps.is_overdue(standing, today.day),
        "limit": clock.limit.key if clock else None,
        "limit_basis": clock.limit.basis if clock else "",
        "limit_is_confirmed": clock.limit.is_confirmed if clock else False,
    }


def _answer(view: View) -> dict[str, Any]:
    dispute = view.dispute
    if not view.shows(Piece.ANSWER):
        return {}
    return {
        "result": dispute.result,
        "ground": dispute.ground,
        "answer": dispute.answer or "",
        "answered_on": str(dispute.answered_on) if dispute.answered_on else None,
        "took_days": dispute.took_days,
        "was_late": dispute.was_late,
        "correction": dispute.correction if view.reader.sees_entry else None,
        "outside": dispute.outside,
    }


def _words(view: View, names: Names) -> dict[str, Any]:
    """Return what its reader may read of what was said and seen; the rest is not in the answer."""
    dispute, seen = view.dispute, view.seen
    found: dict[str, Any] = {}
    if view.shows(Piece.EXPLANATION):
        found["explanation"] = dispute.explanation
    if view.shows(Piece.EVIDENCE):
        found["links"] = list(dispute.links)
        found["datasets"] = [
            {"id": id_, "title": names.datasets[id_][0], "name": names.datasets[id_][1]}
            for id_ in dispute.dataset_ids
            if id_ in names.datasets
        ]
    if view.shows(Piece.VALUE) and seen is not None:
        found["value"] = seen.value
        found["cells"] = visibility.shown_values(seen.cells, view.target, view.reader)
    if view.shows(Piece.PROPOSAL) and seen is not None:
        found["proposal"] = seen.proposal
    if view.shows(Piece.ASSIGNEE):
        user_name, display = names.users.get(dispute.assigned_to or "", ("", ""))
        found["assigned_to"] = {"name": user_name, "display_name": display} if user_name else None
    return found


def _reporter(view: View, names: Names) -> dict[str, Any]:
    dispute = view.dispute
    user_name, display = names.users.get(dispute.author_id, ("", ""))
    agency = names.agencies.get(dispute.agency_id)
    visitor = names.visitors.get(dispute.id)
    person = {
        "id": user_name,
        "name": display,
        "agency": agency.title if agency else "",
        "email": visitor.email if visitor else "",
    }
    return visibility.shown_reporter(FilerKind(dispute.filer_kind), person, view.pieces)


def _is_shown(event: DisputeEvent, view: View, doer: Doer) -> bool:
    return visibility.shows_step(
        Event(event.event), view.pieces, is_internal=event.is_internal, is_own=_is_own(event, doer)
    )


def _is_own(event: DisputeEvent, doer: Doer) -> bool:
    return bool(doer.user_id) and event.actor_id == doer.user_id


def _event(event: DisputeEvent, view: View, doer: Doer) -> dict[str, Any]:
    names_people = view.shows(Piece.NOTES) or Party.AUDITOR in view.held
    is_own = _is_own(event, doer)
    shows_words = visibility.shows_words(Event(event.event), view.pieces, is_own=is_own)
    return {
        "event": event.event,
        "at": moment(event.at),
        "as_party": event.as_party,
        # Neither the system nor a visitor has a name.
        "actor": event.actor_name if names_people and event.actor_id else "",
        "reason": event.reason if shows_words else "",
        "state": event.after.get("state"),
        "is_internal": event.is_internal,
    }
