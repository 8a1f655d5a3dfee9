"""The public's pages while a large file becomes a table, beside those of an idle site.

One site as ``./scigov up`` runs it; the load runs in a process of its own, as the worker's does. Every
page is made anew: its address has never been asked for before. Idle and loading take turns of some seconds:
the load is stopped and goes on again, so that whatever else the machine has to do weighs on both alike.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import ckan_here, load, load_file, measuring, servers
from bench.asked import Asked
from bench.measuring import Times

IDLE, LOADING = "idle", "loading"
GOAL = 1.5
SECONDS = 4.0
SETTLES = 1.2
"""What the database has been given before the load was stopped is done by then."""
WORKER_NICE = 10
"""As ``ckanext.scigov.worker_nice`` has it."""
PAGES = ("/", "/dataset/", "/dataset/loads", "/organization/kejiting")


def main(folder: Path, options: argparse.Namespace) -> int:
    """Measure; 1 when the load did not give the rows."""
    small, large = folder / "small.csv", folder / "large.csv"
    load_file.write(small, load.SMALL)
    load_file.write(large, options.rows)
    loader = load.side(load.OURS, folder, WORKER_NICE)
    os.environ["CKAN_STORAGE_PATH"] = str(folder / "storage")
    ini = ckan_here.served_ini(folder)
    try:
        loader.ask(rows_of=str(small))
        with servers.running("ckanext.scigov.launcher.wsgi:application", ini) as site:
            results, loaded = _measured(site, loader, large, options.turns)
    finally:
        loader.end()
    if loaded != [options.rows] * options.turns:
        print(f"Loaded were {loaded} rows instead of {options.rows} each time.")
        return 1
    print(_report(results, options.rows))
    return 0


def _measured(
    site: servers.Server, loader: Asked, large: Path, turns: int
) -> tuple[dict[str, dict[str, Times]], list[int]]:
    results = {page: {IDLE: Times(), LOADING: Times()} for page in PAGES}
    client, fresh = servers.Client(site.port), itertools.count(1)

    def ask(kind: str, more: Callable[[], bool]) -> None:
        for page in _in_turn(more):
            seconds, _body = client.get(page, _=str(next(fresh)))
            results[page][kind].seconds.append(seconds)

    ask("idle", _so_often(len(PAGES) * 5))
    results = {page: {IDLE: Times(), LOADING: Times()} for page in PAGES}
    loaded: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        for _turn in range(turns):
            work = pool.submit(loader.ask, load=str(large))
            while not work.done():
                ask(LOADING, _so_long(SECONDS, work))
                with loader.stopped():
                    time.sleep(SETTLES)
                    ask(IDLE, _so_long(SECONDS, work))
            loaded.append(work.result()["rows"])
    client.close()
    return results, loaded


def _in_turn(more: Callable[[], bool]) -> Iterator[str]:
    for page in itertools.cycle(PAGES):
        if not more():
            return
        yield page


def _so_often(number: int) -> Callable[[], bool]:
    left = iter(range(number))
    return lambda: next(left, None) is not None


def _so_long(seconds: float, work: Future[Any]) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: not work.done() and time.monotonic() < end


def _report(results: dict[str, dict[str, Times]], rows: int) -> str:
    lines, worst = [], 0.0
    for page, kinds in results.items():
        idle, loading = kinds[IDLE], kinds[LOADING]
        ratio = loading.p50 / idle.p50
        worst = max(worst, ratio)
        lines.append((
            page,
            f"{idle.p50:.1f} / {idle.p95:.1f}",
            f"{loading.p50:.1f} / {loading.p95:.1f}",
            f"{ratio:.2f}",
            f"{loading.p95 / idle.p95:.2f}",
            f"{len(idle.seconds)} / {len(loading.seconds)}",
        ))  # fmt: skip
    head = ("page", "idle, ms p50 / p95", "loading, ms p50 / p95", "ratio p50", "p95", "requests")
    verdict = "kept" if worst <= GOAL else "missed"
    return (
        f"## Pages while {rows:,} rows are loaded\n\n{measuring.table(head, lines)}\n\n"
        f"Goal: at most {GOAL} times (p50 of every page): {verdict}, {worst:.2f} at the most."
    )
