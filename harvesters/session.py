"""What every connector that speaks HTTP asks its source through.

Where it may go is judged by ``shared.connecting``; here are the pace, the repetitions, the limits of a run,
and how an answer becomes text. Whatever goes wrong is a ``SourceFailed`` with a code and a few values: no
address, no header and no text of an answer is ever among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov.intake.contract import Noticed, SourceFailed, Wiring
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared import asking, fetching
from ckanext.scigov.shared.asking import Answer, Question
from ckanext.scigov.shared.connecting import Limits, NotFetched
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import NotAllowed, Rules
from ckanext.scigov.shared.domain.answers import short
from ckanext.scigov_harvesters import texts
from ckanext.scigov_harvesters.pacing import (
    Most,
    Pace,
    Run,
    Times,
    may_pass,
    most_of,
    pace_of,
    told_wait,
)

NOT_MODIFIED, NOT_FOUND, GONE = 304, 404, 410
_OWN_HEADERS = frozenset(
    {"Host", "Connection", "Content-Length", "Transfer-Encoding", "Accept-Encoding", "If-None-Match",
     "If-Modified-Since", "Content-Type", "Te", "Trailer", "Upgrade", "Expect"}
)  # fmt: skip
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")

NO_ADDRESS = N_(
    "The setting {key} must be an address that begins with http:// or https://, without a user's name or"
    " password in it."
)
NO_HEADER = N_(
    "The setting {key} must hold names and values of HTTP headers, without {own}, which are the"
    " connector's own."
)
NO_CHARSET = N_("The setting {key} must be the name of an encoding, such as gb18030 or utf-8.")

_CAUSES = {
    fetching.UNKNOWN_NAME: Cause.UNREACHABLE,
    fetching.NO_CONNECTION: Cause.UNREACHABLE,
    fetching.NOT_TRUSTED: Cause.NOT_TRUSTED,
    fetching.TOO_SLOW: Cause.TIMED_OUT,
    fetching.BROKEN_OFF: Cause.TRUNCATED,
    fetching.TOO_LARGE: Cause.TOO_LARGE,
    fetching.PACKED: Cause.BAD_ANSWER,
}
"""Reasons of the guarded connection; all others say that an address is not asked."""
_OF_STATUS = {
    401: Cause.NOT_AUTHORIZED,
    403: Cause.NOT_AUTHORIZED,
    NOT_FOUND: Cause.NOT_FOUND,
    GONE: Cause.NOT_FOUND,
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a connector."""

    address: str
    """Absolute, or relative to the source's address."""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    """``etag`` and ``modified`` of what is known already: the answer may be that it is that still."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a source is asked: what all its requests have in common."""

    base: str
    """The source's address."""
    rules: Rules
    headers: Mapping[str, str]
    """Of the mapping file; each may hold a secret, so they go to the source's host alone."""
    pace: Pace
    most: Most
    charset: str = ""
    """What its text is in, whatever it says; empty: found out."""


def ways_of(wiring: Wiring, settings: Settings) -> Ways:
    """Read the settings ``url``, ``headers``, ``charset``, ``pace`` and ``limits``, which all kinds have.

    Raises:
        WrongSetting: one is wrong.
    """
    base = settings.text("url", wiring.address)
    rules = _rules_of(base, settings.key("url"), is_internal=wiring.is_internal)
    pace, most = pace_of(settings.part("pace")), most_of(settings.part("limits"))
    return Ways(base, rules, _headers_of(settings), pace, most, _charset_of(settings))


def _charset_of(settings: Settings) -> str:
    given = settings.text("charset", "")
    if given and not texts.is_charset(given):
        raise WrongSetting(NO_CHARSET, key=settings.key("charset"))
    return given


def _rules_of(base: str, key: str, *, is_internal: bool) -> Rules:
    """Allow the source's own port; its own host alone may be private, and only if it is marked so."""
    try:
        ports = frozenset({80, 443, *map(int, addresses.port_in(base))})
        place = addresses.parse(base, Rules(ports=ports))
    except (NotAllowed, ValueError):
        raise WrongSetting(NO_ADDRESS, key=key) from None
    return Rules(ports, frozenset({place.host}) if is_internal else frozenset())


def _headers_of(settings: Settings) -> dict[str, str]:
    given = settings.mapping("headers")
    found = {name.title(): value for name, value in given.items()}
    for name, value in found.items():
        is_plain = isinstance(value, str) and value.isascii() and value.isprintable()
        if not is_plain or name in _OWN_HEADERS or not _HEADER_NAME.fullmatch(name):
            own = ", ".join(sorted(_OWN_HEADERS))
            raise WrongSetting(NO_HEADER, key=settings.key("headers"), own=own)
    return found


