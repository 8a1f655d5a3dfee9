"""Error pages say in a sentence what happened and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

Read = Callable[..., BeautifulSoup]


def test_a_missing_page(read: Read) -> None:
    page = read("/no-such-page", status=404)
    assert page.h1.string == "页面不存在"
    assert page.select_one("#error-content form")["action"] == "/dataset/"
    assert read("/en/no-such-page", status=404).h1.string == "This page does not exist"


def test_a_stranger_is_led_to_the_login(read: Read) -> None:
    page = read("/dataset/new", status=403)
    assert page.h1.string == "您无权查看该页面"
    assert page.select_one("#error-content a.btn")["href"] == "/user/login"


def test_an_unforeseen_error_tells_nothing_inside(app: Any) -> None:
    import ckan.plugins.toolkit as tk

    values = {"code": [500], "content": "Internal server error"}
    with app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": "zh_Hans_CN"}):
        page = BeautifulSoup(tk.render("error_document_template.html", values), "html.parser")
    assert page.h1.string == "系统出现错误"
    assert page.select_one(".scigov-error-code").string == "错误 500"
    assert "Internal" not in page.get_text()


def test_a_search_that_is_not_understood_is_there_to_be_corrected(read: Read) -> None:
    page = read("/dataset/?q=title:~~%3Cb%3E", status=400)
    assert page.select_one("#scigov-error-q")["value"] == "title:~~<b>"


def test_an_error_of_the_database_has_a_page_for_who_is_signed_in(
    app: Any, owner_editor: dict[str, Any], monkeypatch: Any
) -> None:
    """Its header names the user, whom the broken transaction could not load."""
    import sqlalchemy as sa

    from ckan import model

    def broken() -> None:
        model.Session.execute(sa.text("SELECT 1 / 0"))

    monkeypatch.setitem(app.flask_app.view_functions, "home.about", broken)
    # As on a site: in tests, errors come out of the application.
    monkeypatch.setattr(app.flask_app, "testing", False)
    monkeypatch.setitem(app.flask_app.config, "PROPAGATE_EXCEPTIONS", False)
    headers = {"Authorization": owner_editor["token"]}
    response = app.flask_app.test_client().get("/about", headers=headers)
    assert response.status_code == 500
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert page.select_one(".scigov-error-code").string == "错误 500"
