"""What the pages of reporting show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.intake.imports.access import edits_somewhere
from ckanext.scigov.reporting import helpers, parties, queries
from ckanext.scigov.shared import toolkit_pages as asked

PER_PAGE = 50
Options = Sequence[tuple[str, str]]
Shown = Mapping[str, Any]
VOCABULARIES = ("share_type", "open_type", "data_kind")


@dataclass(frozen=True, slots=True)
class IndexPage:
    values: Mapping[str, str]
    errors: Mapping[str, Any]
    organizations: Options
    choices: Mapping[str, Options]
    """Of the filters that have codes."""
    sights: Options
    sees_packages: bool
    has_lines: bool
    """The reader sees what was refused of his providers."""
    takes_files: bool


@dataclass(frozen=True, slots=True)
class PackagesPage:
    page: Any
    may_make: bool
    errors: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackagePage:
    package: Shown
    page: Any
    """Lines of the package."""
    may_answer: bool
    errors: Mapping[str, Any]
    problems: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class RefusedPage:
    page: Any
    providers: Sequence[Shown]
    provider: str


@dataclass(frozen=True, slots=True)
class TakePage:
    errors: Mapping[str, Any] = field(default_factory=dict[str, Any])
    problems: Sequence[Shown] = ()


def index_page(
    context: Any, principal: Principal, values: Mapping[str, str], errors: Mapping[str, Any]
) -> IndexPage:
    word = helpers.scigov_reporting_word
    sees = parties.sees_reports(principal)
    return IndexPage(
        values,
        errors,
        queries.providers(model.Session()),
        {name: _choices(name) for name in VOCABULARIES},
        [(one.value, word("sight", one.value)) for one in parties.sights(principal)],
        sees,
        sees or bool(principal.capacities),
        edits_somewhere(context),
    )


def packages_page(context: Any, principal: Principal, errors: Mapping[str, Any]) -> PackagesPage:
    wish = {"limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_reporting_package_list")(context, wish)
    page = asked.page_of(found["results"], found["count"])
    return PackagesPage(page, parties.reports(principal), errors)


def package_page(
    context: Any,
    principal: Principal,
    sequence: int,
    errors: Mapping[str, Any],
    problems: Sequence[Shown],
) -> PackagePage:
    package = tk.get_action("scigov_reporting_package_show")(context, {"sequence": sequence})
    wish = {"sequence": sequence, "limit": PER_PAGE, "offset": asked.offset(PER_PAGE)}
    found = tk.get_action("scigov_reporting_line_list")(context, wish)
    page = asked.page_of(found["results"], found["count"], PER_PAGE)
    may_answer = package["state"] == "waiting" and parties.reports(principal)
    return PackagePage(package, page, may_answer, errors, problems)


def refused_page(context: Any, provider: str) -> RefusedPage:
    wish = {"outcome": "refused", "is_open": True}
    every = tk.get_action("scigov_reporting_line_list")(context, {**wish, "limit": 1})
    part = {**wish, "provider": provider, "limit": PER_PAGE, "offset": asked.offset(PER_PAGE)}
    found = tk.get_action("scigov_reporting_line_list")(context, part)
    page = asked.page_of(found["results"], found["count"], PER_PAGE)
    return RefusedPage(page, every["providers"], provider)


def _choices(name: str) -> Options:
    found = tk.h.scigov_catalogue_choices({"vocabulary": name})
    return [(one["value"], tk.h.scigov_catalogue_text(one["label"])) for one in found]
