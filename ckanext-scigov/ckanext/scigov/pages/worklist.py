"""Entries that lack something, for those who can fill it in: one at a time, or many at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.helpers import Page

from ckanext.scigov.catalogue import form, reading

PER_PAGE = 50
GRADE = ("security_level", "share_type", "open_type")
TERMS = (
    "share_condition",
    "non_share_basis",
    "open_condition",
    "open_method",
    "security_measure",
    "non_open_basis",
)
"""What a grade may ask for besides; given or left out together with it."""
ONE_BY_ONE = frozenset({"title", "notes", "name", "resources", "data_items"})
"""What is never the same for many entries."""


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """A field that entries lack: how many do, and whether it can be filled for many at once."""

    name: str
    count: int
    can_be_filled: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Worklist:
    """What the page shows.

    ``providers`` are those the reader works for, with their numbers of entries in want of something;
    ``gaps`` what they lack, the most frequent first; ``fields`` the form that fills the chosen gap.
    """

    providers: tuple[dict[str, Any], ...]
    gaps: tuple[Gap, ...]
    page: Page
    fields: tuple[dict[str, Any], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Refused:
    """An entry that was not changed, and why."""

    title: str
    messages: tuple[str, ...]


def gather(context: Any, *, provider: str, gap: str, number: int) -> Worklist:
    """Return the entries of the reader's providers that lack something, or one thing.

    Raises:
        tk.NotAuthorized: he edits entries of no provider.
    """
    mine = {one["name"]: one for one in _providers(context)}
    if not mine:
        raise tk.NotAuthorized(tk._("The worklist is for those who edit entries of a provider."))
    found = _search(context, [provider] if provider in mine else list(mine), gap, number)
    facets = found["search_facets"]
    return Worklist(
        providers=_numbered(mine, facets["organization"]["items"]),
        gaps=tuple(_gaps(facets["missing_fields"]["items"])),
        page=Page(
            found["results"], page=number, item_count=found["count"], items_per_page=PER_PAGE,
            presliced_list=True,
        ),
        fields=tuple(fields_of(gap)),
    )  # fmt: skip


def failing_links(context: Any) -> dict[str, Any]:
    """Return the links of the reader's entries that could not be fetched many times in a row."""
    if not p.plugin_loaded("scigov_tables"):
        return {"count": 0, "results": []}
    return tk.get_action("scigov_tables_fetch_list")(context, {})


def _providers(context: Any) -> list[dict[str, Any]]:
    asked = {"permission": "update_dataset"}
    return tk.get_action("organization_list_for_user")(context, asked)


def _search(context: Any, providers: Sequence[str], gap: str, number: int) -> dict[str, Any]:
    named = " OR ".join(f'"{name}"' for name in providers)
    lacking = f'"{gap}"' if gap else "[* TO *]"
    return tk.get_action("package_search")(
        context,
        {
            "q": "*:*",
            "fq": f"+dataset_type:dataset +organization:({named}) +missing_fields:{lacking}",
            "include_private": True,
            "facet.field": ["organization", "missing_fields"],
            "facet.limit": -1,
            "sort": "metadata_created desc",
            "rows": PER_PAGE,
            "start": PER_PAGE * (number - 1),
        },
    )


def _numbered(
    mine: Mapping[str, Mapping[str, Any]], items: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, Any], ...]:
    counts = {item["name"]: item["count"] for item in items}
    found = (
        {"name": name, "title": one["title"] or name, "count": counts.get(name, 0)}
        for name, one in mine.items()
    )
    return tuple(sorted(found, key=lambda one: (-one["count"], one["title"])))


def _gaps(items: Iterable[Mapping[str, Any]]) -> list[Gap]:
    found = [Gap(one["name"], one["count"], bool(fields_of(one["name"]))) for one in items]
    return sorted(found, key=lambda one: (-one.count, one.name))


def fields_of(gap: str) -> list[dict[str, Any]]:
    """Return the fields of the schema that are filled together for a gap; none if one by one."""
    names = (*GRADE, *TERMS) if gap in GRADE else (gap,)
    if gap in ONE_BY_ONE:
        return []
    found = (reading.dataset_field(name) for name in names)
    return [{**field, "folded": False} for field in found if field and field.get("form_snippet")]


def fill(
    context: Any, ids: Iterable[str], gap: str, typed: Mapping[str, Any]
) -> tuple[int, list[Refused]]:
    """Give many entries the same value, each for itself: what is refused for one stops no other.

    Returns:
        How many were changed, and those that were not.

    Raises:
        tk.ValidationError: nothing was typed, or the gap is none that is filled for many.
    """
    values = _values(fields_of(gap), typed)
    if not values:
        raise tk.ValidationError({gap: [tk._("Fill in the field first.")]})
    refused: list[Refused] = []
    changed = 0
    for entry_id in ids:
        try:
            tk.get_action("package_patch")(tk.fresh_context(context), {"id": entry_id, **values})
        except tk.ValidationError as error:
            model.Session.rollback()
            refused.append(Refused(_title(entry_id), _messages(error)))
        except (tk.NotAuthorized, tk.ObjectNotFound):
            model.Session.rollback()
            message = tk._("You may not change this entry, or it is not there any more.")
            refused.append(Refused("", (message,)))
        else:
            changed += 1
    return changed, refused


def _values(fields: Iterable[Mapping[str, Any]], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, without what was left empty."""
    values: dict[str, Any] = {}
    for field in fields:
        name = field["field_name"]
        if "repeating_subfields" in field:
            parts = {sub["field_name"] for sub in field["repeating_subfields"]}
            row = {part: typed.get(f"{name}-0-{part}") for part in parts}
            given = {part: value for part, value in row.items() if value}
            value: Any = [given] if given else None
        else:
            value = typed.get(name)
        if value:
            values[name] = value
    return values


def _messages(error: tk.ValidationError) -> tuple[str, ...]:
    fields = reading.schema()["dataset_fields"]
    problems = form.error_summary(error.error_dict, fields)
    return tuple(f"{one['label']}{tk._(': ')}{one['message']}" for one in problems)


def _title(entry_id: str) -> str:
    """Return the title of an entry that the caller may change: its values alone were refused."""
    package = model.Package.get(entry_id)
    return (package.title or package.name) if package else ""
