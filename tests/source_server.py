"""Real servers on this machine that tests fetch from."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TABLE = "编号,金额\nA1,1.50\nA2,2\n".encode()


class Server:
    """Answers each path as a test wants it, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[Any], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.asked.append((self.path, dict(self.headers)))
                self.close_connection = True
                with suppress(ConnectionError):  # Who has had enough goes.
                    outer.respond(self)

            do_POST = do_GET  # noqa: N815 (the name it has there)

            def log_message(self, *_: Any) -> None:
                """Tests are quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def respond(self, request: Any) -> None:
        self.answers[request.path.partition("?")[0]](request)

    def address(self, path: str = "/t.csv", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


class Source(Server):
    """Answers every path with the same file, as it is at that moment."""

    def __init__(self) -> None:
        super().__init__()
        self.body, self.status, self.pause = TABLE, 200, 0.0
        self.headers: dict[str, str] = {}

    def respond(self, request: Any) -> None:
        time.sleep(self.pause)
        same = self.headers.get("ETag") == request.headers.get("If-None-Match", "-")
        plain(b"" if same else self.body, 304 if same else self.status, **self.headers)(request)


def plain(body: bytes = TABLE, status: int = 200, **headers: str) -> Callable[[Any], None]:
    def answer(request: Any) -> None:
        request.send_response(status)
        if "Transfer_Encoding" not in headers:
            request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def slowly(text: bytes, pause: float = 0.05) -> Callable[[Any], None]:
    """Send something byte by byte."""

    def answer(request: Any) -> None:
        try:
            for letter in text:
                request.wfile.write(bytes([letter]))
                time.sleep(pause)
        except OSError:
            return

    return answer
