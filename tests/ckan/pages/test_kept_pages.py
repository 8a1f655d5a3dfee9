"""Pages for everybody: no cookie, 304 while nothing has changed, and never what has been closed."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

Make = Callable[..., dict[str, Any]]
Fetch = Callable[..., Any]
NAME = "xiang-mu-1"
NOW = dt.datetime(2026, 9, 24, tzinfo=dt.timezone.utc)
DATASET, LIST, HOME, PROVIDER = f"/dataset/{NAME}", "/dataset/", "/", "/organization/kejiting"
PROVIDERS, ABOUT = "/organization/", "/about"
SHOW_IT = (DATASET, LIST, HOME, PROVIDER)
EVERYBODYS = (*SHOW_IT, PROVIDERS, ABOUT, f"/en{DATASET}", "/dataset/?q=项目&sort=title_string+asc")
OF_LISTS = {
    "scigov_search_document", "scigov_search_deletion", "scigov_search_state", "scigov_search_base",
    "scigov_search_posting", "group", "member", "system_info", "scigov_usage_state",
}  # fmt: skip
"""What ``state.of_lists`` covers."""
OF_DATASET = {
    "package", "resource", "member", "group", "scigov_search_document", "scigov_access_grade",
    "scigov_access_vault", "scigov_tables_load", "scigov_tables_location", "package_tag",
    "system_info", "scigov_catalogue_system", "scigov_catalogue_business_item", "scigov_usage_month",
    "scigov_intake_outside",
}  # fmt: skip
"""What ``state.of_dataset`` covers."""
OF_PROVIDER = OF_LISTS | {"scigov_tables_load", "scigov_access_grade"}
"""What ``state.of_lists`` covers for the page of one provider."""
NOT_SHOWN = {
    # Every change of them is a change of the index, in the same transaction.
    # Numbers of use are stored together with the row that says when.
    "/": {"package", "resource", "scigov_usage_month"},
    # What sets or lifts a note at data in doubt writes the document of the dataset.
    DATASET: {"scigov_dispute_dispute"},
    # CKAN's view asks for the followers of a provider; our page does not show them.
    # Every change of an entry is a change of the index; where data lie decides about no figure.
    "/organization/kejiting": {
        "user_following_group",
        "user",
        "package",
        "resource",
        "scigov_access_vault",
    },
}


@pytest.fixture
def fetch(app: Any, make_dataset: Make) -> Fetch:
    """``fetch("/", etag="…", user_cookie="…")``: a page as a browser without a cookie jar asks."""
    for number in (1, 2, 3):
        make_dataset(number)
    client = app.test_client(use_cookies=False)

    def get(path: str, etag: str = "", cookie: str = "", method: str = "get", **more: str) -> Any:
        headers = {"If-None-Match": etag, "Cookie": cookie, **more}
        return getattr(client, method)(path, headers={k: v for k, v in headers.items() if v})

    return get


def varies(path: str) -> set[str]:
    """Return by what headers answers differ: a dataset's page leads programs to its description."""
    return {"authorization", "cookie"} | ({"accept"} if path.endswith(DATASET) else set())


@pytest.mark.parametrize("path", EVERYBODYS)
def test_a_page_for_everybody_has_no_cookie_and_is_asked_for_again(fetch: Fetch, path: str) -> None:
    first, second = fetch(path), fetch(path)
    for answer in (first, second):
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache, public, max-age=0, must-revalidate"
        assert {one.lower() for one in answer.vary} == varies(path)
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    for method in ("get", "head"):
        again = fetch(path, first.headers["ETag"], method=method)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Set-Cookie" not in again.headers
    assert fetch(path, '"another"').status_code == 200


@pytest.mark.parametrize(
    ("path", "most"), [(HOME, 3), (LIST, 3), (PROVIDERS, 3), (PROVIDER, 4), (DATASET, 3)]
)
def test_what_has_not_changed_is_not_made_again(
    fetch: Fetch, count_queries: Callable[[], AbstractContextManager[Any]], path: str, most: int
) -> None:
    etag = fetch(path).headers["ETag"]
    with count_queries() as made_anew:
        assert fetch(path + "?_=1").status_code == 200
    for known, status in ((etag, 304), ("", 200)):
        with count_queries() as queries:
            assert fetch(path, known).status_code == status
        assert queries.count <= most < made_anew.count, "\n\n".join(queries.statements)


def _edited() -> None:
    tk.get_action("package_patch")(_as_system(), {"id": NAME, "title": "改后的标题"})


def _graded() -> None:
    grade = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
    tk.get_action("package_patch")(_as_system(), {"id": NAME, **grade})


def _renamed_provider() -> None:
    tk.get_action("organization_patch")(_as_system(), {"id": "kejiting", "title": "科学技术厅"})


def _as_system() -> dict[str, Any]:
    return {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}


@pytest.mark.parametrize(
    ("path", "change"),
    [
        *itertools.product(SHOW_IT, (_edited, _graded)),
        # CKAN's index has the provider's old title until the dataset is saved again.
        *itertools.product(SHOW_IT[1:], (_renamed_provider,)),
    ],
)
def test_a_change_is_shown_by_the_next_answer(
    fetch: Fetch, path: str, change: Callable[[], None]
) -> None:
    before = fetch(path)
    assert fetch(path, before.headers["ETag"]).status_code == 304
    change()
    model.Session.remove()
    after = fetch(path, before.headers["ETag"])
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.data != before.data


