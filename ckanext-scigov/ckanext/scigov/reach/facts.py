"""An entry as CKAN shows it, turned into what is told to people and programs outside.

Whatever stands here was in ``package_show`` already. Which of it everybody may fetch is asked of the
policy on behalf of nobody, whoever looks at the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import once, sentences_grades
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Object
from ckanext.scigov.catalogue import labels, vocabularies
from ckanext.scigov.reach.domain.entry import (
    Download,
    Entry,
    Licence,
    Period,
    Place,
    Portal,
    Provider,
    Variable,
)
from ckanext.scigov.reach.domain.sitemaps import language_tag

WEB = ("http://", "https://")
DOI = "https://doi.org/"


def portal() -> Portal:
    return Portal(
        title=tk.h.scigov_site_title(),
        description=tk.h.scigov_site_description(),
        address=address("home.index"),
        language=language_tag(tk.config["ckan.locale_default"]),
    )


def is_everybodys(dataset: Mapping[str, Any]) -> bool:
    """Say whether everybody may find the entry."""
    obj = once.dataset(dataset["id"])
    return obj is not None and decide(ANONYMOUS, Operation.META, obj).allowed


def entry(dataset: Mapping[str, Any]) -> Entry:
    """Return what is told of an entry that the reader is shown."""
    obj = once.dataset(dataset["id"])
    is_open = obj is not None and _is_open(obj)
    name = dataset["name"]
    return Entry(
        key=name,
        address=address("dataset.read", id=name),
        title=dataset.get("title") or name,
        portal=portal(),
        provider=_provider(dataset.get("organization")),
        source=_text(dataset, "authoritative_source"),
        abstract=_text(dataset, "notes"),
        keywords=tuple(tag["display_name"] for tag in dataset.get("tags") or ()),
        issued=_day(dataset.get("issued")),
        modified=tk.h.scigov_updated(dataset),
        version=_text(dataset, "version"),
        doi=_text(dataset, "doi").removeprefix(DOI),
        cstr=_text(dataset, "cstr"),
        code=_text(dataset, "resource_code"),
        citation=_text(dataset, "citation"),
        licence=_licence(_text(dataset, "license_id")),
        periods=tuple(Period(*_pair(one, "start", "end")) for one in _groups(dataset, "temporal_coverage")),
        places=tuple(Place(*_pair(one, "text", "uri")) for one in _groups(dataset, "spatial_coverage")),
        is_open=is_open,
        conditions="" if is_open or obj is None else _conditions(dataset, obj),
        original=_text(dataset, "source_url") if is_open else "",
        downloads=tuple(_downloads(dataset)),
        variables=tuple(_variables(dataset)),
    )  # fmt: skip


def address(endpoint: str, **values: Any) -> str:
    """Return the address of a page in the portal's own language."""
    return tk.h.url_for(endpoint, locale="default", _external=True, **values)


def _is_open(obj: Object) -> bool:
    return decide(ANONYMOUS, Operation.DATA, obj).allowed


def _conditions(dataset: Mapping[str, Any], obj: Object) -> str:
    grade = obj.grade
    codes = (grade.level.value, grade.share.value, grade.open.value) if grade else ("", "", "")
    return sentences_grades.sentence(dataset, codes)


def _provider(organization: Mapping[str, Any] | None) -> Provider | None:
    if not organization:
        return None
    name = organization["name"]
    return Provider(organization.get("title") or name, address("organization.read", id=name))


def _licence(code: str) -> Licence | None:
    value = vocabularies.find("license", code)
    if value is None or code == "notspecified":
        return None
    return Licence(labels.text(value["label"]), value.get("uri", ""))


def _downloads(dataset: Mapping[str, Any]) -> Iterator[Download]:
    objects = once.resources(dataset["id"])
    for resource in dataset.get("resources") or ():
        obj = objects.get(resource["id"])
        if obj is None or not _is_open(obj):
            continue
        size = str(resource.get("size") or "")
        yield Download(
            address=_fetched_at(dataset, resource),
            title=resource.get("name") or "",
            description=resource.get("description") or "",
            format=resource.get("mimetype") or resource.get("format") or "",
            size=int(size) if size.isdecimal() else 0,
            modified=_day(resource.get("last_modified")),
        )


def _fetched_at(dataset: Mapping[str, Any], resource: Mapping[str, Any]) -> str:
    url = str(resource.get("url") or "")
    if url.startswith(WEB):
        return url
    ids = {"id": dataset["id"], "resource_id": resource["id"]}
    return address("scigov_access_gateway.access", **ids)


def _variables(dataset: Mapping[str, Any]) -> Iterator[Variable]:
    if str(dataset.get("hide_dictionary") or "").lower() == "true":
        return
    for resource in dataset.get("resources") or ():
        for item in _groups(resource, "data_items"):
            yield Variable(
                _text(item, "name"), _text(item, "title"), _text(item, "description"),
                _text(item, "unit"),
            )  # fmt: skip


def _groups(of: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    values = of.get(field)
    return [one for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []


def _pair(group: Mapping[str, Any], first: str, second: str) -> tuple[str, str]:
    return _text(group, first), _text(group, second)


def _text(of: Mapping[str, Any], field: str) -> str:
    return str(of.get(field) or "").strip()


def _day(value: Any) -> str:
    """Return the day of what a source calls a date; empty where it is none."""
    text = str(value or "")[:10]
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
