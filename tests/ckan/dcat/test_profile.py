"""The profile of ckanext-dcat: what it writes is what our feed writes, and what it reads back is the entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.dcat.processors import RDFParser, RDFSerializer

from ckanext.scigov.dcat.domain import writing

from .conftest import datasets, triples

Make = Callable[..., dict[str, Any]]
CONTEXT = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
ITEMS = [
    {"title": "项目编号", "name": "xmbh", "data_type": "C", "description": "立项编号", "length": "32", "primary_key": True},
    {"title": "资助金额", "name": "zzje", "data_type": "N", "description": "以万元计", "unit": "万元"},
]  # fmt: skip


def test_it_writes_what_the_feed_writes(make: Make, get: Callable[..., Any]) -> None:
    entry = make("aa")
    shown = tk.get_action("package_show")({"user": ""}, {"id": entry["id"]})
    text = RDFSerializer(profiles=["scigov_dcat_ap"]).serialize_dataset(shown, _format="nt")
    written = set(writing.read(text, writing.FORMS["nt"]))
    assert written == triples(get(f"/dataset/{entry['id']}.ttl"))


def test_what_leaves_comes_back_the_same(make: Make, get: Callable[..., Any]) -> None:
    resource = {
        "name": "清单", "url": "https://files.example.org/a.csv", "format": "CSV", "data_items": ITEMS,
        "description": "按年度", "rights": "注明来源",
    }  # fmt: skip
    entry = make("aa", resources=[resource], spatial_coverage=[{"text": "安徽省"}], version="2")
    before = get("/catalog.nt").get_data(as_text=True)
    parser = RDFParser(profiles=["scigov_dcat_ap"])
    parser.parse(before, _format="nt")
    (parsed,) = list(parser.datasets())
    tk.get_action("dataset_purge")({"ignore_auth": True, "user": ""}, {"id": entry["id"]})
    assert datasets(triples(get("/catalog.ttl"))) == []
    # An id that is gone is given to nobody: the new ones stand for the old ones.
    old = [parsed["resources"][0].pop("id"), entry["id"]]
    parsed = {name: value for name, value in parsed.items() if name not in ("uri", "identifier")}
    model.Session.remove()
    made = tk.get_action("package_create")({**CONTEXT}, {**parsed, "owner_org": entry["owner_org"]})
    after = get("/catalog.nt").get_data(as_text=True)
    for was, now in zip(old, (made["resources"][0]["id"], made["id"]), strict=True):
        before = before.replace(was, now)
    assert _without_moments(after) == _without_moments(before)


def _without_moments(text: str) -> set[str]:
    """Return the triples of a document but when the entry and its resources were written."""
    return {line for line in text.splitlines() if "#dateTime" not in line}
