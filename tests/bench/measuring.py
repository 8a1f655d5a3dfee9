"""Times of several sides, taken in turn, and how they are printed."""

from __future__ import annotations

import dataclasses
import math
import os
import platform
import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path


@dataclasses.dataclass
class Times:
    """Seconds that one side took for one class of questions."""

    seconds: list[float] = dataclasses.field(default_factory=list)
    rate: float = 0.0
    """Answers a second, where several are asked for at a time."""
    processor_seconds: float = 0.0
    """What all answers together cost of a processor, in all processes that took part."""

    @property
    def fastest(self) -> float:
        """What a busy machine disturbs least, in milliseconds."""
        return min(self.seconds) * 1000

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        """The smallest time that at least 95 % of all answers kept, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[math.ceil(0.95 * len(ordered)) - 1] * 1000

    @property
    def processor(self) -> float:
        """What one answer costs of a processor, in milliseconds: a busy machine changes it little."""
        return self.processor_seconds * 1000 / len(self.seconds)


def processor_seconds(pids: Sequence[int]) -> float:
    """Return what processes with all their threads have used of a processor so far."""
    others = [pid for pid in pids if pid != os.getpid()]
    files = (file for pid in others for file in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    # What runs this very moment is not yet in its own file.
    own = time.process_time() if len(others) < len(pids) else 0.0
    return own + sum(int(file.read_text(encoding="ascii").split()[0]) for file in files) / 1e9


def geometric_mean(numbers: Iterable[float]) -> float:
    return statistics.geometric_mean(list(numbers))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *(["---:"] * (len(head) - 1))], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def milliseconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def machine() -> str:
    """Return what the figures depend on: processor, cores, load, memory, Python."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    total = next(
        int(line.split()[1]) // 1024**2
        for line in Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("MemTotal")
    )
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} cores, {total} GB, load {load:.1f} at the start; "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )
