"""``./scigov test --bench dcat``: our feed beside ckanext-dcat's own serialisation of the same entries.

Both are asked by their actions in one process, on one site with real records and three resources each. First
what both say of the same hundred entries must be the same, wherever both map a field (``bench.dcat_graphs`` lists
forms and exceptions); otherwise nothing is timed. Then a page of 100 from fragments, a page written anew, the
writing alone, the whole catalogue as one file, and the answer to whom nothing has changed for.
"""

from __future__ import annotations

import argparse
import functools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus import portals

from bench import ckan_here, dcat_graphs, measuring
from bench.measuring import Times

DATASETS, ROUNDS, ASKED = 2_000, 7, 200
OURS, THEIRS = "ours", "ckanext-dcat"
PAGE, ANEW, ALONE, WHOLE = (
    "page from fragments",
    "page written anew",
    "writing alone",
    "whole, once",
)
GOALS = {PAGE: 30.0, ANEW: 3.0, WHOLE: 50.0}
GOAL_304 = 5.0
MOST_TOLD = 20
Work = Callable[[], Any]


def main(argv: list[str]) -> int:
    """Measure; 1 when both say something else of the same entries."""
    options = _parser().parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        # A site of tests opens a connection anew for each question, which takes longer than many an answer.
        os.environ["CKAN_INI"] = str(ckan_here.served_ini(Path(folder)))
        return _compared(options)


def _compared(options: argparse.Namespace) -> int:
    app = ckan_here.application()
    with app.test_request_context():
        _fill(options.datasets)
        different = _different()
        if different:
            print("Both say something else of the same entries; nothing was timed.")
            print("\n".join(different[:MOST_TOLD]))
            return 1
        print("Both say the same of 100 entries wherever both map a field.", flush=True)
        taken = _measured(options)
    print(_report(options, taken))
    print(_unchanged(app))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench dcat --")
    parser.add_argument("--datasets", type=int, default=DATASETS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each page")
    return parser


def _fill(count: int) -> None:
    """Harvest records into the site, unless they are there from a run before."""
    from bench import dcat_sides, harvest_sides, harvest_source

    begun = time.perf_counter()
    if harvest_sides.counts()["packages"] != count:
        try:
            offered = harvest_source.records(count)
        except portals.CorpusMissingError as reason:
            print(f"Made-up records instead of real ones: {reason}")
            offered = harvest_source.made_up(count)
        source = harvest_source.Site()
        try:
            source.offer(offered)
            harvest_sides.purge()
            side = harvest_sides.Ours()
            side.prepare(source.address)
            side.harvest()
        finally:
            source.close()
        harvest_sides.settle()
    harvested = time.perf_counter() - begun
    written = dcat_sides.write_all()
    harvest_sides.settle()
    seconds = time.perf_counter() - begun - harvested
    print(f"{count:,} entries after {harvested:.0f} s; {written:,} fragments after {seconds:.0f} s more.", flush=True)  # fmt: skip


def _different() -> list[str]:
    from bench import dcat_sides
    from ckanext.scigov.dcat import config

    said = dcat_sides.same_entries(dcat_sides.ids())
    return dcat_graphs.differences(*map(dcat_graphs.read, said), config.root())


def _measured(options: argparse.Namespace) -> dict[str, dict[str, Times]]:
    """Let both take turns; each page is another one, as for somebody who walks."""
    from bench import dcat_sides as sides

    pages = max(1, options.datasets // sides.PER_PAGE)
    taken = {name: {OURS: Times(), THEIRS: Times()} for name in (PAGE, ANEW, ALONE, WHOLE)}
    for turn in range(options.rounds + 1):
        page = turn % pages + 1
        ids = sides.ids(page)
        behind = sides.ids(page - 1)[-1] if page > 1 else ""
        found = sides.entries.found(ids)
        page_of_ours = functools.partial(sides.ours, page, behind, "ttl")
        page_of_theirs = _seconds(lambda page=page: sides.theirs(page, "ttl"))
        now = {
            PAGE: (_seconds(page_of_ours), page_of_theirs),
            ALONE: (
                _seconds(lambda found=found: sides.written_by_us(found)),
                _seconds(lambda found=found: sides.written_by_them(found)),
            ),
        }
        sides.forget(ids)
        now[ANEW] = (_seconds(page_of_ours), page_of_theirs)
        # The first round warms both up.
        for name, several in now.items() if turn else ():
            for side, seconds in zip((OURS, THEIRS), several, strict=True):
                taken[name][side].seconds.append(seconds)
    whole = _seconds(sides.whole_of_ours), _seconds(lambda: sides.whole_of_theirs(pages))
    for side, seconds in zip((OURS, THEIRS), whole, strict=True):
        taken[WHOLE][side].seconds.append(seconds)
    return taken


def _seconds(work: Work) -> float:
    from ckan import model

    model.Session.rollback()
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    model.Session.rollback()
    return seconds


def _report(options: argparse.Namespace, taken: dict[str, dict[str, Times]]) -> str:
    rows = []
    for name, sides in taken.items():
        ours, theirs = sides[OURS], sides[THEIRS]
        ratio = theirs.p50 / ours.p50
        goal = GOALS.get(name)
        verdict = f"{goal:.0f}: {'reached' if ratio >= goal else 'missed'}" if goal else ""
        figures = (ours.p50, ours.fastest, theirs.p50, theirs.fastest)
        rows.append((name, *map(measuring.milliseconds, figures), f"{ratio:.1f}", verdict))
    head = ("", "ours, ms", "fastest", "ckanext-dcat, ms", "fastest", "times ours", "goal")
    return (
        f"\n## {options.datasets:,} datasets, three resources each, pages of 100 in Turtle\n\n{measuring.table(head, rows)}\n\n"
        f"{options.rounds} rounds, their median; the whole is made once. A page written anew is written in its form and in N-Triples, "
        "and stored. Writing alone: one form, of entries that are there already. The whole is ours as a file "
        "packed by gzip, theirs page by page in N-Triples, not packed."
    )  # fmt: skip


def _unchanged(app: Any) -> str:
    """Return how long the answer takes to whom nothing has changed for, through the whole of the application."""
    client = app.test_client(use_cookies=False)
    first = client.get("/catalog.ttl")
    known = {"If-None-Match": first.headers["ETag"]}
    times = Times()
    for turn in range(ASKED + 10):
        begun = time.perf_counter()
        answer = client.get("/catalog.ttl", headers=known)
        seconds = time.perf_counter() - begun
        if answer.status_code != 304 or answer.get_data():
            raise RuntimeError(f"The same catalogue was answered with {answer.status_code}.")
        if turn >= 10:
            times.seconds.append(seconds)
    said = "reached" if times.p50 < GOAL_304 else "missed"
    mean = statistics.mean(times.seconds) * 1000
    return (
        f"\nNothing has changed (304): {times.p50:.2f} ms p50, {times.p95:.2f} ms p95, {mean:.2f} ms on average of "
        f"{ASKED}; goal less than {GOAL_304:.0f} ms: {said}."
    )


if __name__ == "__main__":
    started = time.perf_counter()
    code = main(sys.argv[1:])
    print(f"The bench took {time.perf_counter() - started:.0f} seconds.")
    sys.exit(code)
