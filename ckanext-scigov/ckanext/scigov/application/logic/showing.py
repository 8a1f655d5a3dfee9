"""Applications as actions answer them: to each reader what concerns him, the rest masked or left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ckan import model

from ckanext.scigov.application import finding, queries, sentences
from ckanext.scigov.application.domain import flow, masking
from ckanext.scigov.application.domain.states import ENDED, Kind, Outcome, Party, State
from ckanext.scigov.application.finding import Found
from ckanext.scigov.application.logic import due
from ckanext.scigov.application.logic.names import Names, names_for
from ckanext.scigov.application.model import Part
from ckanext.scigov.application.service import steps
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.application.service.filings import ANSWERS, TEXTS
from ckanext.scigov.application.service.submitting import way_to
from ckanext.scigov.shared.calendar import WorkingCalendar
from ckanext.scigov.shared.domain.evidence import ScanState, told_state
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.evidence import toolkit_sending

PEOPLE = ("handler_ids",)
TOLD_REPORTS = finding.OFFICIAL | {Party.APPLICANT, Party.SIGNER}
"""Who reads what came of the data: not a third party that was asked."""


def filing(name: str, doer: Doer) -> dict[str, Any]:
    """Return a filing to somebody who sees a part of it."""
    model.Session.flush()
    found = finding.visible(model.Session, name, doer)
    return several([found], doer)[0]


def several(found: Sequence[Found], doer: Doer) -> list[dict[str, Any]]:
    """Return filings with those of their parts that were found."""
    names = names_for(model.Session, found, doer)
    calendar = doer.rules.calendar
    return [_filing(one, names, calendar, doer) for one in found]


def _filing(found: Found, names: Names, calendar: WorkingCalendar, doer: Doer) -> dict[str, Any]:
    one, said = found.filing, _said(found)
    parts = [_part(part, found, names, calendar, doer) for part in found.parts]
    are_open = {state: toolkit_sending.is_open(state) for state in ScanState}
    return {
        "id": one.id,
        "number": one.number,
        "kind": one.kind,
        "state": _state(found.parts),
        "version": one.version,
        "created_at": moment(one.created_at),
        "saved_at": moment(one.saved_at),
        "submitted_at": moment(one.submitted_at),
        "applicant": _applicant(found, names),
        **{name: said.get(name, "") for name in TEXTS if not name.startswith("contact_")},
        **_contacts(said, is_told=found.sees_contacts),
        "handlers": [_person(id_, found, names) for id_ in said["handler_ids"]],
        "parts": parts,
        "evidence": [
            {
                "id": file.id,
                "kind": file.kind,
                "file_name": file.file_name,
                "size": file.size,
                "state": told_state(ScanState(file.state)),
                "is_open": are_open[ScanState(file.state)],
                "added_at": moment(file.added_at),
                "withdrawn_at": moment(file.removed_at),
            }
            for file in names.evidence
            if file.filing_id == one.id
        ],
        "changed": _once(change for part in parts for change in part["changed"]),
        "answers": [
            {"question_id": key, "question": names.questions.get(key, ""), "answer": text}
            for key, text in said.get(ANSWERS, {}).items()
        ],
    }


def _once(changes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each change once: several parts may have been submitted with it."""
    found: list[dict[str, Any]] = []
    for change in changes:
        if change not in found:
            found.append(change)
    return found


def _said(found: Found) -> Mapping[str, Any]:
    """Return what the applicant says: to himself as he has it now, to others as it was submitted."""
    one = found.filing
    own = {**one.fields, "handler_ids": one.handler_ids}
    submitted = [part.said for part in found.parts if part.said]
    if found.is_applicant or not found.parts or not submitted:
        return own
    answers = {key: text for said in submitted for key, text in said[ANSWERS].items()}
    return {**submitted[0], ANSWERS: answers}


def _state(parts: Sequence[Part]) -> str:
    """Return the state of the part that waits for the most urgent act."""
    if not parts:
        return State.DRAFT.value
    never = dt.date.max

    def urgency(part: Part) -> tuple[bool, dt.date, int]:
        return State(part.state) in ENDED, part.due_on or never, part.position

    return min(parts, key=urgency).state


def _applicant(found: Found, names: Names) -> dict[str, Any]:
    one = found.filing
    agency = names.agencies.get(one.agency_id)
    identity = names.identities.get(one.creator_id) if one.kind == Kind.OPEN.value else None
    person = _person(one.creator_id, found, names)
    shown_name = identity.name if identity else ""
    return {
        "agency_id": one.agency_id or None,
        "agency_title": agency.title if agency else None,
        "user_id": person["id"],
        "user_name": person["name"],
        "display_name": person["display_name"],
        "identity": {
            "kind": identity.kind,
            "name": shown_name if found.sees_contacts else masking.person(shown_name),
            "code": identity.code if found.sees_contacts else "",
        }
        if identity
        else None,
    }


