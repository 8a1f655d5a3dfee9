"""The start-up check on CKAN's own configuration, plugins, storages, and on a program that starts."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ckan.plugins as p
from ckan.common import config, config_declaration
from ckan.config import environment
from ckan.exceptions import CkanConfigurationException

from ckanext.scigov.access import startup
from ckanext.scigov.access.domain import startup as rules

pytestmark = pytest.mark.usefixtures("clean_db", "with_plugins")
START = """
import sys
import pylibmagic
from ckan.cli import load_config
from ckan.common import config
from ckan.config.middleware import make_app
make_app(load_config(sys.argv[1]))
from ckanext.scigov.access import startup
startup.check(config)
"""


def unsafe() -> tuple[str, ...]:
    """Return what is found, as if our backend of the DataStore were there and the last."""
    site = startup.site_of(config)
    return rules.findings(
        dataclasses.replace(site, backend_plugins=(*site.backend_plugins, "scigov_access"))
    )


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Have CKAN read settings anew; return what the check says to them."""

    reloaded = False

    def read(settings: dict[str, Any], *without: str, reload: bool = False) -> str:
        nonlocal reloaded
        reloaded = reload
        for setting, value in settings.items():
            monkeypatch.setitem(config.store, setting, value)
        for setting in without:
            monkeypatch.delitem(config.store, setting)
        with pytest.raises(CkanConfigurationException) as refused:  # noqa: PT012 (either may)
            p.load_all() if reload else environment.update_config()
            startup.check(config)
        return str(refused.value)

    before = dict(config.store)
    yield read
    monkeypatch.undo()
    config.store.clear()
    config.store.update(before)
    p.load_all() if reloaded else environment.update_config()


def test_the_product_s_own_settings_are_safe() -> None:
    assert unsafe() == ()


def test_every_setting_of_a_rule_is_one_of_ckan() -> None:
    names = {rule.setting for rule in rules.RULES} - {"ckanext.scigov.testing"}
    assert [name for name in names if name not in config_declaration] == []


SAID = {
    "ckan.datastore.sqlsearch.enabled": "true",
    "ckan.datastore.public_table_search": "_table_metadata",
    "ckan.files.owner.cascade_access": "package resource:resources",
    "ckan.auth.user_create_organizations": "true",
    "ckan.auth.user_create_groups": "true",
    "ckan.auth.create_unowned_dataset": "true",
    "ckan.auth.allow_collaborators_to_change_owner_org": "true",
    "ckan.auth.public_activity_stream_detail": "true",
    "ckan.auth.reveal_private_datasets": "true",
    "ckan.cache_expires": "60",
    "ckan.cors.origin_allow_all": "true",
    "ckan.search.solr_allowed_query_parsers": "bool",
    "debug": "true",
    "SECRET_KEY": "CHANGE_ME",
    "WTF_CSRF_SECRET_KEY": "CHANGE_ME",
    "api_token.jwt.encode.secret": "string:CHANGE_ME",
    "api_token.jwt.decode.secret": "string:CHANGE_ME",
}


def test_all_that_an_ini_file_may_say_is_told_at_once(reads: Callable[..., str]) -> None:
    told = reads({**SAID, "ckan.site_url": "https://data.example.gov.cn"})
    lines = told.splitlines()
    for setting in [*SAID, "ckanext.scigov.testing"]:
        assert [line for line in lines if f" {setting} " in line], setting
    assert told.count("(it is https://data.example.gov.cn)") == 2


def test_ckans_defaults_are_not_safe(reads: Callable[..., str]) -> None:
    settings = (
        "ckan.files.owner.cascade_access",
        "ckan.datastore.public_table_search",
        "ckan.auth.user_create_organizations",
        "ckan.auth.user_create_groups",
    )
    told = reads({}, *settings)
    assert [setting for setting in settings if setting not in told] == []


