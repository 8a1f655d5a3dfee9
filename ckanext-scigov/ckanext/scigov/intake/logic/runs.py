"""Actions of runs: asked for, paused, resumed, cancelled, confirmed, shown."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake import page_queries, reading, record_queries, source_showing
from ckanext.scigov.intake.domain.states import RunEvent, RunKind
from ckanext.scigov.intake.logic import source_schema as schema
from ckanext.scigov.intake.logic.source_calls import TRANSLATED, done
from ckanext.scigov.intake.model import Run
from ckanext.scigov.intake.reading import Seen
from ckanext.scigov.intake.service import runs
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.request)
def scigov_intake_run_request(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a source run as soon as its worker is free.

    Args:
        context: CKAN's; an editor or administrator of its organization.
        data_dict: ``id`` (or name) of the source; ``kind``: full (what is new or has changed is written) or forced
            (every record is written again).

    Returns:
        The run, as ``scigov_intake_run_show``.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
        NotAuthorized: the caller does not operate it.
        ValidationError: it is not approved, or a run of it has not ended.
    """
    data = checked("scigov_intake_run_request", context, data_dict)
    seen = reading.operated(reading.source(model.Session, context, data["id"]))
    kind, now = RunKind(data["kind"]), clock.now()
    return _shown(
        context, runs.request(model.Session, seen.id, kind, actor_from(context), now), seen
    )


@TRANSLATED
@takes(schema.one)
def scigov_intake_run_pause(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a run stop after the page it is at; it can be resumed there.

    Args:
        context: CKAN's; an editor or administrator of the source's organization.
        data_dict: ``id`` of the run.

    Returns:
        The run, as ``scigov_intake_run_show``.

    Raises:
        ObjectNotFound: there is no such run, or it is not visible to the caller.
        NotAuthorized: the caller does not operate the source.
        ValidationError: it is not at work.
    """
    return _stepped("scigov_intake_run_pause", RunEvent.PAUSE, context, data_dict)


@TRANSLATED
@takes(schema.one)
def scigov_intake_run_resume(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a run that was paused, or whose worker was lost, go on where it stopped.

    Args:
        context: CKAN's; an editor or administrator of the source's organization.
        data_dict: ``id`` of the run.

    Returns:
        The run, as ``scigov_intake_run_show``.

    Raises:
        ObjectNotFound: there is no such run, or it is not visible to the caller.
        NotAuthorized: the caller does not operate the source.
        ValidationError: it has not stopped.
    """
    return _stepped("scigov_intake_run_resume", RunEvent.RESUME, context, data_dict)


@TRANSLATED
@takes(schema.one)
def scigov_intake_run_cancel(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a run; what it has written stays, and nothing is taken away.

    Args:
        context: CKAN's; an editor or administrator of the source's organization.
        data_dict: ``id`` of the run.

    Returns:
        The run, as ``scigov_intake_run_show``.

    Raises:
        ObjectNotFound: there is no such run, or it is not visible to the caller.
        NotAuthorized: the caller does not operate the source.
        ValidationError: it has ended.
    """
    return _stepped("scigov_intake_run_cancel", RunEvent.CANCEL, context, data_dict)


@TRANSLATED
@takes(schema.one)
def scigov_intake_run_confirm(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a run that asks take away the entries whose records have vanished.

    Args:
        context: CKAN's; an editor or administrator of the source's organization.
        data_dict: ``id`` of the run.

    Returns:
        The run, as ``scigov_intake_run_show``.

    Raises:
        ObjectNotFound: there is no such run, or it is not visible to the caller.
        NotAuthorized: the caller does not operate the source.
        ValidationError: it does not ask.
    """
    return _stepped("scigov_intake_run_confirm", RunEvent.CONFIRM, context, data_dict)


@TRANSLATED
@takes(schema.one)
def scigov_intake_run_decline(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a run that asks; no entry is taken away.

    Args:
        context: CKAN's; an editor or administrator of the source's organization.
        data_dict: ``id`` of the run.

    Returns:
        The run, as ``scigov_intake_run_show``.

    Raises:
        ObjectNotFound: there is no such run, or it is not visible to the caller.
        NotAuthorized: the caller does not operate the source.
        ValidationError: it does not ask.
    """
    return _stepped("scigov_intake_run_decline", RunEvent.DECLINE, context, data_dict)


@tk.side_effect_free
@TRANSLATED
@takes(schema.one)
def scigov_intake_run_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a run: where it stands, how far it is, what it has counted and what was wrong.

    Args:
        context: CKAN's; whoever sees the source (``scigov_intake_source_show``).
        data_dict: ``id`` of the run.

    Returns:
        ``state``, ``wish`` (pause or cancel, after this page), moments, ``counts``, ``progress`` (done, total, percent,
        per_second, seconds_left), ``stop_reason`` and ``stop_detail``, ``fates`` of the records that it saw last,
        ``causes`` (severity, cause, field, count, records and some examples), ``waiting`` (as in
        ``scigov_intake_source_show``), ``source`` and what is ``possible``.

    Raises:
        ObjectNotFound: there is no such run, or it is not visible to the caller.
    """
    data = checked("scigov_intake_run_show", context, data_dict)
    row, seen = reading.run(model.Session, context, data["id"])
    return _answer(row, seen)


@tk.side_effect_free
@TRANSLATED
@takes(schema.of_source)
def scigov_intake_run_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the runs of a source, the newest first.

    Args:
        context: CKAN's; whoever sees the source.
        data_dict: ``id`` (or name) of the source; ``limit``, ``offset``.

    Returns:
        ``count`` and ``results``, as ``scigov_intake_run_show`` without ``fates``, ``causes`` and ``source``.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
    """
    data = checked("scigov_intake_run_list", context, data_dict)
    session = model.Session
    seen = reading.source(session, context, data["id"])
    cut = {"limit": data["limit"], "offset": data["offset"]}
    rows, count = page_queries.runs(session, seen.id, **cut)
    return {
        "count": count,
        "results": source_showing.runs(session, rows, seen.standing, clock.now()),
    }


def _stepped(
    action: str, event: RunEvent, context: Any, data_dict: dict[str, Any]
) -> dict[str, Any]:
    data = checked(action, context, data_dict)
    row, seen = reading.run(model.Session, context, data["id"])
    reading.operated(seen)
    row = runs.step(model.Session, row.id, event, actor_from(context), clock.now())
    return _shown(context, row, seen)


def _shown(context: Any, row: Run, seen: Seen) -> dict[str, Any]:
    """Commit, and answer with the run as it stands now."""
    answer = _answer(row, seen)
    done(context)
    return answer


def _answer(row: Run, seen: Seen) -> dict[str, Any]:
    session = model.Session
    fates = record_queries.fates(session, [seen.id], seen.eyes, run_id=row.id)
    causes = record_queries.causes(session, row, seen.eyes)
    return {
        **source_showing.run(session, row, seen.standing, clock.now()),
        "source": {"id": seen.id, "name": seen.found.name, "title": seen.found.title},
        "fates": fates.get(seen.id, {}),
        "waiting": source_showing.waiting(session, seen),
        "causes": source_showing.causes(causes),
    }
