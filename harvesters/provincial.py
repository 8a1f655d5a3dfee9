"""Kind ``provincial``: the interface of the provincial open-data platforms, asked in one way everywhere.

A list by POST with ``pageNo`` and ``pageSize``; for each record, where they are named, its detail, its data
items and a few rows, each asked by ``resId``. Only addresses and the places in the answers differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import json_answers
from ckanext.scigov_harvesters.json_rest import JsonConnector
from ckanext.scigov_harvesters.json_settings import PAGE, Detail, Listing, Paging, success_of
from ckanext.scigov_harvesters.list_state import print_of
from ckanext.scigov_harvesters.pacing import Times
from ckanext.scigov_harvesters.session import ways_of
from ckanext.scigov_harvesters.templates import Template

ID, PAGE_NUMBER, PAGE_SIZE = "resId", "pageNo", "pageSize"
ITEMS, PREVIEW = "items", "preview"
TWICE = N_("The setting {key} may not hold {names}: the connector gives these itself.")


def make(wiring: Wiring, times: Times | None = None) -> ProvincialConnector:
    """Make a connector of the kind ``provincial``.

    Raises:
        WrongSetting: a setting is wrong.
    """
    listing = listing_of(wiring, Settings(wiring.settings))
    return ProvincialConnector(listing, wiring, times)


class ProvincialConnector(JsonConnector):
    kind: ClassVar[str] = "provincial"


def listing_of(wiring: Wiring, settings: Settings) -> Listing:
    """Read all settings of the kind.

    Raises:
        WrongSetting: one is wrong, missing, or not known.
    """
    ways = ways_of(wiring, settings)
    is_form = settings.text("body_form", "json", ("json", "form")) == "form"
    size = settings.whole("page_size", 50, 1, 10_000)
    body = settings.mapping("body")
    if {ID, PAGE_NUMBER, PAGE_SIZE} & set(body):
        names = f"{ID}, {PAGE_NUMBER}, {PAGE_SIZE}"
        raise WrongSetting(TWICE, key=settings.key("body"), names=names)
    asked = {**body, PAGE_NUMBER: "{page}", PAGE_SIZE: "{size}"}
    listing = Listing(
        ways,
        Template(settings.text("list"), "POST", {}, asked, is_form),
        is_lines=False,
        records=settings.text("records", "data.page.list"),
        total=settings.text("total", "data.page.total"),
        is_total_exact=settings.flag("total_is_exact", default=True),
        success=success_of(settings),
        paging=Paging(PAGE, size, 1, "", False, 100_000, True),
        version_of=_version_of(settings.text("version", "dataUpdateTime")),
        details=(),
    )
    found = replace(listing, details=_details_of(settings, body, is_form=is_form))
    settings.done()
    return found


def _version_of(path: str) -> Any:
    """A record is read anew, too, when the list says anything else of it than before."""
    version_at = json_answers.version_at(path)
    return lambda record: f"{version_at(record)} {print_of(record)}" if path else ""


def _details_of(
    settings: Settings, body: Mapping[str, Any], *, is_form: bool
) -> tuple[Detail, ...]:
    """Read the parts ``detail``, ``items`` and ``preview``; one without an address is not asked."""
    found: list[Detail] = []
    for name, path in (("detail", "data"), (ITEMS, "data"), (PREVIEW, "data")):
        part = settings.part(name)
        asked = {**body, ID: f"{{{ID}}}"}
        most = part.whole("rows", 10, 1, 100) if name == PREVIEW else 0
        if most:
            asked |= {PAGE_NUMBER: 1, PAGE_SIZE: most}
        template = Template(part.text("url", ""), "POST", {}, asked, is_form)
        into = "" if name == "detail" else name
        detail = Detail(template, part.text("record", path), into, "", name == PREVIEW, most)
        if template.url:
            found.append(detail)
    return tuple(found)
