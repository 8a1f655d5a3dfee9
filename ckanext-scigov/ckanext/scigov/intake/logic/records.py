"""Actions that list what became of the records of a source, and what was wrong with them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.intake import (
    reading,
    record_queries,
    source_previews,
    source_showing,
    source_words,
    standing_queries,
)
from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.logic import source_schema as schema
from ckanext.scigov.intake.logic.source_calls import TRANSLATED
from ckanext.scigov.intake.record_queries import Wanted
from ckanext.scigov.shared.toolkit_inputs import checked, takes

LIKE = ("severity", "cause", "field", "key")


@tk.side_effect_free
@TRANSLATED
@takes(schema.preview)
def scigov_intake_source_preview(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Read the first records of a source at this moment, as the entries that they would become; nothing is written.

    Args:
        context: CKAN's; whoever sees the source (``scigov_intake_source_show``).
        data_dict: ``id`` (or name) of the source; ``limit``, 20 if not said, 100 at most.

    Returns:
        ``total`` that the source says it has, and ``records``: ``key``, ``title``, ``provider``, ``entry`` as it would be
        given to ``package_create``, its ``resources`` (name, format and url), ``grade`` as value table and defaults give
        it, ``grading`` (the ``grade`` after caution, whether it ``is_at_once`` in force or waits for an approver, what
        speaks of ``persons``), ``rejection`` (a code, if it would not go in) with the validators' ``errors``, ``gaps``
        that its owner would have to fill, and ``findings`` (values that could not be taken over).

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
        NotAuthorized: passwords of others would go to an address that nobody has approved.
        ValidationError: the source cannot be read.
    """
    data = checked("scigov_intake_source_preview", context, data_dict)
    seen = reading.source(model.Session, context, data["id"])
    try:
        return source_previews.read(seen, principal_from(context).user_id, data["limit"])
    except SourceFailed as failed:
        raise tk.ValidationError({"state": [source_words.failure(failed)]}) from failed


@tk.side_effect_free
@TRANSLATED
@takes(schema.records)
def scigov_intake_record_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List what became of each record of a source, by title. Records of entries hidden from the caller are absent.

    Args:
        context: CKAN's; whoever sees the source (``scigov_intake_source_show``).
        data_dict: ``id`` (or name) of the source; ``fate`` (in, duplicate, rejected, archived); ``reason``, a code of
            why records are not in; ``q``, a part of title or identity; ``run`` that saw them last; ``limit``, ``offset``.

    Returns:
        ``count`` and ``results`` (``key``, ``title``, ``fate``, ``reason``, its entry, first and last run);
        ``fates``: how many have which; ``reasons``: fate, reason and count of those that are not in.

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
    """
    data = checked("scigov_intake_record_list", context, data_dict)
    session = model.Session
    seen = reading.source(session, context, data["id"])
    cut = {"limit": data["limit"], "offset": data["offset"]}
    rows, count = record_queries.records(session, seen.id, seen.eyes, wanted_in(data), **cut)
    reasons = record_queries.reasons(session, seen.id, seen.eyes)
    return {
        "count": count,
        "results": source_showing.records(rows),
        "fates": record_queries.fates(session, [seen.id], seen.eyes).get(seen.id, {}),
        "reasons": [{"fate": one[0], "reason": one[1], "count": one[2]} for one in reasons],
    }


@tk.side_effect_free
@TRANSLATED
@takes(schema.problems)
def scigov_intake_problem_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List what was wrong in a run, in the order in which it was met; kept when the record is gone.

    Args:
        context: CKAN's; whoever sees the source (``scigov_intake_source_show``).
        data_dict: ``run`` (id); ``severity`` (error, warning); ``cause``, a code; ``field``; ``key`` of one record;
            ``limit``, ``offset``.

    Returns:
        ``count`` and ``results`` (``severity``, ``cause``, ``field``, ``value``, ``detail``, ``key`` and ``title``).

    Raises:
        ObjectNotFound: there is no such run, or it is not visible to the caller.
    """
    data = checked("scigov_intake_problem_list", context, data_dict)
    session = model.Session
    row, seen = reading.run(session, context, data["run"])
    cut = {"limit": data["limit"], "offset": data["offset"]}
    rows, count = record_queries.problems(session, row, seen.eyes, like_in(data), **cut)
    return {"count": count, "results": source_showing.problems(rows)}


@tk.side_effect_free
@TRANSLATED
@takes(schema.standing)
def scigov_intake_standing_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List what is still wrong with the records of a source, whichever run has told of it.

    A record that has not changed is not told of again, so its gap is not among the warnings of the last run.

    Args:
        context: CKAN's; whoever sees the source (``scigov_intake_source_show``).
        data_dict: ``id`` (or name) of the source; ``severity`` (error, warning); ``cause``, a code; ``field``; ``key``
            of one record; ``limit``, ``offset``.

    Returns:
        ``count`` and ``results`` as ``scigov_intake_problem_list``; ``causes`` of all of them (severity, cause, field,
        count, records and some examples).

    Raises:
        ObjectNotFound: there is no such source, or it is not visible to the caller.
    """
    data = checked("scigov_intake_standing_list", context, data_dict)
    session = model.Session
    seen = reading.source(session, context, data["id"])
    told = standing_queries.standing(seen.id, seen.eyes)
    cut = {"limit": data["limit"], "offset": data["offset"]}
    rows, count = record_queries.one_by_one(session, told, like_in(data), **cut)
    return {
        "count": count,
        "results": source_showing.problems(rows),
        "causes": source_showing.causes(record_queries.grouped(session, told)),
    }


def wanted_in(data: dict[str, Any]) -> Wanted:
    """Return how records are narrowed."""
    asked = {"fate": "fate", "reason": "reason", "q": "q", "run_id": "run"}
    return Wanted(**{name: str(data.get(given) or "") for name, given in asked.items()})


def like_in(data: dict[str, Any]) -> dict[str, str]:
    """Return how problems are narrowed; the empty field is a field, too."""
    return {name: data[name] for name in LIKE if data.get(name) is not None}
