"""``./scigov test --bench pages``: the public's pages beside stock CKAN 2.12.

The same entries on both sides, made by ``package_create``: ours with all its plugins, stock CKAN with its
own theme, once on a real Solr 9 and once on an engine that takes no time (``bench.stock``). The titles,
their order and the counts of every page must be the same on both sides before anything is timed. Each
side is a process of its own; they take turns by ten requests, and what is timed is a whole request
inside the process: Python, PostgreSQL, Solr, no web server. Ours is timed twice: pages that are made anew,
and pages that are shown again because nothing has changed.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contract.solr import SolrMissing, SolrServer, write_configset

from bench import ckan_here, measuring, stock
from bench.asked import Asked, answer, questions

OURS, STOCK = "ours", "stock"
ANEW, AGAIN, SOLR, FREE = "ours, made anew", "ours, shown again", "CKAN, Solr", "CKAN, free engine"
SIDES = {ANEW: OURS, AGAIN: OURS, SOLR: STOCK, FREE: STOCK}
REQUESTS = 10
GOAL = 3.0
ON_A_PAGE = 20
SORTED = "sort=title_string+asc"
PROVIDER, TAG = "kejiting", "科技计划"
FEW, MANY = 3, 100
PAGES: Mapping[str, str] = {
    "home page": "/",
    "list of datasets": f"/dataset/?{SORTED}",
    f"dataset, {FEW} resources": f"/dataset/with-{FEW}",
    f"dataset, {MANY} resources": f"/dataset/with-{MANY}",
    "provider": f"/organization/{PROVIDER}?{SORTED}",
}
ADDRESS = "http://files.example/{}.csv"
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}


def main(argv: list[str]) -> int:
    """Measure; 1 when a page shows something else, or Solr is missing."""
    options = _parser().parse_args(argv)
    if options.side:
        _serve(options)
        return 0
    print(f"Machine: {measuring.machine()}")
    try:
        with tempfile.TemporaryDirectory(prefix="scigov-bench-") as scratch, SolrServer() as solr:
            core = solr.create_core(STOCK, write_configset("stock", Path(scratch) / "configset"))
            return _compare(options, stock.environment(core, Path(scratch) / "stock.ini"))
    except SolrMissing as reason:
        print(f"NOT RUN: {reason}")
        return 1


def _compare(options: argparse.Namespace, of_stock: Mapping[str, str]) -> int:
    with _side(OURS, os.environ, options) as ours, _side(STOCK, of_stock, options) as other:
        sides = {OURS: ours, STOCK: other}
        for name, path in PAGES.items():
            for side in sides:
                missing = _missing(name, sides[side].ask(path=path)["text"], options.datasets)
                if missing:
                    print(f"The {name} of {side} does not show {missing!r}; nothing is compared.")
                    return 1
        print(
            "The same titles in the same order, and the same counts, on both sides.\n", flush=True
        )
        print(_report(sides, options.turns))
    return 0


def _missing(page: str, text: str, datasets: int) -> str | None:
    """Return the first thing that a page should show and does not, or not in its place."""
    at = 0
    for wanted in _expected(page, datasets):
        found = text.find(wanted, at)
        if found < 0:
            return wanted
        at = found + len(wanted)
    return None


def _expected(page: str, datasets: int) -> list[str]:
    """Return the texts in the order in which both sides show them."""
    total = f"{datasets + 2}"
    if page == "home page":
        return [TAG]  # Stock CKAN's says nothing else about what there is.
    if page.startswith("dataset"):
        count = int(page.split()[1])
        return [_title(f"with-{count}"), *(_resource(number)["name"] for number in range(count))]
    titles = [_title(f"{number:05}") for number in range(ON_A_PAGE)]
    return [total, *titles] if page == "list of datasets" else titles


def _side(side: str, environment: Mapping[str, str], options: argparse.Namespace) -> Asked:
    given = ("--side", side, "--datasets", str(options.datasets))
    return Asked("bench.pages", *given, environment=environment)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench pages --")
    parser.add_argument("--datasets", type=int, default=300)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--side", choices=(OURS, STOCK), help=argparse.SUPPRESS)
    return parser


def _serve(options: argparse.Namespace) -> None:
    engine = stock.Engine()
    app = ckan_here.application() if options.side == OURS else stock.application(engine)
    _fill(app, options)
    client = app.test_client(use_cookies=False)
    fresh = itertools.count(1)
    for asked in questions():
        engine.free = asked.get("way") == FREE
        if "way" in asked:
            answer(_timed(client, asked["path"], fresh if asked["way"] == ANEW else None))
        else:
            answer({"text": _text(client.get(asked["path"]).get_data(as_text=True))})


def _text(html: str) -> str:
    """Return what a page says to a reader, without its title line."""
    from bs4 import BeautifulSoup

    body = BeautifulSoup(html, "html.parser").select_one("[role=main], main") or html
    return re.sub(r"\s+", " ", body if isinstance(body, str) else body.get_text(" "))


def _timed(client: Any, path: str, fresh: Any) -> dict[str, Any]:
    def address() -> str:
        return f"{path}{'&' if '?' in path else '?'}_={next(fresh)}" if fresh else path

    client.get(address())
    statements = ckan_here.statements(lambda: client.get(address()))
    client.get(address())
    seconds = []
    for _ in range(REQUESTS):
        one = address()
        begun = time.perf_counter()
        response = client.get(one)
        seconds.append(time.perf_counter() - begun)
        if response.status_code != 200:
            raise SystemExit(f"{one} answers {response.status_code}.")
    return {"seconds": seconds, "statements": statements}


def _fill(app: Any, options: argparse.Namespace) -> None:
    from ckan.logic import get_action

    with app.test_request_context():
        user = get_action("get_site_user")({"ignore_auth": True}, {})["name"]

        def call(action: str, **values: Any) -> None:
            context = {"ignore_auth": True, "user": user, "scigov_catalogue_gathered": True}
            get_action(action)(context, values)

        call("organization_create", name=PROVIDER, title="省科学技术厅", description="主管科技。")
        for name, count in (("with-3", FEW), ("with-100", MANY)):
            call("package_create", **_entry(name, count, options.side))
        for number in range(options.datasets):
            call("package_create", **_entry(f"{number:05}", 1, options.side))


def _title(name: str) -> str:
    return f"{name} 省级科技计划项目立项与结题信息汇总表（含重点研发、自然科学基金与成果转化）"


def _entry(name: str, resources: int, side: str) -> dict[str, Any]:
    # In the order of titles the two special ones come last.
    ours = {"catalogue_profile": "gathered", "data_kind": "management", "source_portal": "某市"}
    return {
        "name": name,
        "title": _title(name),
        "notes": "各类项目从申报到验收的管理信息，按年度汇总。" * 5,
        "tags": [{"name": TAG}, {"name": "项目管理"}],
        "owner_org": PROVIDER,
        "resources": [_resource(number) for number in range(resources)],
        **({**ours, "source_id": name, **OPEN} if side == OURS else {}),
    }


def _resource(number: int) -> dict[str, Any]:
    url = ADDRESS.format(number)
    return {
        "name": f"项目清单第{number:03}批",
        "url": url,
        "format": "CSV",
        "description": "逐项列出。",
    }


@dataclasses.dataclass
class _Found:
    seconds: list[float] = dataclasses.field(default_factory=list)
    statements: int = 0

    @property
    def milliseconds(self) -> float:
        return statistics.median(self.seconds) * 1000


def _report(sides: Mapping[str, Asked], turns: int) -> str:
    rows, ratios = [], {pair: [] for pair in itertools.product((FREE, SOLR), (ANEW, AGAIN))}
    for name, path in PAGES.items():
        found = _measured(sides, path, turns)
        for (stock_way, our_way), several in ratios.items():
            several.append(found[stock_way].milliseconds / found[our_way].milliseconds)
        rows.append((
            name,
            *(measuring.milliseconds(found[way].milliseconds) for way in SIDES),
            *(f"{several[-1]:.1f}" for several in ratios.values()),
            " / ".join(str(found[way].statements) for way in (ANEW, AGAIN, FREE)),
        ))  # fmt: skip
    head = (
        "", *(f"{way}, ms" for way in SIDES), *(f"{a} / {b.split(', ')[1]}" for a, b in ratios),
        "SQL: anew / again / CKAN",
    )  # fmt: skip
    said = [f"{measuring.table(head, rows)}\n", f"Medians of {turns * REQUESTS} requests."]
    for way in (ANEW, AGAIN):
        several = ratios[FREE, way]
        verdict = "reached" if min(several) >= GOAL else "missed"
        said.append(
            f"Goal: {GOAL:.0f} times as fast as CKAN with a free engine. {way.capitalize()}: {verdict}, "
            f"{min(several):.1f} at the least, {measuring.geometric_mean(several):.1f} in the mean."
        )
    return "\n".join(said)


def _measured(sides: Mapping[str, Asked], path: str, turns: int) -> dict[str, _Found]:
    found = {way: _Found() for way in SIDES}
    for turn in range(turns):
        for way in list(SIDES) if turn % 2 else reversed(SIDES):
            said = sides[SIDES[way]].ask(path=path, way=way)
            found[way].seconds += said["seconds"]
            found[way].statements = said["statements"]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
