"""The action that answers appeals, and records the government's answer."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.application import config
from ckanext.scigov.application.domain.outside import Outside
from ckanext.scigov.application.domain.states import Event, Outcome
from ckanext.scigov.application.logic import schema, uploads
from ckanext.scigov.application.logic.action.evidence import TRANSLATED
from ckanext.scigov.application.logic.calls import doer, part_id
from ckanext.scigov.application.logic.stepping import shown
from ckanext.scigov.application.logic.wishes import decision
from ckanext.scigov.application.service import appeals
from ckanext.scigov.shared.domain.evidence import Room
from ckanext.scigov.shared.evidence import keeping, toolkit_uploads
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.appeal_decide, may_upload=("upload",))
def scigov_application_appeal_decide(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Decide on an appeal; nobody does who has decided on the part before.

    The government decides outside of the portal: the data authority records what it has decided, by
    another person than decided at the authority's own level.

    Args:
        context: CKAN's; in the first level of sharing the provider's deciders, else the data authority.
        data_dict: ``id`` (or number), ``part`` where the caller sees several; ``outcome`` (uphold,
            remit: the provider decides again, overrule: all that was asked is granted); ``reason``;
            conditions and ``from_on``, ``until_on`` as in ``scigov_application_decide``. At the level of
            the government, of its decision: ``outside_body`` (whose it is), ``outside_number``,
            ``outside_on`` (its day), ``upload`` (the paper, a file).

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else decides.
        ValidationError: it cannot be decided now, or not by the caller; something of the government's
            decision is missing.
    """
    upload = data_dict.get("upload")
    given = {key: value for key, value in data_dict.items() if key != "upload"}
    data = checked("scigov_application_appeal_decide", context, given)
    part, event, who = part_id(context, data), Event(data["outcome"]), doer(context)
    has_file = toolkit_uploads.is_file(upload)
    outside = Outside(
        data.get("outside_body") or "", data.get("outside_number") or "", data.get("outside_on"),
        has_file,
    )  # fmt: skip
    session, recorded = model.Session, None
    if appeals.is_recorded(session, part, event, outside, who) and toolkit_uploads.is_file(upload):
        stored = uploads.store(upload, Room(config.evidence_limits(), 0, 0))
        recorded = outside, appeals.attach(session, part, stored, who)
        uploads.have_scanned(recorded[1], who)
    wanted = decision(data, Outcome.APPROVED)
    done = shown(context, appeals.answer(session, part, event, wanted, who, recorded=recorded))
    if recorded and not context.get("defer_commit"):
        keeping.settle_kept(config.evidence_store(), recorded[1].storage_key)
    return done
