"""Template helpers of the public pages.

They turn codes into words and values into short texts. None runs a query but ``scigov_may``, of which
the answer is the reader's own, and ``scigov_provider_figures``: what a page shows was gathered by its view.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.exceptions import default_exceptions

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.access.worklist_queries import works_with_grades
from ckanext.scigov.pages import formats, office, provider_figures
from ckanext.scigov.search.search_page import NOT_KEPT

_CHINESE = "zh_Hans_CN"
# Fields whose facet values are codes of the catalogue's vocabularies.
_CODED = (
    "data_kind", "open_type", "share_type", "theme", "update_cycle", "security_level", "data_domain",
    "st_topic", "catalogue_profile",
)  # fmt: skip
_ = tk._


def scigov_is_chinese() -> bool:
    """Tell whether the page is shown in Chinese."""
    return tk.h.lang() == _CHINESE


def scigov_site_title() -> str:
    """Return the portal's name in the page's language."""
    key = "ckan.site_title" if scigov_is_chinese() else "ckanext.scigov.site_title_en"
    return tk.config[key]


def scigov_site_description() -> str:
    """Return the sentence under the portal's name in the page's language."""
    chinese = scigov_is_chinese()
    return tk.config["ckan.site_description" if chinese else "ckanext.scigov.site_description_en"]


def scigov_other_language() -> dict[str, str]:
    """Return address, tag and name of the present page in the other language.

    The query goes along, so a search stays the same search.
    """
    locale, tag, name = (
        ("en", "en", "English") if scigov_is_chinese() else (_CHINESE, "zh-Hans-CN", "中文")
    )
    here = _address(tk.request.args.items(multi=True), locale=locale)
    return {"url": here, "tag": tag, "name": name}


def scigov_facet_titles() -> OrderedDict[str, str]:
    """Return the search page's filters in the order in which they are shown.

    How something is shared, and its level, concern members of agencies and those who work with grades.
    """
    titles = [
        ("data_kind", _("Data kind")),
        ("organization", _("Provider")),
        ("data_domain", _("Data domain")),
        ("st_topic", _("S&T topic")),
        ("open_type", _("Open type")),
        ("update_cycle", _("Update cycle")),
        ("res_format", _("Format")),
        ("tags", _("Keyword")),
    ]
    principal = reader()
    if principal.agency_ids or works_with_grades(principal):
        inside = [("share_type", _("Share type")), ("security_level", _("Security level"))]
        titles[5:5] = inside
    return OrderedDict(titles)


def scigov_facet_label(field: str, name: str, display_name: str = "") -> str:
    """Return what a facet's value is called on the screen."""
    if field in _CODED:
        return scigov_label(field, name)
    return display_name or name


def scigov_label(field: str, value: str) -> str:
    """Return the word for a vocabulary's code; an unknown code is shown as it is."""
    return tk.h.scigov_catalogue_label(field, value) or value


def scigov_data_kinds() -> list[tuple[str, str]]:
    """Return the four data kinds' codes, each with a sentence on what belongs to it."""
    return [
        ("management", _("Plans, projects, programmes, awards and other research administration.")),
        ("scientific", _("Observations, experiments, surveys and what research produced.")),
        (
            "interaction",
            _("Needs, services, transactions and exchange between research and users."),
        ),
        ("public_distributed", _("Research-related public data kept by many bodies.")),
    ]


def scigov_help_topics() -> list[tuple[str, str, str]]:
    """Return the kinds of users that there is a help page for: name, title, what it tells."""
    return [
        ("visitors", _("Visitors"), _("Search, read and download without an account.")),
        ("agencies", _("Agencies that apply for data"), _("Register, find shared data, get it.")),
        ("owners", _("Data owners and clerks"), _("Describe data and attach files.")),
        ("stewards", _("Stewards and approvers"), _("Set and approve grades, give roles.")),
        ("portals", _("Other portals"), _("Take over the catalogue, have yours gathered.")),
        ("developers", _("Developers"), _("Calls of the API to copy.")),
    ]


def scigov_office_steps() -> tuple[office.Step, ...]:
    """Return the five steps of the office with the pages that the reader may use."""
    return office.steps_for(reader())


def scigov_provider_figures(provider: dict[str, Any]) -> provider_figures.Figures:
    """Return what a provider has published, in figures; its page is CKAN's own view, which gathers none."""
    user: Any = tk.current_user
    context = {"user": user.name, "auth_user_obj": user}
    return provider_figures.gather(context, provider["name"], provider["id"])


def scigov_has_filters(search_facets: dict[str, Any] | None) -> bool:
    """Tell whether there is any value to filter by."""
    return any(facet["items"] for facet in (search_facets or {}).values())


