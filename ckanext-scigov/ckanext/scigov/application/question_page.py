"""What providers ask besides of who applies: for which datasets, by whom, and the form of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries, once
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.service import reading
from ckanext.scigov.access.standings import reader
from ckanext.scigov.application import entries, list_queries
from ckanext.scigov.application.domain.states import Party
from ckanext.scigov.application.pages import QuestionsPage, Shown
from ckanext.scigov.application.service import questions
from ckanext.scigov.application.viewing import OFFICIALS
from ckanext.scigov.shared import toolkit_pages as asked

Row = dict[str, Any]
MOST = 100
"""Rows of a form that are read."""
EMPTY: Row = {"text": "", "is_needed": False}
APPLIED_FOR = "+(share_type:conditional OR open_type:conditional)"


def address() -> str:
    """Return the address of the list of one's providers; empty for those who handle nothing."""
    principal = reader()
    _role, capacities = OFFICIALS[Party.HANDLER]
    handles = any(one in capacities for _provider, one in principal.capacities)
    if handles or any(held.role is Role.STEWARD for held in principal.roles):
        return tk.h.url_for("scigov_application.question_providers")
    return ""


def providers() -> list[tuple[str, str]]:
    """Return id and title of the providers whose applications the reader handles."""
    reached = _reach()
    every = name_queries.organizations(model.Session)
    return [one for one in every if reached is None or one[0] in reached]


def provider_named(name: str) -> tuple[str, str, str]:
    """Return id, name and title of a provider whose applications the reader handles.

    Raises:
        ObjectNotFound: there is no such provider.
        NotAuthorized: others handle its applications.
    """
    group = model.Group.get(name)
    if group is None or not group.is_organization or group.state != model.State.ACTIVE:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    reached = _reach()
    if reached is not None and group.id not in reached:
        raise tk.NotAuthorized
    return group.id, group.name, group.title or group.name


def datasets(context: Any, provider: str, words: str) -> Any:
    """Return one page of a provider's datasets that are applied for, with how much each asks."""
    fq = f'+dataset_type:dataset +organization:"{provider}" {APPLIED_FOR}'
    wish = {
        "q": words or "*:*", "fq": fq, "rows": asked.PER_PAGE, "start": asked.offset(),
        "sort": "title_string asc", "include_private": True, **({"defType": "edismax"} if words else {}),
    }  # fmt: skip
    found = tk.get_action("package_search")(tk.fresh_context(context), wish)
    counts = _counts(context, [one["id"] for one in found["results"]])
    rows = [
        {
            "title": entries.title(one),
            "url": tk.h.url_for("scigov_application.dataset_questions", dataset=one["name"]),
            "count": counts.get(one["id"], 0),
        }
        for one in found["results"]
    ]
    return asked.page_of(rows, found["count"])


def handles_dataset(dataset_id: str) -> bool:
    """Say whether the reader handles the applications for a dataset."""
    entry = once.dataset(dataset_id)
    return entry is not None and questions.handles(entry, reader())


def gather(
    name: str, rows: Iterable[Row], errors: Mapping[str, list[str]] | None = None
) -> QuestionsPage:
    """Return the form of a dataset's questions, which holds some rows and one more to be filled.

    Raises:
        ObjectNotFound: there is no such dataset.
        NotAuthorized: others handle its applications. Whether he sees it is asked before.
    """
    session = model.Session()
    entry = reading.entry_named(session, name)
    if entry is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    if not questions.handles(entry, reader()):
        raise tk.NotAuthorized
    titles = list_queries.titles_of_datasets(session, [entry.dataset_id])
    units = list_queries.titles_of_organizations(session, [entry.provider_id])
    shown = list(rows)
    if not shown or shown[-1]["text"]:
        shown.append(EMPTY)
    return QuestionsPage(
        dataset_id=entry.dataset_id,
        title=titles[entry.dataset_id][0],
        provider=units.get(entry.provider_id, ""),
        provider_url=tk.h.url_for("scigov_application.questions", id=entry.provider_id),
        rows=tuple(shown),
        errors=errors or {},
    )


def sent(form: Any) -> list[Row]:
    """Return the rows of a form as it was sent, those that are empty too."""
    numbers = range(min(form.get("rows", 0, type=int), MOST))
    return [
        {
            "text": form.get(f"text-{number}", "").strip(),
            "is_needed": bool(form.get(f"is_needed-{number}")),
        }
        for number in numbers
    ]


def filled(rows: Iterable[Row]) -> list[Row]:
    return [one for one in rows if one["text"]]


def moved(rows: list[Row], act: str, place: int) -> list[Row]:
    """Return questions with one of them put up, put down or taken out."""
    if not 0 <= place < len(rows):
        return rows
    rest = rows[:place] + rows[place + 1 :]
    if act == "remove":
        return rest
    target = place - 1 if act == "up" else place + 1
    rest.insert(max(target, 0), rows[place])
    return rest


def _reach() -> frozenset[str] | None:
    role, capacities = OFFICIALS[Party.HANDLER]
    return reading.reach(model.Session(), reader(), (role,), capacities)


def _counts(context: Any, ids: list[str]) -> dict[str, int]:
    asked_for = {"dataset_ids": ids}
    listing = tk.get_action("scigov_application_question_list")
    found: dict[str, int] = {}
    for one in listing(tk.fresh_context(context), asked_for):
        found[one["dataset_id"]] = found.get(one["dataset_id"], 0) + 1
    return found


def stored(context: Any, name: str) -> list[Shown]:
    """Return what is asked now; ``ObjectNotFound`` where the reader does not see the dataset."""
    listing = tk.get_action("scigov_application_question_list")
    return listing(tk.fresh_context(context), {"dataset_id": name})
