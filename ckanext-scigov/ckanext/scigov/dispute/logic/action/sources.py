"""Actions of the register of sources: which unit's value counts for which data item."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import comparing_sight, source_queries
from ckanext.scigov.dispute.comparing_sight import Tables
from ckanext.scigov.dispute.domain.comparing_checks import ComparisonReason
from ckanext.scigov.dispute.logic import lines, schema_sources
from ckanext.scigov.dispute.logic.calls import doer, done
from ckanext.scigov.dispute.logic.stepping import TRANSLATED
from ckanext.scigov.dispute.model_sources import SourceLine
from ckanext.scigov.dispute.service import registering
from ckanext.scigov.dispute.service.acting import ActReason
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.registering import NewLine, RegisterReason
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema_sources.source_set)
def scigov_dispute_source_set(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Put on the register which unit is the authoritative source of a data item (数源单位).

    Args:
        context: CKAN's; the data authority in whose scope the unit and the table are.
        data_dict: ``item``, its name in the register; ``title``; ``unit`` (id or name of an
            organisation); ``resource`` (id) and ``column`` in which the unit keeps it.

    Returns:
        The line, as ``scigov_dispute_source_list``.

    Raises:
        NotAuthorized: the caller is not that authority.
        ValidationError: table, column or unit are not there for the caller, or the item has a source.
    """
    data = checked("scigov_dispute_source_set", context, data_dict)
    who = doer(context)
    row = registering.set_line(model.Session, _line(data, who), who)
    answer = lines.shown([row], who)[0]
    done(context)
    return answer


@TRANSLATED
@takes(schema_sources.one)
def scigov_dispute_source_end(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a line of the register of sources; it stays on record.

    Args:
        context: CKAN's; the data authority in whose scope the unit is.
        data_dict: ``id`` of the line.

    Returns:
        The line, as ``scigov_dispute_source_list``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: the caller is not that authority.
        ValidationError: it has ended, or a comparison needs it.
    """
    data = checked("scigov_dispute_source_end", context, data_dict)
    who = doer(context)
    row = model.Session.get(SourceLine, data["id"])
    if row is None or not lines.shown([row], who):
        raise NotVisible
    if not Tables(model.Session, who.principal, [], [row.unit_id]).rules(row.unit_id):
        raise Denied(RegisterReason.NOT_AUTHORITY)
    row = registering.end_line(model.Session, row.id, who)
    answer = lines.shown([row], who)[0]
    done(context)
    return answer


@tk.side_effect_free
@TRANSLATED
@takes(schema_sources.source_list)
def scigov_dispute_source_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List which unit is the authoritative source of which data item, by item.

    Args:
        context: CKAN's; anyone, what he is told of: columns of entries that he sees.
        data_dict: ``q``, a part of item or title; ``resource``, lines of this table alone; ``ended``,
            those too that hold no more; ``limit``, ``offset``.

    Returns:
        ``count`` and ``results``: ``item``, ``title``, unit, table and column, since when, and
        ``verification_status`` (unverified, single_source, consistent, inconsistent, adjudicated).
    """
    data = checked("scigov_dispute_source_list", context, data_dict)
    rows = source_queries.lines(model.Session, ended=bool(data.get("ended")))
    found = lines.shown([one for one in rows if _is_meant(one, data)], doer(context))
    first = data["offset"]
    return {"count": len(found), "results": found[first : first + data["limit"]]}


@tk.side_effect_free
@TRANSLATED
@takes(schema_sources.verification_list)
def scigov_dispute_verification_list(
    context: Any, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """List what is known of the data items of a table after they were compared (核验状态).

    Args:
        context: CKAN's; anyone, what he is told of.
        data_dict: ``resource`` (id).

    Returns:
        ``item`` (its name in the register of sources), ``column``, ``verification_status`` and
        ``verified_at``; nothing of a table that is not there for the caller.
    """
    data = checked("scigov_dispute_verification_list", context, data_dict)
    return lines.known_of(data["resource"], doer(context))


def _is_meant(line: SourceLine, data: dict[str, Any]) -> bool:
    wanted = (data.get("q") or "").casefold()
    is_there = data.get("resource") in (None, "", line.resource_id)
    return is_there and (wanted in line.item.casefold() or wanted in line.title.casefold())


def _line(data: dict[str, Any], who: Doer) -> NewLine:
    if not comparing_sight.is_authority(who.principal):
        raise Denied(RegisterReason.NOT_AUTHORITY)
    unit_id = reading.organization_named(model.Session, data["unit"])
    tables = Tables(model.Session, who.principal, [data["resource"]], [unit_id or ""])
    refusals: list[Refusal] = []
    if not tables.sees(data["resource"]):
        refusals.append(Refusal(ComparisonReason.TABLE_UNKNOWN, "resource"))
    elif not tables.told(data["resource"], data["column"]):
        refusals.append(Refusal(ComparisonReason.COLUMN_UNKNOWN, "column"))
    if unit_id is None:
        refusals.append(Refusal(ActReason.UNIT_UNKNOWN, "unit"))
    if refusals or unit_id is None:
        raise Refused(*refusals)
    if not (tables.rules(unit_id) and tables.rules_all([data["resource"]])):
        raise Denied(RegisterReason.NOT_AUTHORITY)
    dataset_id = tables.places[data["resource"]].dataset_id
    title = data.get("title") or ""
    return NewLine(data["item"], title, unit_id, dataset_id, data["resource"], data["column"])