def _person(user_id: str, found: Found, names: Names) -> dict[str, str]:
    name, display = names.user(user_id)
    if not found.sees_contacts:
        return {"id": "", "name": "", "display_name": masking.person(display)}
    return {"id": user_id, "name": name, "display_name": display}


def _contacts(said: Mapping[str, Any], *, is_told: bool) -> dict[str, str]:
    name, phone, email = (said.get(f"contact_{one}", "") for one in ("name", "phone", "email"))
    if not is_told:
        name, phone, email = masking.person(name), masking.phone(phone), masking.email(email)
    return {"contact_name": name, "contact_phone": phone, "contact_email": email}


def _part(
    part: Part, found: Found, names: Names, calendar: WorkingCalendar, doer: Doer
) -> dict[str, Any]:
    held, standing = found.held[part.id], queries.standing_of(part)
    is_official = bool(held & finding.OFFICIAL)
    overdue = steps.is_overdue(standing, names.day)
    possible = flow.possible(standing.part, held, actor=doer.user_id, is_overdue=overdue)
    asked = part.asked if Party.APPLICANT in held else (part.said or {}).get("asked", part.asked)
    return {
        "id": part.id,
        "version": part.version,
        **_of_whom(part, names),
        "state": part.state,
        "flow": (part.flow or {}).get("name"),
        "way": way_to(Kind(part.kind), names.datasets.entries.get(part.dataset_id)).value,
        "asked": asked,
        **_decision(part, standing.part),
        "clock": due.clock(part, names.day, calendar),
        "escalated_on": _day(part.escalated_on),
        "extension_asked": part.extension_asked,
        "renewal_until_on": _day(part.renewal_until_on),
        "consultation": _consultation(part, names) if is_official or _is_asked(held) else None,
        "proposal": part.proposal if held & finding.DECIDING else None,
        "proposed": part.proposed if held & finding.DECIDING else None,
        "grant_number": part.grant_number,
        "appeal_level": part.appeal_level,
        "outside": part.outside,
        "assigned_to": _assigned(part, names) if is_official else None,
        "owes_report": part.owes_report,
        "report_due_on": _day(part.report_due_on),
        "reports": _reports(part, names) if held & TOLD_REPORTS else [],
        "changed": _changed(part, names, is_told=found.sees_contacts),
        "parties": [party.value for party in Party if party in held],
        "steps": [event.value for event in possible],
    }


def _of_whom(part: Part, names: Names) -> dict[str, Any]:
    title, name = names.datasets.of(part)
    return {
        "dataset_id": part.dataset_id,
        "dataset_title": title,
        "dataset_name": name,
        "provider_id": part.provider_id,
        "provider_title": names.organizations.get(part.provider_id, part.provider_id),
    }


def _assigned(part: Part, names: Names) -> str | None:
    return names.user(part.assigned_to)[0] if part.assigned_to else None


def _decision(part: Part, value: flow.Part) -> dict[str, Any]:
    """Return what was decided, as the applicant may know it too."""
    return {
        "given": part.given,
        "obligations": part.obligations,
        "outcome": part.outcome,
        "ground": part.ground,
        "reason": part.reply or "",
        "remedies": _remedies(part, value),
        "decided_on": _day(part.decided_on),
    }


def _reports(part: Part, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "is_purpose_kept": one.is_purpose_kept,
            "results": one.results,
            "problems": one.problems,
            "reported_at": moment(one.reported_at),
        }
        for one in names.reports
        if one.part_id == part.id
    ]


def _is_asked(held: frozenset[Party]) -> bool:
    return Party.THIRD in held


def _remedies(part: Part, value: flow.Part) -> list[str]:
    """Return what an applicant can do about a refusal that stands."""
    if part.state != State.REFUSED.value or part.outcome != Outcome.REFUSED.value:
        return []
    may_appeal = flow.next_level(value) is not None
    return sentences.remedies(part.kind == Kind.SHARE.value, may_appeal=may_appeal)


def _consultation(part: Part, names: Names) -> dict[str, Any] | None:
    if not part.consultation:
        return None
    asked = part.consultation["organization_id"]
    return {**part.consultation, "organization_title": names.organizations.get(asked, asked)}


def _changed(part: Part, names: Names, *, is_told: bool) -> list[dict[str, Any]]:
    """Return what was changed between the last submission and the one before."""
    event = names.submits.get(part.id)
    before = event.before.get("said") if event else None
    after = event.after.get("said") if event else None
    if not before or not after:
        return []
    fields = [*TEXTS, *PEOPLE, ANSWERS, *after["asked"]]
    personal = {name for name in fields if name.startswith("contact_")} | {*PEOPLE}
    old, new = {**before, **before["asked"]}, {**after, **after["asked"]}
    return [
        {"field": name, "before": old.get(name), "after": new.get(name)}
        for name in fields
        if old.get(name) != new.get(name) and (is_told or name not in personal)
    ]


def _day(value: dt.date | None) -> str | None:
    return str(value) if value else None
