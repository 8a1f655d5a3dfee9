"""Actions that show applications: one, its history, lists, the register, figures."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import asking
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import finding, list_queries, waiting_queries
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.states import Party
from ckanext.scigov.application.list_queries import Wanted
from ckanext.scigov.application.logic import likenesses, registering, schema, showing, telling
from ckanext.scigov.application.logic.calls import doer
from ckanext.scigov.application.logic.stepping import TRANSLATED
from ckanext.scigov.application.queries import parts_of
from ckanext.scigov.application.viewing import Viewer, viewer_of
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@tk.side_effect_free
@TRANSLATED
@takes(schema.filing)
def scigov_application_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return an application with those of its parts that the caller sees.

    Args:
        context: CKAN's; whoever applies, the approvers of the applying agency, who works on it for a
            provider, third parties that were asked, the data authority, auditors.
        data_dict: ``id``, or the number.

    Returns:
        ``id``, ``number``, ``kind``, ``state`` (of the part that is most urgent), ``version``,
        ``created_at``, ``saved_at``, ``submitted_at``, ``applicant``, ``purpose``, ``scene``,
        ``legal_basis``, ``security_measures``, ``contact_name``, ``contact_phone``, ``contact_email``
        (masked for whom they do not concern), ``handlers``, ``parts``, ``evidence``, ``changed`` (since
        it was returned), ``answers``. Each part has what was asked and given, the decision with its
        reason, the clock with its limit, and ``steps``, what the caller can do now; docs/application.md
        lists all of it.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_application_show", context, data_dict)
    return showing.filing(data["id"], doer(context))


@tk.side_effect_free
@TRANSLATED
@takes(schema.filing)
def scigov_application_history(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what has happened to the parts that the caller sees, in order.

    Args:
        context: CKAN's; as ``scigov_application_show``.
        data_dict: ``id``, or the number.

    Returns:
        ``at``, ``event``, ``part_id``, ``party`` (as what it was done), ``actor_name`` (of officials for
        officials only), ``reason``, ``before`` and ``after`` (values that changed), ``is_internal``.
        Advice, assignments and internal remarks are for officials only.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_application_history", context, data_dict)
    return telling.history(finding.visible(model.Session, data["id"], doer(context)))


@tk.side_effect_free
@TRANSLATED
@takes(schema.narrowed)
def scigov_application_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one's own applications and those of one's agency that one signs, newest first.

    Args:
        context: CKAN's; everybody who is signed in.
        data_dict: ``state`` (one or several), ``dataset_id``, ``provider_id``, ``agency_id``,
            ``overdue``, ``assigned_to`` (a user by name or id; empty: nobody), ``q`` (in number, purpose
            and scene), ``limit``, ``offset``.

    Returns:
        ``count``; ``results``, as ``scigov_application_show``.
    """
    data = checked("scigov_application_list", context, data_dict)
    who, viewer = doer(context), _viewer(context)
    is_ones = list_queries.sa.or_(list_queries.applies(viewer), list_queries.signs(viewer))
    conditions = [is_ones, *list_queries.narrowed(_wanted(data), local_day(who.now))]
    page = {"limit": data["limit"], "offset": data["offset"]}
    count, filings = list_queries.filings(model.Session, conditions, **page)
    parts = parts_of(model.Session, [filing.id for filing in filings])
    found = finding.seen(model.Session, [(one, parts[one.id]) for one in filings], who)
    return {"count": count, "results": showing.several(found, who)}