def test_the_old_name_of_the_secret_key(reads: Callable[..., str]) -> None:
    told = reads({"beaker.session.secret": "short"}, "SECRET_KEY")
    assert "Give SECRET_KEY a long random value" in told


def test_public_folders(reads: Callable[..., str], tmp_path: Path) -> None:
    store = Path(config["ckan.storage_path"])
    link, objects = tmp_path / "theme", store / "objects"
    link.symlink_to(store)
    paths = f"{tmp_path}/a,{link},{store}/resources/abc"
    told = reads({"extra_public_paths": paths, "ckan.webassets.path": str(objects)})
    assert f"and extra_public_paths ({store}) apart" in told
    assert f"and extra_public_paths ({store}/resources/abc) apart" in told
    assert f"and ckan.webassets.path ({objects}) apart" in told
    assert told.count("extra_public_paths") == 2


def storage(name: str, kind: str, path: str, **options: str) -> dict[str, str]:
    settings = {"type": kind, "path": path, "initialize": "true", **options}
    return {f"ckan.files.storage.{name}.{option}": value for option, value in settings.items()}


def test_public_storages(reads: Callable[..., str], tmp_path: Path) -> None:
    objects = str(Path(config["ckan.storage_path"]) / "objects")
    told = reads(
        {
            **storage("open", "ckan:fs", objects, public="true"),
            **storage("shown", "ckan:fs:public", objects),
            **storage("apart", "ckan:fs", str(tmp_path / "a"), public="true"),
            **storage("resources", "ckan:memory", "mine", public="true"),
        }
    )
    assert f"and ckan.files.storage.open.path ({objects}) apart" in told
    assert f"and ckan.files.storage.shown.path ({objects}) apart" in told
    assert "resources.path (mine) and ckan.files.storage.resources.path (mine) apart" in told
    assert "storage.apart" not in told


def test_a_public_storage_of_resources(reads: Callable[..., str], tmp_path: Path) -> None:
    told = reads(storage("resources", "ckan:fs", str(tmp_path), public="true"))
    assert f"({tmp_path}) and ckan.files.storage.resources.path ({tmp_path}) apart" in told


def test_ckans_own_storages_are_apart(reads: Callable[..., str], tmp_path: Path) -> None:
    """It makes those for pictures itself, inside the default one."""
    told = reads({**storage("default", "ckan:fs", str(tmp_path)), "ckan.cache_expires": "1"})
    assert "ckan.cache_expires" in told
    assert "apart" not in told


def test_another_plugin_labels_first(reads: Callable[..., str]) -> None:
    names = ["example_ipermissionlabels", *config["ckan.plugins"]]
    assert "before example_ipermissionlabels in" in reads({"ckan.plugins": names}, reload=True)


def test_another_backend_is_last(reads: Callable[..., str]) -> None:
    names = [*config["ckan.plugins"], "example_idatastorebackend"]
    assert "behind example_idatastorebackend in" in reads({"ckan.plugins": names}, reload=True)


def test_tokens_without_an_end_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(startup.log, "warning", told.append)
    site = startup.site_of(config)
    startup.warn(site)
    startup.warn(dataclasses.replace(site, token_plugins=("expire_api_token",)))
    assert [sentence[:20] for sentence in told] == ["API tokens never end"]


def test_a_site_that_is_not_safe_does_not_start(tmp_path: Path, root: Path) -> None:
    ini = tmp_path / "unsafe.ini"
    ini.write_text(
        f"[app:main]\nuse = config:{root}/config/test.ini\n"
        "ckan.datastore.sqlsearch.enabled = true\nckan.cache_expires = 60\n",
        encoding="utf-8",
    )
    answer = subprocess.run(
        [sys.executable, "-c", START, str(ini)], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "CkanConfigurationException: Set ckan.datastore.sqlsearch.enabled to false" in (
        answer.stderr
    )
    assert "Set ckan.cache_expires to 0 (it is 60)" in answer.stderr
