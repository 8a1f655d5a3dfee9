"""A kept answer never outlives what it shows."""

import datetime as dt

import pytest
import sqlalchemy as sa

from ckan import model
from ckan.model.system_info import SystemInfo
from ckan.tests import factories, helpers

from ckanext.scigov.search import connection, moment
from ckanext.scigov.search.api import state
from ckanext.scigov.search.api.kept import Answers, Kept, answers
from ckanext.scigov.search.api.questions import key_of
from ckanext.scigov.search.domain.documents import row_of
from ckanext.scigov.search.model import SearchDocument, SearchState, Xid8
from ckanext.scigov.search.storing import remove, store

pytestmark = pytest.mark.usefixtures("clean_site")

QUESTION = {"q": "统计", "facet.field": ["organization"], "include_private": "true"}


@pytest.fixture
def asked(api):
    """Ask three times, so that the last answer is a kept one; all must be CKAN's."""

    def ask(question=QUESTION, **kwargs):
        replies = [api.ask(question, **kwargs) for _ in range(3)]
        own = api.ask(question, short=False, **kwargs)
        for reply in replies:
            assert reply.is_short
            assert reply.json == own.json
        return replies[-1]

    return ask


def titles(reply):
    """Return the titles of providers in the facet."""
    items = reply.json["result"]["search_facets"]["organization"]["items"]
    return [item["display_name"] for item in items]


def test_what_is_asked_again_is_kept(api, published, count_queries):
    published("one", title="统计年鉴")
    api.ask({"q": "年鉴"})  # the process reads the new index
    counts = []
    for _ in range(4):
        with count_queries() as queries:
            api.ask(QUESTION)
        counts.append(queries.count)
    # The third and fourth ask for the state of the index, of settings and of titles.
    assert counts[2:] == [1, 1]
    assert counts[1] == counts[0] + 1


def test_every_write_is_seen_by_the_next_request(published, asked):
    assert asked().names == []
    dataset = published("one", title="统计年鉴")
    published("two", title="统计公报")
    assert asked().names == ["one", "two"]
    helpers.call_action("package_patch", id=dataset["id"], title="年鉴")
    assert asked().names == ["two"]
    helpers.call_action("package_patch", id=dataset["id"], title="统计年鉴", notes="新的说明。")
    notes = {d["name"]: d["notes"] for d in asked().json["result"]["results"]}
    assert notes["one"] == "新的说明。"
    helpers.call_action("package_delete", id=dataset["id"])
    assert asked().names == ["two"]
    helpers.call_action("dataset_purge", id=dataset["id"])
    helpers.call_action("package_delete", id="two")
    assert asked().names == []


def test_what_is_made_private_is_gone_for_others_at_once(published, asked, tokens):
    published("one", title="统计年鉴")
    assert asked().names == ["one"]
    helpers.call_action("package_patch", id="one", private=True)
    assert asked().names == []
    assert asked(token=tokens["member"]).names == ["one"]
    assert asked(token=tokens["stranger"]).names == []
    helpers.call_action("package_patch", id="one", private=False)
    assert asked().names == ["one"]


def test_who_joins_or_leaves_a_provider_sees_its_datasets_or_not(published, asked, provider):
    published("one", title="统计年鉴", private=True)
    user = factories.UserWithToken()
    membership = {"id": provider["id"], "username": user["name"]}
    seen = [asked(token=user["token"]).names]
    helpers.call_action("organization_member_create", **membership, role="member")
    seen.append(asked(token=user["token"]).names)
    administrator = {"user": factories.Sysadmin()["name"], "ignore_auth": False}
    helpers.call_action("organization_member_delete", context=administrator, **membership)
    seen.append(asked(token=user["token"]).names)
    assert seen == [[], ["one"], []]


def test_who_becomes_administrator_sees_everything_and_no_longer(published, asked):
    published("one", title="统计年鉴", private=True)
    user = factories.UserWithToken()
    seen = []
    for sysadmin in (False, True, False):
        helpers.call_action("user_patch", id=user["id"], sysadmin=sysadmin)
        seen.append(asked(token=user["token"]).names)
    assert seen == [[], ["one"], []]


def test_a_deleted_user_sees_what_everybody_sees(published, api):
    published("one", title="统计年鉴")
    user = factories.UserWithToken()
    assert api.ask(QUESTION, token=user["token"]).status == 200
    helpers.call_action("user_delete", id=user["id"])
    short, own = (api.ask(QUESTION, token=user["token"], short=way) for way in (True, False))
    assert (short.status, short.json) == (own.status, own.json)


def test_a_renamed_provider_is_shown_by_its_new_title(published, asked, tokens, provider):
    published("one", title="统计年鉴")
    shown = [titles(asked())]
    helpers.call_action("organization_patch", id=provider["id"], title="科学技术厅")
    shown += [titles(asked()), titles(asked(token=tokens["member"]))]
    # A title that only the database knows, and none at all.
    for title in ("另一个名称", ""):
        model.Session.execute(sa.update(model.Group).values(title=title))
        model.Session.commit()
        shown.append(titles(asked()))
    assert shown == [["省科学技术厅"], ["科学技术厅"], ["科学技术厅"], ["另一个名称"], ["kejiting"]]


def test_changed_settings_change_the_answer(published, asked, ckan_config, monkeypatch):
    published("one", title="统计年鉴")
    published("two", title="统计公报")
    assert len(asked({}).names) == 2
    monkeypatch.setitem(ckan_config, "ckan.search.rows_max", 1)
    assert len(asked({}).names) == 1
    monkeypatch.setitem(ckan_config, "ckan.search.default_package_sort", "name desc")
    assert asked({}).json["result"]["sort"] == "name desc"
    monkeypatch.setitem(ckan_config, "ckan.site_url", "https://elsewhere.example")
    assert asked({}).json["help"].startswith("https://elsewhere.example/api/3/action/help_show")
    monkeypatch.setitem(ckan_config, "ckan.site_id", "another")
    assert asked({}).names == []


