"""The server's process behind a connection gives way to the pages, as the worker itself does.

A worker that loads a file keeps two processes busy, and only one of them is its own.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import psutil

NAME = "postgres"


def give_way(cursor: Any) -> None:
    """Let the server's process be as nice as this one; nothing where it is on another machine."""
    wanted = os.getpriority(os.PRIO_PROCESS, 0)
    if wanted <= 0:
        return
    cursor.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL")
    number, is_here = cursor.fetchone()
    # It may be gone, somebody else's, or of another container that numbers its processes anew.
    with suppress(psutil.Error, OSError):
        if is_here and psutil.Process(number).name() == NAME:
            os.setpriority(os.PRIO_PROCESS, number, wanted)
