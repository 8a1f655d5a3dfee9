"""``./scigov test --bench search``: our search beside engines and naive SQL.

Real catalogue records, eight facet fields, 20 rows with their documents, only what the user may
see. All sides must give the same totals and the same counts of every value before anything is
timed; then they take turns. Wrong answers fail the bench, times never do.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from corpus import portals

from bench import ckan_here, measuring
from bench.measuring import Times
from bench.questions import CLASSES, FACET_LIMIT, Question
from bench.sides import Answer, Side, SideMissingError

SIZES = (10_000, 90_000)
TARGETS = {10_000: 5.0, 90_000: 50.0}
"""Milliseconds that 95 % of our answers are to keep."""
SEED = 3
NOT_RUN = "NOT RUN: "


@dataclasses.dataclass
class Result:
    """What one size came to: for each class and side the first answers and the warm ones."""

    size: int
    versions: dict[str, str]
    first: dict[str, dict[str, Times]] = dataclasses.field(default_factory=dict)
    warm: dict[str, dict[str, Times]] = dataclasses.field(default_factory=dict)
    found: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    wrong: list[str] = dataclasses.field(default_factory=list)


def main(argv: list[str]) -> int:
    """Measure; 1 when answers differ or a side that was asked for is missing."""
    options = _parser().parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    try:
        portals.records()
    except portals.CorpusMissingError as reason:
        print(f"{NOT_RUN}{reason}")
        return 1
    results, missing = [], []
    with ckan_here.loaded(), tempfile.TemporaryDirectory(prefix="scigov-bench-") as scratch:
        for size in options.size or SIZES:
            sides, missing = _sides(options.sides, Path(scratch))
            try:
                result = _one_size(size, sides, options)
            finally:
                for side in sides:
                    side.close()
            results.append(result)
            print(_report(result), flush=True)
    for reason in missing:
        print(f"{NOT_RUN}{reason}")
    if options.json:
        Path(options.json).write_text(json.dumps(_as_json(results), ensure_ascii=False, indent=1))
    return 1 if missing or any(result.wrong for result in results) else 0


def _sides(wanted: list[str], scratch: Path) -> tuple[list[Side], list[str]]:
    from bench.side_lucene import Lucene
    from bench.side_ours import NaiveSql, Ours
    from bench.side_solr import Solr
    from bench.side_tantivy import Tantivy

    ours = Ours()
    sides: list[Side] = [ours]
    missing: list[str] = []
    makers: Mapping[str, Callable[[], Side]] = {
        "lucene": lambda: Lucene(scratch),
        "tantivy": lambda: Tantivy(scratch),
        "solr": lambda: Solr(scratch),
        "sql": lambda: NaiveSql(ours),
    }
    for name in wanted:
        try:
            sides.append(makers[name]())
        except SideMissingError as reason:
            missing.append(str(reason))
    return sides, missing


def _one_size(size: int, sides: list[Side], options: argparse.Namespace) -> Result:
    records = portals.multiplied(size)
    for side in sides:
        print(f"Filling {side.name} with {size} documents …", flush=True)
        side.fill(portals.documents(records, seed=SEED), size)
    result = Result(size, {side.name: side.version for side in sides})
    for name, questions in CLASSES.items():
        for question in questions:
            _compare(name, question, sides, result)
        result.warm[name] = {side.name: Times() for side in sides}
    if not result.wrong:
        # As in a web process (launcher.wsgi): what is loaded is not looked through for garbage.
        gc.collect()
        gc.freeze()
        _measure(sides, result, options.rounds, options.repeats)
    return result


def _compare(name: str, question: Question, sides: list[Side], result: Result) -> None:
    """Ask every side once for all values, and once as it is timed later."""
    ours, *others = (side.answer(question, facet_limit=-1) for side in sides)
    result.found.setdefault(name, []).append(ours.total)
    for side, theirs in zip(sides[1:], others, strict=True):
        result.wrong += (
            f"{name}: {question.as_ckan()['q']} {difference}: ours {a}, {side.name} {b}"
            for difference, a, b in _differences(question, ours, theirs)
        )
    for side in sides:
        seconds = side.answer(question, facet_limit=FACET_LIMIT).seconds
        result.first.setdefault(name, {}).setdefault(side.name, Times()).seconds.append(seconds)


def _differences(question: Question, ours: Answer, theirs: Answer) -> list[tuple[str, Any, Any]]:
    found: list[tuple[str, Any, Any]] = []
    if ours.total != theirs.total:
        found.append(("total", ours.total, theirs.total))
    for field, counts in ours.facets.items():
        if counts != theirs.facets[field]:
            odd = set(counts.items()) ^ set(theirs.facets[field].items())
            found.append((field, *_some_of(odd, counts, theirs.facets[field])))
    if not question.is_ranked and ours.modified != theirs.modified[: len(ours.modified)]:
        found.append(("page", ours.modified[:3], theirs.modified[:3]))
    return found


def _some_of(odd: set[tuple[str, int]], *sides: Mapping[str, int]) -> list[dict[str, int]]:
    values = sorted({value for value, _ in odd})[:3]
    return [{value: counts.get(value, 0) for value in values} for counts in sides]


def _measure(sides: list[Side], result: Result, rounds: int, repeats: int) -> None:
    """Let the sides take turns, so that a busy moment of the machine hits all of them."""
    for _ in range(rounds):
        for name, questions in CLASSES.items():
            asked = [questions[i % len(questions)] for i in range(repeats)]
            for side in sides:
                times, processes = result.warm[name][side.name], side.processes()
                before = measuring.processor_seconds(processes)
                times.seconds += (
                    side.answer(question, facet_limit=FACET_LIMIT).seconds for question in asked
                )
                times.processor_seconds += measuring.processor_seconds(processes) - before


def _report(result: Result) -> str:
    lines = [
        "",
        f"## {result.size} documents, 8 facets, 20 rows; milliseconds fastest / p50 / p95",
        "",
    ]
    lines += [f"- {name}: {version}" for name, version in result.versions.items()]
    if result.wrong:
        return "\n".join([*lines, "", "Answers differ; nothing was timed:", *result.wrong[:40]])
    lines += ["", _times_table(result), "", _processor_table(result), "", _first_answers(result)]
    return "\n".join([*lines, "", _target(result)])


def _times_table(result: Result) -> str:
    sides = list(result.versions)
    head = ["class (found)", *sides, *(f"{side} / ours" for side in sides[1:])]
    rows = [
        [
            f"{name} ({_range(result.found[name])})",
            *(_cell(times[side]) for side in sides),
            *(f"{times[side].p50 / times['ours'].p50:.2f}" for side in sides[1:]),
        ]
        for name, times in result.warm.items()
    ]
    means = [
        measuring.geometric_mean(t[side].p50 / t["ours"].p50 for t in result.warm.values())
        for side in sides[1:]
    ]
    rows.append(["geometric mean", *([""] * len(sides)), *(f"{mean:.2f}" for mean in means)])
    return measuring.table(head, rows)


def _processor_table(result: Result) -> str:
    sides = list(result.versions)
    head = ["milliseconds of a processor, all processes together", *sides]
    rows = [
        [name, *(measuring.milliseconds(times[side].processor) for side in sides)]
        for name, times in result.warm.items()
    ]
    return measuring.table(head, rows)


def _first_answers(result: Result) -> str:
    worst = max(t["ours"].p95 for t in result.first.values())
    return f"Ours, the slowest first answer to a question with these facets: {worst:.1f} ms."


def _target(result: Result) -> str:
    target = TARGETS.get(result.size)
    slowest, p95 = max(
        ((name, times["ours"].p95) for name, times in result.warm.items()), key=lambda one: one[1]
    )
    verdict = (
        ""
        if target is None
        else f"; target {target:.0f} ms: " + ("kept" if p95 < target else "missed")
    )
    return f"Ours, slowest p95: {p95:.2f} ms ({slowest}){verdict}."


def _range(found: list[int]) -> str:
    low, high = min(found), max(found)
    return str(low) if low == high else f"{low} to {high}"


def _cell(times: Times) -> str:
    return " / ".join(map(measuring.milliseconds, (times.fastest, times.p50, times.p95)))


def _as_json(results: list[Result]) -> dict[str, Any]:
    return {
        "machine": measuring.machine(),
        "sizes": [
            {
                "documents": result.size,
                "versions": result.versions,
                "found": result.found,
                "wrong": result.wrong,
                "milliseconds": {
                    name: {
                        side: {
                            "fastest": t.fastest,
                            "p50": t.p50,
                            "p95": t.p95,
                            "processor": t.processor,
                            "samples": len(t.seconds),
                        }
                        for side, t in times.items()
                        if t.seconds
                    }
                    for name, times in result.warm.items()
                },
            }
            for result in results
        ],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench search", description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="documents; may be repeated")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--repeats", type=int, default=12, help="questions of a class a round")
    parser.add_argument(
        "--sides",
        nargs="*",
        default=["lucene", "tantivy", "solr", "sql"],
        choices=["lucene", "tantivy", "solr", "sql"],
        help="whom to ask beside ours",
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
