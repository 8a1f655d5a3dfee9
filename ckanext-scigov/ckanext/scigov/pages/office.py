"""The office side in five steps: what a reader may do in each, and what waits for him there.

Which links there are follows from who he is alone, so the header's menu asks nothing; the numbers
beside them are asked for on the office's own page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.agencies import decides_on_register
from ckanext.scigov.access.domain.subjects import Capacity, Principal
from ckanext.scigov.access.worklist_queries import works_with_grades
from ckanext.scigov.dcat.parties import sees_score
from ckanext.scigov.pages import (
    office_applications,
    office_disputes,
    office_intake,
    office_outside,
    worklist,
)
from ckanext.scigov.pages.office_link import Link

MOST_GRANTED = 20
EDITING = frozenset({Capacity.EDITOR, Capacity.ADMIN})
_ = tk._


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps, with the pages that belong to it."""

    code: str
    title: str
    about: str
    links: tuple[Link, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Office:
    """The office's page: the steps, and the entries that grants open to the reader."""

    steps: tuple[Step, ...]
    granted: tuple[dict[str, Any], ...]


def steps_for(principal: Principal) -> tuple[Step, ...]:
    """Return the steps in which the reader has something to do, with links he may use."""
    if not principal.user_id:
        return ()
    every = (
        Step("cataloguing", _("Cataloguing"), _("Describe data and attach files."),
             tuple(_cataloguing(principal))),
        Step("gathering", _("Gathering"), _("Take over entries from other systems."),
             tuple(_gathering(principal))),
        Step("managing", _("Managing"), _("Set grades; keep roles, agencies and providers."),
             tuple(_managing(principal))),
        Step("opening", _("Sharing and opening"), _("See what is shared and opened, and how far."),
             tuple(_opening(principal))),
        Step("using", _("Using"), _("Find data and use it by program."), tuple(_using())),
    )  # fmt: skip
    return tuple(step for step in every if step.links)


def gather(context: Any, principal: Principal) -> Office:
    """Return the steps with what waits in each."""
    counts = dict(_counts(context, principal))
    steps = (
        dataclasses.replace(
            step,
            links=tuple(dataclasses.replace(one, count=counts.get(one.key)) for one in step.links),
        )
        for step in steps_for(principal)
    )
    return Office(tuple(steps), tuple(_granted(context, principal)))


def edits(principal: Principal) -> bool:
    """Say whether somebody describes data of some provider."""
    return principal.is_sysadmin or any(one in EDITING for _provider, one in principal.capacities)


def _cataloguing(principal: Principal) -> Iterator[Link]:
    if not edits(principal):
        return
    yield Link("new", _url("dataset.new"), _("New entry"), _("A form with about twelve fields."))
    if p.plugin_loaded("scigov_drafts"):
        yield Link(
            "drafts",
            _url("dataset.new"),
            _("Drafts"),
            _("Forms that are not finished; the form of a new entry offers them."),
        )
    if p.plugin_loaded("scigov_intake"):
        yield Link(
            "imports",
            _url("scigov_imports.index"),
            _("Import"),
            _("Entries, data items and rows from spreadsheets, checked cell by cell."),
        )
    yield Link("mine", _url("dashboard.datasets"), _("My entries"), _("What you have described."))
    yield Link(
        "worklist",
        _url("scigov_worklist.index"),
        _("Entries to be completed"),
        _("What entries of your providers lack, and filling it in for many at once."),
    )


def _gathering(principal: Principal) -> Iterator[Link]:
    yield from office_intake.of_officials(principal)
    if not edits(principal):
        return
    yield Link(
        "gathered",
        _url("dataset.search", catalogue_profile="gathered"),
        _("Gathered entries"),
        _("What was taken over from other portals."),
    )
    yield Link(
        "import",
        _url("scigov_help.topic", topic="developers") + "#write",
        _("Import by program"),
        _("Entries, dictionaries and files by the API."),
    )


def _managing(principal: Principal) -> Iterator[Link]:
    if works_with_grades(principal):
        yield Link(
            "grades",
            _url("scigov_access_grades.index"),
            _("Grades"),
            _("Proposals of security level, share and open type."),
        )
    yield Link(
        "agencies",
        _url("scigov_access_agencies.index"),
        _("Agencies"),
        _("The register of bodies that data is shared with."),
    )
    yield from office_outside.of_officials(principal)
    if principal.is_sysadmin or principal.roles:
        yield Link(
            "roles",
            _url("scigov_access_roles.index"),
            _("Roles"),
            _("Who is steward, approver, auditor …, where and until when."),
        )
    if principal.capacities:
        yield Link(
            "providers",
            _url("dashboard.organizations"),
            _("My providers"),
            _("Members, information systems and business items."),
        )
    if principal.is_sysadmin:
        yield Link(
            "administration", _url("admin.index"), _("Administration"), _("Settings of the portal.")
        )


def _opening(principal: Principal) -> Iterator[Link]:
    if works_with_grades(principal):
        yield Link(
            "unclassified",
            _url("scigov_access_grades.index", show="unclassified"),
            _("Not yet classified"),
            _("Closed to all but their providers until a level is set."),
        )
    yield Link(
        "unconditional",
        _url("dataset.search", open_type="unconditional"),
        _("Open without conditions"),
        _("Everybody may read and download these."),
    )
    yield Link(
        "conditional",
        _url("dataset.search", open_type="conditional"),
        _("Open on conditions"),
        _("Given on application."),
    )
    if p.plugin_loaded("scigov_reporting"):
        yield Link(
            "reporting",
            _url("scigov_reporting.index"),
            _("Reporting"),
            _("The catalogue for the national platform: exports, packages, receipts."),
        )
    if p.plugin_loaded("scigov_dcat") and sees_score(principal):
        yield Link(
            "score",
            _url("scigov_dcat_checks.score"),
            _("Score of the catalogue"),
            _("How well entries are described for other portals, and what would raise it."),
        )
    yield from office_applications.of_officials(principal, edits=edits(principal))
    yield from office_disputes.of_officials(principal)


def _using() -> Iterator[Link]:
    yield from office_applications.own()
    yield from office_disputes.own()
    yield Link(
        "catalogue",
        _url("dataset.search"),
        _("Search the catalogue"),
        _("By words, pinyin and filters."),
    )
    yield Link(
        "api",
        _url("scigov_help.topic", topic="developers"),
        _("Interfaces for programs"),
        _("Search, rows and files by the API, with calls to copy."),
    )
    yield Link(
        "tokens",
        _url("user.api_tokens", id=tk.current_user.name),
        _("API tokens"),
        _("What a program needs that acts for you."),
    )


def _url(endpoint: str, **arguments: str) -> str:
    return tk.h.url_for(endpoint, **arguments)


def _counts(context: Any, principal: Principal) -> Iterator[tuple[str, int]]:
    if edits(principal):
        yield from _of_entries(context, principal)
    if works_with_grades(principal):
        for key, show in (("grades", "waiting"), ("unclassified", "unclassified")):
            asked = {"show": show, "limit": 1}
            found = tk.get_action("scigov_access_grade_list")(tk.fresh_context(context), asked)
            yield key, found["count"]
    if decides_on_register(principal):
        asked = {"state": "registered", "limit": 1000}
        found = tk.get_action("scigov_access_agency_list")(tk.fresh_context(context), asked)
        yield "agencies", len(found)
    yield from office_applications.counts(context)
    yield from office_disputes.counts(context, principal)
    yield from office_intake.counts(context, principal)
    facets = _search(context, "+dataset_type:dataset", **{"facet.field": ["open_type"]})
    for item in facets["search_facets"]["open_type"]["items"]:
        yield item["name"], item["count"]


def _of_entries(context: Any, principal: Principal) -> Iterator[tuple[str, int]]:
    own = f'+dataset_type:dataset +creator_user_id:"{principal.user_id}"'
    yield "mine", _search(context, own, include_drafts=True)["count"]
    links = worklist.failing_links(tk.fresh_context(context))
    yield "worklist", _lacking(context) + links["count"]
    gathered = "+dataset_type:dataset +catalogue_profile:gathered"
    yield "gathered", _search(context, gathered)["count"]
    if p.plugin_loaded("scigov_drafts"):
        found = tk.get_action("scigov_drafts_list")(tk.fresh_context(context), {})
        yield "drafts", len(found["drafts"])


def _lacking(context: Any) -> int:
    asked = {"permission": "update_dataset"}
    mine = tk.get_action("organization_list_for_user")(tk.fresh_context(context), asked)
    if not mine:
        return 0
    named = " OR ".join(f'"{one["name"]}"' for one in mine)
    lacking = f"+dataset_type:dataset +organization:({named}) +missing_fields:[* TO *]"
    return _search(context, lacking)["count"]


def _granted(context: Any, principal: Principal) -> Iterator[dict[str, Any]]:
    """Yield the entries that somebody's grants open, as far as he finds them."""
    ids = sorted({grant.dataset_id for grant in principal.grants})
    if ids:
        named = " OR ".join(f'"{one}"' for one in ids)
        found = _search(context, f"+dataset_type:dataset +id:({named})", rows=MOST_GRANTED)
        yield from found["results"]


def _search(context: Any, fq: str, **more: Any) -> dict[str, Any]:
    asked = {"q": "*:*", "fq": fq, "rows": 0, "include_private": True, **more}
    return tk.get_action("package_search")(tk.fresh_context(context), asked)
