"""The tables of settings in the documentation are those that the connectors read."""

from __future__ import annotations

import re

import pytest

from ckanext.scigov.intake.connector_settings import Settings
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import ckan_site, dcat, json_settings, provincial
from ckanext.scigov_harvesters.rdf_records import LISTS, PREFIXES

COMMON = "What all kinds that speak HTTP have in common"


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "harvest-connectors.md").read_text(encoding="utf-8")


def documented(page, heading):
    """Return setting → default of the table below a heading."""
    part = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w.\[\]]+)` \|(.*?)\|", part, re.MULTILINE)
    return {name: default.strip() for name, default in rows}


@pytest.mark.parametrize(
    ("kind", "read", "given"),
    [
        ("json", json_settings.listing_of, {"details": [{"url": "/"}]}),
        ("provincial", provincial.listing_of, {"list": "/"}),
        ("ckan", ckan_site.listing_of, {}),
        ("dcat", dcat.catalogue_of, {}),
    ],
)
def test_every_setting_is_documented_with_its_kind(page, kind, read, given):
    settings = Settings(given)
    read(Wiring(given, "https://example.org/"), settings)
    asked = {name.removeprefix("connector.") for name in settings.asked}
    parts = {name.rpartition(".")[0] for name in asked}
    common, own = documented(page, COMMON), documented(page, f"`{kind}`")
    assert {*common, *own} == asked - parts


def test_the_defaults_are_those_of_the_code(page):
    common, own = documented(page, COMMON), documented(page, "`json`")
    ways = json_settings.listing_of(Wiring({}, "https://example.org/"), Settings({})).ways
    paging = json_settings.listing_of(Wiring({}, "https://example.org/"), Settings({})).paging
    assert {
        "pace.requests_per_second": f"{ways.pace.requests_per_second:g}",
        "pace.retries": str(ways.pace.retries),
        "pace.first_wait": f"{ways.pace.first_wait:g}",
        "pace.longest_wait": f"{ways.pace.longest_wait:g}",
        "limits.answer_mb": str(ways.most.answer_bytes >> 20),
        "limits.answer_seconds": f"{ways.most.answer_seconds:g}",
        "limits.run_mb": str(ways.most.run_bytes >> 20),
        "limits.run_hours": f"{ways.most.run_seconds / 3600:g}",
    } == {name: value for name, value in common.items() if "." in name}
    shown = {name: value for name, value in own.items() if name.startswith("paging.")}
    assert shown == {
        "paging.kind": f"`{paging.kind}`",
        "paging.size": str(paging.size),
        "paging.first": str(paging.first),
        "paging.path": "",
        "paging.past_the_end": "`empty`",
        "paging.look_behind_end": "`true`",
        "paging.most_pages": str(paging.most_pages),
    }


def test_names_of_properties_are_documented(page):
    assert f"Known prefixes are `{' '.join(PREFIXES)}`" in page
    assert {f"`{name}`" for name in LISTS} <= set(re.findall(r"`[a-z]+:\w+`", page))