@tk.side_effect_free
@TRANSLATED
@takes(schema.inbox)
def scigov_application_inbox_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the parts that wait for the caller in any of his roles, what is due soonest first.

    Args:
        context: CKAN's; everybody who is signed in.
        data_dict: as ``scigov_application_list``; ``assigned_to`` (a user by name or id; empty: nobody);
            ``party``, as what it waits (applicant, signer, handler, reviewer, decider, authority, third).

    Returns:
        ``count``; ``counts`` (state → how many wait; ``all``, ``overdue``), ``parties`` (as what → how
        many wait; one part may wait for somebody as several) and ``providers`` (``id``, ``title``,
        ``count``), which the filters do not narrow; ``results``, one for each part, as
        ``scigov_application_show`` with that part alone.
    """
    data = checked("scigov_application_inbox_list", context, data_dict)
    who, viewer = doer(context), _viewer(context)
    today = local_day(who.now)
    waits = [waiting_queries.waits_for(viewer)]
    narrowed_to = list_queries.narrowed(_wanted(data), today)
    if data.get("party"):
        narrowed_to.append(waiting_queries.waits_as(viewer)[Party(data["party"])])
    conditions = [*waits, *narrowed_to]
    page = {"limit": data["limit"], "offset": data["offset"]}
    rows = list_queries.parts(model.Session, conditions, **page)
    found = finding.seen(model.Session, [(filing, [part]) for filing, part in rows], who)
    narrowed = list_queries.counts(model.Session, conditions, today)
    return {
        "count": narrowed["all"],
        "counts": list_queries.counts(model.Session, waits, today),
        "parties": waiting_queries.counts(model.Session, viewer),
        "providers": _providers(list_queries.providers(model.Session, waits)),
        "results": showing.several(found, who),
    }


@tk.side_effect_free
@TRANSLATED
@takes(schema.narrowed)
def scigov_application_register_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the register of applications, a row for each part that the caller oversees or handles.

    Args:
        context: CKAN's; officials of providers, the data authority, auditors, administrators.
        data_dict: as ``scigov_application_list``.

    Returns:
        ``count``; ``counts`` and ``providers`` as ``scigov_application_inbox_list``, of all that the caller
        oversees; ``is_whole``, whether that are the applications to every provider; ``results``:
        ``number``, ``kind``, ``applicant``, ``dataset_title``, ``provider_title``, ``submitted_at``,
        ``received_on``, ``due_on``, ``provisional`` (a year was counted whose calendar is not
        published), ``state``, ``overdue``, ``outcome``, ``ground``, ``decided_on``, ``took_days``,
        ``was_late``, ``appeal_level``,
        ``grant_number``, ``until_on``, ``owes_report`` and ids. Persons' names are masked for who only
        oversees.

    Raises:
        NotAuthorized: the caller is no official.
    """
    data = checked("scigov_application_register_list", context, data_dict)
    viewer, who = _viewer(context), doer(context)
    today = local_day(who.now)
    if not viewer.is_official:
        raise tk.NotAuthorized(tk._("Only officials see the register of applications."))
    seen = [list_queries.oversees(viewer), list_queries.is_registered()]
    conditions = [*seen, *list_queries.narrowed(_wanted(data), today)]
    page = {"limit": data["limit"], "offset": data["offset"]}
    rows = list_queries.register(model.Session, conditions, **page)
    return {
        "count": list_queries.counts(model.Session, conditions, today)["all"],
        "counts": list_queries.counts(model.Session, seen, today),
        "providers": _providers(list_queries.providers(model.Session, seen)),
        "is_whole": viewer.oversees_all,
        "results": registering.rows(rows, viewer, who),
    }


@tk.side_effect_free
@TRANSLATED
@takes(schema.filing)
def scigov_application_similar_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return earlier applications of the same applicant for the same data, and similar ones of others.

    Args:
        context: CKAN's; as ``scigov_application_show``. Similar ones of others see officials only.
        data_dict: ``id``, or the number.

    Returns:
        ``rule``, the rule of similarity in words; ``results``: ``id``, ``number``, ``likeness`` (earlier,
        similar), ``percent``, ``submitted_at``, ``parts``: ``dataset_title``, ``state``, ``outcome``,
        ``reason`` (of the refusal or revocation), ``owes_report``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_application_similar_list", context, data_dict)
    who = doer(context)
    return likenesses.similar(finding.visible(model.Session, data["id"], who), who)


@tk.side_effect_free
@TRANSLATED
@takes(schema.figures)
def scigov_application_figures_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what every provider has done with its applications; public.

    Args:
        context: CKAN's; everybody.
        data_dict: ``provider_id``, to be told of one only.

    Returns:
        ``providers``: ``provider_id``, ``provider_title``, ``received``, ``decided``, ``in_time``,
        ``median_days`` (working days until the decision), ``grounds`` (of refusals → how often).
    """
    data = checked("scigov_application_figures_show", context, data_dict)
    return {"providers": registering.figures(data.get("provider_id"))}


def _providers(rows: list[Any]) -> list[dict[str, Any]]:
    titles = list_queries.titles_of_organizations(model.Session, [row[0] for row in rows])
    return [{"id": row[0], "title": titles.get(row[0], row[0]), "count": row[1]} for row in rows]


def _viewer(context: Any) -> Viewer:
    return viewer_of(model.Session, asking.principal_from(context))


def _wanted(data: dict[str, Any]) -> Wanted:
    """Return how a list is narrowed; a user by name is looked up."""
    assigned = data.get("assigned_to")
    if assigned:
        assigned = reading.user_named(model.Session, assigned)
        if assigned is None:
            raise Refused(Refusal(ActReason.USER_UNKNOWN, "assigned_to"))
    return Wanted(
        states=schema.states(data.get("state")),
        dataset_id=data.get("dataset_id"),
        provider_id=data.get("provider_id"),
        agency_id=data.get("agency_id"),
        is_overdue=data.get("overdue"),
        assigned_to=assigned,
        text=data.get("q") or "",
    )
