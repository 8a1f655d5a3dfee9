"""What every request of a connector has in common: pace, repetitions, limits, where it may go."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from connector_suite import SECRET, told
from hostile_server import DEEP, MB, Waits, bomb, endless, in_json, redirect, stalls, unframed
from source_server import plain, slowly

from ckanext.scigov.intake.connector_settings import Settings, WrongSetting
from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov_harvesters import json_answers
from ckanext.scigov_harvesters.pacing import told_wait
from ckanext.scigov_harvesters.session import Asked, Session, ways_of

FAST = {"retries": 0}
STATUS_CAUSES = {
    401: "not_authorized",
    403: "not_authorized",
    404: "not_found",
    410: "not_found",
}


class Made:
    """A session for a source, and what it says."""

    def __init__(self, source, *, is_internal=True, **settings):
        self.waits = Waits()
        wiring = Wiring(settings, source.address("/list"), is_internal=is_internal)
        self.session = Session(ways_of(wiring, Settings(settings)), self.waits.times)

    def get(self, path="/list", **more):
        asked = Asked(path, **more)
        return self.session.ask(asked, lambda a: json_answers.document_of(self.session, a))

    def cause(self, path="/list", **more):
        with pytest.raises(SourceFailed) as failed:
            self.get(path, **more)
        assert SECRET not in told(failed.value)
        return failed.value.cause, failed.value.detail


def test_requests_keep_the_pace(source):
    made = Made(source, pace={"requests_per_second": 4})
    for _ in range(3):
        made.get()
    assert made.waits.slept == [0.25, 0.25]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again_with_longer_waits(source, status):
    made = Made(source)
    source.spoil(plain(b"", status), times=3)
    assert made.get()["data"]["total"] == 7
    assert made.waits.slept == [1, 2, 4]
    assert len(source.asked) == 4


def test_it_is_not_asked_again_for_ever(source):
    made = Made(source, pace={"retries": 2, "first_wait": 10, "longest_wait": 15})
    source.spoil(plain(b"", 503))
    assert made.cause() == ("source_error", {"status": 503})
    assert made.waits.slept == [10, 15]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_will_not_pass_is_not_asked_again(source, status):
    made = Made(source)
    source.spoil(plain(b"", status))
    assert made.cause() == (STATUS_CAUSES.get(status, "source_error"), {"status": status})
    assert (len(source.asked), made.waits.slept) == (1, [])


def test_the_wait_that_a_source_asks_for_is_kept(source):
    made = Made(source)
    source.spoil(plain(b"", 503, Retry_After="40"), times=1)
    made.get()
    assert made.waits.slept == [40]


def test_a_source_that_asks_for_a_long_wait_ends_the_run(source):
    made = Made(source)
    source.spoil(plain(b"", 429, Retry_After="86400"), times=1)
    assert made.cause() == ("asks_to_wait", {"seconds": 86_400})
    assert (len(source.asked), made.waits.slept) == (1, [])


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("Thu, 01 Jan 1970 00:01:00 GMT", 50),
        ("Wed, 31 Dec 1969 00:00:00 GMT", 0),
        ("Thu, 01 Jan 1970 00:01:00 -0000", 50),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
        ("9" * 400, 999_999_999),
    ],
)
def test_retry_after_is_seconds_or_a_moment(header, seconds):
    assert told_wait(header, now=10) == seconds


def test_a_server_that_is_gone_is_asked_again(source):
    made = Made(source, pace={"retries": 1})
    source.close()
    assert made.cause() == ("unreachable", {"reason": "no_connection"})
    assert made.waits.slept == [1]


@pytest.mark.parametrize("answer", [stalls(3), slowly(b"HTTP/1.1 200 OK\r\n" * 100)])
def test_a_server_that_stalls_or_trickles_is_left(source, answer):
    made = Made(source, pace=FAST, limits={"answer_seconds": 0.3})
    source.spoil(answer)
    began = time.monotonic()
    assert made.cause() == ("timed_out", {"reason": "too_slow"})
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("answer", [endless(), bomb()])
def test_a_record_of_a_gigabyte_is_refused_and_never_held(source, answer):
    made = Made(source, limits={"answer_mb": 2})
    source.spoil(answer)
    tracemalloc.start()
    assert made.cause() == ("too_large", {"reason": "too_large"})
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 30 * MB
    assert len(source.asked) == 1


def test_a_run_has_its_limit_of_bytes(source):
    made = Made(source, limits={"run_mb": 1})
    source.answers["/list"] = in_json("x" * 400_000)
    assert [len(made.get()) for _ in range(2)] == [400_000, 400_000]
    assert made.cause() == ("run_too_large", {"most_mb": 1})


def test_a_run_has_its_limit_of_time(source):
    made = Made(source, limits={"run_hours": 0.5})
    made.get()
    made.waits.now += 1_801
    assert made.cause() == ("run_too_long", {"most_hours": 0.5})


def test_ten_thousand_levels_are_a_cause_and_no_crash(source):
    made = Made(source)
    source.spoil(plain(DEEP))
    assert made.cause() == ("too_deep", {"most": 64})


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2:{port}/list", "not_public"),
        ("http://[::1]:{port}/list", "not_public"),
        ("http://169.254.169.254/latest/meta-data/", "not_public"),
        ("http://127.0.0.1:22/", "port"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1/", "scheme"),
        ("http://u:p@127.0.0.1:{port}/list", "credentials"),
    ],
)
def test_an_internal_source_leads_to_its_own_host_alone(source, location, reason):
    made = Made(source)
    source.spoil(redirect(location.format(port=source.port)), times=1)
    assert made.cause() == ("address_not_allowed", {"reason": reason})
    assert len(source.asked) == 1


def test_a_source_that_is_not_internal_is_never_a_private_address(source):
    assert Made(source, is_internal=False).cause() == (
        "address_not_allowed",
        {"reason": "not_public"},
    )
    assert source.asked == []


def test_headers_are_sent_to_the_source(source):
    Made(source, headers={"authorization": SECRET}).get()
    assert source.asked[0][1]["Authorization"] == SECRET


def test_what_is_known_is_asked_about(source):
    made = Made(source)
    source.spoil(plain(b"", 304))
    known = {"etag": '"1"', "modified": "yesterday"}
    answer = made.session.ask(Asked("/list", known=known), lambda a: a.status)
    assert answer == 304
    headers = source.asked[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")
    # Who knows nothing cannot be told that it is the same.
    assert made.cause() == ("source_error", {"status": 304})


def test_an_answer_whose_end_nobody_can_know(source):
    made = Made(source)
    source.spoil(unframed(b'{"a": 1}', "application/json"))
    # A document says itself where it ends.
    assert made.get() == {"a": 1}
    read = made.session.ask(Asked("/list"), lambda a: a.says_its_end)
    assert read is False


@pytest.mark.parametrize(
    ("body", "declared", "text", "noticed"),
    [
        ("数据".encode(), "utf-8", "数据", []),
        ("数据".encode("gbk"), "gb2312", "数据", []),
        ("数据".encode("gbk"), "utf-8", "数据", ["gb18030"]),
        ("数据".encode(), "gbk", "数据", ["utf-8"]),
        ("数据".encode(), "iso-8859-1", "数据", ["utf-8"]),
        ("数据".encode("utf-8-sig"), "gbk", "数据", []),
        ("数据".encode("utf-16"), "", "数据", []),
        ("𠮷".encode("gb18030"), "gbk", "𠮷", []),
        ("联通".encode("gbk"), "gbk", "联通", []),
        ("科技".encode("big5"), "big5", "科技", []),
    ],
)
def test_the_character_set_is_found_and_a_wrong_one_noticed(source, body, declared, text, noticed):
    made = Made(source)
    source.spoil(plain(body, Content_Type=f"text/plain; charset={declared}"))
    assert made.session.ask(Asked("/list"), made.session.text) == text
    assert [one.detail["charset"] for one in made.session.noticed()] == noticed
    assert made.session.noticed() == []


def test_the_mapping_may_name_the_character_set(source):
    source.spoil(plain("数据".encode("gbk"), Content_Type="text/plain; charset=utf-8"))
    made = Made(source, charset="gbk")
    assert made.session.ask(Asked("/list"), made.session.text) == "数据"
    assert made.session.noticed() == []
    assert Made(source, charset="utf-8").cause() == ("wrong_charset", {"declared": "utf-8"})


@pytest.mark.parametrize("body", [b"\xff\xff\x80\x81", b"\xef\xbb\xbf\xff"])
def test_bytes_that_are_no_text_are_a_cause(source, body):
    made = Made(source)
    source.spoil(plain(body, Content_Type="application/json; charset=utf-8"))
    assert made.cause()[0] == "wrong_charset"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"url": "ftp://example.org/"}, "The setting connector.url must be an address"),
        ({"url": "http://u:geheim@example.org/"}, "The setting connector.url must be an address"),
        ({"headers": {"Host": "x"}}, "The setting connector.headers must hold names and values"),
        ({"headers": {"A": "x\r\nB: y"}}, "The setting connector.headers must hold names"),
        ({"headers": {"A b": "x"}}, "The setting connector.headers must hold names and values"),
        ({"pace": {"retries": "many"}}, "The setting connector.pace.retries must be a number"),
        ({"pace": {"speed": 1}}, "The setting connector.pace.speed is not known. What can be set"),
        ({"charset": "rot13"}, "The setting connector.charset must be the name of an encoding"),
        ({"charset": "klingon"}, "The setting connector.charset must be the name of an encoding"),
        ({"limits": []}, "connector.limits must be a mapping of names to values"),
    ],
)
def test_a_wrong_setting_is_named(settings, sentence):
    wiring = Wiring(settings, "https://example.org/list")
    with pytest.raises(WrongSetting) as wrong:
        ways_of(wiring, Settings(settings))
    assert sentence in str(wrong.value)
    assert "geheim" not in str(wrong.value)
    assert str(wrong.value).endswith(".")
