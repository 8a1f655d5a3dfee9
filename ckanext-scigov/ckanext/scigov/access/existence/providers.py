"""Counts beside providers and groups: as many entries as the caller would find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.existence import counts

Action = Callable[..., Any]
BY_COUNT = ("packages", "package_count")


def _counts(context: Any, *, is_organization: bool) -> sa.Select[Any]:
    of = counts.of_providers if is_organization else counts.of_groups
    return of(model.Session(), whoever_asks(context))


def _counted(
    context: Any, found: Iterable[dict[str, Any]], *, is_organization: bool
) -> list[dict[str, Any]]:
    """Put our counts into what CKAN has listed."""
    query = _counts(context, is_organization=is_organization)
    number = counts.numbers(model.Session(), query)
    return [{**one, "package_count": number.get(one["id"], 0)} for one in found]


def _without_counts(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    return original(context, {**data_dict, "include_dataset_count": False})


def _counting(*, is_organization: bool) -> Action:
    """Return a chained action for lists in which CKAN counts everything, whoever asks."""

    @tk.chained_action
    @tk.side_effect_free
    def count(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
        if not tk.asbool(data_dict.get("include_dataset_count", False)):
            return original(context, data_dict)
        found = _without_counts(original, context, data_dict)
        return _counted(context, found, is_organization=is_organization)

    return count


def _listing(*, is_organization: bool) -> Action:
    names = "organizations" if is_organization else "groups"

    @tk.chained_action
    @tk.side_effect_free
    def listed(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
        """Sort by our counts; CKAN's count what nobody may know of."""
        sort = str(data_dict.get("sort") or data_dict.get("order_by") or "").split()
        wanted = sort or tk.config.get("ckan.default_group_sort", "").split()
        if not wanted or wanted[0] not in BY_COUNT or len(wanted) > 2:
            return original(context, data_dict)
        direction = wanted[1].lower() if len(wanted) > 1 else "desc"
        if direction not in ("asc", "desc"):
            return original(context, data_dict)
        ordered = _by_count(context, data_dict, direction, is_organization=is_organization)
        if not ordered:
            tk.check_access(
                f"{'organization' if is_organization else 'group'}_list", context, data_dict
            )
            return []
        rest = {k: v for k, v in data_dict.items() if k not in ("order_by", "offset", "limit")}
        found = original(context, {**rest, names: ordered, "sort": "name", "limit": len(ordered)})
        place = {name: at for at, name in enumerate(ordered)}
        return sorted(found, key=lambda one: place[one["name"] if isinstance(one, dict) else one])

    return listed


def _by_count(
    context: Any, data_dict: dict[str, Any], direction: str, *, is_organization: bool
) -> list[str]:
    """Return the names of a page of those that have entries, those with the most first."""
    counted = _counts(context, is_organization=is_organization).subquery()
    group, number = model.Group, counted.c[1]
    query = (
        sa.select(group.name)
        .join(counted, counted.c[0] == group.id)
        .where(group.state == "active", group.is_organization.is_(is_organization))
        .order_by(number.asc() if direction == "asc" else number.desc(), group.name)
    )
    given = tk.aslist(data_dict.get("organizations" if is_organization else "groups") or [], ",")
    if given:
        query = query.where(group.name.in_(given))
    if text := str(data_dict.get("q") or "").strip():
        parts = (group.name, group.title, group.description)
        query = query.where(sa.or_(*(part.ilike(f"%{text}%") for part in parts)))
    default = "organization" if is_organization else "group"
    query = query.where(group.type == data_dict.get("type", default))
    return list(model.Session.scalars(query.limit(_limit(data_dict)).offset(_offset(data_dict))))


def _limit(data_dict: dict[str, Any]) -> int:
    everything = tk.asbool(data_dict.get("all_fields"))
    option = "all_fields_max" if everything else "max"
    most = int(tk.config.get(f"ckan.group_and_organization_list_{option}", 1000))
    return min(most, _number(data_dict, "limit") or most)


def _offset(data_dict: dict[str, Any]) -> int:
    return _number(data_dict, "offset")


def _number(data_dict: dict[str, Any], name: str) -> int:
    try:
        found = int(data_dict.get(name) or 0)
    except (TypeError, ValueError):
        found = -1
    if found < 0:
        raise tk.ValidationError({name: [tk._("Must be a natural number")]})
    return found


ACTIONS = {
    "organization_list": _listing(is_organization=True),
    "group_list": _listing(is_organization=False),
    "organization_list_for_user": _counting(is_organization=True),
    "group_list_authz": _counting(is_organization=False),
}
