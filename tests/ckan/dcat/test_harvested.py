"""A stock CKAN with ckanext-dcat's RDF harvester takes our feed over HTTP, page by page, at rest and in motion."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import harvested_feed
import pytest
import stock_harvester
from bench.asked import Asked
from harvested_feed import Served

import ckan.plugins.toolkit as tk
from ckan import model

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
Change = Callable[..., dict[str, Any]]
ON_CONDITIONS = {
    "security_level": "2", "share_type": "unconditional", "open_type": "conditional", "open_condition": "实名申请",
}  # fmt: skip
SECRET = {"security_level": "4", "share_type": "none", "open_type": "none"}
HIDDEN = {"security_level": "3", "share_type": "conditional", "open_type": "none", "hide_entry": "true"}  # fmt: skip
PER_PAGE = 2


@pytest.fixture
def site(app: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The site on a port, to which all its addresses lead."""
    with harvested_feed.served(app.flask_app) as site:
        monkeypatch.setitem(ckan_config, "ckan.site_url", site.address)
        monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.per_page", PER_PAGE)
        yield site


@pytest.fixture
def harvester(site: Served, tmp_path: Path) -> Iterator[Asked]:
    own = urlsplit(os.environ["CKAN_SQLALCHEMY_URL"]).path.strip("/")
    name = f"{own.removesuffix('_test').removesuffix('_t')}_stock_t"
    with stock_harvester.running(tmp_path, name, f"{site.address}/catalog.ttl?page=1") as found:
        yield found


@pytest.fixture
def ids(make: Make, site: Served) -> list[str]:
    """Nine entries that everybody sees, in the order of ids, and three that nobody does."""
    made = [make(f"d{number}")["id"] for number in range(8)]
    made.append(make("conditional", resources=[_table("名单")], **ON_CONDITIONS)["id"])
    make("secret", **SECRET)
    make("hidden", **HIDDEN)
    make("private", private=True)
    return sorted(made)


def _table(name: str, **more: str) -> dict[str, Any]:
    return {"name": name, "url": f"https://files.example.org/{name}.csv", "format": "CSV", **more}


def harvested(harvester: Asked) -> dict[str, int]:
    model.Session.remove()
    said = harvester.ask(name="harvest")
    assert said["errors"] == []
    return said["became"]


def held(harvester: Asked) -> harvested_feed.Held:
    return harvested_feed.comparable(harvester.ask(name="held")["held"])


def test_it_holds_what_everybody_may_see(
    site: Served, harvester: Asked, ids: list[str], make: Make, get: Get, change: Change
) -> None:
    closed = {"security_level": "2", "share_type": "unconditional", "open_type": "conditional"}
    make("parts", notes="", resources=[_table("甲"), _table("乙", **closed)])
    assert harvested(harvester) == {"added": 10}
    expected = harvested_feed.seen_by_everybody(get, site.address)
    assert len(expected) == 10
    assert held(harvester) == expected
    assert len([one for one in site.asked if one.startswith("/catalog.ttl")]) == 5
    # Asked again it takes nothing for new and nothing for gone.
    assert harvested(harvester) == {"updated": 10}
    change(ids[0], title="改后的标题")
    change(ids[4], private=True)
    assert harvested(harvester) == {"updated": 9, "deleted": 1}
    assert held(harvester) == harvested_feed.seen_by_everybody(get, site.address)


def test_what_changes_during_its_walk_hides_no_other(
    site: Served, harvester: Asked, ids: list[str], get: Get, change: Change
) -> None:
    harvested(harvester)
    before = held(harvester)

    def meanwhile() -> None:
        change(ids[0], title="走过之后改的标题")
        change(ids[1], private=True)
        change(ids[5], title="走到之前改的标题")
        change(ids[6], **SECRET)
        tk.get_action("package_delete")({"ignore_auth": True, "user": ""}, {"id": ids[7]})
        change(ids[8], lifecycle_status="retired")
        model.Session.remove()

    site.at, site.before = f"after={ids[1]}", meanwhile
    # What it has walked past it holds as it was; nothing that is still there is taken for gone.
    assert harvested(harvester) == {"updated": 7, "deleted": 2}
    now = harvested_feed.seen_by_everybody(get, site.address)
    behind = [one for one in before if one["identifier"].rpartition("/")[2] in ids[:2]]
    ahead = [one for one in now if one["identifier"].rpartition("/")[2] not in ids[:2]]
    assert held(harvester) == harvested_feed.comparable([*behind, *ahead])
    assert [one["title"] for one in ahead if ids[5] in one["identifier"]] == ["走到之前改的标题"]
    # The next walk, in which nothing changes, makes both equal.
    assert harvested(harvester) == {"updated": 6, "deleted": 1}
    assert held(harvester) == now
