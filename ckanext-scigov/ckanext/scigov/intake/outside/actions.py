"""Actions of the register of what our departments ask of outside bodies."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.audit.acts import By
from ckanext.scigov.intake.domain.outside import OutsideEvent, Said
from ckanext.scigov.intake.domain.states import OutsideState
from ckanext.scigov.intake.model import Outside
from ckanext.scigov.intake.outside import queries, schema, service, showing
from ckanext.scigov.intake.outside.queries import Wanted
from ckanext.scigov.intake.outside.sentences import SENTENCES
from ckanext.scigov.intake.outside.service import Doer
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import StaleVersion
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(SENTENCES)


@TRANSLATED
@takes(schema.create)
def scigov_intake_outside_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write down what a department asks of a body outside.

    Args:
        context: CKAN's; who edits the entries of the department, or administers it.
        data_dict: ``unit`` (an organisation by id or name), ``title`` of the data, ``body`` that is asked and
            ``body_code`` (its unified social credit code), ``basis``, ``purpose``, ``terms``, ``contract_number``,
            ``asked_on`` and ``ends_on`` (days), ``dataset`` (the department's own entry by id or name), ``note``.

    Returns:
        The line, as ``scigov_intake_outside_show``.

    Raises:
        NotAuthorized: the caller writes for no department.
        ValidationError: something is missing or does not fit; the department is none of the caller's.
    """
    data, who = checked("scigov_intake_outside_create", context, data_dict), _doer(context)
    return _answer(context, service.create(model.Session, data["unit"], _said(data), who), who)


@TRANSLATED
@takes(schema.update)
def scigov_intake_outside_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Correct a line, or give it another last day. What is left out stays as it is.

    Args:
        context: CKAN's; who writes for the department.
        data_dict: ``id``; any field of ``scigov_intake_outside_create`` but the department; ``received_on``;
            ``seen_at``: ``set_at`` of the line as the caller saw it, so that nobody's change is overwritten.

    Returns:
        The line, as ``scigov_intake_outside_show``.

    Raises:
        ObjectNotFound: there is no such line, or none that the caller reads.
        NotAuthorized: others write for this department.
        ValidationError: something does not fit, or the line has ended.
    """
    return _step(context, data_dict, "update", OutsideEvent.UPDATE)


@TRANSLATED
@takes(schema.receive)
def scigov_intake_outside_receive(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write down that the data have come, and on which terms.

    Args:
        context: CKAN's; who writes for the department.
        data_dict: ``id``, ``received_on``, ``terms``; ``contract_number``, ``ends_on`` (the last day of use),
            ``dataset``, ``seen_at``.

    Returns:
        The line, as ``scigov_intake_outside_show``.

    Raises:
        ObjectNotFound, NotAuthorized, ValidationError: as ``scigov_intake_outside_update``.
    """
    return _step(context, data_dict, "receive", OutsideEvent.RECEIVE)


