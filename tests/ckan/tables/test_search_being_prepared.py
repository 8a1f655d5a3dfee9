"""A search that takes too long: what is told of it as long as the rows have no words, and afterwards."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

from ckanext.scigov.tables import extracts, row_conditions, row_queries, row_words

FILE = "题目,金额\n大数据,1\n能耗,2\n".encode()
SOON = (
    "The search of this table is still being prepared, and this one took too long."
    " Try again in a few minutes."
)
SOON_ZH = "本表的检索功能仍在准备中，本次查询用时过长，请几分钟后重试。"
NARROW = "The search took too long. Narrow it with another filter."
NOTICE = "The search of this table is still being prepared. Until it is ready"
NOTICE_ZH = "本表的检索功能正在准备中。"
MILLISECONDS = 1000


@pytest.fixture
def resource(upload, work, monkeypatch):
    """A table whose rows have no words yet."""
    with monkeypatch.context() as patched:
        patched.setattr(row_words, "make", lambda *_, **__: False)
        made = upload(FILE, "表.csv")
        work()
    return made


@pytest.fixture
def with_words(resource):
    assert row_words.make(resource["id"]) is False
    return resource


@pytest.fixture(autouse=True)
def _slow(monkeypatch):
    """Let every search into cells or words take longer than it may."""
    slow = sa.literal_column("pg_sleep(60) IS NULL")
    monkeypatch.setattr(row_conditions, "_of_cells", lambda *_: [slow])
    monkeypatch.setattr(row_conditions, "_matches", lambda *_: slow)
    monkeypatch.setattr(row_queries, "MILLISECONDS", MILLISECONDS)
    monkeypatch.setattr(extracts, "TIMEOUT", f"{MILLISECONDS}ms")


@pytest.fixture
def get(app):
    def ask(resource, ending="", language="/en", **query):
        address = f"{language}/dataset/{resource['package_id']}/resource/{resource['id']}{ending}"
        answer = app.get(address, query_string=query)
        return answer.status_code, BeautifulSoup(answer.data, "html.parser")

    return ask


def refusal(call, action, resource, **values):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as caught:
        call(action, resource_id=resource["id"], **values)
    return caught.value.error_dict


def test_our_action_says_that_it_is_being_prepared(call, resource):
    assert refusal(call, "scigov_tables_rows_show", resource, q="数据") == {"q": [SOON]}


def test_our_action_wants_a_narrower_search_where_nothing_is_being_prepared(call, with_words):
    assert refusal(call, "scigov_tables_rows_show", with_words, q="数据") == {"q": [NARROW]}


@pytest.mark.parametrize("name", ["resource", "with_words"])
def test_ckans_action_says_so_too(name, request, context):
    from ckan.plugins import toolkit as tk

    table = request.getfixturevalue(name)["id"]
    asked = {**context, "query_timeout": MILLISECONDS}
    with pytest.raises(tk.ValidationError) as caught:
        tk.get_action("datastore_search")(asked, {"resource_id": table, "q": "数据"})
    told = {"resource": {"q": [SOON]}, "with_words": {"query": ["Search took too long"]}}
    assert caught.value.error_dict == told[name]


@pytest.mark.parametrize(("language", "sentence"), [("", SOON_ZH), ("/en", SOON)])
def test_the_page_says_it_and_shows_no_result(get, resource, language, sentence):
    code, soup = get(resource, language=language, q="数据")
    assert code == 200
    assert soup.select_one("#table [role=alert]").get_text(strip=True) == sentence
    assert soup.select_one("#table [role=status]").get_text(strip=True) == ""
    assert soup.select(".scigov-rows tbody tr") == []


@pytest.mark.parametrize("ending", ["/columns", "/chart", "/rows.csv", "/rows.json", "/rows.xlsx"])
def test_other_pages_and_files_are_not_there_for_the_moment(get, resource, ending):
    code, soup = get(resource, ending, q="数据", by="题目")
    assert (code, SOON in soup.get_text(" ", strip=True)) == (503, True)


def test_other_pages_of_a_table_with_words_want_a_narrower_search(get, with_words):
    code, soup = get(with_words, "/columns", q="数据")
    assert (code, NARROW in soup.get_text(" ", strip=True)) == (400, True)


@pytest.mark.parametrize(("language", "notice"), [("", NOTICE_ZH), ("/en", NOTICE)])
def test_the_page_tells_that_the_search_is_being_prepared(get, resource, language, notice):
    code, soup = get(resource, language=language)
    assert code == 200
    assert notice in soup.select_one(".scigov-load").get_text(" ", strip=True)
    assert len(soup.select(".scigov-rows tbody tr")) == 2
    row_words.make(resource["id"])
    assert notice not in get(resource, language=language)[1].get_text(" ", strip=True)


def test_a_file_that_is_not_loaded_yet_has_no_search_to_wait_for(get, upload):
    assert NOTICE not in get(upload(FILE, "表.csv"))[1].get_text(" ", strip=True)
