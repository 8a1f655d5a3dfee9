"""Links that are fetched on a schedule: what comes is loaded as an upload is."""

from __future__ import annotations

import datetime as dt

import pytest

from ckan import model

SECOND = "编号,金额\nA1,1.50\nA2,2\nA3,3\n".encode()
RAGGED = "编号,金额\nA1,1.50\nA2\n".encode()
PAGE = b"<!DOCTYPE html><html><body>Log in</body></html>"
DAY = dt.timedelta(days=1)
HOSTS, PORTS = "ckanext.scigov.fetch.allowed_hosts", "ckanext.scigov.fetch.allowed_ports"


def test_a_link_is_fetched_and_becomes_a_table(
    link, work, rows, fetch, version_count, call, fetches_on_record
):
    resource = link()
    work()
    assert rows(resource)["total"] == 2
    assert version_count(resource) == 1
    told = fetch(resource)
    assert [told[name] for name in ("schedule", "result", "failures")] == ["daily", "new", 0]
    spent = dt.datetime.fromisoformat(told["next_at"]) - dt.datetime.fromisoformat(
        told["fetched_at"]
    )
    assert spent == DAY
    shown = call("resource_show", id=resource["id"])
    assert (shown["url"], shown["url_type"]) == (resource["url"], None)
    assert shown["load_status"] == "loaded"
    (event,) = fetches_on_record(resource)
    assert (event.actor_id, event.actor_name, event.detail) == ("", "system:tables", {})


@pytest.mark.parametrize("schedule", ["", "never", None])
def test_a_link_without_a_schedule_is_not_asked(link, work, later, source, state, schedule):
    resource = link(fetch_schedule=schedule)
    work()
    later(40)
    assert source.asked == []
    assert state(resource) == {"resource_id": resource["id"], "state": "none"}


def test_new_content_is_a_new_version_and_the_same_is_none(
    link, work, later, source, rows, version_count, fetch, fetches_on_record
):
    resource = link()
    work()
    later()
    assert (len(source.asked), version_count(resource), fetch(resource)["result"]) == (
        2,
        1,
        "unchanged",
    )
    source.body = SECOND
    later()
    assert (rows(resource)["total"], version_count(resource), fetch(resource)["result"]) == (
        3,
        2,
        "new",
    )
    assert len(fetches_on_record(resource)) == 2


def test_a_server_may_say_that_it_is_the_same(link, work, later, source, version_count, fetch):
    source.headers = {"ETag": '"1"', "Last-Modified": "Sat, 28 Nov 2026 00:00:00 GMT"}
    resource = link()
    work()
    assert "If-None-Match" not in source.asked[0][1]
    later()
    assert source.asked[1][1]["If-None-Match"] == '"1"'
    assert source.asked[1][1]["If-Modified-Since"] == "Sat, 28 Nov 2026 00:00:00 GMT"
    assert (version_count(resource), fetch(resource)["result"]) == (1, "unchanged")


def test_nothing_is_asked_before_its_time(link, work, later, source):
    link(fetch_schedule="weekly")
    work()
    later(6.9)
    assert len(source.asked) == 1
    later(0.2)
    assert len(source.asked) == 2


def test_a_job_that_runs_twice_fetches_once(link, work, later, source):
    from ckanext.scigov.tables import link_fetching

    resource = link()
    work()
    for _ in range(3):
        link_fetching.fetch_link({"resource_id": resource["id"]})
    assert len(source.asked) == 1
    later()
    later(0)
    assert len(source.asked) == 2


def test_a_fetch_under_way_is_not_begun_again_and_one_that_broke_off_is(
    link, work, later, source, monkeypatch
):
    from ckanext.scigov.tables import link_fetching

    def killed(_task):
        raise SystemExit("killed")

    link()
    with monkeypatch.context() as patch:
        patch.setattr(link_fetching, "_fetch", killed)
        with pytest.raises(SystemExit, match="killed"):
            work()
        model.Session.rollback()
    later(0.01)
    assert source.asked == []
    later(0.02)
    assert len(source.asked) == 1


