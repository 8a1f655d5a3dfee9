"""Actions about the files that belong to applications. Their bytes go out by the page alone."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.application import (
    config,
    evidence_queries,
    finding,
    sentences,
    sentences_files,
)
from ckanext.scigov.application.domain.evidence import EvidenceKind
from ckanext.scigov.application.logic import schema, uploads
from ckanext.scigov.application.logic.calls import doer, done
from ckanext.scigov.application.model import Evidence
from ckanext.scigov.application.service import evidence as service
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared.domain.evidence import ScanState, told_state
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.evidence import keeping, toolkit_sending, toolkit_uploads
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

SENTENCES: dict[Any, Any] = {**sentences.SENTENCES, **sentences_files.SENTENCES}
TRANSLATED = translated(SENTENCES)
FOR_PAGE = "scigov_application_for_page"
"""Context key: the caller sends the bytes himself, and needs to know where they lie."""


@TRANSLATED
@takes(schema.evidence_add, uploads=("upload",))
def scigov_application_evidence_add(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add a file to an application that its applicant has before him.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` (or number); ``kind`` (sealed_letter, evidence, other); ``upload``, the file.

    Returns:
        ``id``, ``application_id``, ``kind``, ``file_name``, ``media_type``, ``size``, ``state`` (waiting,
        clean, infected), ``added_at``, ``withdrawn_at``, ``is_open`` (it can be opened).

    Raises:
        ObjectNotFound: the application is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: it has been submitted; or the file is too large, empty, of another type than its
            name says, or of one that is not taken.
    """
    upload = data_dict.get("upload")
    given = {key: value for key, value in data_dict.items() if key != "upload"}
    data = checked("scigov_application_evidence_add", context, given)
    who, files = doer(context), config.evidence_store()
    room = service.room_of(model.Session, data["id"], who, config.evidence_limits())
    if not toolkit_uploads.is_file(upload):
        raise tk.ValidationError({"upload": [tk._("Choose a file.")]})
    stored = uploads.store(upload, room)
    row = service.add(model.Session, data["id"], EvidenceKind(data["kind"]), stored, who)
    uploads.have_scanned(row, who)
    shown = _shown(row)
    done(context)
    if not context.get("defer_commit"):
        keeping.settle_kept(files, row.storage_key)
    return shown


@TRANSLATED
@takes(schema.filing)
def scigov_application_evidence_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Take a file out of an application that its applicant has before him.

    A file of a draft is deleted. What was submitted once is withdrawn: it stays on record, marked so, for
    all who see the application.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` of the file.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: the application is with its provider.
    """
    data = checked("scigov_application_evidence_delete", context, data_dict)
    who, files = doer(context), config.evidence_store()
    _visible(data["id"], who)
    key = service.remove(model.Session, data["id"], who)
    if key:
        keeping.mark_dropped(files, key)
    done(context)
    if key and not context.get("defer_commit"):
        keeping.discard(files, key)


@tk.side_effect_free
@TRANSLATED
@takes(schema.filing)
def scigov_application_evidence_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what is known of a file. Its bytes go out by the application's page alone.

    Args:
        context: CKAN's; whoever applies and who works on the application. Auditors and third parties see
            that there is a file, in the application, and do not open it: it names people.
        data_dict: ``id`` of the file.

    Returns:
        As ``scigov_application_evidence_add``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_application_evidence_show", context, data_dict)
    row = _visible(data["id"], doer(context))
    shown = _shown(row)
    if context.get(FOR_PAGE):
        files, state = config.evidence_store(), ScanState(row.state)
        shown["path"] = str(toolkit_sending.path_to_send(files, row.storage_key, state))
    return shown


def _visible(evidence_id: str, who: Doer) -> Evidence:
    """Return a file to those whom its application concerns."""
    row = evidence_queries.find(model.Session, evidence_id)
    if row is None:
        raise NotVisible
    if not finding.visible(model.Session, row.filing_id, who).sees_contacts:
        raise NotVisible
    return row


def _shown(row: Evidence) -> dict[str, Any]:
    state = ScanState(row.state)
    return {
        "id": row.id,
        "application_id": row.filing_id,
        "kind": row.kind,
        "file_name": row.file_name,
        "media_type": row.media_type,
        "size": row.size,
        "state": told_state(state),
        "added_at": moment(row.added_at),
        "withdrawn_at": moment(row.removed_at),
        "is_open": toolkit_sending.is_open(state),
    }
