"""Actions of sources: made, given another mapping, approved or refused, told how to run."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.asking import act_of, principal_from
from ckanext.scigov.access.domain.grading import SecondPerson
from ckanext.scigov.intake import page_queries, reading, source_showing
from ckanext.scigov.intake.domain.parties import PartyReason
from ckanext.scigov.intake.domain.states import SourceEvent
from ckanext.scigov.intake.logic import source_making
from ckanext.scigov.intake.logic import source_schema as schema
from ckanext.scigov.intake.logic.source_calls import TRANSLATED, done
from ckanext.scigov.intake.page_queries import Wanted
from ckanext.scigov.intake.service import sources
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import Denied
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.create)
def scigov_intake_source_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make a source: what is read from another system, and how its records become entries.

    It is a harvest source of ckanext-harvest, too, of the type ``scigov``. It does not run before it is approved.

    Args:
        context: CKAN's; an editor or administrator of the organization.
        data_dict: ``title``; ``organization`` (id or name) that looks after it; ``address`` of the system; and
            ``mapping``, the text of a mapping file, or ``shipped``, the name of one that comes with the portal.

    Returns:
        The source, as ``scigov_intake_source_show``.

    Raises:
        ValidationError: the mapping has mistakes (one sentence each, with its line), or something is missing.
    """
    data = checked("scigov_intake_source_create", context, data_dict)
    provider_id = source_making.provider_of(context, data["organization"])
    mapping = source_making.mapping_in(data)
    source_id = source_making.harvest_source(context, data, provider_id, mapping)
    sources.register(model.Session, source_id, mapping.text, actor_from(context), clock.now())
    return _shown(context, source_id)


@TRANSLATED
@takes(schema.update)
def scigov_intake_source_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give a source another mapping, address or title; with another mapping or address it waits for an approval.

    Args:
        context: CKAN's; an editor or administrator of its organization.
        data_dict: ``id`` (or name); what is to change of ``title``, ``address``, ``mapping`` and ``shipped``,
            as for ``scigov_intake_source_create``.

    Returns:
        The source, as ``scigov_intake_source_show``.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
        NotAuthorized: the caller does not operate it.
        ValidationError: the mapping has mistakes.
    """
    data = checked("scigov_intake_source_update", context, data_dict)
    seen = reading.operated(reading.source(model.Session, context, data["id"]))
    mapping = source_making.mapping_text(data, seen.found.source.mapping)
    source_making.change_harvest_source(context, seen, data)
    sources.change(model.Session, seen.id, mapping, actor_from(context), clock.now())
    return _shown(context, seen.id)


@TRANSLATED
@takes(schema.decision, reason=False)
def scigov_intake_source_approve(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a source run, and its value table grade what comes in.

    New records take the grade that the table says; later runs only tighten it, what would open more becomes a proposal.

    Args:
        context: CKAN's; an approver of grades whose role reaches its organization, and where a second person is
            needed not who has made the mapping.
        data_dict: ``id`` (or name); ``reason``.

    Returns:
        The source, as ``scigov_intake_source_show``.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
        NotAuthorized: the caller approves no grades there.
        ValidationError: there is nothing to decide, or the caller has made the mapping.
    """
    return _decided("scigov_intake_source_approve", SourceEvent.APPROVE, context, data_dict)


