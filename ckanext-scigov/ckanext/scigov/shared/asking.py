"""Ask another system's interface a question and take its answer: guarded as fetching is.

Where ``fetching`` writes a file, this gives an answer of any status with its body in memory, sends a body
and headers along, and follows redirects without giving a secret to anybody else.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import Message

from ckanext.scigov.shared import connecting
from ckanext.scigov.shared.connecting import Bounds, Limits, NotFetched, Request, Resolve, resolve
from ckanext.scigov.shared.deadline import Watch, watching
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import Address, Rules
from ckanext.scigov.shared.fetching import REDIRECTED, REDIRECTS
from ckanext.scigov.shared.unpacking import Reading, unpacked

SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and within which bounds."""

    address: str
    rules: Rules
    limits: Limits
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Go wherever the question goes."""
    secret_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Go to the host of ``address`` alone."""
    body: bytes = b""
    resolve: Resolve = resolve


@dataclass(frozen=True, slots=True)
class Answer:
    """What came."""

    status: int
    headers: Message
    body: bytes
    """Unpacked; empty unless the status is one of success."""
    address: str
    """Where it came from after the redirects."""
    says_its_end: bool
    """Otherwise nobody can know whether the body was cut off between two lines."""


def ask(question: Question) -> Answer:
    """Ask, and give the answer, whatever its status is.

    Raises:
        NotFetched: there was none that is complete, or where it lies is not asked.
    """
    with watching(question.limits.whole_seconds) as watch, connecting.reasons_of(watch):
        return _follow(question, watch)


def _follow(question: Question, watch: Watch) -> Answer:
    place = addresses.parse(question.address, question.rules)
    bounds = Bounds(question.rules, question.limits, watch, question.resolve)
    for _turn in range(question.limits.most_redirects + 1):
        with connecting.asked(place, _request(question), bounds) as answer:
            if answer.status not in REDIRECTS:
                return _taken(question, place, answer, watch)
            goal = addresses.redirected(place, answer.getheader("Location", ""), question.rules)
            question = _led_on(question, place, goal, answer.status)
            place = goal
    raise NotFetched(REDIRECTED)


def _request(question: Question) -> Request:
    headers = {"Accept-Encoding": "gzip", **question.headers, **question.secret_headers}
    if question.method != "GET":
        headers["Content-Length"] = str(len(question.body))
    return Request(question.method, headers, question.body)


def _led_on(question: Question, place: Address, goal: Address, status: int) -> Question:
    """Return what is asked of the place that a redirect names."""
    if question.method != "GET" and status == SEE_OTHER:
        question = replace(question, method="GET", body=b"")
    if is_same_owner(place, goal):
        return question
    if question.method != "GET":
        # A body may hold a secret, and without it the question is another one.
        raise NotFetched(REDIRECTED)
    return replace(question, secret_headers={})


def is_same_owner(place: Address, goal: Address) -> bool:
    """Say whether what was meant for one place may be given to the other."""
    if (place.scheme, place.host, place.port) == (goal.scheme, goal.host, goal.port):
        return True
    is_made_secure = (place.scheme, place.port, goal.scheme, goal.port) == (
        "http",
        80,
        "https",
        443,
    )
    return is_made_secure and place.host == goal.host


def _taken(
    question: Question, place: Address, answer: http.client.HTTPResponse, watch: Watch
) -> Answer:
    reading = Reading(answer, question.limits.most_bytes, watch)
    # Known before it is read: afterwards nothing is left of the length.
    says_its_end = reading.says_its_end
    is_success = 200 <= answer.status < 300
    body = b"".join(unpacked(reading)) if is_success else b""
    return Answer(answer.status, answer.headers, body, place.text, says_its_end)
