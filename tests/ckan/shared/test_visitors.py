"""A form that visitors may send, as a feature would make it: 1,000 letters in a minute, a question."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import flask
import pytest
from bs4 import BeautifulSoup

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.scigov.access import surfaces
from ckanext.scigov.shared import challenge, clock, rate_limits, toolkit_pages, visitors
from ckanext.scigov.shared.domain import challenge as questions
from ckanext.scigov.shared.errors import Unavailable
from ckanext.scigov.shared.rate_limits import EVERYBODY, Asked, Rule, by_network
from ckanext.scigov.shared.toolkit_errors import translated

HOUR = dt.timedelta(hours=1)
FORM = """{% import 'scigov/shared/challenge.html' as challenge %}
{% for text in errors.get('state', []) %}<p role="alert">{{ text }}</p>{% endfor %}
<form method="post"><textarea name="letter">{{ letter }}</textarea>
{{ challenge.question(made, errors) }}</form>"""
dropped: list[str] = []


@translated(challenge.SENTENCES)
def letterbox_drop(context, data_dict):
    """Take a letter."""
    if data_dict.get("letter") == "broken":
        raise Unavailable("Something does not answer.")
    network = by_network(visitors.address())
    rate_limits.use(Asked(Rule("letterbox-network", 20, HOUR), network))
    data, errors = tk.navl_validate(
        data_dict, challenge.shape() | {"letter": [tk.get_validator("not_empty")]}, context
    )
    if errors:
        raise tk.ValidationError(errors)
    challenge.check(data, clock.now())
    rate_limits.use(Asked(Rule("letterbox-site", 200, HOUR), EVERYBODY))
    dropped.append(data["letter"])
    return len(dropped)


def form():
    errors, letter = {}, toolkit_pages.field("letter")
    if tk.request.method == "POST":
        try:
            tk.get_action("letterbox_drop")({}, tk.request.form.to_dict())
        except tk.ValidationError as error:
            errors = toolkit_pages.errors_of(error)
        else:
            return "thanks"
    made = challenge.issue(clock.now())
    page = flask.render_template_string(FORM, made=made, errors=errors, letter=letter)
    return page, toolkit_pages.REFUSED if errors else 200


def bare():
    tk.get_action("letterbox_drop")({}, tk.request.form.to_dict())
    return "thanks"


class Letterbox(p.SingletonPlugin):
    p.implements(p.IActions)
    p.implements(p.IBlueprint)

    def get_actions(self):
        return {"letterbox_drop": letterbox_drop}

    def get_blueprint(self):
        made = toolkit_pages.blueprint("letterbox")
        made.add_url_rule("/letterbox", "form", form, methods=["GET", "POST"])
        made.add_url_rule("/letterbox/bare", "bare", bare, methods=["POST"])
        made.add_url_rule("/letterbox/address", "address", lambda: str(visitors.address()))
        return made


pytestmark = [
    pytest.mark.with_plugins({"letterbox": Letterbox}),
    pytest.mark.ckan_config(surfaces.OPTION, str(Path(__file__).parent / "visitors_surfaces.yaml")),
    pytest.mark.usefixtures("clean_db"),
]
API = "/en/api/3/action/letterbox_drop"
NOW = dt.datetime(2026, 10, 15, 2, 0, tzinfo=dt.timezone.utc)
TOO_MUCH = (
    "This was not accepted, because too much has been sent in a short time. "
    "Please try again in 1 hour."
)
STALE = "The question is no longer valid. Please answer the new question."
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _nothing_yet(with_plugins):
    dropped.clear()
    redis = connect_to_redis()
    for key in redis.scan_iter(match="*:scigov:rate:*"):
        redis.delete(key)


@pytest.fixture
def answered(app, at, monkeypatch):
    """``answered(letter)``: a form whose question, always the same one, is answered ten seconds later."""
    asked = questions.Question(questions.Kind.SUM, (3, 5))
    monkeypatch.setattr(challenge, "question", lambda _source: asked)

    def fill(letter="a letter", answer="八", after=10, **fields):
        at(NOW)
        with app.flask_app.test_request_context():
            token = challenge.issue(NOW).token
        at(NOW + after * SECOND)
        return {"letter": letter, "challenge_token": token, "challenge_answer": answer} | fields

    return fill


def sent(app, data, path=API, **more):
    body = {"json": data} if path == API else {"data": data}
    return app.post(path, **body, **more)


def test_1000_letters_in_a_minute_are_refused_with_429_and_the_rest_of_the_site_answers(
    app, answered
):
    answers = [sent(app, answered()) for _ in range(1000)]
    assert [one.status_code for one in answers] == [200] * 20 + [429] * 980
    assert len(dropped) == 20
    last = answers[-1]
    assert 3500 < int(last.headers["Retry-After"]) <= 3600
    assert last.json["error"] == {"__type": "Validation Error", "state": [TOO_MUCH]}
    assert app.get("/letterbox").status_code == 200


def test_letters_from_1000_networks_are_refused_after_the_sites_number(app, answered):
    codes = [
        sent(
            app, answered(), environ_overrides={"REMOTE_ADDR": f"10.1.{n // 250}.{n % 250}"}
        ).status_code
        for n in range(300)
    ]
    assert codes == [200] * 200 + [429] * 100


def test_the_sentence_is_in_the_readers_language(app, answered):
    for _ in range(20):
        sent(app, {})
    said = app.post("/api/3/action/letterbox_drop", json={})
    assert said.status_code == 429
    assert said.json["error"]["state"] == [
        "短时间内提交次数过多，本次提交未被接收，请在1小时后重试。"
    ]


def test_a_page_keeps_what_was_typed_and_answers_429(app, answered):
    for _ in range(20):
        sent(app, {})
    page = sent(app, answered("a long letter"), "/en/letterbox")
    read = BeautifulSoup(page.body, "html.parser")
    assert (page.status_code, page.headers["Cache-Control"]) == (429, "no-store, private")
    assert 3500 < int(page.headers["Retry-After"]) <= 3600
    assert read.textarea.string == "a long letter"
    assert "too much has been sent" in read.find(role="alert").string


def test_a_page_without_a_form_is_an_error_page_with_429(app, answered):
    for _ in range(20):
        sent(app, {})
    page = sent(app, answered(), "/en/letterbox/bare")
    assert (page.status_code, "Retry-After" in page.headers) == (429, True)
    read = BeautifulSoup(page.body, "html.parser")
    assert read.h1.string == "Too much has been sent in a short time"
    assert "Please try again in 1 hour." in read.find(id="error-content").get_text()


def test_what_does_not_answer_is_503_everywhere(app):
    for path in (API, "/en/letterbox", "/en/letterbox/bare"):
        answer = sent(app, {"letter": "broken"}, path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "does not answer at the moment" in answer.body


def test_a_right_answer_passes_once(app, answered):
    for answer in ("8", "８", "八", "捌", " eight "):
        data = answered(letter=answer, answer=answer)
        assert sent(app, data).status_code == 200
        again = sent(app, data)
        assert (again.status_code, again.json["error"]["challenge_answer"]) == (409, [STALE])
    assert dropped == ["8", "８", "八", "捌", " eight "]


def test_a_wrong_answer_uses_the_question_up(app, answered):
    data = answered(answer="7")
    assert sent(app, data).json["error"]["challenge_answer"] == [
        "That was not the answer. Please answer the new question."
    ]
    right = sent(app, data | {"challenge_answer": "8"})
    assert right.json["error"]["challenge_answer"] == [STALE]
    assert dropped == []


TOO_SOON = (
    "The form came too soon for somebody who reads it. "
    "Wait a few seconds, answer the new question and send it again."
)
TRAPPED = (
    "A field that has to stay empty was filled in. Answer the new question and send the form again."
)
NOT_PASSING = [
    ({"challenge_answer": " "}, 10, "Answer the question with a numeral or a word."),
    ({"challenge_answer": "who"}, 10, "That was not the answer. Please answer the new question."),
    ({"challenge_token": "forged"}, 10, STALE),
    ({"challenge_token": ""}, 10, STALE),
    ({}, 2, TOO_SOON),
    ({}, 3600, STALE),
    ({"challenge_homepage": "https://example.org"}, 10, TRAPPED),
]


def test_what_does_not_pass(app, answered):
    for fields, after, sentence in NOT_PASSING:
        refused = sent(app, answered(after=after) | fields)
        assert (refused.status_code, dropped) == (409, [])
        assert refused.json["error"]["challenge_answer"] == [sentence]
    assert sent(app, answered()).json["result"] == 1


def test_the_first_and_the_last_second_are_in_time(app, answered):
    assert [sent(app, answered(after=after)).json["result"] for after in (3, 3599)] == [1, 2]


def test_the_form_tells_a_screen_reader_all(app, answered):
    page = sent(app, answered(answer="7"), "/en/letterbox")
    read = BeautifulSoup(page.body, "html.parser")
    field = read.find(id="challenge-answer")
    label = read.find("label", attrs={"for": "challenge-answer"})
    assert label.get_text(" ", strip=True) == "How much is three plus five? *"
    assert (field["aria-invalid"], field["aria-required"]) == ("true", "true")
    told = [read.find(id=one).string for one in field["aria-describedby"].split()]
    assert told == [
        "Answer with a numeral or a word. The question keeps out programs that fill in forms.",
        "That was not the answer. Please answer the new question.",
    ]
    assert not read.find_all(["img", "audio", "canvas", "script"])


def test_the_question_is_asked_in_chinese_with_chinese_numerals(app, answered):
    read = BeautifulSoup(app.get("/letterbox").body, "html.parser")
    label = read.find("label", attrs={"for": "challenge-answer"})
    assert label.get_text(" ", strip=True) == "三加五等于几？ *"


def test_every_kind_of_question_is_a_sentence_in_both_languages(app, monkeypatch):
    asked = {
        questions.Kind.DIFFERENCE: (9, 4), questions.Kind.LARGEST: (2, 17, 6),
        questions.Kind.SMALLEST: (2, 17, 6), questions.Kind.FOLLOWING: (19,),
    }  # fmt: skip
    said = []
    for kind, numbers in asked.items():
        one = questions.Question(kind, numbers)
        monkeypatch.setattr(challenge, "question", lambda _source, one=one: one)
        pages = [app.get(path).body for path in ("/en/letterbox", "/letterbox")]
        said += [re.search(r'for="challenge-answer">([^<]*) <', page)[1] for page in pages]
    assert said == [
        "How much is nine minus four?", "九减四等于几？",
        "Which of these numbers is the largest: two, seventeen, six?",
        "下面三个数中，哪一个最大：二、十七、六？",
        "Which of these numbers is the smallest: two, seventeen, six?",
        "下面三个数中，哪一个最小：二、十七、六？",
        "Which number comes right after nineteen?", "十九后面的一个数是几？",
    ]  # fmt: skip


FORWARDED = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}


def test_what_a_visitor_says_of_his_address_is_not_believed(app):
    assert app.get("/letterbox/address", headers=FORWARDED).body == "127.0.0.1"


@pytest.mark.ckan_config("ckanext.scigov.visitors.proxies", 1)
def test_behind_a_proxy_the_address_is_what_the_proxy_has_seen(app):
    assert app.get("/letterbox/address", headers=FORWARDED).body == "203.0.113.7"
