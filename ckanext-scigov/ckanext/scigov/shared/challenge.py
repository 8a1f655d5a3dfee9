"""A question in words on forms that visitors may send: issued with the form, judged when it comes.

    made = challenge.issue(clock.now())                     # for the page, or for a program
    challenge.check(data, clock.now())                      # in the action: raises Refused

A question is good for one attempt: a wrong answer uses it up as a right one does. Its token holds
the answer only under a key of the site.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import hmac
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer
from redis import RedisError

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.scigov.shared import visitors
from ckanext.scigov.shared.domain.challenge import Kind, Question, number_in, question, worded
from ckanext.scigov.shared.errors import Refusal, Refused, Unavailable
from ckanext.scigov.shared.site_keys import key_for
from ckanext.scigov.shared.toolkit_shapes import Shape
from ckanext.scigov.shared.toolkit_texts import plain_text

TOKEN, ANSWER, TRAP = "challenge_token", "challenge_answer", "challenge_homepage"
"""The fields: of ``check``, of ``shape`` and of the template ``scigov/shared/challenge.html``."""
_USED: Final = "ckan:{site}:scigov:challenge:{nonce}"


class ChallengeReason(enum.Enum):
    UNANSWERED = "challenge_unanswered"
    WRONG = "challenge_wrong"
    TOO_FAST = "challenge_too_fast"
    STALE = "challenge_stale"
    """Not asked here, too long ago, or answered already."""
    TRAP = "challenge_trap"


SENTENCES: dict[Any, Callable[[], str]] = {
    ChallengeReason.UNANSWERED: lambda: tk._("Answer the question with a numeral or a word."),
    ChallengeReason.WRONG: lambda: tk._("That was not the answer. Please answer the new question."),
    ChallengeReason.TOO_FAST: lambda: tk._(
        "The form came too soon for somebody who reads it. "
        "Wait a few seconds, answer the new question and send it again."
    ),
    ChallengeReason.STALE: lambda: tk._(
        "The question is no longer valid. Please answer the new question."
    ),
    ChallengeReason.TRAP: lambda: tk._(
        "A field that has to stay empty was filled in. "
        "Answer the new question and send the form again."
    ),
}
"""For ``translated`` of ``toolkit_errors``."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a form asks."""

    token: str
    question: str
    """The sentence, in the reader's language."""


@dataclass(frozen=True, slots=True)
class _Token:
    nonce: str
    issued_at: int
    """Seconds since 1970."""
    mark: str
    """What a key of the site makes of nonce and answer."""


def shape() -> Shape:
    """Return the fields of an action's input."""
    optional = tk.get_validator("ignore_missing")
    return {name: [optional, plain_text] for name in (TOKEN, ANSWER, TRAP)}


def issue(now: dt.datetime) -> Challenge:
    """Return a new question."""
    asked, nonce = question(random.SystemRandom()), secrets.token_urlsafe(12)
    said = [nonce, int(now.timestamp()), _mark(nonce, asked.answer)]
    return Challenge(_serializer().dumps(said), _sentence(asked))


def check(given: Mapping[str, Any], now: dt.datetime) -> None:
    """Let pass whoever has answered; the question is used up then, and when the answer is wrong.

    Args:
        given: the three fields, as they were sent.
        now: an aware moment.

    Raises:
        Refused: with a ``ChallengeReason`` at ``challenge_answer``.
        Unavailable: Redis does not answer.
    """
    if reason := _against(given, now):
        raise Refused(Refusal(reason, ANSWER))


def _against(given: Mapping[str, Any], now: dt.datetime) -> ChallengeReason | None:
    if given.get(TRAP):
        return ChallengeReason.TRAP
    answer = str(given.get(ANSWER) or "").strip()
    if not answer:
        return ChallengeReason.UNANSWERED
    token = _read(str(given.get(TOKEN) or ""))
    if token is None:
        return ChallengeReason.STALE
    seconds = now.timestamp() - token.issued_at
    if seconds < visitors.challenge_seconds():
        return ChallengeReason.TOO_FAST
    if seconds >= 60 * visitors.challenge_minutes() or not _use_up(token.nonce):
        return ChallengeReason.STALE
    number = number_in(answer)
    mark = "" if number is None else _mark(token.nonce, number)
    return None if hmac.compare_digest(mark, token.mark) else ChallengeReason.WRONG


def _use_up(nonce: str) -> bool:
    """Say whether nobody has tried this question before."""
    key = _USED.format(site=tk.config["ckan.site_id"], nonce=nonce)
    lasts = 60 * visitors.challenge_minutes() + 60
    try:
        return bool(connect_to_redis().set(key, "", ex=lasts, nx=True))
    except RedisError as error:
        raise Unavailable("Redis does not answer.") from error


def _read(token: str) -> _Token | None:
    try:
        return _Token(*_serializer().loads(token))
    except BadData:
        return None


def _serializer() -> URLSafeSerializer:
    signing = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(key_for("challenges"), signer_kwargs=signing)


def _mark(nonce: str, answer: int) -> str:
    said = f"{nonce}\n{answer}".encode()
    return hmac.new(key_for("answers of challenges"), said, hashlib.sha256).hexdigest()


def _sentence(asked: Question) -> str:
    language = str(tk.h.lang() or "")
    words = [worded(number, language) for number in asked.numbers]
    sentence = {
        Kind.SUM: lambda: tk._("How much is {} plus {}?"),
        Kind.DIFFERENCE: lambda: tk._("How much is {} minus {}?"),
        Kind.LARGEST: lambda: tk._("Which of these numbers is the largest: {}, {}, {}?"),
        Kind.SMALLEST: lambda: tk._("Which of these numbers is the smallest: {}, {}, {}?"),
        Kind.FOLLOWING: lambda: tk._("Which number comes right after {}?"),
    }[asked.kind]()
    return sentence.format(*words)
