"""Which process is which: a pid alone is not enough, because the kernel gives it away again."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import json
import os
import signal
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1


@dataclasses.dataclass(frozen=True)
class Process:
    """A process that is known for sure: its number, its start and the boot it belongs to."""

    pid: int
    started: str
    boot: str

    @classmethod
    def of(cls, pid: int) -> Process | None:
        started = _start_of(pid)
        return cls(pid, started, _boot_id()) if started else None

    @classmethod
    def load(cls, path: Path) -> Process | None:
        """Read the record a process left; None when there is none or it is damaged."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def save(self, path: Path) -> None:
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(dataclasses.asdict(self)), encoding="utf-8")
        beside.replace(path)

    @property
    def alive(self) -> bool:
        return self.boot == _boot_id() and _start_of(self.pid) == self.started

    def end(self, gentle: signal.Signals, *, within: float) -> None:
        """Ask it to end and, if it does not in time, make it. Does nothing to a stranger."""
        for signal_number, seconds in ((gentle, within), (signal.SIGKILL, 5.0)):
            if not self.alive:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal_number)
            self.wait(seconds)

    def wait(self, seconds: float) -> bool:
        """Say whether it ended within this time."""
        until = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True


def processes_in(folder: Path, program: str) -> list[Process]:
    """Return the processes of this program that have this working directory.

    PostgreSQL's processes stay in their data directory: those found in ours are ours, also when
    the one that started them is gone.
    """
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            inside = (entry / "cwd").readlink() == folder
            named = (entry / "comm").read_text(encoding="utf-8").strip() == program
        except OSError:
            continue
        process = Process.of(int(entry.name)) if inside and named else None
        if process:
            found.append(process)
    return found


def die_with_parent(signal_number: signal.Signals, parent: int) -> None:
    """Have the kernel send this signal when the parent ends, however it ends.

    The setting survives exec, but not a change of user: call it after that.
    """
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    if os.getppid() != parent:  # it was gone before the kernel knew
        os.kill(os.getpid(), signal_number)


def _start_of(pid: int) -> str | None:
    """Return the start time in ticks since boot; None for no such process and for a dead one."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in ("Z", "X") else fields[19]


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
