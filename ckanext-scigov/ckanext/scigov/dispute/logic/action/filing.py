"""The action by which everybody reports a doubt about data."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.logic import places, reports, schema, showing
from ckanext.scigov.dispute.logic.calls import doer, done
from ckanext.scigov.dispute.logic.stepping import TRANSLATED
from ckanext.scigov.dispute.service import filings
from ckanext.scigov.dispute.service.filings import Filer
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.create)
def scigov_dispute_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Report a doubt about data, or what would be right.

    Args:
        context: CKAN's; anyone. A visitor who is not signed in names his ``email`` and confirms by the
            link that is sent there; until then nobody else learns of the report.
        data_dict: what is meant: ``dataset`` (id or name) or ``resource`` (id), and as far as needed
            ``item`` (a data item's field name), ``field`` (a catalogue field), and of a row its ``key``
            (an object of columns and values), its ``fingerprint`` or ``row`` (its ``_id``);
            ``target_kind`` where these do not say it. What is said: ``kind`` (inaccurate, incomplete,
            outdated, inconsistent, duplicate, not_public, description, other), ``explanation``,
            ``proposal_value`` or ``proposal_change`` (set, empty, remove), ``links``, ``datasets`` (ids
            or names of others that say so), ``agency`` that it is reported for; ``email`` of a visitor.

    Returns:
        The dispute, as ``scigov_dispute_show``. To a visitor only ``state`` and that a mail was sent.

    Raises:
        ObjectNotFound: there is no such dataset, or none that the caller sees.
        ValidationError: with all that is wrong with the report.
    """
    data = checked("scigov_dispute_create", context, data_dict)
    session, who = model.Session, doer(context)
    place = places.place_of(session, data, who)
    is_signed = bool(who.user_id)
    agency = reports.agency_of(session, data, who)
    kind = FilerKind.PERSON if is_signed else FilerKind.VISITOR
    filer = Filer(FilerKind.AGENCY if agency else kind, who.user_id, agency)
    evidence = places.evidence_of(session, data, who)
    report = reports.report_of(data, evidence, is_signed=is_signed)
    dispute = filings.file(session, report, place, filer, who)
    answer = showing.one(dispute.id, who) if is_signed else {"state": dispute.state}
    done(context)
    return answer
