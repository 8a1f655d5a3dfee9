"""Actions about the files that belong to disputes. Their bytes go out by the page alone."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import config, evidence_queries, sentences, viewing
from ckanext.scigov.dispute.domain.flow import FlowReason
from ckanext.scigov.dispute.domain.visibility import Piece
from ckanext.scigov.dispute.logic import schema, showing_files, uploads
from ckanext.scigov.dispute.logic.calls import done
from ckanext.scigov.dispute.logic.stepping import caller
from ckanext.scigov.dispute.model import DisputeEvidence
from ckanext.scigov.dispute.service import evidence as service
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared.domain.evidence import ScanState
from ckanext.scigov.shared.errors import Denied, NotVisible
from ckanext.scigov.shared.evidence import (
    keeping,
    toolkit_sending,
    toolkit_sentences,
    toolkit_uploads,
)
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated({**sentences.SENTENCES, **toolkit_sentences.SENTENCES})
FOR_PAGE = "scigov_dispute_for_page"
"""Context key: the caller sends the bytes himself, and needs to know where they lie."""


@TRANSLATED
@takes(schema.dispute, uploads=("upload",))
def scigov_dispute_evidence_add(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add a file that shows what is reported, or what was found.

    Args:
        context: CKAN's; who wrote the report, until it is answered; who works on it, until it is closed.
        data_dict: ``id`` (or number); ``upload``, the file; ``token`` of the link by which a visitor has come.

    Returns:
        ``id``, ``dispute_id``, ``file_name``, ``media_type``, ``size``, ``state`` (waiting, clean,
        infected), ``added_at``, ``added_as`` (reporter, official), ``is_open`` (it can be opened),
        ``may_delete`` (by the caller, now).

    Raises:
        ObjectNotFound: the dispute is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: it was answered or is closed; or the file is too large, empty, of another type
            than its name says, or of one that is not taken.
    """
    upload = data_dict.get("upload")
    given = {key: value for key, value in data_dict.items() if key != "upload"}
    data = checked("scigov_dispute_evidence_add", context, given)
    who, files = caller(context, data), config.evidence_store()
    view = viewing.visible(model.Session, data["id"], who)
    if not view.shows(Piece.EVIDENCE):
        raise Denied(FlowReason.NOT_YOURS)
    room = service.room_of(model.Session, view.dispute.id, who, config.evidence_limits())
    if not toolkit_uploads.is_file(upload):
        raise tk.ValidationError({"upload": [tk._("Choose a file.")]})
    row = service.add(model.Session, view.dispute.id, uploads.store(upload, room), who)
    uploads.have_scanned(row, who)
    shown = showing_files.file(view, row, who)
    done(context)
    if not context.get("defer_commit"):
        keeping.settle_kept(files, row.storage_key)
    return shown


@TRANSLATED
@takes(schema.dispute)
def scigov_dispute_evidence_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Delete a file that one has added oneself, before the unit has accepted the report or refused to.

    What the unit has answered on stays on record.

    Args:
        context: CKAN's; whoever has added it.
        data_dict: ``id`` of the file; ``token`` of the link by which a visitor has come.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else has added it.
        ValidationError: it is part of the record.
    """
    data = checked("scigov_dispute_evidence_delete", context, data_dict)
    who, files = caller(context, data), config.evidence_store()
    _visible(data["id"], who)
    key = service.remove(model.Session, data["id"], who)
    keeping.mark_dropped(files, key)
    done(context)
    if not context.get("defer_commit"):
        keeping.discard(files, key)


@tk.side_effect_free
@TRANSLATED
@takes(schema.dispute)
def scigov_dispute_evidence_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what is known of a file. Its bytes go out by the dispute's page alone.

    Args:
        context: CKAN's; who wrote the report, and who works on it.
        data_dict: ``id`` of the file; ``token`` of the link by which a visitor has come.

    Returns:
        As ``scigov_dispute_evidence_add``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_dispute_evidence_show", context, data_dict)
    who = caller(context, data)
    row, view = _visible(data["id"], who)
    shown = showing_files.file(view, row, who)
    if context.get(FOR_PAGE):
        files, state = config.evidence_store(), ScanState(row.state)
        shown["path"] = str(toolkit_sending.path_to_send(files, row.storage_key, state))
    return shown


def _visible(evidence_id: str, who: Doer) -> tuple[DisputeEvidence, View]:
    """Return a file to those who see the files of its dispute."""
    row = evidence_queries.find(model.Session, evidence_id)
    if row is None:
        raise NotVisible
    view = viewing.visible(model.Session, row.dispute_id, who)
    if not view.shows(Piece.EVIDENCE):
        raise NotVisible
    return row, view
