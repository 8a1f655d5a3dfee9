"""Departments, people, and how they meet the pages of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def province(at: Callable[[dt.datetime], None], clean_site: None, app: Any) -> Iterator[None]:
    """Departments and people, at a moment that does not pass. Making the app starts the clock again."""
    import applying

    from ckan import model

    at(applying.NOW)
    applying.build()
    yield
    model.Session.remove()


@pytest.fixture
def visit(province: None, app: Any) -> Callable[..., Any]:
    """Ask for a page, or send a form, as somebody: ``visit("editor", "/outside")``."""
    from ckan import model
    from ckan.tests import helpers

    def go(name: str, path: str, form: dict[str, Any] | None = None) -> Any:
        user = model.User.get(name) if name else None
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        asked: dict[str, Any] = {"follow_redirects": False}
        if token:
            asked["headers"] = {"Authorization": token["token"]}
        return app.get(path, **asked) if form is None else app.post(path, data=form, **asked)

    return go