def test_settings_saved_by_another_process_are_read_first(published, api, ckan_config):
    published("one", title="统计年鉴")
    assert api.ask(QUESTION).is_short
    saved = {"ckan.site_title": "另一个门户", "ckan.config_update": "by another process"}
    model.Session.add_all(SystemInfo(key=key, value=value) for key, value in saved.items())
    model.Session.commit()
    before = ckan_config["ckan.site_title"]
    assert api.ask(QUESTION).names == ["one"]
    assert [before, ckan_config["ckan.site_title"]] == ["科技政务数据资源门户", "另一个门户"]
    model.Session.execute(sa.delete(SystemInfo))
    model.Session.commit()
    assert api.ask(QUESTION).names == ["one"]
    assert ckan_config["ckan.site_title"] == "科技政务数据资源门户"


def test_a_question_about_now_is_asked_again(published, asked, monkeypatch):
    published("one", title="统计年鉴")
    question = {"fq": "metadata_created:[NOW-1HOUR TO NOW]"}
    assert asked(question).names == ["one"]
    next_year = moment.now() + dt.timedelta(days=365)
    monkeypatch.setattr(connection, "now", lambda: next_year)
    assert asked(question).names == []


def test_kept_answers_fill_no_more_memory_than_allowed(ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.search.fast_api_memory", 1)
    kept = Answers()
    for number in range(5):
        kept.keep(number, Kept(b"x" * 300_000, "e", ("state",), {}))
    assert [number for number in range(5) if kept.find(number)] == [2, 3, 4]
    kept.keep("too large", Kept(b"x" * 2_000_000, "e", ("state",), {}))
    assert kept.find("too large") is None


def test_nothing_is_kept_where_no_memory_is_allowed(published, api, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.search.fast_api_memory", 0)
    published("one", title="统计年鉴")
    assert api.ask(QUESTION).names == ["one"]
    assert api.ask(QUESTION).is_short
    assert len(answers._answers) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"rows": 1}, {"rows": True}),
        ({"rows": 1}, {"rows": "1"}),
        ({"rows": 1}, {"rows": 1.0}),
        ({"fq": ["b", "c"]}, {"fq": ["c", "b"]}),
        ({"fq": ["b"]}, {"fq": "b"}),
        ({"q": None}, {}),
    ],
)
def test_different_parameters_have_different_keys(one, other):
    assert key_of(one) != key_of(other)


def test_equal_parameters_have_equal_keys_and_what_is_no_json_has_none():
    assert key_of({"q": "a", "fq": ["b"]}) == key_of({"fq": ["b"], "q": "a"})
    assert key_of({"q": object()}) is None
    assert key_of({"q": moment.now()}) is None


@pytest.fixture
def others():
    """Connections of other processes, each in a transaction of its own."""
    engine = model.ensure_engine()
    connections = [engine.connect() for _ in range(2)]
    yield connections
    for connection_ in connections:
        connection_.close()


def put(connection_, name):
    """Write a document as another process does; returns nothing, commits nothing."""
    store(connection_, [row_of({"index_id": name, "id": name, "name": name}, moment.now())])


def index_state():
    model.Session.rollback()
    return state.present(()).index


def test_a_write_that_overlaps_a_later_one_is_noticed(others):
    older, younger = others
    put(younger, "first")
    younger.commit()
    # The older transaction gets its number first and ends last.
    older.execute(sa.select(sa.func.pg_current_xact_id()))
    put(younger, "second")
    younger.commit()
    seen = [index_state()]
    put(older, "first")
    seen.append(index_state())
    older.commit()
    seen.append(index_state())
    assert seen[0] == seen[1]
    assert seen[1] != seen[2]


def test_a_write_that_hides_a_later_one_is_noticed(others):
    older, younger = others
    put(younger, "first")
    younger.commit()
    before = index_state()
    older.execute(sa.select(sa.func.pg_current_xact_id()))
    during = index_state()
    put(younger, "second")
    younger.commit()
    written = index_state()
    # Now the younger one's row bears the older one's number, as if there had been no younger one.
    put(older, "second")
    older.commit()
    after = index_state()
    assert before == during
    assert before != written
    assert written != after
    assert before != after


def test_a_deletion_is_noticed_and_a_rebuild_as_well(others):
    other, _ = others
    put(other, "first")
    other.commit()
    seen = [index_state()]
    remove(other, SearchDocument.index_id == "first")
    other.commit()
    seen.append(index_state())
    other.execute(sa.update(SearchState).values(epoch=SearchState.epoch + 1))
    other.commit()
    seen.append(index_state())
    assert seen[0] != seen[1]
    assert seen[1] != seen[2]


def test_rows_of_another_servers_future_tell_nothing(others):
    other, _ = others
    put(other, "restored")
    other.commit()
    assert index_state() is not None
    later = sa.cast(sa.cast(sa.literal(2**60), sa.Text), Xid8)
    other.execute(sa.update(SearchDocument).values(written_by=later))
    other.commit()
    assert index_state() is None


def test_reading_changes_nothing_and_own_writes_are_nobodys():
    put(model.Session.connection(), "first")
    model.Session.commit()
    assert index_state() == index_state()
    put(model.Session.connection(), "second")
    assert state.present(()).index is None
    model.Session.rollback()
