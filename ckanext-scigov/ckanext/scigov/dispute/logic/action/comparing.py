"""Actions of comparisons: one source, many checks (一数一源、多源校核)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import comparing_sight, comparison, source_queries
from ckanext.scigov.dispute.comparing_sight import Tables
from ckanext.scigov.dispute.domain import declaring
from ckanext.scigov.dispute.logic import comparisons, schema_sources
from ckanext.scigov.dispute.logic.calls import doer, done
from ckanext.scigov.dispute.logic.stepping import TRANSLATED
from ckanext.scigov.dispute.model_sources import ComparisonDeclared
from ckanext.scigov.dispute.service import registering, runs
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.registering import RegisterReason
from ckanext.scigov.shared.errors import Denied, Refusal, Refused
from ckanext.scigov.shared.toolkit_inputs import checked, takes
from ckanext.scigov.tables import row_queries


@TRANSLATED
@takes(schema_sources.comparison_set)
def scigov_dispute_comparison_set(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Declare a comparison: tables, their keys, and the data items that must agree.

    Args:
        context: CKAN's; the data authority in whose scope all of the tables are.
        data_dict: ``name``; ``tables``, a list of ``resource`` (id) and ``is_complete`` (it is to have
            every row); ``keys`` and ``items``, lists of ``name`` (of an item: as in the register of
            sources), ``columns`` (an object: resource id and column), ``norm`` (exact, folded, number,
            date, codes), ``tolerance``, ``precision`` (day, month, year), ``codes`` (an object).

    Returns:
        The comparison, as ``scigov_dispute_comparison_show``.

    Raises:
        NotAuthorized: the caller is not that authority.
        ValidationError: with all that is wrong with the declaration.
    """
    data = checked("scigov_dispute_comparison_set", context, data_dict)
    who = doer(context)
    row = _declared(data, who)
    answer = comparisons.whole(comparisons.sight(row.id, who))
    done(context)
    return answer


@TRANSLATED
@takes(schema_sources.one)
def scigov_dispute_comparison_end(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a comparison. What it has counted stays; the values that it has seen are forgotten.

    Args:
        context: CKAN's; the data authority in whose scope all of the tables are.
        data_dict: ``id`` of the comparison.

    Returns:
        The comparison, as ``scigov_dispute_comparison_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: the caller is not that authority.
        ValidationError: it has ended.
    """
    data = checked("scigov_dispute_comparison_end", context, data_dict)
    who = doer(context)
    seen = comparisons.sight(data["id"], who)
    if not seen.rules:
        raise Denied(RegisterReason.NOT_AUTHORITY)
    registering.end_comparison(model.Session, seen.row, who)
    answer = comparisons.whole(seen)
    done(context)
    return answer


@TRANSLATED
@takes(schema_sources.one)
def scigov_dispute_comparison_run(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Compare the tables as they are now; open a dispute for each cause that has none.

    Args:
        context: CKAN's; the data authority in whose scope all of the tables are, and whoever handles
            disputes for the source of one of its items.
        data_dict: ``id`` of the comparison.

    Returns:
        The comparison, as ``scigov_dispute_comparison_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        ValidationError: it has ended.
    """
    data = checked("scigov_dispute_comparison_run", context, data_dict)
    who = doer(context)
    seen = comparisons.sight(data["id"], who)
    if seen.row.ended_at is not None:
        raise Refused(Refusal(RegisterReason.HAS_ENDED))
    runs.run(model.Session, seen.row, who)
    answer = comparisons.whole(seen)
    done(context)
    return answer


@tk.side_effect_free
@TRANSLATED
@takes(schema_sources.one)
def scigov_dispute_comparison_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a comparison and what its last run has found.

    Args:
        context: CKAN's; as ``scigov_dispute_comparison_run``.
        data_dict: ``id`` of the comparison.

    Returns:
        ``tables``, ``keys`` and ``items`` as far as the caller is told of them; ``run_at``; ``causes``
        that he answers for, with ``kind``, counts, the ``dispute`` about it, and ``examples`` where he
        may read all columns that they are taken from.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_dispute_comparison_show", context, data_dict)
    return comparisons.whole(comparisons.sight(data["id"], doer(context)))


@tk.side_effect_free
@TRANSLATED
@takes(schema_sources.comparison_list)
def scigov_dispute_comparison_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List the comparisons that the caller sees, by name, with the counts of their last runs.

    Args:
        context: CKAN's; as ``scigov_dispute_comparison_show``.
        data_dict: ``ended``, those too that are run no more.

    Returns:
        ``id``, ``name``, ``run_at``, ``is_refused``, ``is_broken``, ``cause_count``, ``finding_count``.
    """
    data = checked("scigov_dispute_comparison_list", context, data_dict)
    rows = source_queries.declared(model.Session, ended=bool(data.get("ended")))
    return comparisons.in_short(comparisons.sights(rows, doer(context)))


def _declared(data: dict[str, Any], who: Doer) -> ComparisonDeclared:
    if not comparing_sight.is_authority(who.principal):
        raise Denied(RegisterReason.NOT_AUTHORITY)
    read = declaring.read(data, {})
    if isinstance(read, Refusal):
        raise Refused(read)
    resources = [one.resource_id for one in read.tables]
    tables = Tables(model.Session, who.principal, resources)
    with row_queries.reading() as connection:
        types = comparison.types_of(connection, resources)
    told = comparing_sight.told_types(tables, types)
    if set(resources) <= set(told) and not tables.rules_all(resources):
        raise Denied(RegisterReason.NOT_AUTHORITY)
    return registering.declare(model.Session, data["name"], read, told, who)