def scigov_active_filters(
    fields_grouped: dict[str, list[str]],
    search_facets: dict[str, Any],
    titles: dict[str, str],
) -> list[dict[str, str]]:
    """Return the chosen filters with the words a reader knows them by."""
    chosen = []
    for field, values in (fields_grouped or {}).items():
        items = (search_facets or {}).get(field, {}).get("items", [])
        names = {item["name"]: item["display_name"] for item in items}
        chosen.extend(
            {
                "field": field,
                "value": value,
                "title": titles.get(field) or tk.h.scigov_catalogue_field_label(field),
                "label": scigov_facet_label(field, value, names.get(value, "")),
            }
            for value in values
        )
    return chosen


def scigov_openness(dataset: dict[str, Any]) -> str:
    """Return the open type for the badge; without a level nothing is settled yet."""
    if not dataset.get("security_level"):
        return "unclassified"
    return dataset.get("open_type") or "unclassified"


def scigov_demo_fields(dataset: dict[str, Any]) -> list[str]:
    """Return the labels of the fields whose values the demonstration catalogue assigned."""
    names = dataset.get("demo_assigned") or []
    return [tk.h.scigov_catalogue_field_label(name) for name in names]


def scigov_formats(dataset: dict[str, Any]) -> list[str]:
    """Return the formats of a dataset's resources, each once, in their order."""
    return formats.distinct(resource.get("format") for resource in dataset.get("resources") or [])


def scigov_file_size(size: Any) -> str:
    """Return a size in bytes as a short text such as ``1.2 MB``; empty when unknown."""
    return formats.file_size(size)


def scigov_number(value: Any) -> str:
    """Return a whole number with its digits in groups of three; empty when it is none."""
    return formats.grouped(value)


def scigov_date(value: Any) -> str:
    """Return a time as the day it has at the portal's place, ``2026-03-01``."""
    return tk.h.render_datetime(formats.without_zone(value), "%Y-%m-%d") or ""


def scigov_time(value: Any) -> str:
    """Return a time as day and time at the portal's place, ``2026-03-01 08:30``."""
    return tk.h.render_datetime(formats.without_zone(value), "%Y-%m-%d %H:%M") or ""


def scigov_updated(dataset: dict[str, Any]) -> str:
    """Return the day the data last changed, empty where the source has not said.

    An entry made here changes with its data; a gathered one was only copied on its own day.
    """
    is_gathered = dataset.get("catalogue_profile") == "gathered"
    own_day = None if is_gathered else dataset.get("metadata_modified")
    return scigov_date(dataset.get("modified") or own_day)


def scigov_citation(dataset: dict[str, Any], url: str) -> str:
    """Return how the dataset is cited: provider, title, portal, day, address."""
    provider = (dataset.get("organization") or {}).get("title") or ""
    parts: Iterable[str] = (
        provider,
        dataset.get("title") or dataset["name"],
        scigov_site_title(),
        scigov_updated(dataset),
        url,
    )
    return ". ".join(part for part in parts if part)


def scigov_may(action: str, data_dict: dict[str, Any] | None = None) -> bool:
    """Tell whether the reader may change something; nobody may who is not signed in.

    CKAN's ``check_access`` looks the reader up again at each call, and the object even for nobody.
    """
    user: Any = tk.current_user
    if not user.is_authenticated:
        return False
    try:
        tk.check_access(action, {"user": user.name, "auth_user_obj": user}, data_dict or {})
    except tk.NotAuthorized:
        return False
    return True


def scigov_not_kept() -> str:
    """Have the page made anew for the next visitor: it tells of an error that may pass."""
    tk.request.environ[NOT_KEPT] = True
    return ""


def scigov_has_helper(name: str) -> bool:
    """Tell whether a feature that offers this helper is switched on."""
    return name in tk.h


def _address(arguments: Iterable[tuple[str, str]], **options: str) -> str:
    """Return the present page's address with these arguments."""
    query = urlencode(list(arguments))
    return tk.h.url_for(quote(tk.request.path), **options) + (f"?{query}" if query else "")


def _url_with(**changes: str) -> str:
    """Return the present page's address with changed arguments, on its first page."""
    kept = [
        (key, value)
        for key, value in tk.request.args.items(multi=True)
        if key not in changes and key != "page"
    ]
    return _address([*kept, *changes.items()])


def scigov_sort_url(sort: str) -> str:
    """Return the present search in another order, from its first page."""
    return _url_with(sort=sort)


def scigov_without_filters_url() -> str:
    """Return the present search without its filters."""
    arguments = tk.request.args
    return _address((key, arguments[key]) for key in ("q", "sort") if arguments.get(key))


def scigov_pager(page: Any) -> dict[str, Any] | None:
    """Return the links to the other result pages, or None when there is only one."""
    if page.page_count < 2:
        return None
    numbers = formats.page_numbers(page.page, page.page_count)
    return {
        "previous": _page_link(page.previous_page),
        "next": _page_link(page.next_page),
        "pages": [(number, _page_link(number), number == page.page) for number in numbers],
    }


def _page_link(number: int | None) -> str | None:
    return _url_with(page=str(number)) if number else None


def scigov_says_more(content: Any) -> bool:
    """Tell whether an error's text is our own: the server library's standing texts say nothing."""
    return str(content) not in {error.description for error in default_exceptions.values()}
