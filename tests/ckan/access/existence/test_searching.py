"""Searches name no field of addresses and labels, over every way in; the index has no addresses."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from ckan import model
from ckan.lib.search import SearchQueryError

pytestmark = pytest.mark.only_reads
API = "/api/3/action/package_search?"
CLOSED = [
    "q=res_url:http*", "fq=permission_labels:public", 'facet.field=["permission_labels"]',
    "fl=validated_data_dict", "fl=*", "sort=res_url+asc", "q=a&qf=res_url",
    "q=extras_endpoint_url:x",
]  # fmt: skip


@pytest.mark.parametrize("asked", CLOSED)
def test_the_api_refuses_fields_of_addresses(shelf, ask, asked):
    for who in ("anonymous", "owner_editor", "sysadmin"):
        response = ask(who, API + asked, status=400)
        error = json.loads(response.body)["error"]
        assert error["__type"] == "Search Query Error"
        assert "cannot be asked about" in error["message"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("q=title:标题opened", 1), ('facet.field=["tags","res_format"]', 2),
        ("fl=id,name&sort=title_string+asc", 2), ("fq=organization:kejiting", 2), ("q=标题opened", 1),
    ],
)  # fmt: skip
def test_the_api_answers_ordinary_questions(shelf, ask, asked, count):
    assert json.loads(ask("anonymous", API + asked).body)["result"]["count"] == count


def test_pages_and_feeds_refuse_them_too(shelf, ask):
    assert ask("anonymous", "/dataset/?q=res_url:http*", status=None).status_code == 400
    assert ask("anonymous", "/dataset/?res_url=http", status=None).status_code == 400
    assert ask("anonymous", "/dataset/?tags=keyword-opened").status_code == 200
    with pytest.raises(SearchQueryError):
        ask("anonymous", "/feeds/custom.atom?res_url=http")
    # The feed of the catalogue takes no question of a search.
    plain, asked = (
        ask("anonymous", f"/catalog.nt{more}").body for more in ("", "?fq=res_url:http*")
    )
    assert asked == plain


def test_no_address_is_in_the_index(shelf):
    columns = "terms, fields, words, field_words, stored"
    query = sa.text(f"SELECT name, CAST(ROW({columns}) AS text) FROM scigov_search_document")
    found = dict(model.Session.execute(query).all())
    assert {"opened", "conditional"} <= set(found)
    for name, document in found.items():
        assert f"{name}-address" not in document
        assert "标题" in document or "keyword" in document


def test_an_address_is_no_word(shelf, do):
    assert do("sysadmin", "package_search", q="opened-address")["count"] == 0
    assert do("sysadmin", "package_search", q="keyword-opened")["count"] == 1
