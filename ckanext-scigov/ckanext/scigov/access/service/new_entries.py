"""Many new entries at once: the same grades, proposals and places as saving each would give.

``grades.settle_saved`` and the vault's hook do this for one entry; whoever writes entries by statements
of his own calls these instead, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain import grading, personal_data, vault
from ckanext.scigov.access.domain.grading import ObjectKind, ProposalState
from ckanext.scigov.access.domain.items import name_of
from ckanext.scigov.access.domain.personal_answers import Found, needs_answer
from ckanext.scigov.access.domain.personal_data import Column
from ckanext.scigov.access.domain.personal_entries import find_in_entry
from ckanext.scigov.access.model import GradeInForce, GradeProposal, Kept
from ckanext.scigov.access.queries import Codes
from ckanext.scigov.access.service import findings
from ckanext.scigov.access.service import vault as places
from ckanext.scigov.access.service.grade_targets import FIELDS
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.access.service.vault import DICTIONARY, Setting
from ckanext.scigov.audit import service as audit
from ckanext.scigov.audit.service import Entry
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.session import Session

NOTHING: Codes = (None, None, None)
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What an entry that is about to be written says of its grade."""

    dataset_id: str
    wanted: Codes
    resources: Sequence[Fields]
    """With their ids and dictionaries."""
    words: tuple[str, str]
    """Title and abstract of an entry that comes from elsewhere."""
    is_approved: bool = False
    """Somebody has approved that what its source says is in force at once."""
    hides_dictionary: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    in_force: Codes
    waits: bool
    found: tuple[Found, ...]


def settle(entry: NewEntry, act: Act) -> Settled:
    """Return what is in force for a new entry, and whether what it wants waits for an approver.

    Personal data are a question to a person: where they are found, no approval of a source counts.
    """
    move = grading.move_between(ObjectKind.DATASET, NOTHING, entry.wanted)
    if move.is_none:
        return Settled(NOTHING, waits=False, found=())
    found = _personal_data(entry, act)
    if (entry.is_approved and not found) or grading.goes_at_once(move, act.second_person):
        return Settled(entry.wanted, waits=False, found=found)
    waits = grading.waits_for_approval(move, act.second_person)
    return Settled(NOTHING, waits=waits, found=found)


def store(
    session: Session, entries: Sequence[tuple[NewEntry, Settled]], reason: str, act: Act
) -> None:
    """Write the grades and proposals of new entries, with their audit rows."""
    grades = [_grade(entry, settled, reason, act) for entry, settled in entries]
    waiting = [_proposal(entry, settled, act) for entry, settled in entries if settled.waits]
    for table, rows in ((GradeInForce, grades), (GradeProposal, waiting)):
        if rows:
            session.execute(sa.insert(table), rows)
    audit.record_many(
        session,
        [one for entry, settled in entries for one in _accounts(entry, settled, reason)],
        actor=act.actor,
        now=act.now,
    )


def part_places(
    session: Session, entries: Sequence[tuple[NewEntry, Settled]], setting: Setting
) -> dict[str, Fields]:
    """Return what CKAN's table is to hold of each resource, by id; the rest goes to the vault.

    The packages and their grades are in the database already, the resources are not.
    """
    graded = [entry.dataset_id for entry, settled in entries if settled.in_force != NOTHING]
    objects = queries.objects(session, graded) if graded else {}
    shown: dict[str, Fields] = {}
    kept: list[dict[str, Any]] = []
    for entry, _settled in entries:
        is_open = places.is_open(objects.get(entry.dataset_id))
        known = setting.known - {DICTIONARY} if entry.hides_dictionary else setting.known
        for one in entry.resources:
            if is_open:
                shown[one["id"]] = one
                continue
            place = setting.place(one["id"], entry.dataset_id)
            parted = vault.redact(one, {}, place, known)
            shown[one["id"]] = parted.shown
            if parted.secret:
                kept.append(
                    {
                        "resource_id": one["id"],
                        "dataset_id": entry.dataset_id,
                        "fields": places.plain(parted.secret),
                    }
                )
    if kept:
        session.execute(sa.insert(Kept), kept)
    return shown


def open_to_all(session: Session, dataset_ids: Sequence[str]) -> frozenset[str]:
    """Return those of which everybody may learn where their data lie; two statements."""
    objects = queries.objects(session, dataset_ids) if dataset_ids else {}
    return frozenset(id_ for id_, found in objects.items() if places.is_open(found))


def _personal_data(entry: NewEntry, act: Act) -> tuple[Found, ...]:
    """Look at the names of data items and at the entry's words; a new one has no table yet."""
    if not needs_answer(grading.complete(*entry.wanted)):
        return ()
    found: list[Found] = []
    for one in entry.resources:
        columns = [
            Column(name_of(item), str(item.get("title") or ""))
            for item in one.get(DICTIONARY) or ()
        ]
        named = personal_data.find(columns, today=local_day(act.now)) if columns else ()
        found += [Found(one["id"], finding) for finding in named]
    known = {one.finding.kind for one in found}
    in_words = (one for one in find_in_entry(*entry.words) if one.kind not in known)
    return (*found, *(Found("", finding) for finding in in_words))


def _grade(entry: NewEntry, settled: Settled, reason: str, act: Act) -> dict[str, Any]:
    is_set = settled.in_force != NOTHING
    return {
        "object_id": entry.dataset_id,
        "object_kind": ObjectKind.DATASET.value,
        "dataset_id": entry.dataset_id,
        **dict(zip(FIELDS, settled.in_force, strict=True)),
        "since": act.now,
        "set_by": act.actor.user_id if is_set else "",
        "reason": reason if is_set and entry.is_approved else "",
    }


def _proposal(entry: NewEntry, settled: Settled, act: Act) -> dict[str, Any]:
    return {
        "id": ids.random_key(),
        "object_id": entry.dataset_id,
        "object_kind": ObjectKind.DATASET.value,
        "dataset_id": entry.dataset_id,
        **dict(zip(FIELDS, entry.wanted, strict=True)),
        "reason": "",
        "proposed_by": act.actor.user_id,
        "proposed_at": act.now,
        "state": ProposalState.WAITING.value,
        "findings": [one.as_json() for one in settled.found],
        "answers": [],
    }


def _accounts(entry: NewEntry, settled: Settled, reason: str) -> list[Entry]:
    grade = dict(zip(FIELDS, entry.wanted, strict=True))
    if settled.in_force != NOTHING:
        said = reason if entry.is_approved else ""
        detail = {**grade, "before": list(NOTHING), "reason": said}
        told = [Entry("grade.set", "dataset", entry.dataset_id, detail)]
        if settled.found:
            # It is open although nobody has been asked: so the site's setting has it.
            found = {"findings": [one.as_json() for one in settled.found]}
            told.append(Entry(findings.EVENT, "dataset", entry.dataset_id, found))
        return told
    if settled.waits:
        return [Entry("grade.propose", "dataset", entry.dataset_id, {**grade, "reason": ""})]
    return []
