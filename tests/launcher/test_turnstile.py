"""Few requests at work, long answers sent beside them, and nobody waits for somebody else's line."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ckanext.scigov.launcher.turnstile import SHORT, Turnstile, places

LONG = [b"x" * SHORT, b"y"]


class Answer:
    """An answer of a site: a page, or a file that is read while it is sent."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.closed = pieces, 0

    def __iter__(self):
        return iter(self.pieces)

    def close(self) -> None:
        self.closed += 1


def site(environ: dict[str, Any], start: Any) -> Any:
    pieces = environ["pieces"]
    length = [("Content-Length", str(sum(map(len, pieces))))] if environ.get("told", True) else []
    start("200 OK", [("Content-Type", "text/csv"), *length])
    environ["answer"] = Answer(pieces)
    return environ["answer"]


def ask(stile: Turnstile, pieces: list[bytes], **more: Any) -> tuple[str, Any, dict[str, Any]]:
    """Ask; return the status, what the server gets, and what the site has seen."""
    environ = {"REQUEST_METHOD": "GET", "pieces": pieces, **more}
    said: list[Any] = []
    answer = stile(environ, lambda *given: said.append(given))
    return said[0][0], answer, {**environ, "headers": dict(said[0][1])}


def test_a_short_answer_is_handed_over_whole():
    status, answer, seen = ask(Turnstile(site, 1, 1), [b"a", b"b"])
    assert (status, answer, seen["answer"].closed) == ("200 OK", [b"a", b"b"], 1)
    assert seen["headers"] == {"Content-Type": "text/csv", "Content-Length": "2"}


def test_a_long_answer_is_sent_and_closed_once():
    _status, answer, seen = ask(Turnstile(site, 1, 1), LONG)
    assert list(answer) == LONG
    answer.close()
    answer.close()
    assert seen["answer"].closed == 1


@pytest.mark.parametrize("told", [True, False])
def test_only_so_many_long_answers_are_on_their_way(told: bool):
    stile = Turnstile(site, 1, 2)
    first, second = (ask(stile, LONG, told=told)[1] for _ in range(2))
    status, answer, seen = ask(stile, LONG, told=told)
    assert status == "503 Service Unavailable"
    assert seen["headers"]["Retry-After"] == "30"
    assert "下载的人太多".encode() in b"".join(answer)
    assert seen["answer"].closed == 1
    assert ask(stile, [b"page"])[0] == "200 OK"
    first.close()
    assert ask(stile, LONG, told=told)[0] == "200 OK"
    second.close()


def test_an_answer_that_is_let_go_frees_its_place():
    stile = Turnstile(site, 1, 1)
    ask(stile, LONG)
    assert ask(stile, LONG)[0] == "200 OK"


def test_a_question_for_the_head_needs_no_place():
    stile = Turnstile(site, 1, 0)
    environ = {"REQUEST_METHOD": "HEAD", "pieces": []}
    said: list[Any] = []
    head = [("Content-Length", str(SHORT * 2))]
    stile = Turnstile(lambda _e, start: start("200 OK", head) or [], 1, 0)
    assert stile(environ, lambda *given: said.append(given)) == []
    assert said == [("200 OK", head)]


def test_while_an_answer_is_sent_others_are_at_work():
    stile = Turnstile(site, 1, 1)
    _status, answer, _seen = ask(stile, LONG)
    next(answer)
    assert ask(stile, [b"page"])[1] == [b"page"]


def test_at_most_so_many_are_at_work():
    present, most = [], []
    go = threading.Event()

    def slow(_environ: Any, start: Any) -> list[bytes]:
        present.append(1)
        most.append(len(present))
        go.wait(60)
        present.pop()
        start("200 OK", [])
        return [b"x"]

    stile = Turnstile(slow, 2, 1)
    asking = [threading.Thread(target=ask, args=(stile, [])) for _ in range(5)]
    for one in asking:
        one.start()
    while len(most) < 2:
        pass
    assert not go.wait(0.2)
    assert len(most) == 2
    go.set()
    for one in asking:
        one.join()
    assert (len(most), max(most)) == (5, 2)


def test_a_site_that_fails_gives_its_place_back():
    def broken(_environ: Any, _start: Any) -> list[bytes]:
        raise RuntimeError("no database")

    stile = Turnstile(broken, 1, 1)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="no database"):
            ask(stile, [])


def test_a_site_says_how_many():
    assert places({}) == (4, 24)
    assert places({"SCIGOV_WEB_THREADS": "2", "SCIGOV_WEB_DOWNLOADS": "9"}) == (2, 9)
