"""An entry of a harvested source, its table at the source, and looks into both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_rows import RECORD, SqliteRows

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.timezone.utc)
ROWS = (
    ("P1", "大数据决策研究", "12.60", "2024-02-09", 1),
    ("P2", "能耗监测", "1,000", "2024/3/1", 2),
    ("P3", "作物育种", None, "2024年5月2日", 3),
)


@pytest.fixture
def store(tmp_path: Path, app: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A storage folder of this test's own."""
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return tmp_path / "objects"


@pytest.fixture
def clean(clean_site: None, store: Path) -> Iterator[None]:
    yield
    from ckan import model

    model.Session.rollback()


@pytest.fixture
def call() -> Callable[..., Any]:
    from ckan.plugins import toolkit as tk

    context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
    return lambda name, /, **values: tk.get_action(name)(dict(context), values)


@pytest.fixture
def entry(clean: None, provider: dict[str, Any], call: Callable[..., Any]) -> dict[str, Any]:
    """An entry as the pipeline makes it: its level is proposed and not in force."""
    return call(
        "package_create", name="projects", title="科技计划项目信息", owner_org=provider["id"],
        catalogue_profile="gathered", source_portal="business", source_id="projects",
    )  # fmt: skip


@pytest.fixture
def editor(entry: dict[str, Any]) -> str:
    """The name of somebody who edits the entries of its provider."""
    from ckan.tests import factories, helpers

    user = factories.User()["name"]
    values = {"id": entry["owner_org"], "username": user, "role": "editor"}
    helpers.call_action("organization_member_create", **values)
    return str(user)


@pytest.fixture
def as_user() -> Callable[..., Any]:
    """``as_user(name, action, **values)``: what somebody gets; no name is an anonymous reader."""
    from ckan import model
    from ckan.plugins import toolkit as tk

    def run(user: str, name: str, /, **values: Any) -> Any:
        context = {"user": user, "auth_user_obj": model.User.get(user) if user else None}
        return tk.get_action(name)(context, values)

    return run


@pytest.fixture
def source() -> SqliteRows:
    made = SqliteRows()
    made.put(*ROWS)
    return made


@pytest.fixture
def take(entry: dict[str, Any]) -> Callable[..., Any]:
    """``take(source, days=0, resource_id="", **options)``: take the table's rows, as a run does."""
    from ckan import model

    from ckanext.scigov.intake.rows.taken import Options
    from ckanext.scigov.intake.rows.taking import take

    def run(
        source: SqliteRows,
        *,
        days: int = 0,
        resource_id: str = "",
        usual: bool = False,
        **options: Any,
    ) -> Any:
        moment = NOW + dt.timedelta(days=days)
        wanted = Options(**{"most_vanished_percent": 50, **options}) if usual is False else None
        return take(
            model.Session, "source-1", entry["id"], resource_id, source, RECORD, moment, wanted
        )

    return run


@pytest.fixture
def rows(as_user: Callable[..., Any], editor: str) -> Callable[[str], list[tuple[str | None, ...]]]:
    """Return a table's cells as its provider gets them, without the numbers of rows, in order."""

    def read(resource_id: str) -> list[tuple[str | None, ...]]:
        found = as_user(editor, "scigov_tables_rows_show", resource_id=resource_id, limit=1000)
        names = [one["id"] for one in found["fields"] if one["id"] != "_id"]
        return sorted(tuple(one[name] for name in names) for one in found["records"])

    return read