@TRANSLATED
@takes(schema.with_reason)
def scigov_intake_outside_refuse(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write down that the body does not give the data.

    Args:
        context: CKAN's; who writes for the department.
        data_dict: ``id``, ``reason``; ``seen_at``.

    Returns:
        The line, as ``scigov_intake_outside_show``; the reason is its note.

    Raises:
        ObjectNotFound, NotAuthorized, ValidationError: as ``scigov_intake_outside_update``.
    """
    return _step(context, data_dict, "refuse", OutsideEvent.REFUSE)


@TRANSLATED
@takes(schema.with_reason)
def scigov_intake_outside_end(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write down that the data are used no more, or not asked for any more.

    Args:
        context: CKAN's; who writes for the department.
        data_dict: ``id``, ``reason`` (also what became of the data); ``seen_at``.

    Returns:
        The line, as ``scigov_intake_outside_show``; the reason is its note.

    Raises:
        ObjectNotFound, NotAuthorized, ValidationError: as ``scigov_intake_outside_update``.
    """
    return _step(context, data_dict, "end", OutsideEvent.END)


@tk.side_effect_free
@TRANSLATED
@takes(schema.one)
def scigov_intake_outside_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the register.

    Args:
        context: CKAN's; who writes for the department, and stewards and auditors in whose scope it is.
        data_dict: ``id``.

    Returns:
        ``id``, ``title``, ``provider_id``, ``provider_title``, ``body``, ``body_code``, ``basis``, ``purpose``,
        ``terms``, ``contract_number``, ``asked_on``, ``received_on``, ``ends_on``, ``days_left`` (of what is held
        and has a last day), ``dataset_id``, ``dataset_name`` and ``dataset_title`` (where the caller sees the entry),
        ``state`` (asked, received, refused, ended), ``note``, ``set_by``, ``set_at``, ``steps`` that the caller can take.

    Raises:
        ObjectNotFound: there is no such line, or none that the caller reads.
    """
    data, who = checked("scigov_intake_outside_show", context, data_dict), _doer(context)
    return showing.shown([service.visible(model.Session, data["id"], who.principal)], who)[0]


@tk.side_effect_free
@TRANSLATED
@takes(schema.listed)
def scigov_intake_outside_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the lines that somebody reads, those that end soonest first.

    Args:
        context: CKAN's; who writes for a department, stewards and auditors; others get none.
        data_dict: ``q``, part of title or body; ``state``; ``limit``, ``offset``.

    Returns:
        ``count`` and ``results``, as ``scigov_intake_outside_show``; ``units``: the departments for which the
        caller writes (id, title).
    """
    data, who = checked("scigov_intake_outside_list", context, data_dict), _doer(context)
    session = model.Session
    state = OutsideState(data["state"]) if data.get("state") else None
    wanted = Wanted(service.reach(session, who.principal), data.get("q") or "", state)
    own = service.departments(who.principal)
    return {
        "count": queries.count(session, wanted),
        "results": showing.shown(
            queries.lines(session, wanted, data["limit"], data["offset"]), who
        ),
        "units": [
            {"id": id_, "title": title}
            for id_, title in (queries.organizations(session, own) if own else ())
        ],
    }


def _step(
    context: Any, data_dict: dict[str, Any], name: str, event: OutsideEvent
) -> dict[str, Any]:
    data, who = checked(f"scigov_intake_outside_{name}", context, data_dict), _doer(context)
    session = model.Session
    line = service.visible(session, data["id"], who.principal, lock=True)
    said = _changed(service.said_of(line), data)
    seen_at = _moment(data.get("seen_at"))
    return _answer(context, service.take(session, line.id, event, said, who, seen_at=seen_at), who)


def _doer(context: Any) -> Doer:
    return Doer(By(actor_from(context), clock.now()), principal_from(context))


def _answer(context: Any, line: Outside, who: Doer) -> dict[str, Any]:
    answer = showing.shown([line], who)[0]
    if not context.get("defer_commit"):
        model.repo.commit()
    return answer


def _said(data: Mapping[str, Any]) -> Said:
    return Said(**_named(data))


def _changed(said: Said, data: Mapping[str, Any]) -> Said:
    """Return what a line says with what was given."""
    return dataclasses.replace(said, **_named(data))


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    called = {"dataset": "dataset_id", "reason": "note"}
    given = {called.get(name, name): value for name, value in data.items()}
    known = {one.name for one in dataclasses.fields(Said)}
    empty_is_none = {"received_on", "ends_on"}
    return {
        name: value if value is not None or name in empty_is_none else ""
        for name, value in given.items()
        if name in known
    }


def _moment(text: str | None) -> dt.datetime | None:
    """Read when a line was seen; what is no moment is none that it was written at."""
    if not text:
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise StaleVersion from None


ACTIONS: Mapping[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (
        scigov_intake_outside_create,
        scigov_intake_outside_update,
        scigov_intake_outside_receive,
        scigov_intake_outside_refuse,
        scigov_intake_outside_end,
        scigov_intake_outside_show,
        scigov_intake_outside_list,
    )
}