@pytest.mark.parametrize(
    ("body", "code"), [(PAGE, "web_page"), (RAGGED, "too_few_cells"), (b"", "no_header")]
)
def test_what_is_no_table_is_refused_and_the_table_stays(
    link, work, later, source, rows, version_count, state, body, code
):
    resource = link()
    work()
    source.body = body
    later()
    told = state(resource)
    assert (told["state"], told["problems"][0]["code"]) == ("failed", code)
    assert (rows(resource)["total"], version_count(resource)) == (2, 1)
    assert (told["fetch"]["result"], told["fetch"]["failures"]) == ("refused", 1)
    later()  # the same again: no new load, and one more failure
    told = state(resource)
    assert (told["state"], told["fetch"]["result"], told["fetch"]["failures"]) == (
        "failed", "refused", 2,
    )  # fmt: skip
    source.body = SECOND
    later()
    assert (rows(resource)["total"], state(resource)["fetch"]["failures"]) == (3, 0)


def test_cells_that_do_not_fit_are_tolerated_as_of_an_upload(link, work, source, rows, state):
    items = [{"title": "金额", "name": "jin_e", "data_type": "N", "description": "资助的金额"}]
    source.body = "编号,金额\n".encode() + b"A,1\n" * 98 + "B,无\n".encode()
    strict = link(data_items=items, bad_cells_percent="0")
    lenient = link(data_items=items, bad_cells_percent="2")
    work()
    assert (state(strict)["state"], state(strict)["fetch"]["result"]) == ("failed", "refused")
    assert rows(lenient)["total"] == 99
    assert state(lenient)["emptied"][0]["count"] == 1


def test_failures_are_counted_and_wait_for_their_turn(link, work, later, source, fetch, rows):
    resource = link()
    work()
    source.status = 503
    for number in range(1, 6):
        later()
        told = fetch(resource)
        assert [told[n] for n in ("result", "reason", "status", "failures")] == [
            "failed", "status", 503, number,
        ]  # fmt: skip
    later(0.5)
    assert len(source.asked) == 6
    assert rows(resource)["total"] == 2
    source.status = 200
    later(0.6)
    assert (fetch(resource)["result"], fetch(resource)["failures"]) == ("unchanged", 0)


def test_a_file_over_the_limit_is_not_stored(link, work, source, fetch, monkeypatch, files_in):
    from ckanext.scigov.tables import link_fetching

    monkeypatch.setattr(link_fetching, "get_max_resource_size", lambda: 1)
    source.body = bytes((1 << 20) + 1)
    resource = link()
    work()
    assert (fetch(resource)["result"], fetch(resource)["reason"]) == ("failed", "too_large")
    assert files_in() == set()


def test_a_server_that_is_too_slow(link, work, source, fetch, monkeypatch):
    from ckanext.scigov.shared.fetching import Limits
    from ckanext.scigov.tables import link_fetching

    monkeypatch.setattr(link_fetching, "Limits", lambda most: Limits(most, whole_seconds=0.3))
    source.pause = 2
    resource = link()
    work()
    assert fetch(resource)["reason"] == "too_slow"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.2:{port}/t.csv", "not_public"),
        ("http://localhost:{port}/t.csv", "not_public"),
        ("http://169.254.169.254/latest/meta-data/", "not_public"),
        ("http://127.0.0.1:1/", "port"),
        ("http://me:word@127.0.0.1:{port}/", "credentials"),
        ("ftp://127.0.0.1/t.csv", "scheme"),
    ],
)
def test_addresses_inside_the_house_are_not_asked(link, work, source, fetch, monkeypatch,
                                                  ckan_config, url, reason):  # fmt: skip
    monkeypatch.setitem(ckan_config, HOSTS, "127.0.0.1/32 data.house.test")
    if "localhost" in url:
        monkeypatch.setitem(ckan_config, HOSTS, "data.house.test")
    resource = link(url=url.format(port=source.port))
    work()
    assert (fetch(resource)["result"], fetch(resource)["reason"]) == ("failed", reason)
    assert source.asked == []


def test_a_redirect_to_metadata_is_not_followed(link, work, source, fetch):
    source.status, source.headers = 302, {"Location": "http://169.254.169.254/latest/"}
    resource = link()
    work()
    assert (fetch(resource)["reason"], len(source.asked)) == ("not_public", 1)


def test_trouble_of_our_own_waits_for_the_next_turn(link, work, later, source, fetch, monkeypatch):
    from ckanext.scigov.tables import link_fetching

    with monkeypatch.context() as patch:
        patch.setattr(link_fetching, "_store", lambda *_: 1 / 0)
        resource = link()
        work()
    assert (fetch(resource)["reason"], len(source.asked)) == ("internal", 1)
    later()
    assert fetch(resource)["result"] == "new"
