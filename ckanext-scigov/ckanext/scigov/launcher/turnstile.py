"""Between the web server and the site: slow clients must not keep others waiting.

A thread that sends an answer waits for its client. So the server has many threads, and this counts what
they do: few are at work for a request at any time, as many as the machine can use; the others send. Short
answers are handed to the server whole, which sends them by itself. Only long ones need a thread, for as
long as their client takes, and of those there are at most so many; a client that comes then is told to
come back, while everything else of the site goes on. Behind a proxy that sends files itself
(``ckanext.scigov.tables.accel_prefix``) hardly any answer is long.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SHORT = 256 * 1024
"""Bytes of an answer that are handed over at once."""
BUSY = "503 Service Unavailable"
BUSY_BODY = "下载的人太多, 请稍后再试。\nToo many downloads are under way. Try again in a moment.\n".encode()
COME_BACK_AFTER = "30"


def places(environment: Mapping[str, str]) -> tuple[int, int]:
    """Return how many requests are at work and how many answers are sent at a time, per process."""
    at_work = int(environment.get("SCIGOV_WEB_THREADS", "4"))
    return at_work, int(environment.get("SCIGOV_WEB_DOWNLOADS", "24"))


class Turnstile:
    """A WSGI application around another one."""

    def __init__(self, application: Application, at_work: int, sending: int) -> None:
        self._application = application
        self._at_work = threading.BoundedSemaphore(at_work)
        self._sending = threading.BoundedSemaphore(sending)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        head = _Head()
        with self._at_work:
            answer = self._application(environ, head)
            is_short = environ["REQUEST_METHOD"] == "HEAD" or head.length <= SHORT
            if is_short or isinstance(answer, list):
                body = list(answer)
                _close(answer)
                head.pass_on(start_response)
                return body
        if not self._sending.acquire(blocking=False):
            _close(answer)
            start_response(BUSY, _busy_headers())
            return [BUSY_BODY]
        head.pass_on(start_response)
        return _Sent(answer, self._sending.release)


class _Head:
    """The status line and the headers, held back until it is clear what is sent."""

    def __init__(self) -> None:
        self._given: tuple[Any, ...] = ()

    def __call__(self, *given: Any) -> None:
        self._given = given

    @property
    def length(self) -> float:
        """The length the application announces; endless where it does not know."""
        for name, value in self._given[1]:
            if name.lower() == "content-length":
                return int(value)
        return float("inf")

    def pass_on(self, start_response: Callable[..., Any]) -> None:
        start_response(*self._given)


class _Sent:
    """A long answer; whoever ends it, its place is free again, once."""

    def __init__(self, answer: Iterable[bytes], done: Callable[[], None]) -> None:
        self._answer, self._pieces, self._done = answer, iter(answer), done
        self._is_over = threading.Lock()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        if self._is_over.acquire(blocking=False):
            try:
                _close(self._answer)
            finally:
                self._done()

    def __del__(self) -> None:
        self.close()  # A server that loses its client may let an answer go without a word.


def _close(answer: Iterable[bytes]) -> None:
    close = getattr(answer, "close", None)
    if close is not None:
        close()


def _busy_headers() -> list[tuple[str, str]]:
    return [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(BUSY_BODY))),
        ("Retry-After", COME_BACK_AFTER),
        ("Cache-Control", "no-store"),
    ]
