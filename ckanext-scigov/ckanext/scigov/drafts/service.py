"""The only writer of drafts and templates. It flushes, never commits.

A draft saves itself every few seconds and is seen by its owner alone, so saving one is not put on
record; making and deleting a template, which others work with, is.
"""

from __future__ import annotations

import datetime as dt
import enum

from ckanext.scigov.audit.acts import By
from ckanext.scigov.drafts import queries
from ckanext.scigov.drafts.domain.values import Values, title_of
from ckanext.scigov.drafts.model import Draft, WaitingFile
from ckanext.scigov.shared import ids, outbox
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.storage import StoredFile

DELETE_FILE_JOB = "scigov_drafts_delete_file"
MOST_DRAFTS = 50
"""Of one person; the oldest makes room for the next."""
MOST_TEMPLATES = 100
MOST_FILES = 10
"""That wait for one person's entries."""


class DraftReason(enum.Enum):
    TOO_MANY_TEMPLATES = "too_many_templates"
    TOO_MANY_FILES = "too_many_files"


def save(
    session: Session, values: Values, by: By, *, draft_id: str = "", dataset_id: str = ""
) -> Draft:
    """Keep a form; without an id, or with one that is gone, it is a new draft."""
    draft = queries.find(session, draft_id, lock=True) if draft_id else None
    if draft is not None and (draft.user_id, draft.organization_id) != (by.user_id, ""):
        raise NotVisible
    if draft is None:
        _make_room(session, by)
        draft = Draft(id=ids.random_key(), user_id=by.user_id, organization_id="")
        draft.dataset_id = dataset_id
        session.add(draft)
    draft.values, draft.title, draft.saved_at = values, title_of(values), by.now
    session.flush()
    return draft


def refuse_another_file(session: Session, by: By) -> None:
    """Refuse a file of somebody who has as many waiting as there may be.

    Raises:
        Refused: so many wait already. Until the transaction ends nobody else counts for this person.
    """
    if queries.file_count(session, by.user_id) >= MOST_FILES:
        raise Refused(Refusal(DraftReason.TOO_MANY_FILES, "upload", {"most": MOST_FILES}))


def begin_with_file(
    session: Session, values: Values, by: By, *, stored: StoredFile, file_name: str
) -> Draft:
    """Make a draft of what a file says; the file waits with it until its entry is there."""
    refuse_another_file(session, by)
    draft = save(session, values, by)
    told = sorted({name.split("-", 1)[0] for name in values if name != "owner_org"})
    session.add(
        WaitingFile(
            draft_id=draft.id, storage_key=stored.key, file_name=file_name, size=stored.size,
            told=told,
        )
    )  # fmt: skip
    session.flush()
    return draft


def leave_file_out(session: Session, draft: Draft, by: By) -> None:
    """Let a draft go on without the file that it began with."""
    _drop_file(session, draft.id, by.now)
    session.flush()


def save_template(
    session: Session, values: Values, by: By, *, organization_id: str, title: str
) -> Draft:
    """Keep a form as a template of a provider."""
    if queries.template_count(session, organization_id) >= MOST_TEMPLATES:
        raise Refused(Refusal(DraftReason.TOO_MANY_TEMPLATES, "title", {"most": MOST_TEMPLATES}))
    template = Draft(
        id=ids.random_key(), user_id=by.user_id, organization_id=organization_id, dataset_id="",
        title=title, values=values, saved_at=by.now,
    )  # fmt: skip
    session.add(template)
    session.flush()
    _record(session, "template.create", template, by)
    return template


def delete(session: Session, draft: Draft, by: By) -> None:
    if draft.organization_id:
        _record(session, "template.delete", draft, by)
    _delete(session, draft, by.now)
    session.flush()


def delete_left_alone(session: Session, before: dt.datetime, now: dt.datetime) -> int:
    """Delete the drafts that nobody has saved since; return how many."""
    found = queries.ids_left_alone_since(session, before)
    for draft_id in found:
        draft = queries.find(session, draft_id, lock=True)
        if draft is not None and draft.saved_at < before:
            _delete(session, draft, now)
    session.flush()
    return len(found)


def _make_room(session: Session, by: By) -> None:
    for old in queries.of_user(session, by.user_id)[MOST_DRAFTS - 1 :]:
        _delete(session, old, by.now)


def _delete(session: Session, draft: Draft, now: dt.datetime) -> None:
    _drop_file(session, draft.id, now)
    session.delete(draft)


def _drop_file(session: Session, draft_id: str, now: dt.datetime) -> None:
    """Forget a draft's file; its bytes go after the commit that says so."""
    file = queries.file_of(session, draft_id)
    if file is not None:
        payload = {"key": file.storage_key}
        outbox.enqueue_job(
            session, DELETE_FILE_JOB, payload, now=now, key=f"{DELETE_FILE_JOB}:{file.storage_key}"
        )
        session.delete(file)


def _record(session: Session, event: str, template: Draft, by: By) -> None:
    by.record(
        session, event, "template", template.id,
        organization_id=template.organization_id, title=template.title,
    )  # fmt: skip