class Session:
    """Asks one source during one run."""

    def __init__(self, ways: Ways, times: Times | None = None) -> None:
        self._ways = ways
        self._times = times or Times()
        self._run = Run(ways.pace, ways.most, self._times)
        self._noticed: dict[str, Noticed] = {}

    def ask(self, asked: Asked, read: Callable[[Answer], T], *, retries: int | None = None) -> T:
        """Ask, again where that may help, and return what ``read`` makes of the answer.

        ``read`` gets answers of success, and 304 where something was known. ``retries``: other than the
        setting says.

        Raises:
            SourceFailed: it cannot be had.
        """
        most = self._ways.pace.retries if retries is None else retries
        attempt = 0
        while True:
            self._run.wait_for_turn()
            try:
                return read(self._answered(asked))
            except SourceFailed as failed:
                if attempt >= most or not may_pass(failed):
                    raise
                self._run.wait_again(attempt, failed.detail.get("wait", 0))
            attempt += 1

    def text(self, answer: Answer) -> str:
        """Return an answer's text; a character set that was said wrongly is noticed."""
        if self._ways.charset:
            return texts.decode_as(answer.body, self._ways.charset)
        found = texts.decode(answer.body, answer.headers.get_content_charset() or "")
        if not found.is_as_said:
            detail = {"charset": found.charset}
            self.notice(Cause.OTHER_CHARSET, **detail)
        return found.text

    def notice(self, cause: Cause, **detail: Any) -> None:
        """Remember something for the operator; each kind once until it is given."""
        self._noticed.setdefault(cause.value, Noticed(cause.value, detail))

    def noticed(self) -> list[Noticed]:
        """Return what was noticed since the last time."""
        found = list(self._noticed.values())
        self._noticed.clear()
        return found

    def absolute(self, link: str, base: str = "") -> str:
        """Return a link that a source gave as an address.

        Raises:
            SourceFailed: it is none.
        """
        try:
            return urljoin(base or self._ways.base, link.strip())
        except ValueError:
            reason = addresses.Reason.NO_ADDRESS.value
            raise SourceFailed(Cause.ADDRESS_NOT_ALLOWED.value, {"reason": reason}) from None

    def close(self) -> None:
        """Nothing is held between two requests."""

    def _answered(self, asked: Asked) -> Answer:
        try:
            answer = asking.ask(self._question(asked))
        except NotFetched as failed:
            cause = _CAUSES.get(failed.reason, Cause.ADDRESS_NOT_ALLOWED)
            raise SourceFailed(cause.value, {"reason": failed.reason}) from None
        self._run.take(len(answer.body))
        if 200 <= answer.status < 300 or (answer.status == NOT_MODIFIED and asked.known):
            return answer
        detail: dict[str, Any] = {"status": answer.status}
        if wait := told_wait(answer.headers.get("Retry-After", ""), self._times.today()):
            detail["wait"] = wait
        raise SourceFailed(_OF_STATUS.get(answer.status, Cause.SOURCE_ERROR).value, detail)

    def _question(self, asked: Asked) -> Question:
        ways, address = self._ways, self.absolute(asked.address)
        headers = {"Accept": "*/*", **asked.headers}
        for name, key in (("If-None-Match", "etag"), ("If-Modified-Since", "modified")):
            if asked.known.get(key):
                headers[name] = asked.known[key]
        limits = Limits(
            ways.most.answer_bytes,
            silent_seconds=min(60, ways.most.answer_seconds),
            whole_seconds=ways.most.answer_seconds,
        )
        is_own = self._is_own(address)
        if asked.body and not is_own:
            # A body may hold a secret, and without it the question is another one.
            raise SourceFailed(Cause.ADDRESS_NOT_ALLOWED.value, {"reason": fetching.REDIRECTED})
        secrets = ways.headers if is_own else {}
        return Question(
            address, ways.rules, limits, asked.method, headers, secrets, asked.body,
        )  # fmt: skip

    def _is_own(self, address: str) -> bool:
        """Say whether an address, which a source may have named, is on the source's own host."""
        try:
            parts = (addresses.parse(one, self._ways.rules) for one in (self._ways.base, address))
            return asking.is_same_owner(*parts)
        except NotAllowed:
            return False


def known_of(answer: Answer) -> dict[str, str]:
    """Return what an answer said of itself, for the next run's conditional request."""
    said = {"etag": "ETag", "modified": "Last-Modified"}
    found = {key: short(answer.headers.get(name, "")) for key, name in said.items()}
    return {key: value for key, value in found.items() if value}
