"""Measure how well searches find what people look for: ours beside CKAN's Solr schema and others.

``./scigov test --bench relevance`` fills every system with the portals' records, asks all judged
queries as CKAN's search page does, and prints nDCG@10 and recall@50 for each half and kind.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import ckan_here
from bench.measuring import table
from corpus import portals

from relevance import measures, systems
from relevance.judged import HALVES, Query, judgements, queries
from relevance.measures import Run, Scores
from relevance.systems import OURS, System

Runs = dict[str, Run]
Measured = dict[str, dict[str, Scores]]
"""Scores by system and query."""


def main(argv: list[str]) -> int:
    """Print the tables; 1 when a system could not run."""
    options = _parser().parse_args(argv)
    try:
        runs, reason = _runs(options)
    except portals.CorpusMissingError as missing:
        print(f"NOT RUN: {missing}")
        return 1
    if options.gather:
        Path(options.gather).write_text(json.dumps(runs, ensure_ascii=False), encoding="utf-8")
        print(f"NOT RUN: {reason}" if reason else f"{options.gather}: {', '.join(runs)}")
        return 1 if reason else 0
    grades = judgements()
    measured = {name: measures.scores(grades, run) for name, run in runs.items()}
    for half in HALVES if options.half is None else [options.half]:
        print(report(half, [q for q in queries() if q.half == half], measured), flush=True)
    if reason:
        print(f"NOT RUN: {reason}")
    return 1 if reason else 0


def _runs(options: argparse.Namespace) -> tuple[Runs, str]:
    runs: Runs = {}
    for file in options.saved:
        runs.update(json.loads(Path(file).read_text(encoding="utf-8")))
    if options.saved and not options.ours:
        return runs, ""
    portals.records()
    with ckan_here.loaded(), _asked(solr=not options.saved) as (asked, reason):
        for name, ask in asked.items():
            runs[name] = {query.id: ask(query.query, measures.DEEPEST) for query in queries()}
    return runs, reason


@contextlib.contextmanager
def _asked(*, solr: bool) -> Iterator[tuple[dict[str, System], str]]:
    found = systems.postgresql()
    if not solr:
        yield found, ""
        return
    with (
        tempfile.TemporaryDirectory(prefix="scigov-relevance-") as scratch,
        systems.solr(Path(scratch)) as (others, reason),
    ):
        yield {**found, **others, **systems.plain()}, reason


def report(half: str, asked: Sequence[Query], measured: Measured) -> str:
    """Return one half's tables in Markdown: by kind, all, and ours against each other system."""
    names = [OURS, *(name for name in measured if name != OURS)]
    lines = [f"\n## {half}: {len(asked)} queries", ""]
    kinds = {
        kind: [q for q in asked if q.kind == kind] for kind in dict.fromkeys(q.kind for q in asked)
    }
    for measure, title in (("ndcg", "nDCG@10"), ("recall", "recall@50")):
        rows = [
            [
                f"{kind} ({len(of)})",
                *(f"{_mean(of, measured[name], measure):.3f}" for name in names),
            ]
            for kind, of in (*kinds.items(), ("all", asked))
        ]
        lines += [table([title, *names], rows), ""]
    rows = [[name, *_differences(asked, measured, name)] for name in names[1:]]
    head = [
        "ours minus",
        "nDCG@10 (95 % interval)",
        "better / equal / worse",
        "recall@50 (95 % interval)",
    ]
    return "\n".join([*lines, table(head, rows)])


def _mean(asked: Sequence[Query], of: dict[str, Scores], measure: str) -> float:
    return statistics.fmean(getattr(of[query.id], measure) for query in asked)


def _differences(asked: Sequence[Query], measured: Measured, other: str) -> list[str]:
    ours, theirs = measured[OURS], measured[other]
    ndcg = [ours[q.id].ndcg - theirs[q.id].ndcg for q in asked]
    recall = [ours[q.id].recall - theirs[q.id].recall for q in asked]
    better, worse = sum(d > 0 for d in ndcg), sum(d < 0 for d in ndcg)
    return [
        _with_interval(ndcg),
        f"{better} / {len(ndcg) - better - worse} / {worse}",
        _with_interval(recall),
    ]


def _with_interval(differences: Sequence[float]) -> str:
    low, high = measures.interval(differences)
    return f"{statistics.fmean(differences):+.3f} ({low:+.3f} to {high:+.3f})"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench relevance", description=__doc__)
    parser.add_argument("--half", choices=HALVES, help="only this half (tune on dev alone)")
    parser.add_argument("--gather", metavar="FILE", help="write what every system finds, and stop")
    parser.add_argument(
        "--saved", metavar="FILE", action="append", default=[],
        help="take what systems found from there and start no Solr; may be repeated",
    )  # fmt: skip
    parser.add_argument("--ours", action="store_true", help="with --saved: ask ours again")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
