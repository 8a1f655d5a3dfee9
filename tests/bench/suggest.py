"""``./scigov test --bench suggest``: how long the search box waits for suggestions.

Texts are typed as people type them: the beginnings of words taken from real titles, keywords and
providers by a seed, Chinese, pinyin, initials and digits; each goes through the action, as somebody
who is not logged in. Only times are printed; nothing here can fail but the action itself.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
import time
from collections.abc import Iterator, Sequence

from corpus import portals
from corpus.documents import SITE_ID, organization_id, organization_name

from bench import ckan_here, measuring
from bench.measuring import Times

SIZES = (10_000, 90_000)
TARGET = 20.0
SEED = 14
EACH = 40


@dataclasses.dataclass(frozen=True)
class Asked:
    """One text: how long it took, and how much was suggested."""

    seconds: float
    cpu_seconds: float
    offered: int


def main(argv: list[str]) -> int:
    """Fill the index, collect its words, and measure."""
    parser = argparse.ArgumentParser(prog="suggest")
    parser.add_argument("--size", type=int, action="append", help="documents; may be repeated")
    options = parser.parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    try:
        portals.records()
    except portals.CorpusMissingError as reason:
        print(f"NOT RUN: {reason}")
        return 1
    with ckan_here.loaded():
        for size in options.size or SIZES:
            print(_one_size(size), flush=True)
    return 0


def _one_size(size: int) -> str:
    fill(size)
    texts = typed_texts(size)
    for text in texts["one character"][:3] + texts["pinyin"][:3]:
        _ask(text)
    asked = {name: [_ask(text) for text in several] for name, several in texts.items()}
    asked["all"] = [one for several in asked.values() for one in several]
    head = ("typed", "texts", "answered", "p50 ms", "p95 ms", "p50 CPU ms", "p95 CPU ms")
    table = measuring.table(head, [_row(name, several) for name, several in asked.items()])
    return f"\n{size} datasets, target p95 {TARGET} ms; CPU is that of CKAN's process\n{table}"


def _row(name: str, asked: Sequence[Asked]) -> tuple[str, ...]:
    waited = Times([one.seconds for one in asked])
    worked = Times([one.cpu_seconds for one in asked])
    answered = sum(one.offered > 0 for one in asked)
    times = (waited.p50, waited.p95, worked.p50, worked.p95)
    return (name, str(len(asked)), str(answered), *map(measuring.milliseconds, times))


def fill(size: int) -> None:
    """Put ``size`` documents into the index, their providers into CKAN, and collect the words."""
    import sqlalchemy as sa

    import ckan.plugins.toolkit as tk
    from ckan import model

    from bench.side_ours import Ours
    from ckanext.scigov.search import wordlist

    tk.config["ckan.site_id"] = SITE_ID
    records = portals.multiplied(size)
    Ours().fill(portals.documents(records, seed=SEED), size)
    providers = sorted({record.provider for record in records if record.provider})
    with model.ensure_engine().begin() as connection:
        groups = model.Group.__table__
        known = set(connection.scalars(sa.select(groups.c.name)))
        rows = [
            {"id": organization_id(p), "name": organization_name(p), "title": p, "type": "organization",
             "is_organization": True, "state": "active", "approval_status": "approved"}
            for p in providers if organization_name(p) not in known
        ]  # fmt: skip
        if rows:
            connection.execute(sa.insert(groups), rows)
    started = time.perf_counter()
    number = wordlist.refresh()
    print(f"{number} words collected in {time.perf_counter() - started:.1f} s", flush=True)


def typed_texts(size: int) -> dict[str, list[str]]:
    """Return what is typed, by kind: beginnings of words out of the catalogue itself."""
    from ckanext.scigov.search.domain import readings

    chance = random.Random(SEED)
    records = portals.multiplied(size)
    titles = [r.title for r in chance.sample(records, EACH)]
    tags = [t for r in records for t in r.tags]
    providers = [r.provider for r in records if r.provider]
    words = [chance.choice(several) for several in (tags, providers) for _ in range(EACH // 2)]
    inside = list(_cut(titles, chance))
    return {
        "one character": [word[:1] for word in words],
        "two characters": [word[:2] for word in words],
        "four characters": [word[:4] for word in words],
        "inside a title": inside,
        "a whole title": titles,
        "pinyin": [readings.full(word[:3]) for word in words],
        "initials": [readings.initials(word[:4]) for word in words],
        "year": [f"{word[:2]} {year}" for word, year in zip(words, range(1985, 2025), strict=True)],
        "common": ["信息", "数据", "企业", "行政", "公共", "统计", "2022", "xin", "xx", "shu"],
        "nothing": ["量子纠缠", "zzzz", "qwrt", "鼉", "不存在的词"],
    }


def _cut(titles: Sequence[str], chance: random.Random) -> Iterator[str]:
    for title in titles:
        at = chance.randrange(max(len(title) - 3, 1))
        yield title[at : at + 3]


def _ask(text: str) -> Asked:
    import ckan.plugins.toolkit as tk
    from ckan import model

    context = {"user": "", "auth_user_obj": model.AnonymousUser()}
    started, worked = time.perf_counter(), time.process_time()
    answer = tk.get_action("scigov_search_suggest")(context, {"text": text, "limit": 5})
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    # As at the end of a request: the next one begins a transaction of its own.
    model.Session.remove()
    return Asked(seconds, cpu_seconds, sum(len(several) for several in answer.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
