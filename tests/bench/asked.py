"""A process of its own, with one of the sites that are compared, which is asked a line at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, final

_SAID = "said "
"""Whatever else a process prints is not an answer."""


@final
class Asked:
    """The process; it ends with its block, or when it is told to."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str] = os.environ,
        nice: int = 0,
    ) -> None:
        line = ["nice", "-n", str(nice), sys.executable, "-m", module, *arguments]
        self._process = subprocess.Popen(
            line, env={**environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **question: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(question)}\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith(_SAID):
                return json.loads(line.removeprefix(_SAID))
        raise SystemExit(f"The process that was asked {question} has ended; see above.")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let it do nothing for a while."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()


def questions() -> Iterator[dict[str, Any]]:
    """Return what this process is asked, until nobody asks any more."""
    return (json.loads(line) for line in sys.stdin)


def answer(said: Mapping[str, Any]) -> None:
    print(f"{_SAID}{json.dumps(said)}", flush=True)
