"""A server that speaks clamd's protocol, and answers what a test wants."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ckanext.scigov.shared.evidence.scanning import PIECE, Scanner

Act = Callable[[socket.socket], None]
CLEAN = b"stream: OK\0"


@contextmanager
def serving(act: Act, family: int = socket.AF_INET, path: str = "") -> Iterator[Scanner]:
    """Answer every connection by ``act``, in a thread of its own."""
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.bind(path or ("127.0.0.1", 0))
        listener.listen()
        threads = [threading.Thread(target=_serve, args=(listener, act), daemon=True)]
        threads[0].start()
        port = 0 if path else listener.getsockname()[1]
        yield Scanner("" if path else "127.0.0.1", port, path, 20, 20)
        listener.shutdown(socket.SHUT_RDWR)
        threads[0].join(5)


def _serve(listener: socket.socket, act: Act) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                act(connection)


def received(connection: socket.socket) -> bytes:
    """Read a whole INSTREAM and return the file."""
    found = b""
    with connection.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        while length := struct.unpack("!L", stream.read(4))[0]:
            assert length <= PIECE
            found += stream.read(length)
    return found


def answering(answer: bytes) -> Act:
    def act(connection: socket.socket) -> None:
        received(connection)
        connection.sendall(answer)

    return act
