"""One dataset, and the feed of the government network: for each reader what he sees, and never the highest level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from .conftest import datasets, triples

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
SECRET = {"security_level": "4", "share_type": "none", "open_type": "none"}


def test_a_dataset_is_shown_to_who_sees_it(
    make: Make, get: Get, owner_editor: dict[str, Any]
) -> None:
    entry = make("aa", private=True)
    hidden, absent = get("/dataset/aa.ttl"), get("/dataset/no-such.ttl")
    # A page of a refusal names its own address, for the other language.
    same = hidden.get_data().replace(b"/dataset/aa.ttl", b"/dataset/no-such.ttl")
    assert (hidden.status_code, same) == (404, absent.get_data())
    own = get("/dataset/aa.ttl", token=owner_editor["token"])
    assert datasets(triples(own)) == [entry["id"]]
    assert own.headers["Cache-Control"] == "no-store, private"


def test_an_open_dataset_is_complete_in_itself(make: Make, get: Get) -> None:
    entry = make("aa")
    answer = get("/dataset/aa.ttl")
    assert datasets(triples(answer)) == [entry["id"]]
    assert "省科学技术厅" in answer.get_data(as_text=True)
    again = get("/dataset/aa.ttl", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.get_data()) == (304, b"")
    absent = get("/dataset/no-such.ttl", If_None_Match=answer.headers["ETag"])
    assert absent.status_code == 404


def test_one_that_is_gone_for_good_says_so_in_rdf(make: Make, get: Get) -> None:
    entry = make("aa")
    get("/catalog.ttl")
    tk.get_action("dataset_purge")({"ignore_auth": True, "user": ""}, {"id": entry["id"]})
    model.Session.remove()
    answer = get(f"/dataset/{entry['id']}.ttl")
    assert (answer.status_code, answer.mimetype) == (410, "text/turtle")
    assert "invalidatedAtTime" in answer.get_data(as_text=True)


def test_the_government_feed_is_for_who_is_signed_in(make: Make, get: Get) -> None:
    make("aa")
    refused = get("/en/gov/catalog.ttl")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "token" in refused.get_data(as_text=True)
    assert get("/api/3/action/scigov_dcat_government_show").status_code == 403


def test_the_government_feed_holds_what_its_reader_sees(
    make: Make, get: Get, owner_editor: dict[str, Any]
) -> None:
    ids = [make("aa")["id"], make("bb", private=True)["id"]]
    secret = make("cc", title="最高等级的标题", **SECRET)
    stranger = factories.UserWithToken()
    own = get("/gov/catalog.ttl", token=owner_editor["token"])
    assert datasets(triples(own)) == sorted(ids)
    assert own.headers["Cache-Control"] == "no-store, private"
    assert secret["title"] not in own.get_data(as_text=True)
    assert datasets(triples(get("/gov/catalog.ttl", token=stranger["token"]))) == ids[:1]
    answer = get("/api/3/action/scigov_dcat_government_show?form=ttl", token=stranger["token"])
    assert ids[0] in answer.get_json()["result"]["document"]
    # He sees it on its page, and it leaves by no feed.
    assert get("/dataset/cc", token=owner_editor["token"]).status_code == 200
    assert get("/dataset/cc.ttl", token=owner_editor["token"]).status_code == 404


def test_the_vocabulary_is_a_page_and_a_document(get: Get) -> None:
    page = get("/def/stgov", Accept="text/html")
    assert "有条件开放" in page.get_data(as_text=True)
    document = get("/def/stgov", Accept="text/turtle").get_data(as_text=True)
    assert '"有条件开放"@zh' in document
    assert '"Open on conditions"@en' in document
    # Its properties have the names that the form has.
    assert '"安全等级"@zh' in document
    assert "st:itemUpdateFrequency a owl:ObjectProperty" in " ".join(document.split())
    assert get("/def/stgov.jsonld").mimetype == "application/ld+json"
