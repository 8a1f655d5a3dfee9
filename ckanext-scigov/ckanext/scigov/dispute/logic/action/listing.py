"""Actions that show many disputes: lists, and figures of how they are dealt with."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import list_queries, lists
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.list_conditions import Wanted
from ckanext.scigov.dispute.lists import Cut, ListReason, Of
from ckanext.scigov.dispute.logic import counted, schema, showing
from ckanext.scigov.dispute.logic.stepping import TRANSLATED, caller
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@tk.side_effect_free
@TRANSLATED
@takes(schema.listed)
def scigov_dispute_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return disputes: those that everybody sees, one's own, what one handles, or the register.

    Args:
        context: CKAN's; anyone, what is public; one's own and what one handles whoever is signed in; the
            register the data authority and auditors, as far as they reach.
        data_dict: ``of`` (public: what a visitor sees, whoever asks; own; unit: what the caller handles or
            decides, due soonest first; authority); ``state`` (one or several), ``overdue``, ``kind``,
            ``dataset`` (id or name), ``resource``, ``item``, ``unit`` and ``provider`` (id or name of the
            organisation), ``q`` (in number and title of the dataset), ``assigned_to`` (of unit only: a user
            by name or id; empty: nobody), ``limit``, ``offset``.

    Returns:
        ``count``; ``counts`` (state → how many; ``all``, ``overdue``), which state and overdue do not
        narrow; ``units`` (the responsible ones: ``id``, ``title``, ``count``), which no filter narrows;
        ``is_whole``, whether it is the register of all organisations; ``results``, as
        ``scigov_dispute_show``.

    Raises:
        NotAuthorized: the list is not for the caller.
        ValidationError: there is no such state, kind or user.
    """
    data = checked("scigov_dispute_list", context, data_dict)
    who, of = caller(context, data), Of(data["of"])
    cut = Cut(data["limit"], data["offset"])
    found = lists.listed(model.Session, of, _wanted(data, of), cut, who)
    return {
        "count": found.count,
        "counts": found.counts,
        "units": _units(found.units),
        "is_whole": found.is_whole,
        "results": showing.several(found.views, found.reader),
    }


@tk.side_effect_free
@TRANSLATED
@takes(schema.figures)
def scigov_dispute_figures_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return how disputes are dealt with, by the responsible unit and altogether; public.

    Args:
        context: CKAN's; everybody.
        data_dict: ``unit``, an organisation by id or name, to be told of one only.

    Returns:
        ``total`` and ``units``, each with ``number``, ``accepted`` and ``corrected_in_time`` (percent;
        None where there is nothing to take a share of), ``median_days`` (working days from acceptance to
        the answer) and ``recurring`` (data items about which several disputes were accepted that everybody
        sees: ``dataset_id``, ``dataset_name``, ``dataset_title``, ``resource_id``, ``resource_name``,
        ``item``, ``disputes``); a unit with ``unit_id`` and ``unit_title``.
    """
    data = checked("scigov_dispute_figures_show", context, data_dict)
    return counted.shown(model.Session, data.get("unit") or "")


def _units(rows: list[tuple[str, int]]) -> list[dict[str, Any]]:
    titles = list_queries.titles_of_organizations(model.Session, [unit for unit, _number in rows])
    return [{"id": unit, "title": titles.get(unit, unit), "count": number} for unit, number in rows]


def _wanted(data: dict[str, Any], of: Of) -> Wanted:
    return Wanted(
        states=frozenset(State(one) for one in data.get("state") or ()),
        is_overdue=data.get("overdue"),
        assigned_to=_assignee(data, of),
        resource_id=data.get("resource") or "",
        text=data.get("q") or "",
        **{name: data.get(name) or "" for name in ("dataset", "item", "unit", "provider", "kind")},
    )


def _assignee(data: dict[str, Any], of: Of) -> str | None:
    """Return the id of whom the disputes are assigned to; who handles what only its officials know."""
    name = data.get("assigned_to")
    if name is None:
        return None
    if of is not Of.UNIT:
        raise Refused(Refusal(ListReason.NOT_ASSIGNED_HERE, "assigned_to"))
    user_id = reading.user_named(model.Session, name) if name else ""
    if user_id is None:
        raise Refused(Refusal(ListReason.USER_UNKNOWN, "assigned_to"))
    return user_id
