"""``./scigov test --bench access``: what graded access costs, and whether its answers take the same time.

1. The same site with and without the plugins of graded access, on the same databases and open entries:
   the dataset page, a search for 20, the start of a download. What it gives is compared first. Each side
   is a process of its own and they take turns; processor time is that process's own.
2. 200 pairs of what is hidden and what does not exist, asked in turn: the answers' times.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import ckan_here, measuring

ON, OFF = "with", "without"
OURS = ("scigov_access", "scigov_access_rows")
PAIRS = 200
GOAL = 1.10
TIMED = ("dataset page", "search for 20", "download start")


def main(argv: list[str]) -> int:
    """Measure; 1 when an answer differs."""
    options = _parser().parse_args(argv)
    if options.side:
        print(json.dumps(_side(options)))
        return 0
    print(f"Machine: {measuring.machine()}")
    _run_side(ON, options, "--fill")
    results: dict[str, list[Any]] = {ON: [], OFF: []}
    for number in range(options.rounds):
        for side in (ON, OFF) if number % 2 else (OFF, ON):
            results[side].append(_run_side(side, options))
    for name in TIMED:
        answers = {one[name]["answer"] for side in results.values() for one in side}
        if len(answers) != 1:
            print(f"The {name} differs with and without graded access; nothing is compared.")
            return 1
    print(f"The same answers on both sides.\n\n{_costs(results)}\n")
    print(_timing(_run_side(ON, options, "--pairs")["pairs"]))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench access --")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--side", choices=(ON, OFF), help=argparse.SUPPRESS)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--pairs", action="store_true", help=argparse.SUPPRESS)
    return parser


def _run_side(side: str, options: argparse.Namespace, *more: str) -> Any:
    requests = ["--requests", str(options.requests)]
    line = [sys.executable, "-m", "bench.access", "--side", side, *requests, *more]
    answer = subprocess.run(line, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise SystemExit(answer.stderr[-3000:])
    return json.loads(answer.stdout.splitlines()[-1])


def _side(options: argparse.Namespace) -> dict[str, Any]:
    app = ckan_here.application(without=() if options.side == ON else OURS)
    if options.fill:
        return _filled(app)
    from ckan import model

    client = app.test_client(use_cookies=False)
    found = json.loads(_file().read_text(encoding="utf-8"))
    if options.pairs:
        return {"pairs": _pairs(client, found)}
    model.Session.remove()
    return {name: _timed(client, path, options.requests) for name, path in found["paths"].items()}


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


def _timed(client: Any, path: str, requests: int) -> dict[str, Any]:
    response = client.get(path)
    answer = _answer(path, response)
    for _ in range(5):
        client.get(path)
    statements = _statements(lambda: client.get(path))
    begun = time.process_time()
    for _ in range(requests):
        client.get(path).close()
    seconds = (time.process_time() - begun) / requests
    return {"answer": answer, "milliseconds": seconds * 1000, "statements": statements}


def _answer(path: str, response: Any) -> str:
    """Return what must be the same on both sides: a page may say more of who may have what."""
    if path.startswith("/dataset/") and "/resource/" not in path:
        return f"{response.status_code}"
    body = response.get_data()
    if path.startswith("/api"):
        result = response.json["result"]
        names = [(one["id"], one["name"], one["title"]) for one in result["results"]]
        body = json.dumps([result["count"], names]).encode()
    return f"{response.status_code} {hashlib.sha256(body).hexdigest()}"


def _statements(work: Callable[[], Any]) -> int:
    """Count the statements that a request sends to CKAN's database."""
    import sqlalchemy as sa

    from ckan import model

    from ckanext.scigov.search import alone

    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    alone.close()
    engine = model.ensure_engine()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
        alone.close()
    return len(sent)


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


def _costs(results: dict[str, list[dict[str, Any]]]) -> str:
    rows = []
    for name in TIMED:
        times = {s: min(one[name]["milliseconds"] for one in results[s]) for s in results}
        counts = {side: results[side][0][name]["statements"] for side in results}
        ratio = times[ON] / times[OFF]
        verdict = "kept" if ratio <= GOAL else "missed"
        rows.append((
            name, f"{times[OFF]:.2f}", f"{times[ON]:.2f}", f"{ratio:.2f}", verdict,
            str(counts[OFF]), str(counts[ON]),
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
