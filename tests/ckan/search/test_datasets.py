"""The index through CKAN's own actions: transactions, who sees what, deleting, hostile queries."""

import contextlib
import time

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search import clear, rebuild
from ckan.lib.search.common import SearchQueryError
from ckan.tests import factories, helpers

from ckanext.scigov.search.model import SearchDocument

pytestmark = [
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins"),
]


def names(q="*:*", user="", **parameters):
    """Search as ``user``; the anonymous visitor is the empty name."""
    context = {"user": user, "auth_user_obj": model.User.get(user), "ignore_auth": False}
    answer = tk.get_action("package_search")(context, {"q": q, **parameters})
    return sorted(package["name"] for package in answer["results"])


class CommitFailedError(Exception):
    """Stands for a database that dies at the commit."""


@pytest.fixture
def failing_commit(monkeypatch):
    """Let the next action fail at its commit; returns what was found just before."""
    seen = []

    def arrange(query):
        def fail():
            seen.append(names(query))
            raise CommitFailedError

        monkeypatch.setattr(model.repo, "commit", fail)
        return seen

    yield arrange
    model.Session.rollback()


def test_a_dataset_is_found_in_the_transaction_that_saves_it_and_goes_with_it(failing_commit):
    seen = failing_commit("量子")
    with pytest.raises(CommitFailedError):
        helpers.call_action("package_create", name="fresh", title="量子计算")
    assert seen == [["fresh"]]
    model.Session.rollback()
    assert names("量子") == []


def test_a_rolled_back_change_leaves_the_index_as_it_was(failing_commit):
    dataset = factories.Dataset(name="kept", title="旧名称")
    seen = failing_commit("新名称")
    with pytest.raises(CommitFailedError):
        helpers.call_action("package_patch", id=dataset["id"], title="新名称")
    assert seen == [["kept"]]
    model.Session.rollback()
    assert names("新名称") == []
    assert names("旧名称") == ["kept"]


def test_other_processes_find_it_after_the_commit_and_not_before(monkeypatch):
    before = []
    commit = model.repo.commit

    def look_and_commit():
        before.append(documents_of_others())
        commit()

    monkeypatch.setattr(model.repo, "commit", look_and_commit)
    helpers.call_action("package_create", name="fresh", title="量子")
    assert before == [[]]
    assert documents_of_others() == ["fresh"]


def documents_of_others():
    with model.ensure_engine().connect() as other:
        return list(other.scalars(sa.select(SearchDocument.name)))


def test_private_datasets_are_for_their_organisation():
    editor, stranger = factories.User(), factories.User()
    org = factories.Organization(users=[{"name": editor["name"], "capacity": "editor"}])
    factories.Dataset(name="open", owner_org=org["id"])
    factories.Dataset(name="hidden", owner_org=org["id"], private=True)
    for user, seen in ((editor, ["hidden", "open"]), (stranger, ["open"]), (None, ["open"])):
        who = user["name"] if user else ""
        assert names(user=who, include_private=True) == seen
        answer = tk.get_action("package_search")(
            {"user": who, "auth_user_obj": model.User.get(who), "ignore_auth": False},
            {"include_private": True, "facet.field": ["organization"], "rows": 0},
        )
        assert answer["count"] == len(seen)
        assert answer["facets"] == {"organization": {org["name"]: len(seen)}}
    assert names(user=editor["name"]) == ["open"]


def test_labels_cannot_be_widened_by_a_query():
    org = factories.Organization()
    factories.Dataset(name="hidden", owner_org=org["id"], private=True)
    for attempt in (
        "*:* OR capacity:private",
        "permission_labels:* OR name:hidden",
        "name:hidden) OR (name:hidden",
        '*:*" OR capacity:"private',
    ):
        for parameters in ({"q": attempt}, {"fq": attempt}):
            with contextlib.suppress(SearchQueryError):
                assert names(**parameters, include_private=True) == []


def test_deleted_and_purged_datasets_are_gone():
    deleted, purged = factories.Dataset(name="deleted"), factories.Dataset(name="purged")
    assert names() == ["deleted", "purged"]
    helpers.call_action("package_delete", id=deleted["id"])
    assert names() == ["purged"]
    helpers.call_action("dataset_purge", id=purged["id"])
    assert names() == []


def test_a_change_is_found_and_the_old_text_is_not():
    dataset = factories.Dataset(title="甲骨文", tags=[{"name": "tag-one"}])
    assert names("甲骨") == [dataset["name"]]
    helpers.call_action("package_patch", id=dataset["id"], title="碑帖", tags=[])
    assert names("甲骨") == []
    assert names("碑帖") == [dataset["name"]]
    assert names("tags:tag-one") == []


def test_clearing_and_rebuilding_outside_of_a_transaction_last():
    dataset = factories.Dataset()
    model.Session.remove()
    clear(dataset["id"])
    model.Session.remove()
    assert names() == []
    rebuild(dataset["id"])
    model.Session.remove()
    assert names() == [dataset["name"]]


def test_what_a_caller_changes_is_not_committed_by_a_search_or_an_index_write():
    dataset = factories.Dataset(title="before")
    package = model.Package.get(dataset["id"])
    package.title = "after"
    names()
    clear("no-such-dataset")
    model.Session.rollback()
    assert model.Package.get(dataset["id"]).title == "before"


def test_a_failed_search_leaves_the_transaction_usable():
    dataset = factories.Dataset()
    with pytest.raises(SearchQueryError):
        names("metadata_modified:yesterday")
    assert model.Session.get(model.Package, dataset["id"])


@pytest.mark.ckan_config("ckanext.scigov.search.timeout", 1)
def test_a_search_that_takes_too_long_is_given_up(connection):
    connection.add(
        [{"index_id": str(n), "title": f"t{n}", "notes": "ab " * 2000} for n in range(300)]
    )
    model.Session.commit()
    began = time.monotonic()
    with pytest.raises(SearchQueryError, match="too long"):
        names(" OR ".join(f"text:*a{n}?b*" for n in range(200)))
    assert time.monotonic() - began < 15
    # The limit ends with the search.
    assert model.Session.execute(sa.text("SHOW statement_timeout")).scalar() == "0"


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 500 + "a" + ")" * 500,
        "a OR " * 3000 + "a",
        '"' + "a" * 9000,
        "name:" + "*a" * 500 + "*",
        "title:'); DROP TABLE scigov_search_document; --",
        "a:b:c",
        "\x00",
        "\\",
    ],
)
def test_hostile_queries_are_refused_or_answered_quickly(hostile):
    began = time.monotonic()
    with contextlib.suppress(SearchQueryError):
        names(hostile)
    assert time.monotonic() - began < 15
    assert names() == []


def test_autocomplete_finds_the_inside_of_a_name():
    factories.Dataset(name="water-quality", title="水质监测")
    for text in ("ter-q", "质监"):
        found = helpers.call_action("package_autocomplete", q=text)
        assert [one["name"] for one in found] == ["water-quality"]


def test_a_bad_sort_says_so():
    with pytest.raises(SearchQueryError, match='Invalid "sort" parameter'):
        names(sort="metadata_modified")


def test_the_page_says_what_was_refused(app):
    response = app.get("/dataset/", params={"q": "title:water~2"}, status=400)
    assert "water~2" in response.body