def _hidden() -> None:
    tk.get_action("package_patch")(_as_system(), {"id": NAME, "hide_entry": "true", **CLOSED})


def _deleted() -> None:
    tk.get_action("package_delete")(_as_system(), {"id": NAME})


def _private() -> None:
    tk.get_action("package_patch")(_as_system(), {"id": NAME, "private": True})


CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}


@pytest.mark.parametrize("close", [_hidden, _deleted, _private])
def test_what_has_been_closed_is_shown_no_more(fetch: Fetch, close: Callable[[], None]) -> None:
    before = {path: fetch(path) for path in SHOW_IT}
    close()
    model.Session.remove()
    for known in (before[DATASET].headers["ETag"], ""):
        assert fetch(DATASET, known).status_code == 404
    for path in SHOW_IT[1:]:
        after = fetch(path, before[path].headers["ETag"])
        assert after.status_code == 200
        assert NAME in before[path].get_data(as_text=True)
        assert NAME not in after.get_data(as_text=True)


@pytest.mark.parametrize("path", [DATASET, PROVIDER])
def test_a_loaded_table_is_a_change_of_its_dataset(fetch: Fetch, path: str) -> None:
    from ckanext.scigov.tables.model import Load

    before = fetch(path).headers["ETag"]
    resource = model.Package.get(NAME).resources[0]
    needed = (c for c in Load.__table__.c if not c.nullable and c.default is None)
    plain: dict[type, Any] = {str: "", int: 0, list: [], dict: {}, bool: False}
    values = {c.name: plain[c.type.python_type] for c in needed if c.type.python_type in plain}
    values |= {"resource_id": resource.id, "state": "loaded", "row_count": 1234}
    moments = {c.name: NOW for c in Load.__table__.c if c.type.python_type is dt.datetime}
    model.Session.add(Load(**{**moments, **values}))
    model.Session.commit()
    after = fetch(path, before)
    assert after.status_code == 200
    assert "1,234" in after.get_data(as_text=True)


def test_languages_are_pages_of_their_own(fetch: Fetch) -> None:
    chinese, english = fetch(DATASET), fetch(f"/en{DATASET}")
    assert chinese.headers["ETag"] != english.headers["ETag"]
    assert fetch(f"/en{DATASET}", chinese.headers["ETag"]).data == english.data
    assert 'lang="zh-Hans-CN"' in chinese.get_data(as_text=True)
    assert 'lang="en"' in english.get_data(as_text=True)[:200]


@pytest.mark.parametrize("path", [*SHOW_IT, PROVIDERS, ABOUT])
@pytest.mark.parametrize("by", ["session", "token"])
def test_whoever_is_signed_in_gets_a_page_of_his_own(
    fetch: Fetch,
    owner_editor: dict[str, Any],
    session_cookie: Callable[[str], str],
    path: str,
    by: str,
) -> None:
    etag = fetch(path).headers["ETag"]
    told = {"cookie": session_cookie(owner_editor["id"])}
    if by == "token":
        told = {"Authorization": owner_editor["token"]}
    own = fetch(path, etag, **told)
    assert own.status_code == 200
    assert "编目员" in own.get_data(as_text=True)
    assert own.headers["Cache-Control"] == "no-store, private"
    assert {one.lower() for one in own.vary} == varies(path)
    assert "ETag" not in own.headers
    assert "编目员" not in fetch(path).get_data(as_text=True)


def test_a_search_that_failed_is_not_kept(
    fetch: Fetch, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    address = "/dataset/?q=查无此词"
    fetch(address)
    with count_queries() as queries:
        assert fetch(address).status_code == 200
    assert queries.count > 3


@pytest.mark.ckan_config("ckanext.scigov.pages.memory", 0)
def test_without_memory_pages_are_made_anew_and_still_answer_304(
    fetch: Fetch, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    etag = fetch(LIST).headers["ETag"]
    with count_queries() as queries:
        assert fetch(LIST, etag).status_code == 304
    assert queries.count > 3


@pytest.mark.parametrize(
    ("path", "covered"),
    [(HOME, OF_LISTS), (LIST, OF_LISTS), (PROVIDERS, OF_LISTS), (PROVIDER, OF_PROVIDER),
     (DATASET, OF_DATASET)],
)  # fmt: skip
def test_a_page_reads_what_its_state_covers(
    fetch: Fetch,
    count_queries: Callable[[], AbstractContextManager[Any]],
    path: str,
    covered: set[str],
) -> None:
    with count_queries() as queries:
        fetch(path + "?_=2")
    # The state's own statement asks the server since when it runs.
    text = "\n".join(one for one in queries.statements if "postmaster" not in one)
    tables = {name for name in model.meta.metadata.tables if _is_read(name, text)}
    assert tables - NOT_SHOWN.get(path, set()) <= covered


def _is_read(table: str, text: str) -> bool:
    return bool(re.search(rf'(FROM|JOIN|,)\s+(public\.)?"?{table}"?\b(?!\.)', text))
