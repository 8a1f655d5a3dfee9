"""Actions that decide, ask, assign, prolong and report: steps that say more than their reason."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.application.domain.states import Outcome
from ckanext.scigov.application.logic import schema
from ckanext.scigov.application.logic.calls import doer, done, part_id
from ckanext.scigov.application.logic.stepping import TRANSLATED, shown
from ckanext.scigov.application.logic.wishes import decision
from ckanext.scigov.application.service import asking, decisions, reports
from ckanext.scigov.application.service.reports import NewReport
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.decide)
def scigov_application_decide(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Decide on a part. An approval writes the grant in the same transaction.

    With four eyes the decision waits for ``scigov_application_confirm`` by another decider.

    Args:
        context: CKAN's; deciders of the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several; ``outcome`` (approved,
            approved_in_part, refused); ``reason``, which the applicant reads; ``ground`` of a refusal
            (purpose_unclear, more_than_needed, law_forbids, secrecy_or_privacy, rights_of_others,
            security_not_enough, not_held, other); what is given, where it differs from what was asked:
            ``from_on``, ``until_on``, ``resource_ids``, ``items``, ``manner``; on what conditions:
            ``watermark``, ``query_only``, ``most_rows``, ``most_requests_a_day``,
            ``no_onward_transfer``; ``version``, the part's.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else decides.
        ValidationError: somebody has decided in the meantime, or it cannot be decided so.
    """
    data = checked("scigov_application_decide", context, data_dict)
    wanted = decision(data, Outcome(data["outcome"]))
    part = decisions.decide(model.Session, part_id(context, data), wanted, doer(context))
    return shown(context, part)


@TRANSLATED
@takes(schema.consult)
def scigov_application_consult(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask another organisation; until it answers the clock of the reply stands still.

    Args:
        context: CKAN's; who handles it or decides on it for the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several; ``organization`` by name
            or id; ``reason``, the question.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now, or there is no such organisation.
    """
    data = checked("scigov_application_consult", context, data_dict)
    part = asking.consult(
        model.Session, part_id(context, data), data["organization"], data["reason"],
        doer(context),
    )  # fmt: skip
    return shown(context, part)


@TRANSLATED
@takes(schema.assign)
def scigov_application_assign(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say who works on parts; one act for many of them, all or none.

    Args:
        context: CKAN's; who handles or decides on them for the provider.
        data_dict: ``id`` and ``part`` as elsewhere, or ``parts``, a list of the parts' ids; ``user``, by
            name or id, empty for nobody; ``reason``.

    Returns:
        ``assigned``, the ids of the parts.

    Raises:
        ObjectNotFound: one is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: the user may not work on one of them.
    """
    data = checked("scigov_application_assign", context, data_dict)
    ids = sorted(set(data.get("parts") or [part_id(context, data)]))
    user, reason = data.get("user") or "", data.get("reason") or ""
    for one in ids:
        asking.assign(model.Session, one, user, reason, doer(context))
    done(context)
    return {"assigned": ids}


@TRANSLATED
@takes(schema.renewal_ask)
def scigov_application_renewal_ask(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask for a later end of what was granted.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` (or number), ``part`` where the caller sees several; ``until_on``, left out: as
            long again as it was given for; ``reason``, may be left out.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: nothing holds that could be prolonged, or the day is not later, or too late.
    """
    data = checked("scigov_application_renewal_ask", context, data_dict)
    part = asking.renewal(
        model.Session, part_id(context, data), data.get("until_on"), data.get("reason") or "",
        doer(context),
    )  # fmt: skip
    return shown(context, part)


@TRANSLATED
@takes(schema.renew)
def scigov_application_renew(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let what was granted last until a later day.

    Args:
        context: CKAN's; deciders of the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several; ``until_on``; ``reason``.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else decides.
        ValidationError: nothing holds that could be prolonged, or the day is not later.
    """
    data = checked("scigov_application_renew", context, data_dict)
    part = decisions.renew(
        model.Session, part_id(context, data), data["until_on"], data["reason"],
        doer(context),
    )  # fmt: skip
    return shown(context, part)


@TRANSLATED
@takes(schema.use_report)
def scigov_application_use_report_submit(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Report what came of data that were granted.

    Args:
        context: CKAN's; whoever applied.
        data_dict: ``id`` (or number), ``part`` where the caller sees several; ``is_purpose_kept``,
            ``results``, ``problems``.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: nothing was granted that could be reported on.
    """
    name = "scigov_application_use_report_submit"
    data = checked(name, context, data_dict)
    new = NewReport(data["is_purpose_kept"], data["results"], data.get("problems") or "")
    part = reports.submit(model.Session, part_id(context, data), new, doer(context))
    return shown(context, part)
