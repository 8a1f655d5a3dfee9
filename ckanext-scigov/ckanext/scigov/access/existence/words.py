"""Keywords and formats: a word that only hidden entries have is a sign of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.dictization import model_dictize, table_dictize
from ckan.logic import validate
from ckan.logic.schema import default_autocomplete_schema

from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.existence import findable

Action = Callable[..., Any]
MOST_OF_A_TAG = 1000
"""As many datasets CKAN shows with a keyword."""


def _free_tags(context: Any) -> sa.Select[Any]:
    """Select the free keywords of what the caller may find. Those of vocabularies are no secret."""
    used = sa.select(model.PackageTag.tag_id).where(
        model.PackageTag.state == model.State.ACTIVE,
        model.PackageTag.package_id.in_(findable.ids(model.Session(), whoever_asks(context))),
    )
    tag = model.Tag
    return sa.select(tag).where(tag.vocabulary_id.is_(None), tag.id.in_(used)).order_by(tag.name)


def _found(context: Any, data_dict: dict[str, Any]) -> tuple[list[model.Tag], int]:
    """Return the keywords that hold all that is asked for, and how many there are."""
    given = data_dict.get("query") or data_dict.get("q") or []
    terms = [given] if isinstance(given, str) else list(given)
    fields = data_dict.get("fields") or {}
    terms += [fields[name] for name in ("tag", "tags") if name in fields]
    terms = [term.strip() for term in terms if term.strip()]
    if not terms:
        return [], 0
    query = _free_tags(context)
    for term in terms:
        query = query.where(model.Tag.name.icontains(term, autoescape=True))
    count = model.Session.scalar(
        sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    )
    query = query.offset(data_dict.get("offset")).limit(data_dict.get("limit"))
    return list(model.Session.scalars(query)), count or 0


@tk.chained_action
@tk.side_effect_free
def tag_list(original: Action, context: Any, data_dict: dict[str, Any]) -> list[Any]:
    if data_dict.get("vocabulary_id"):
        return original(context, data_dict)
    tk.check_access("tag_list", context, data_dict)
    if data_dict.get("query") or data_dict.get("q"):
        tags, _count = _found(context, data_dict)
    else:
        tags = list(model.Session.scalars(_free_tags(context)))
    if data_dict.get("all_fields"):
        return model_dictize.tag_list_dictize(tags, context)
    return [tag.name for tag in tags]


@tk.chained_action
@tk.side_effect_free
def tag_search(original: Action, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    if "vocabulary_id" in data_dict:
        return original(context, data_dict)
    tk.check_access("tag_search", context, data_dict)
    tags, count = _found(context, data_dict)
    return {"count": count, "results": [table_dictize(tag, context) for tag in tags]}


@tk.chained_action
@tk.side_effect_free
def tag_autocomplete(original: Action, context: Any, data_dict: dict[str, Any]) -> list[str]:
    if "vocabulary_id" in data_dict:
        return original(context, data_dict)
    tk.check_access("tag_autocomplete", context, data_dict)
    return [tag.name for tag in _found(context, data_dict)[0]]


@tk.chained_action
@tk.side_effect_free
def tag_show(original: Action, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a keyword with the datasets that the caller finds by it: CKAN asks for nobody's rights."""
    name, vocabulary = data_dict.get("id"), data_dict.get("vocabulary_id")
    tag = model.Tag.get(name, vocab_id_or_name=vocabulary) if name else None
    if tag is not None and tag.vocabulary_id is None:
        seen = _free_tags(context).where(model.Tag.id == tag.id)
        if model.Session.scalar(seen) is None:
            raise tk.ObjectNotFound
    shown = original(context, {**data_dict, "include_datasets": False})
    if tag is not None and tk.asbool(data_dict.get("include_datasets", False)):
        shown["packages"] = _datasets_of(context, tag)
    return shown


def _datasets_of(context: Any, tag: model.Tag) -> list[dict[str, Any]]:
    vocabulary = model.Vocabulary.get(tag.vocabulary_id) if tag.vocabulary_id else None
    field = f"vocab_{vocabulary.name}" if vocabulary else "tags"
    name = tag.name.replace("\\", "\\\\").replace('"', '\\"')
    asked = {"q": f'{field}:"{name}"', "rows": MOST_OF_A_TAG, "use_default_schema": True}
    return tk.get_action("package_search")(tk.fresh_context(context, ignore_auth=False), asked)[
        "results"
    ]


@validate(default_autocomplete_schema)
def _formats(context: Any, data_dict: dict[str, Any]) -> list[str]:
    tk.check_access("format_autocomplete", context, data_dict)
    resource = model.Resource
    query = (
        sa.select(resource.format)
        .where(
            resource.state == model.State.ACTIVE,
            resource.format.icontains(data_dict["q"], autoescape=True),
            resource.package_id.in_(findable.ids(model.Session(), whoever_asks(context))),
        )
        .group_by(resource.format)
        .order_by(sa.func.count().desc(), resource.format)
        .limit(data_dict.get("limit", 5))
    )
    return [name.lower() for name in model.Session.scalars(query)]


@tk.chained_action
@tk.side_effect_free
def format_autocomplete(original: Action, context: Any, data_dict: dict[str, Any]) -> list[str]:
    return _formats(context, data_dict)


ACTIONS = {
    "tag_list": tag_list,
    "tag_search": tag_search,
    "tag_autocomplete": tag_autocomplete,
    "tag_show": tag_show,
    "format_autocomplete": format_autocomplete,
}
