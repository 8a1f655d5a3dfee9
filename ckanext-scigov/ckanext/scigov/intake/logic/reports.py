"""Actions for everybody: how the gathering of entries that he sees goes. Numbers and causes, nothing else."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.intake import page_queries, reading, record_queries, source_showing
from ckanext.scigov.intake.logic import source_schema as schema
from ckanext.scigov.intake.logic.source_calls import TRANSLATED
from ckanext.scigov.intake.page_queries import Wanted
from ckanext.scigov.intake.record_queries import Eyes
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.toolkit_inputs import checked, takes

MOST_RUNS = 10


@tk.side_effect_free
@TRANSLATED
@takes(schema.report_list)
def scigov_intake_report_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the sources from which entries come that the caller sees, by title.

    Args:
        context: CKAN's; anyone.
        data_dict: ``limit``, ``offset``.

    Returns:
        ``count`` and ``results``: id, name, title, organization, schedule, moments and state of the last run, and
        ``counts`` of records by fate, of those whose entries the caller sees and those that became none.
    """
    data = checked("scigov_intake_report_list", context, data_dict)
    session, eyes = model.Session, _eyes(context)
    wanted = Wanted(ids=record_queries.with_entries(session, eyes))
    cut = {"limit": data["limit"], "offset": data["offset"]}
    found, count = page_queries.sources(session, None, wanted, **cut)
    ids = [one.source.id for one in found]
    latest = page_queries.latest_runs(session, ids)
    counts = record_queries.fates(session, ids, eyes)
    rows = [
        source_showing.public_source(one, latest.get(one.source.id), counts.get(one.source.id, {}))
        for one in found
    ]
    return {"count": count, "results": rows}


@tk.side_effect_free
@TRANSLATED
@takes(schema.one)
def scigov_intake_report_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return how the gathering of a source goes, without addresses, titles and values.

    Args:
        context: CKAN's; anyone who sees an entry that has come from it.
        data_dict: ``id`` (or name) of the source.

    Returns:
        As a line of ``scigov_intake_report_list``, with the last ``runs`` (moments and state), ``reasons`` why records became no entries, and ``causes`` of the last
        run's errors and warnings, each with its count.

    Raises:
        ObjectNotFound: there is no such source, or the caller sees no entry of it.
    """
    data = checked("scigov_intake_report_show", context, data_dict)
    session, eyes = model.Session, _eyes(context)
    found = page_queries.source_named(session, data["id"])
    if found is None or not record_queries.has_entries(session, found.source.id, eyes):
        raise NotVisible
    rows, _count = page_queries.runs(session, found.source.id, limit=MOST_RUNS, offset=0)
    latest = rows[0] if rows else None
    counts = record_queries.fates(session, [found.source.id], eyes).get(found.source.id, {})
    reasons = record_queries.reasons(session, found.source.id, eyes)
    causes = record_queries.causes(session, latest, eyes, examples=0) if latest else []
    return {
        **source_showing.public_source(found, latest, counts),
        "runs": source_showing.public_runs(rows),
        "reasons": [{"fate": one[0], "reason": one[1], "count": one[2]} for one in reasons],
        "causes": source_showing.public_causes(causes),
    }


def _eyes(context: Any) -> Eyes:
    return reading.eyes(context, principal_from(context), knows_source=False)
