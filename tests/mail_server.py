"""A real mail server on this machine, which can be away and come back."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class MailServer:
    """Keeps the letters it has accepted; ``on_letter`` is called before it says so."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[tuple[str, EmailMessage]] = []
        self.answer = "250 Accepted"
        self.on_letter: Callable[[], None] = lambda: None
        self._running: Controller | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        self._running = Controller(self, hostname="127.0.0.1", port=self.port)
        self._running.start()

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.letters.append((envelope.rcpt_tos[0], letter))  # type: ignore[arg-type]
        self.on_letter()
        return self.answer

    def received(self) -> list[tuple[str, str]]:
        """Return recipient and Message-ID of every letter."""
        return sorted((to, str(letter["Message-ID"])) for to, letter in self.letters)
