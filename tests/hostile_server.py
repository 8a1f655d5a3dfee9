"""A source on this machine that pages, and everything it can do wrong."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from source_server import Server, plain

from ckanext.scigov_harvesters.pacing import Times

Answer = Callable[[Any], None]
MB = 1 << 20

BY_PAGE: dict[str, Any] = {
    "records": "data.rows",
    "total": "data.total",
    "query": {"page": "{page}", "size": 3},
    "paging": {"kind": "page"},
}
"""Settings of the kind ``json`` for ``Listed``."""


class Waits:
    """A clock that only sleeping moves, so that no test waits."""

    def __init__(self) -> None:
        self.now, self.slept = 1_000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    @property
    def times(self) -> Times:
        return Times(lambda: self.now, self.sleep, lambda: 1.0, lambda: 0.0)


def in_json(value: Any, status: int = 200, **headers: str) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return plain(body, status, **{"Content_Type": "application/json; charset=utf-8"} | headers)


class Listed(Server):
    """A list of records in pages; ``spoiled`` answers in its place from the next request on."""

    def __init__(self, count: int = 7) -> None:
        super().__init__()
        self.records: list[Any] = [
            {"id": f"r{n}", "title": f"第{n}号"} for n in range(1, count + 1)
        ]
        self.questions: list[dict[str, Any]] = []
        self.spoiled: Answer | None = None
        self.spoiled_times = 1_000
        self.before: Callable[[], None] = lambda: None
        """Done before each answer."""

    def respond(self, request: Any) -> None:
        parts = urlsplit(request.path)
        question: dict[str, Any] = {"path": parts.path, **dict(parse_qsl(parts.query))}
        if request.command == "POST":
            text = request.body.decode()
            is_json = "json" in request.headers["Content-Type"]
            question |= json.loads(text) if is_json else dict(parse_qsl(text))
        self.questions.append(question)
        self.before()
        if self.spoiled and self.spoiled_times > 0:
            self.spoiled_times -= 1
            self.spoiled(request)
            return
        answer = self.answers.get(parts.path)
        (answer or in_json(self.answer(question)))(request)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return the page that is asked for by number, offset or cursor."""
        size = int(question.get("size", 3))
        start = int(question["cursor"]) if "cursor" in question else int(question.get("offset", 0))
        if "page" in question:
            start = (int(question["page"]) - 1) * size
        end = start + size
        rows = self.records[start:end]
        more = str(end) if end < len(self.records) else None
        link = more and f"/list?offset={more}&size={size}"
        return {
            "code": 0,
            "data": {"rows": rows, "total": len(self.records)},
            "next": more,
            "link": link,
        }

    def spoil(self, answer: Answer, times: int = 1_000) -> None:
        self.spoiled, self.spoiled_times = answer, times

    def mend(self) -> None:
        self.spoiled, self.before = None, lambda: None


def told_longer(body: bytes) -> Answer:
    """Promise more bytes than come."""
    return _framed(body, len(body) + 100)


def told_shorter(body: bytes) -> Answer:
    """Promise fewer bytes than come."""
    return _framed(body, len(body) - 5)


def _framed(body: bytes, length: int) -> Answer:
    def answer(request: Any) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(length))
        request.end_headers()
        request.wfile.write(body)

    return answer


def cut_chunks(body: bytes) -> Answer:
    """Begin an answer in pieces, and go away before the last."""

    def answer(request: Any) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")

    return answer


def unframed(body: bytes, media_type: str) -> Answer:
    """Say neither how long it is nor send it in pieces: the end is when the connection ends."""

    def answer(request: Any) -> None:
        request.send_response(200)
        request.send_header("Content-Type", media_type)
        request.end_headers()
        request.wfile.write(body)

    return answer


def stalls(seconds: float) -> Answer:
    return lambda _request: time.sleep(seconds)


def endless(piece: bytes = bytes(MB), count: int = 1_024) -> Answer:
    """Send a GB of zeros, in pieces of which each is honest."""

    def answer(request: Any) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for _ in range(count):
            request.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        request.wfile.write(b"0\r\n\r\n")

    return answer


def bomb(size: int = 300 * MB) -> Answer:
    return plain(gzip.compress(bytes(size), 1), Content_Encoding="gzip")


def redirect(location: str, status: int = 302) -> Answer:
    return plain(b"", status, Location=location)


DEEP = b"[" * 10_000 + b"]" * 10_000
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&c;</rdf:RDF>"""
READS_A_FILE = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&a;</rdf:RDF>"""
ASKS_A_DTD = b"""<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:%d/secret.dtd">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>"""
