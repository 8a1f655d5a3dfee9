"""The build fails for whatever nobody has classified, and for entries that nothing registers any more."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from ckanext.scigov.access import gate, surfaces
from ckanext.scigov.access.domain.surfaces import Surface

HERE = Path(__file__).parent
WHOLE_SITE = HERE / "whole_site.py"
# What comes with CKAN, dcat and harvest besides; none of it may bring anything unseen.
OTHER_PLUGINS = {
    "text_view", "image_view", "video_view", "audio_view", "webpage_view", "structured_data",
    "expire_api_token", "dcat_rdf_harvester", "dcat_json_harvester", "ckan_harvester",
}  # fmt: skip
SETTINGS = {"ckan.datapusher.url": "http://localhost:1", "ckan.datapusher.api_token": "none"}
TOOLBAR = importlib.util.find_spec("flask_debugtoolbar") is not None
DATABASE = "scigov_access_whole_site_test"


@pytest.fixture(scope="module")
def known() -> Any:
    return surfaces.load()


def entries(known: Any) -> Iterator[tuple[str, Surface]]:
    yield from (("actions", one) for one in known.actions.values())
    yield from (("endpoints", one) for one in known.endpoints.values())


def installed() -> set[str]:
    return {point.name for point in importlib.metadata.entry_points(group="ckan.plugins")}


def can_be_loaded(one: Surface) -> bool:
    return TOOLBAR or one.setting is None or one.setting[0] != "debug"


@pytest.fixture(scope="module")
def products_plugins(ckan_ini_plugins: list[str]) -> set[str]:
    return {"ckan", *ckan_ini_plugins}


@pytest.fixture(scope="module")
def ckan_ini(pytestconfig: pytest.Config) -> str:
    """The settings the suite runs with."""
    return str(Path(pytestconfig.getoption("--ckan-ini")).resolve())


@pytest.fixture(scope="module")
def ckan_ini_plugins(ckan_ini: str) -> list[str]:
    from ckan.cli import load_config

    return str(load_config(ckan_ini)["ckan.plugins"]).split()


@pytest.fixture(scope="module")
def own_database() -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    url = os.environ["CKAN_SQLALCHEMY_URL"]
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    drop = sa.text(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    with engine.connect() as connection:
        connection.execute(drop)
        connection.execute(sa.text(f"CREATE DATABASE {DATABASE}"))
        yield urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
        connection.execute(drop)
    engine.dispose()


@pytest.fixture(scope="module")
def whole_site(
    known: Any, own_database: str, products_plugins: set[str], ckan_ini: str
) -> dict[str, Any]:
    """What a site registers and stores that has every classified plugin, and every setting on."""
    found = {one.plugin for _, one in entries(known)} | OTHER_PLUGINS
    found |= {store.plugin for store in surfaces.load_stores().values()}
    settings = dict(one.setting for _, one in entries(known) if one.setting and can_be_loaded(one))
    order = {
        "plugins": sorted((found & installed()) - products_plugins),
        "settings": SETTINGS | settings,
        "migrate": True,
    }
    answer = subprocess.run(
        [sys.executable, WHOLE_SITE, json.dumps(order)],
        env=os.environ | {"CKAN_SQLALCHEMY_URL": own_database, "CKAN_INI": ckan_ini},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-3000:]
    return json.loads(answer.stdout.splitlines()[-1]) | {"plugins": order["plugins"]}


@pytest.mark.usefixtures("clean_site")
def test_every_action_is_classified():
    assert gate.unclassified_actions() == []


@pytest.mark.usefixtures("clean_site")
def test_every_endpoint_is_classified(app: Any):
    assert gate.unclassified_endpoints(app.flask_app) == []


def test_so_is_what_other_plugins_bring(whole_site: dict[str, Any], known: Any):
    assert {"activity", "stats", "tracking", "tabledesigner"} <= set(whole_site["plugins"])
    assert set(whole_site["actions"]) - set(known.actions) == set()
    assert set(whole_site["endpoints"]) - set(known.endpoints) == set()
    assert len(whole_site["actions"]) > 220
    assert len(whole_site["endpoints"]) > 175


def test_no_stale_entries(whole_site: dict[str, Any], known: Any, products_plugins: set[str]):
    loaded = products_plugins | set(whole_site["plugins"])
    stale = [
        f"{one.plugin}: {one.name}"
        for section, one in entries(known)
        if one.plugin in loaded and can_be_loaded(one) and one.name not in whole_site[section]
    ]
    assert stale == []


@pytest.mark.usefixtures("clean_site")
def test_entries_stand_at_the_plugin_that_brings_them(
    app: Any, known: Any, products_plugins: set[str]
):
    from ckan import logic

    endpoints = {rule.endpoint for rule in app.flask_app.url_map.iter_rules()}
    here = {"actions": set(logic._actions), "endpoints": endpoints}
    elsewhere = [
        f"{one.plugin}: {one.name}"
        for section, one in entries(known)
        if (one.plugin not in products_plugins or one.setting) and one.name in here[section]
    ]
    assert elsewhere == []


@pytest.fixture
def columns(clean_site: None) -> set[tuple[str, str]]:
    """The columns of both databases of this site that can hold text."""
    from ckan import model

    from ckanext.datastore.backend.postgres import get_write_engine

    columns_of = runpy.run_path(str(WHOLE_SITE))["columns_of"]
    return columns_of(model.ensure_engine()) | columns_of(get_write_engine())


def test_every_store_is_classified(columns: set[tuple[str, str]], whole_site: dict[str, Any]):
    stores = surfaces.load_stores()
    everywhere = columns | {tuple(column) for column in whole_site["columns"]}
    assert {("package", "title"), ("_table_stats", "stats"), ("activity", "data")} <= everywhere
    assert everywhere - set(stores) == set()


def test_no_stale_stores(
    columns: set[tuple[str, str]], whole_site: dict[str, Any], products_plugins: set[str]
):
    everywhere = columns | {tuple(column) for column in whole_site["columns"]}
    loaded = products_plugins | set(whole_site["plugins"])
    stale = {
        key
        for key, store in surfaces.load_stores().items()
        if store.plugin in loaded and key not in everywhere
    }
    assert stale == set()


def write(folder: Path, text: str) -> Path:
    path = folder / "more.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sites_own_file_adds(tmp_path: Path):
    path = write(tmp_path, "pages: {actions: {pages_show: {class: META}}}")
    found = surfaces.configure({surfaces.OPTION: str(path)})
    assert "pages_show" in found.names_of_the_api
    assert surfaces.known() is found
    surfaces.configure({})
    assert "pages_show" not in surfaces.known().actions


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x: {actions: {send_mail: {class: META}}}", "send_mail is classified already, by harvest"),
        ("x: {endpoints: {stats.index: {class: META}}}", "stats.index is classified already"),
        ("x: {actions: {a: {class: META}, a: {class: NEUTRAL}}}", "a stands twice"),
        ("x: {actions: {a: {class: MINE}}}", "a has an unknown class 'MINE'"),
        ("x: [", "The file is no YAML"),
    ],
)
def test_a_sites_own_file_loosens_nothing(tmp_path: Path, text: str, message: str):
    path = write(tmp_path, text)
    with pytest.raises(ValueError, match="cannot be used") as caught:
        surfaces.configure({surfaces.OPTION: str(path)})
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_keeps_the_site_from_starting(tmp_path: Path):
    with pytest.raises(ValueError, match=r"missing\.yaml"):
        surfaces.configure({surfaces.OPTION: str(tmp_path / "missing.yaml")})