@TRANSLATED
@takes(schema.decision, reason=True)
def scigov_intake_source_refuse(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a source not run; what has come in stays.

    Args:
        context: CKAN's; as for ``scigov_intake_source_approve``.
        data_dict: ``id`` (or name); ``reason``, which its operators read.

    Returns:
        The source, as ``scigov_intake_source_show``.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
        NotAuthorized: the caller approves no grades there.
        ValidationError: there is no reason, or nothing to decide.
    """
    return _decided("scigov_intake_source_refuse", SourceEvent.REFUSE, context, data_dict)


@TRANSLATED
@takes(schema.options)
def scigov_intake_source_options_set(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say when a source runs, what happens with records that vanish, and who is told of its runs.

    Args:
        context: CKAN's; an editor or administrator of its organization.
        data_dict: ``id`` (or name); what is to change of ``schedule`` (manual, hourly, daily, weekly, monthly),
            ``mail_policy`` (never, errors, always), ``grace_days`` that a record may be missing before its entry is
            archived, ``most_vanished_percent`` (a run that would take away more asks first), and ``is_internal``
            (it may ask addresses inside the network; administrators of the portal only).

    Returns:
        The source, as ``scigov_intake_source_show``.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
        NotAuthorized: the caller does not operate it, or may not set what he wants to set.
    """
    data = checked("scigov_intake_source_options_set", context, data_dict)
    seen = reading.operated(reading.source(model.Session, context, data["id"]))
    is_internal = data.get("is_internal", seen.found.source.is_internal)
    if is_internal != seen.found.source.is_internal and not seen.standing.rules:
        raise Denied(PartyReason.NOT_ADMINISTRATOR)
    options = {name: value for name, value in data.items() if name in source_showing.OPTIONS}
    sources.set_options(model.Session, seen.id, options, actor_from(context), clock.now())
    return _shown(context, seen.id)


@tk.side_effect_free
@TRANSLATED
@takes(schema.one)
def scigov_intake_source_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a source with its mapping, its options, its last run and what became of its records.

    Args:
        context: CKAN's; editors and administrators of its organization, and stewards, approvers, chief data
            officers and auditors whose role reaches it.
        data_dict: ``id`` (or name).

    Returns:
        ``id``, ``name``, ``title``, organization, ``address``, ``mapping``, ``state`` (waiting, approved, refused),
        ``may_run``, who has made and decided it and why, the options, ``last_run`` as in
        ``scigov_intake_run_show``, ``counts`` of its records by fate, of how many of its entries a grade is ``waiting``
        for an approver (provider_id, provider_title, count), and what is ``possible`` for the caller now.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
    """
    data = checked("scigov_intake_source_show", context, data_dict)
    seen = reading.source(model.Session, context, data["id"])
    return source_showing.source(model.Session, seen, clock.now())


@tk.side_effect_free
@TRANSLATED
@takes(schema.source_list)
def scigov_intake_source_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the sources that somebody looks after or over, by title.

    Args:
        context: CKAN's; as for ``scigov_intake_source_show``.
        data_dict: ``state``; ``running``, only those with a run that has not ended; ``q``, a part of title, name or
            organization; ``limit``, ``offset``.

    Returns:
        ``count``, ``results`` (state, schedule, next and last run, counts of records by fate) and ``states``: how many
        there are of each state, and how many have a run that has not ended.

    Raises:
        NotAuthorized: the caller looks after no sources.
    """
    data = checked("scigov_intake_source_list", context, data_dict)
    session, principal = model.Session, principal_from(context)
    reach = reading.reach(session, principal)
    if reach is not None and not reach:
        raise tk.NotAuthorized(tk._("Only those who look after sources have a list of them."))
    wanted = Wanted(data.get("state") or "", bool(data.get("running")), data.get("q") or "")
    cut = {"limit": data["limit"], "offset": data["offset"]}
    found, count = page_queries.sources(session, reach, wanted, **cut)
    eyes = reading.eyes(context, principal)
    return {
        "count": count,
        "results": source_showing.listed(session, found, eyes, clock.now()),
        "states": page_queries.states(session, reach),
    }


def _decided(
    action: str, event: SourceEvent, context: Any, data_dict: dict[str, Any]
) -> dict[str, Any]:
    data = checked(action, context, data_dict)
    seen = reading.source(model.Session, context, data["id"])
    if not seen.standing.decides:
        raise Denied(PartyReason.NOT_DECIDER)
    act = act_of(context)
    sources.decide(
        model.Session,
        seen.id,
        event,
        act.actor,
        act.now,
        reason=data.get("reason") or "",
        second_person=act.second_person is not SecondPerson.NEVER,
    )
    return _shown(context, seen.id)


def _shown(context: Any, source_id: str) -> dict[str, Any]:
    """Commit, and answer with the source as it stands now."""
    seen = reading.source(model.Session, context, source_id)
    answer = source_showing.source(model.Session, seen, clock.now())
    done(context)
    return answer
