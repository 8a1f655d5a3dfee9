"""The action by which everybody reports a doubt about data."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import rates
from ckanext.scigov.dispute.domain.filing import Report
from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.logic import places, reports, schema, showing
from ckanext.scigov.dispute.logic.calls import doer, done
from ckanext.scigov.dispute.logic.stepping import TRANSLATED
from ckanext.scigov.dispute.service import filings
from ckanext.scigov.dispute.service.acting import ActReason
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.filings import Filer
from ckanext.scigov.shared import challenge, mail
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.toolkit_inputs import checked, takes

ANSWERED = "scigov_dispute_answered"
"""Of a page's context: the fields of the question that its form asks visitors. No call of the API has it."""


@TRANSLATED
@takes(schema.create)
def scigov_dispute_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Report a doubt about data, or what would be right.

    Args:
        context: CKAN's; anyone. A visitor who is not signed in names his ``email`` and confirms by the
            link that is sent there; until then nobody else learns of the report. How many reports are
            taken from one person, network and mailbox, the configuration says.
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
        ValidationError: with all that is wrong with the report; it has been reported already; or too
            many were sent in a short time (429, with ``Retry-After``).
    """
    session, who = model.Session, doer(context)
    rates.attempted(who.user_id)
    data = checked("scigov_dispute_create", context, data_dict)
    place = places.place_of(session, data, who)
    filer = _filer(data, who)
    evidence = places.evidence_of(session, data, who)
    report = reports.report_of(data, evidence, is_signed=bool(who.user_id))
    filings.check(report, place)
    if not who.user_id:
        _admit(context, report, who)
    dispute = filings.file(session, report, place, filer, who)
    # Of a report that his mailbox had sent before, a visitor is told no more than of a new one.
    answer = showing.one(dispute.id, who) if who.user_id else {"state": State.UNCONFIRMED.value}
    done(context)
    return answer


def _filer(data: dict[str, Any], who: Doer) -> Filer:
    agency = reports.agency_of(model.Session, data, who)
    kind = FilerKind.PERSON if who.user_id else FilerKind.VISITOR
    language = str(tk.h.lang() or "") if flask.has_request_context() else ""
    return Filer(FilerKind.AGENCY if agency else kind, who.user_id, agency, language)


def _admit(context: Any, report: Report, who: Doer) -> None:
    """Let pass a visitor's report that lacks nothing: by the form only with an answer to its question."""
    if not mail.is_configured():
        raise Refused(Refusal(ActReason.NO_MAIL, "email"))
    if ANSWERED in context:
        challenge.check(context[ANSWERED], who.now)
    rates.before_letter(report.email)
