"""``./scigov test --bench package_search``: the API over HTTP beside CKAN with a free engine.

Both are the same site: the same plugins, database and documents, the same web server with two
processes. One answers as this project does; in the other CKAN's own code runs and its engine is a
dictionary that takes no time (``bench.free_engine``), so it is a lower bound of CKAN with Solr.
Every answer must be the same before anything is timed.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import itertools
import json
import pickle
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus import portals
from corpus.documents import group_name, organization_name

from bench import ckan_here, free_engine, measuring, servers
from bench.measuring import Times

DOCUMENTS = 10_000
SEED = 5
ADDRESS = "/api/3/action/package_search"
DISTINCT, REPEATED = "distinct questions", "repeated questions"
OURS, FREE = "ours", "free engine"
GOAL = 2.0
NOT_RUN = "NOT RUN: "
Question = dict[str, str]


def main(argv: list[str]) -> int:
    """Measure; 1 when an answer differs."""
    options = _parser().parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    try:
        records = portals.multiplied(options.documents)
    except portals.CorpusMissingError as reason:
        print(f"{NOT_RUN}{reason}")
        return 1
    with tempfile.TemporaryDirectory(prefix="scigov-bench-") as scratch:
        folder = Path(scratch)
        count = options.rounds * options.requests
        questions = _questions(records, distinct=len(CLIENTS) * count, warming=options.warming)
        with ckan_here.loaded():
            _fill(records)
            answers = _recorded(questions)
        (folder / "answers").write_bytes(pickle.dumps(answers))
        different = _compare(questions, folder)
        if different:
            print("Answers differ; nothing was timed:", *different[:20], sep="\n")
            return 1
        print(f"{len(questions)} questions have the same answers on both sides.", flush=True)
        results = _measured(questions, folder, options)
    print(_report(options.documents, results))
    if options.json:
        Path(options.json).write_text(json.dumps(_as_json(results), indent=1))
    return 0


CLIENTS = (1, 4)


def _questions(records: Sequence[portals.Record], *, distinct: int, warming: int) -> list[Question]:
    """Return different questions: a page without words, words out of titles, filters, pages."""
    chance = random.Random(SEED)
    fixed = {"rows": "20", "facet.field": json.dumps(list(portals.FACETS))}
    found: dict[tuple[tuple[str, str], ...], Question] = {}
    while len(found) < distinct + warming:
        record = chance.choice(records)
        start = chance.randrange(max(1, len(record.title) - 1))
        question = {**fixed, "q": record.title[start : start + 2].strip()}
        match chance.randrange(5):
            case 0:
                question["q"] = "*:*"
                question["start"] = str(20 * chance.randrange(200))
            case 1 if record.provider:
                question["fq"] = f'organization:"{organization_name(record.provider)}"'
            case 2 if record.formats:
                question["fq"] = f'res_format:"{chance.choice(record.formats)}"'
            case _:
                question["start"] = str(20 * chance.randrange(3))
        if question["q"].isalnum() or question["q"] == "*:*":
            found.setdefault(tuple(sorted(question.items())), question)
    return list(found.values())


def _fill(records: Sequence[portals.Record]) -> None:
    """Index the documents; make the groups whose titles an answer shows."""
    from ckan import model
    from ckan.common import config

    from bench.side_ours import Ours

    site_id = config["ckan.site_id"]
    Ours().fill(portals.documents(records, seed=SEED, site_id=site_id), len(records))
    known = set(model.Session.scalars(model.Session.query(model.Group.name).statement))
    titles = {organization_name(r.provider): (r.provider, True) for r in records if r.provider}
    titles |= {group_name(r.theme): (r.theme, False) for r in records if r.theme}
    for name, (title, is_organization) in titles.items():
        if name not in known:
            kind = "organization" if is_organization else "group"
            model.Session.add(
                model.Group(name=name, title=title, type=kind, is_organization=is_organization)
            )
    model.Session.commit()


def _recorded(questions: Sequence[Question]) -> dict[free_engine.Key, str]:
    """Ask everything once through CKAN's own action and write down what the engine says."""
    from ckan import model
    from ckan.logic import get_action

    recorder = free_engine.RecordingSolr({})
    free_engine.put_in_place(recorder)
    for question in questions:
        asked: dict[str, Any] = {**question, "facet.field": json.loads(question["facet.field"])}
        context: Any = {"user": "", "auth_user_obj": None}
        get_action("package_search")(context, asked)
        model.Session.remove()
    return recorder.answers


@contextlib.contextmanager
def _sides(folder: Path) -> Iterator[dict[str, servers.Server]]:
    """Run both sites."""
    ours = servers.running(
        "ckanext.scigov.launcher.wsgi:application", _ini(folder, OURS, short_way="true")
    )
    free = servers.running(
        "bench.free_engine:application",
        _ini(folder, FREE, short_way="false"),
        **{free_engine.ANSWERS: str(folder / "answers")},
    )
    with ours as one, free as other:
        yield {OURS: one, FREE: other}


def _ini(folder: Path, name: str, *, short_way: str) -> Path:
    """Write the site's settings: the same but for the way that only we have."""
    setting = f"ckanext.scigov.search.fast_api = {short_way}"
    return ckan_here.served_ini(folder, name.replace(" ", "-"), setting)


