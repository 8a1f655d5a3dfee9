"""``./scigov test --soak``: readers and writers on a real site, PostgreSQL restarted midway.

Two writers make, change and delete datasets by the API; after every finished write they ask each
web process for it. Eight readers search all the time and compare every answer with what may be
true at that moment. Wrong is: a stale, double or missing dataset, a total that is not the sum of
its counts, an error while the database is up, memory that keeps growing.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
import threading
import time

from soak.ledger import Ledger
from soak.readers import Reader, check_everything
from soak.site import Site
from soak.watch import Memory, Watch
from soak.writers import Writer

MINUTES = 10.0
READERS, WRITERS = 8, 2
DOWN_SECONDS = 3.0
WARM_SHARE = 0.25
"""Of the time, until memory counts: by then every process has seen every kind of question."""


@dataclasses.dataclass(frozen=True)
class Options:
    """What the command line says."""

    minutes: float
    readers: int
    writers: int
    processes: int
    documents: int
    pause: float
    seed: int


def main(argv: list[str]) -> int:
    """Run; 1 when anything was wrong."""
    options = Options(**vars(_parser().parse_args(argv)))
    with Site(processes=options.processes) as site:
        filled = site.fill(options.documents)
        print(f"The site is up: {len(site.web_processes())} web processes, {filled} documents.")
        watch, ledger = Watch(), Ledger(others=filled)
        writers = _writers(site, ledger, watch, options)
        for writer in writers:
            writer.prepare()
        memory = Memory(site)
        _run(site, [*writers, *_readers(site, ledger, watch, options)], watch, memory, options)
        check_everything(site, ledger, watch)
        _print_times(watch)
        memory.judge(watch)
    for wrong in watch.wrong[:40]:
        print(f"WRONG: {wrong}")
    print(f"{len(watch.wrong)} wrong results" if watch.wrong else "Everything stayed right.")
    return 1 if watch.wrong else 0


def _writers(site: Site, ledger: Ledger, watch: Watch, options: Options) -> list[Writer]:
    return [
        Writer(number, site, ledger, watch, random.Random(options.seed + number))
        for number in range(options.writers)
    ]


def _readers(site: Site, ledger: Ledger, watch: Watch, options: Options) -> list[Reader]:
    return [
        Reader(number, site, ledger, watch, random.Random(-options.seed - number), options.pause)
        for number in range(options.readers)
    ]


def _run(
    site: Site,
    people: list[Writer | Reader],
    watch: Watch,
    memory: Memory,
    options: Options,
) -> None:
    began = time.monotonic()
    threads = [threading.Thread(target=person.run, daemon=True) for person in people]
    for thread in threads:
        thread.start()
    length = options.minutes * 60
    _wait_until(began + length * WARM_SHARE)
    memory.note("after warm-up")
    _wait_until(began + length / 2)
    memory.note("in the middle")
    print("Restarting PostgreSQL …", flush=True)
    site.restart_database(watch, DOWN_SECONDS)
    _wait_until(began + length)
    watch.stop.set()
    for thread in threads:
        thread.join(timeout=120)
    memory.note("at the end")


def _wait_until(moment: float) -> None:
    while (left := moment - time.monotonic()) > 0:
        time.sleep(min(left, 1))


def _print_times(watch: Watch) -> None:
    for what, count in sorted(watch.counts.items()):
        print(f"{count:>8} {what}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--writers", type=int, default=WRITERS)
    parser.add_argument("--processes", type=int, default=3, help="web processes")
    parser.add_argument("--documents", type=int, default=5_000, help="real records beside")
    parser.add_argument("--pause", type=float, default=0.05, help="a reader's, in seconds")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
