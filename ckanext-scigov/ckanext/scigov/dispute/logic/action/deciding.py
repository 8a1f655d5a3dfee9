"""Actions that say something besides of which step is taken: a unit, a person, a ground, a decision."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.dispute import viewing
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.logic import schema
from ckanext.scigov.dispute.logic.stepping import TRANSLATED, caller, found, shown, step_of
from ckanext.scigov.dispute.service import acting, merging, steps
from ckanext.scigov.dispute.service.acting import Outside
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.reject)
def scigov_dispute_reject(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Do not accept a dispute, on a ground.

    Args:
        context: CKAN's; who handles it for the responsible unit.
        data_dict: ``id`` (or number), ``ground``, ``reason`` (the explanation, which most grounds need), ``version``.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    data = checked("scigov_dispute_reject", context, data_dict)
    who = caller(context, data)
    step = step_of(data, Event.REJECT)
    done = acting.answer(model.Session, found(data, who), data.get("ground") or "", step, who)
    return shown(context, done, who)


@TRANSLATED
@takes(schema.decide)
def scigov_dispute_decide(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Decide not to correct, or decide an escalation.

    Args:
        context: CKAN's; not to correct: who handles or decides for the unit; an escalation: its deciders at the
            first level, else the data authority, which records what superiors and the government decide.
        data_dict: ``id`` (or number); ``outcome`` (refuse: the data stay as they are; of an escalation uphold,
            remit: the unit looks again, overrule: it has to correct); ``ground`` of refuse; ``reason``,
            needed; ``version``; of a decision taken outside ``outside_body``, ``outside_number``,
            ``outside_on`` (its day).

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    data = checked("scigov_dispute_decide", context, data_dict)
    who = caller(context, data)
    session, dispute_id = model.Session, found(data, who)
    step = step_of(data, Event(data["outcome"]))
    if step.event is Event.REFUSE:
        done = acting.answer(session, dispute_id, data.get("ground") or "", step, who)
    else:
        outside = Outside(
            data.get("outside_body") or "", data.get("outside_number") or "", data.get("outside_on")
        )
        done = acting.settle(session, dispute_id, outside, step, who)
    return shown(context, done, who)


@TRANSLATED
@takes(schema.forward)
def scigov_dispute_forward(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Pass a dispute on to a unit; its time begins there.

    Args:
        context: CKAN's; the data authority.
        data_dict: ``id`` (or number), ``unit`` (an organisation by id or name; empty: the one that is responsible),
            ``reason``, ``version``.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    data = checked("scigov_dispute_forward", context, data_dict)
    who = caller(context, data)
    step = step_of(data, Event.FORWARD)
    done = acting.forward(model.Session, found(data, who), data.get("unit") or "", step, who)
    return shown(context, done, who)


@TRANSLATED
@takes(schema.assign)
def scigov_dispute_assign(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give a dispute to somebody of the unit, or to nobody in particular.

    Args:
        context: CKAN's; who works on it.
        data_dict: ``id`` (or number), ``user`` (by id or name; empty: nobody), ``reason``, ``version``.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    data = checked("scigov_dispute_assign", context, data_dict)
    who = caller(context, data)
    step = step_of(data, Event.ASSIGN)
    done = acting.assign(model.Session, found(data, who), data.get("user") or "", step, who)
    return shown(context, done, who)


@TRANSLATED
@takes(schema.merge)
def scigov_dispute_merge(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a dispute go on in another one about the same; the answer is the other one.

    Args:
        context: CKAN's; who handles both for the unit, or the data authority.
        data_dict: ``id`` (or number), ``into`` (the other), ``reason``, told to its reporter; ``version``.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    data = checked("scigov_dispute_merge", context, data_dict)
    who = caller(context, data)
    into = viewing.visible(model.Session, data["into"], who).dispute.id
    step = step_of(data, Event.MERGE)
    done = merging.merge(model.Session, found(data, who), into, step, who)
    return shown(context, done, who)


@TRANSLATED
@takes(schema.moderate)
def scigov_dispute_moderate(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Publish what a visitor has reported, or dismiss it.

    Args:
        context: CKAN's; publish: who handles it or the data authority; dismiss: the data authority.
        data_dict: ``id`` (or number), ``publish`` (yes or no), ``reason``, ``version``.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    data = checked("scigov_dispute_moderate", context, data_dict)
    who = caller(context, data)
    event = Event.MODERATE if data["publish"] else Event.DISMISS
    done = steps.take(model.Session, found(data, who), step_of(data, event), who)
    return shown(context, done, who)
