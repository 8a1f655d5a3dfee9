"""A limit of time that holds whatever a connection is waiting for.

Time limits of sockets begin anew with every byte: a server that sends one now and then is never too slow
for them.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Watch:
    """Ends the connection when the time is over, whatever it is waiting for."""

    def __init__(self) -> None:
        self.is_over = False
        self._connection: socket.socket | None = None
        self._lock = threading.Lock()

    def over(self, connection: socket.socket | None) -> None:
        """Watch a connection, or none; one that comes too late is ended at once."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            # A second handle of the same connection: TLS takes the first one over.
            self._connection = connection.dup() if connection is not None else None
            if self.is_over:
                self._end()

    def end(self) -> None:
        with self._lock:
            self.is_over = True
            self._end()

    def _end(self) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def watching(seconds: float) -> Iterator[Watch]:
    watch = Watch()
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        watch.over(None)
