"""What a page shows of a file goes to whoever may have the file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from graded_files import HIDDEN, create, grade_item
from grades_given import CLOSED, OPEN
from werkzeug.datastructures import FileStorage

from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.domain.obligations import Obligations

pytestmark = pytest.mark.usefixtures("clean_site", "now")
FILM = "片.mp4"
NOTE = "说明.txt"
BYTES = b"canary-0123456789"


@pytest.fixture
def publish(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., Any]:
    """Make an entry with a file; with an item of it closed if asked."""

    def make(name: str, grade: dict[str, str], *, item: bool = False) -> tuple[str, ...]:
        file = FileStorage(io.BytesIO(BYTES), filename=name)
        made = create({**entry, **grade}, {"name": "件", "upload": file})
        if item:
            grade_item(*made, "身份证号")
        model.Session.commit()
        return made

    return make


@pytest.fixture
def plain() -> str:
    return str(factories.UserWithToken(name="plain")["token"])


@pytest.fixture
def get(app: Any) -> Callable[..., Any]:
    def ask(token: str, made: tuple[str, str], way: str = "/inline", **headers: str) -> Any:
        sent = {**headers, **({"Authorization": token} if token else {})}
        client = app.test_client(use_cookies=False)
        return client.get(f"/dataset/{made[0]}/resource/{made[1]}{way}", headers=sent)

    return ask


def test_open_files_are_shown_to_all(publish, get):
    answer = get("", publish(FILM, OPEN))
    assert (answer.status_code, answer.get_data()) == (200, BYTES)
    assert answer.headers["Cache-Control"].startswith("public, no-cache")


def test_closed_ones_to_the_holder_of_a_grant_and_that_is_on_record(
    publish, get, plain, issued, recorded
):
    made = publish(FILM, CLOSED)
    for token in ("", plain):
        answer = get(token, made)
        assert (answer.status_code, b"canary" in answer.get_data()) == (403, False)
        assert "/inline" not in get(token, made, "").get_data(as_text=True)
    number = str(issued(made[0]).number)
    answer = get(plain, made)
    assert (answer.get_data(), answer.headers["X-Scigov-Grant"]) == (BYTES, number)
    assert answer.headers["Cache-Control"].startswith("private, no-cache")
    assert ("plain", "data.download") in recorded(made[1])
    assert get(plain, made, Range="bytes=0-5").get_data() == b"canary"
    assert "/inline" in get(plain, made, "").get_data(as_text=True)


def test_hidden_ones_are_absent(publish, get, plain, owner_editor):
    made = publish(FILM, HIDDEN)
    absent = (made[0], "00000000-0000-4000-8000-000000000000")
    assert get(plain, made).status_code == get(plain, absent).status_code == 404
    assert get(owner_editor["token"], made).get_data() == BYTES


def test_a_file_that_holds_a_closed_item_is_not_shown(publish, get, owner_editor):
    made = publish(FILM, OPEN, item=True)
    answer = get("", made)
    assert (answer.status_code, b"canary" in answer.get_data()) == (403, False)
    assert get(owner_editor["token"], made).get_data() == BYTES


@pytest.mark.parametrize("terms", [{"query_only": True}, {"no_onward_transfer": True}])
def test_terms_hold_as_for_the_file(publish, get, plain, issued, terms):
    made = publish(FILM, CLOSED)
    issued(made[0], obligations=Obligations(**terms))
    answer = get(plain, made)
    assert (answer.status_code, b"canary" in answer.get_data()) == (403, False)


def test_texts_are_shown_with_the_file(publish, get, plain, issued):
    made = publish(NOTE, CLOSED)
    for token in ("", plain):
        assert "canary" not in get(token, made, "").get_data(as_text=True)
    issued(made[0])
    assert "canary-0123456789" in get(plain, made, "").get_data(as_text=True)


def test_texts_are_not_shown_in_parts_or_on_terms(publish, get, plain, issued, owner_editor):
    made = publish(NOTE, OPEN, item=True)
    assert "canary" not in get("", made, "").get_data(as_text=True)
    assert "canary" in get(owner_editor["token"], made, "").get_data(as_text=True)


def test_texts_bear_no_mark_so_a_grant_that_asks_for_one_does_not_show_them(
    publish, get, plain, issued
):
    made = publish(NOTE, CLOSED)
    issued(made[0], obligations=Obligations(watermark=True))
    assert "canary" not in get(plain, made, "").get_data(as_text=True)
    assert get(plain, made, "/access").get_data() == BYTES