def _compare(questions: Sequence[Question], folder: Path) -> list[str]:
    different: list[str] = []
    with _sides(folder) as sides:
        clients = {name: servers.Client(side.port) for name, side in sides.items()}
        for question in questions:
            said = {n: _comparable(c.get(ADDRESS, **question)[1]) for n, c in clients.items()}
            if said[OURS] != said[FREE]:
                keys = [k for k in said[OURS] if said[OURS][k] != said[FREE].get(k)]
                different.append(f"{question}: {', '.join(keys)}")
    return different


def _comparable(body: bytes) -> dict[str, Any]:
    """Return an answer without what may differ: the order of values that are equally frequent."""
    answer = json.loads(body)
    result = answer["result"]
    for facet in result["search_facets"].values():
        facet["items"].sort(key=lambda item: item["name"])
    return {"success": answer["success"], **result}


def _measured(
    questions: list[Question], folder: Path, options: argparse.Namespace
) -> dict[str, dict[str, Times]]:
    """Let both sides take turns. The processes are new: they have heard none of the questions."""
    results: dict[str, dict[str, Times]] = {}
    fresh = iter(questions)
    with _sides(folder) as sides:
        warming = list(itertools.islice(fresh, options.warming))
        for side in sides.values():
            _ask(side.port, warming * 2, max(CLIENTS))
        for clients, kind in itertools.product(CLIENTS, (DISTINCT, REPEATED)):
            row = results[f"{kind}, {clients} at a time"] = {name: Times() for name in sides}
            if kind == REPEATED:
                # Often enough that every process has heard every one of them.
                for side in sides.values():
                    _ask(side.port, warming[: options.repeated] * 8, 8)
            for _ in range(options.rounds):
                several = itertools.cycle(warming[: options.repeated])
                source = fresh if kind == DISTINCT else several
                asked = list(itertools.islice(source, options.requests))
                for name, side in sides.items():
                    _ask_and_note(side, asked, clients, row[name])
    return results


def _ask_and_note(
    side: servers.Server, questions: Sequence[Question], clients: int, times: Times
) -> None:
    # Whichever side is asked, PostgreSQL works for it alone meanwhile.
    processes = [*side.processes(), *_backends()]
    before, began = measuring.processor_seconds(processes), time.perf_counter()
    times.seconds += _ask(side.port, questions, clients)
    times.rate = max(times.rate, len(questions) / (time.perf_counter() - began))
    times.processor_seconds += measuring.processor_seconds(processes) - before


def _backends() -> list[int]:
    """Return PostgreSQL's processes for this database."""
    from ckan import model

    from bench.side_ours import BACKENDS

    with model.ensure_engine().connect() as connection:
        return list(connection.execute(BACKENDS).scalars())


def _ask(port: int, questions: Sequence[Question], clients: int) -> list[float]:
    """Ask all questions, ``clients`` at a time, each over a connection of its own."""

    def work(share: Sequence[Question]) -> list[float]:
        client = servers.Client(port)
        times = [client.get(ADDRESS, **question)[0] for question in share]
        client.close()
        return times

    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        shares = [questions[i::clients] for i in range(clients)]
        return [seconds for times in pool.map(work, shares) for seconds in times]


def _report(documents: int, results: dict[str, dict[str, Times]]) -> str:
    head = ["", *(f"{side}, ms p50 / p95" for side in (OURS, FREE))]
    head += [f"{side}, a second" for side in (OURS, FREE)]
    head += [f"{side}, ms of a processor" for side in (OURS, FREE)]
    head += ["ratio of p50", "ratio of rate", "ratio of processor"]
    rows = []
    for name, times in results.items():
        ours, free = times[OURS], times[FREE]
        cells = [f"{t.p50:.2f} / {t.p95:.2f}" for t in (ours, free)]
        cells += [f"{t.rate:.0f}" for t in (ours, free)]
        cells += [f"{t.processor:.2f}" for t in (ours, free)]
        ratios = [f"{free.p50 / ours.p50:.2f}", f"{ours.rate / free.rate:.2f}"]
        ratios.append(f"{free.processor / ours.processor:.2f}")
        rows.append([name, *cells, *ratios])
    hard = [t[FREE].p50 / t[OURS].p50 for name, t in results.items() if name.startswith(DISTINCT)]
    verdict = "reached" if min(hard) >= GOAL else "missed"
    return "\n".join([
        "",
        (f"## package_search over HTTP, {documents} documents, 20 rows, 8 facets, {servers.WORKERS} "
        "processes a side"),
        "",
        measuring.table(head, rows),
        "",
        ("Distinct: the processes have never been asked this before. Repeated: a few questions "
        "again and again, where answers may be kept."),
        (f"Goal {GOAL:.0f} times CKAN with a free engine, without repeats: {verdict} "
        f"({min(hard):.2f} at the least)."),
    ])  # fmt: skip


def _as_json(results: dict[str, dict[str, Times]]) -> dict[str, Any]:
    return {
        "machine": measuring.machine(),
        "results": {
            name: {
                side: {"p50": t.p50, "p95": t.p95, "rate": t.rate, "processor": t.processor}
                for side, t in times.items()
            }
            for name, times in results.items()
        },
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench package_search", description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=80, help="a side and round")
    parser.add_argument("--warming", type=int, default=60, help="questions asked beforehand")
    parser.add_argument("--repeated", type=int, default=20, help="how many are repeated")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
