"""Actions about what the columns of a table hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import rows
from ckanext.scigov.tables.chart_data import DATES, Wanted, numbers_of, types_of
from ckanext.scigov.tables.domain.asking import NUMBERS
from ckanext.scigov.tables.interfaces import sight_of
from ckanext.scigov.tables.logic import schema
from ckanext.scigov.tables.row_queries import RowQuery
from ckanext.scigov.tables.statistics import ColumnFigures, TableFigures, figures_of


@tk.side_effect_free
@takes(schema.column_statistics)
def scigov_tables_column_statistics(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what the columns of a resource's table hold, of all rows or of those that match.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``q`` and ``filters`` as for ``scigov_tables_rows_show``; ``limit``
            (of columns, at most 100), ``offset``.

    Returns:
        ``rows`` that match; ``rows_told_apart``, of how many of them different values were counted;
        ``count`` of columns; ``columns`` with id, label, unit, type, ``filled``, ``empty``, ``distinct``
        and ``distinct_is_exact``, ``min``, ``max``, ``sum``, ``mean`` as text (None for a type
        without), ``frequent`` (value, count) of values that occur more than once; ``limit``,
        ``offset``.

    Raises:
        NotFound: there is no such resource or it has no table.
        NotAuthorized: the user may not read its rows, or not on terms that allow this.
        ValidationError: a filter names no column, a value does not fit, or it takes too long.
    """
    values = valid("scigov_tables_column_statistics", context, data_dict)
    query, fields = _asked(context, "scigov_tables_column_statistics", values)
    page = fields[values["offset"] :][: values["limit"]]
    found = figures_of(query, fields, [one["id"] for one in page])
    return {
        "resource_id": query.resource_id,
        "rows": found.rows,
        "rows_told_apart": found.rows_told_apart,
        "count": len(fields),
        "columns": [_answered(one, found.columns[one["id"]], found) for one in page],
        "limit": values["limit"],
        "offset": values["offset"],
    }


@tk.side_effect_free
@takes(schema.chart_show)
def scigov_tables_chart_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers of a chart: rows, or a sum, by the values of a column or by periods of a date.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``q`` and ``filters`` as for ``scigov_tables_rows_show``; ``by`` a
            column, without which only the columns are answered; ``sum`` a column of numbers; ``period``
            of dates, year or month.

    Returns:
        ``kind`` (none, bars, line), ``fields`` (id, type, label, notes, unit, name), ``by``, ``sum``,
        ``period``; ``points`` with value, count and sum as text: the 20 values with the highest
        amounts, or all periods; ``others`` (values, count, sum) of the other values and ``empty``
        (count, sum) of rows without one, None where there are none.

    Raises:
        NotFound: there is no such resource or it has no table.
        NotAuthorized: the user may not read its rows, or not on terms that allow this.
        ValidationError: there is no such column, a value does not fit, there are too many periods, or
            it takes too long.
    """
    values = valid("scigov_tables_chart_show", context, data_dict)
    query, fields = _asked(context, "scigov_tables_chart_show", values)
    answer: dict[str, Any] = {
        "resource_id": query.resource_id,
        "fields": fields,
        "kind": "none",
        "by": values["by"],
        "sum": values["sum"],
        "period": values["period"],
        "points": [],
        "others": None,
        "empty": None,
    }
    if not values["by"]:
        return answer
    types = types_of(fields)
    wanted = _wanted(types, values)
    found = numbers_of(query, types, wanted)
    answer["kind"] = "line" if wanted.by_kind in DATES else "bars"
    answer["points"] = [
        {"value": one.value, "count": one.rows, "sum": one.total} for one in found.points
    ]
    if found.others:
        others = found.others
        answer["others"] = {"values": others.values, "count": others.rows, "sum": others.total}
    if found.empty:
        answer["empty"] = {"count": found.empty.rows, "sum": found.empty.total}
    return answer


def _wanted(types: Mapping[str, str], values: Mapping[str, Any]) -> Wanted:
    for word in ("by", "sum"):
        if values[word] and values[word] not in types:
            message = tk._("There is no column of this name: {name}").format(name=values[word])
            raise tk.ValidationError({word: [message]})
    summed = values["sum"]
    if summed and types[summed] not in NUMBERS:
        raise tk.ValidationError({"sum": [tk._("Only a column of numbers can be added up.")]})
    by_kind = types[values["by"]]
    return Wanted(values["by"], by_kind, summed, types.get(summed, ""), values["period"])


def _asked(
    context: Any, action: str, values: Mapping[str, Any]
) -> tuple[RowQuery, list[dict[str, Any]]]:
    """Return which rows are meant, and the columns whoever calls may see."""
    resource_id = values["resource_id"]
    tk.check_access(action, context, {"resource_id": resource_id})
    sight = sight_of(context, resource_id)
    query = RowQuery(resource_id, values["q"], tuple(values.get("filters") or ()))
    fields = rows.fields_of(tk.fresh_context(context), query)
    return query, [one for one in fields if one["id"] not in sight.hidden]


def _answered(
    field: Mapping[str, Any], column: ColumnFigures, table: TableFigures
) -> dict[str, Any]:
    return {
        "id": field["id"],
        "label": field["label"],
        "unit": field["unit"],
        "type": field["type"],
        "filled": column.filled,
        "empty": table.rows - column.filled,
        "distinct": column.distinct,
        "distinct_is_exact": table.rows == table.rows_told_apart,
        "min": column.lowest,
        "max": column.highest,
        "sum": column.total,
        "mean": column.mean,
        "frequent": [{"value": value, "count": count} for value, count in column.frequent],
    }
