"""What a person sees: steps on standard output, complaints on standard error."""

from __future__ import annotations

import sys
import time

_STARTED = time.monotonic()


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def step(text: str) -> None:
    """Announce what is being done, with the seconds since the start."""
    say(f"[{time.monotonic() - _STARTED:5.1f}s] {text}")


def warn(text: str) -> None:
    sys.stderr.write(f"scigov: {text}\n")
    sys.stderr.flush()


def progress(text: str, *, last: bool = False) -> None:
    """Rewrite one line on a terminal; elsewhere only the last state is worth a line."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{text}" + ("\n" if last else ""))
        sys.stdout.flush()
    elif last:
        say(text)
