"""The province of ``applying`` in an empty site, at a moment that does not pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def province(
    at: Callable[[dt.datetime], None],
    clean_site: None,
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """Providers, an agency, people and datasets; no letter is asked for unless a test wants one."""
    import applying

    from ckan import model

    monkeypatch.setitem(ckan_config, "ckanext.scigov.application.needs_letter", False)
    at(applying.NOW)
    applying.build()
    yield
    model.Session.remove()


@pytest.fixture
def settings_of(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of applications: ``settings_of(flow="full")``."""

    def change(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setitem(ckan_config, f"ckanext.scigov.application.{name}", value)

    return change


@pytest.fixture(autouse=True)
def history_is_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test has done: each part is what its history says, after every step."""
    yield
    if "province" in request.fixturenames:
        from replaying import disagreements

        assert disagreements() == []


@pytest.fixture
def visit(app: Any, province: None) -> Callable[..., Any]:
    """Ask for a page, or send a form, as somebody: ``visit("clerk", "/applications")``."""
    from ckan import model
    from ckan.tests import helpers

    def go(name: str, path: str, form: dict[str, Any] | None = None, **more: Any) -> Any:
        user = model.User.get(name) if name else None
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        asked = {"headers": headers | more.pop("headers", {}), "follow_redirects": False, **more}
        return app.get(path, **asked) if form is None else app.post(path, data=form, **asked)

    return go


@pytest.fixture
def found(app: Any, province: None) -> None:
    """The datasets are in the search index, by which forms find them."""
    import applying

    from ckan import model
    from ckan.lib.search import rebuild

    fields = ("security_level", "share_type", "open_type")
    for name, (_provider, grade, _resources) in applying.DATASETS.items():
        entry = model.Package.get(f"id-{name}")
        entry.extras = {**(entry.extras or {}), **dict(zip(fields, grade, strict=True))}
    model.Session.commit()
    for name in applying.DATASETS:
        rebuild(package_id=f"id-{name}")


@pytest.fixture
def settings(settings_of: Callable[..., None]) -> Callable[..., None]:
    return settings_of
