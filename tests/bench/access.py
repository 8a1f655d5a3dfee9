"""``./scigov test --bench access``: what graded access costs, and whether its answers take the same time.

1. The same site with and without the plugins of graded access, on the same databases and open entries:
   the dataset page, a search for 20, the start of a download. What it gives is compared first. Each side
   is a process of its own, and they take turns by a few requests, so that whatever else the machine does
   meets both; processor time is that process's own. The ratio is the median of all turns.
2. 200 pairs of what is hidden and what does not exist, asked in turn: the answers' times.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import ckan_here, measuring
from bench.asked import Asked, answer, questions

ON, OFF = "with", "without"
OURS = ("scigov_access", "scigov_access_rows")
PAIRS, PAIRED = 200, "pairs"
REQUESTS = 10
GOAL = 1.10
TIMED = ("dataset page", "search for 20", "download start")


def main(argv: list[str]) -> int:
    """Measure; 1 when an answer differs."""
    options = _parser().parse_args(argv)
    if options.side:
        _serve(options)
        return 0
    print(f"Machine: {measuring.machine()}")
    with _side(ON, "--fill") as filling:
        filling.ask(name="filled")
    with _side(ON) as first, _side(OFF) as second:
        sides = {ON: first, OFF: second}
        for name in TIMED:
            if first.ask(name=name)["answer"] != second.ask(name=name)["answer"]:
                print(f"The {name} differs with and without graded access; nothing is compared.")
                return 1
        print(f"The same answers on both sides.\n\n{_costs(sides, options.turns)}\n")
        print(_timing(first.ask(name=PAIRED)["pairs"]))
    return 0


def _side(side: str, *more: str) -> Asked:
    return Asked("bench.access", "--side", side, *more)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench access --")
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--side", choices=(ON, OFF), help=argparse.SUPPRESS)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    return parser


def _serve(options: argparse.Namespace) -> None:
    """Answer what is asked by its name."""
    app = ckan_here.application(without=() if options.side == ON else OURS)
    made = _filled(app) if options.fill else json.loads(_file().read_text(encoding="utf-8"))
    client = app.test_client(use_cookies=False)
    for question in questions():
        name = question["name"]
        if options.fill:
            answer({})
        elif name == PAIRED:
            answer({"pairs": _pairs(client, made)})
        else:
            answer(_timed(client, made["paths"][name]))


def _filled(app: Any) -> dict[str, Any]:
    """Make people, an entry of each grade, and open ones enough for a search for 20."""
    from ckanext.scigov.access.testkit import entries, people

    with app.test_request_context():
        people.ensure()
        made = entries.ensure()
        for number in range(20):
            entries.ensure_entry(f"open-{number}", entries.GRADES[0])
    upload = made[0]["resources"]["upload"]["resource_id"]
    found = {
        "hidden": made[-1]["dataset_id"],
        "paths": {
            TIMED[0]: f"/dataset/{made[0]['dataset_name']}",
            TIMED[1]: "/api/action/package_search?rows=20&q=testkit-open*&sort=name%20asc",
            TIMED[2]: f"/dataset/{made[0]['dataset_id']}/resource/{upload}/download/x.csv",
        },
    }
    _file().write_text(json.dumps(found), encoding="utf-8")
    return found


def _file() -> Path:
    return Path(os.environ["CKAN_STORAGE_PATH"]) / "bench-access.json"


def _timed(client: Any, path: str) -> dict[str, Any]:
    given = _given(path, client.get(path))
    statements = ckan_here.statements(lambda: client.get(path))
    begun = time.process_time()
    for _ in range(REQUESTS):
        client.get(path).close()
    seconds = (time.process_time() - begun) / REQUESTS
    return {"answer": given, "milliseconds": seconds * 1000, "statements": statements}


def _given(path: str, response: Any) -> str:
    """Return what must be the same on both sides: a page may say more of who may have what."""
    if path.startswith("/dataset/") and "/resource/" not in path:
        return f"{response.status_code}"
    body = response.get_data()
    if path.startswith("/api"):
        result = response.json["result"]
        names = [(one["id"], one["name"], one["title"]) for one in result["results"]]
        body = json.dumps([result["count"], names]).encode()
    return f"{response.status_code} {hashlib.sha256(body).hexdigest()}"


def _pairs(client: Any, found: dict[str, Any]) -> list[tuple[float, float]]:
    """Ask for what is hidden and for what does not exist, in turn, each first as often."""
    import uuid

    chance, times = random.Random(7), []
    for number in range(PAIRS + 20):
        order = [("hidden", found["hidden"]), ("absent", str(uuid.uuid4()))]
        chance.shuffle(order)
        took = {}
        for name, one in order:
            begun = time.perf_counter()
            status = client.get(f"/api/action/package_show?id={one}").status_code
            took[name] = time.perf_counter() - begun
            if status != 404:
                raise SystemExit(f"What is {name} answers {status} and not 404.")
        if number >= 20:
            times.append((took["hidden"], took["absent"]))
    return times


def _costs(sides: Mapping[str, Asked], turns: int) -> str:
    rows = []
    for name in TIMED:
        taken: dict[str, list[dict[str, Any]]] = {ON: [], OFF: []}
        for number in range(turns):
            for side in (ON, OFF) if number % 2 else (OFF, ON):
                taken[side].append(sides[side].ask(name=name))
        times = {side: [one["milliseconds"] for one in taken[side]] for side in taken}
        ratio = statistics.median(a / b for a, b in zip(times[ON], times[OFF], strict=True))
        rows.append((
            name,
            *(f"{statistics.median(times[side]):.2f}" for side in (OFF, ON)),
            f"{ratio:.2f}", "kept" if ratio <= GOAL else "missed",
            *(str(taken[side][-1]["statements"]) for side in (OFF, ON)),
        ))  # fmt: skip
    head = (
        "what", "CPU ms without", "CPU ms with", "ratio", f"goal {GOAL:.2f}", "SQL without",
        "SQL with",
    )  # fmt: skip
    return measuring.table(head, rows)


def _timing(pairs: Sequence[Sequence[float]]) -> str:
    """Say how often the hidden one was slower: half of the times, where there is no difference."""
    slower = sum(hidden > absent for hidden, absent in pairs)
    medians = [statistics.median(one) * 1000 for one in zip(*pairs, strict=True)]
    difference = statistics.median(hidden - absent for hidden, absent in pairs) * 1000
    return (
        f"{len(pairs)} pairs: hidden {medians[0]:.2f} ms, absent {medians[1]:.2f} ms (medians), "
        f"difference {difference:+.3f} ms; the hidden one was slower {slower} times"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
