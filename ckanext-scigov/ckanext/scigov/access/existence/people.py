"""What people have made and follow, as far as the caller may know of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.scigov.access import queries
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.existence import counts

Action = Callable[..., Any]
NUMBER = "number_created_packages"
FOLLOWED = (
    ("user_followee_list", "user"),
    ("dataset_followee_list", "dataset"),
    ("group_followee_list", "group"),
    ("organization_followee_list", "organization"),
)


@tk.chained_action
@tk.side_effect_free
def user_list(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Count the entries of each that the caller finds."""
    is_sorted = data_dict.get("order_by") == NUMBER
    asked = {k: v for k, v in data_dict.items() if k != "order_by" or not is_sorted}
    found = original(context, asked)
    if context.get("return_query") or not tk.asbool(data_dict.get("all_fields", True)):
        return found
    number = counts.numbers(
        model.Session(), counts.of_people(model.Session(), whoever_asks(context))
    )
    people = [{**one, NUMBER: number.get(one["id"], 0)} for one in found]
    return sorted(people, key=lambda one: (one[NUMBER], one["name"])) if is_sorted else people


@tk.chained_action
@tk.side_effect_free
def user_show(original: Action, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Count what a search for the person's entries finds, with his own drafts for himself."""
    shown = original(context, data_dict)
    asker = context.get("user") or ""
    is_inside = asker == shown["name"] or (asker and authz.is_sysadmin(asker))
    fq = f"+creator_user_id:{shown['id']}"
    asked: dict[str, Any] = {"fq": fq, "rows": 0, "facet": "false"}
    if is_inside:
        asked |= {"include_private": True, "include_drafts": True}
    inner = tk.fresh_context(context, ignore_auth=False)
    shown[NUMBER] = tk.get_action("package_search")(inner, asked)["count"]
    return shown


def _followed(context: Any, user: str) -> int:
    """Return how many of the entries that somebody follows the caller may know of."""
    following, person = model.UserFollowingDataset, model.User
    ids = set(
        model.Session.scalars(
            sa.select(following.object_id)
            .join(person, person.id == following.follower_id)
            .where(sa.or_(person.id == user, person.name == user))
        )
    )
    principal = whoever_asks(context)
    found = queries.objects(model.Session(), ids) if ids else {}
    return sum(decide(principal, Operation.DISCOVER, obj).allowed for obj in found.values())


@tk.chained_action
@tk.side_effect_free
def dataset_followee_count(original: Action, context: Any, data_dict: dict[str, Any]) -> int:
    original(context, data_dict)  # It says what is wrong with the question.
    return _followed(context, str(data_dict["id"]))


@tk.chained_action
@tk.side_effect_free
def followee_count(original: Action, context: Any, data_dict: dict[str, Any]) -> int:
    tk.check_access("followee_count", context, data_dict)
    kinds = ("user", "dataset", "group", "organization")
    asked = {"id": data_dict.get("id")}
    return sum(
        tk.get_action(f"{kind}_followee_count")(tk.fresh_context(context), dict(asked))
        for kind in kinds
    )


@tk.chained_action
@tk.side_effect_free
def followee_list(original: Action, context: Any, data_dict: dict[str, Any]) -> list[Any]:
    """List what is followed as the caller: CKAN reads whole providers with nobody's rights."""
    tk.check_access("followee_list", context, data_dict)
    asked = {"id": tk.get_or_bust(data_dict, "id")}
    found = [
        {"type": kind, "display_name": _name(one), "dict": one}
        for action, kind in FOLLOWED
        for one in tk.get_action(action)(tk.fresh_context(context, ignore_auth=False), dict(asked))
    ]
    found.sort(key=lambda one: one["display_name"])
    start = str(data_dict.get("q") or "").strip().lower()
    return [one for one in found if one["display_name"].strip().lower().startswith(start)]


def _name(one: dict[str, Any]) -> str:
    names = (one.get(key) for key in ("display_name", "fullname", "title", "name"))
    return next((name for name in names if name), "")


ACTIONS = {
    "user_list": user_list,
    "user_show": user_show,
    "dataset_followee_count": dataset_followee_count,
    "followee_count": followee_count,
    "followee_list": followee_list,
}
