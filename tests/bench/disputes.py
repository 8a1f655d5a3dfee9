"""``./scigov test --bench disputes``: lists and figures with 500 and with 50,000 disputes.

A page asks about each place in the data once and lets the database choose; the other side asks about every
dispute by the rules that the page of one dispute follows. Before anything is timed both must name the same
disputes at either end of a list, as many of them, and the same figures; and no page may cost more statements
when there is more to show. A third of the disputes point at data that are not open to everybody.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import ckan_here, measuring

SIZES = (500, 50_000)
SHOWN, MOST = 20, 1000
SEED = 7
ITEMS = 40
AT_ONCE = 2_000
PREFIX = "bench-"
LISTS = {"public": "", "unit": "editor", "authority": "cdo"}
"""Whose each list is; figures everybody's."""
CLOCKED = ("forwarded", "accepted", "verifying", "escalated")
STATES = (
    *CLOCKED,
    "not_accepted",
    "corrected",
    "partly_corrected",
    "not_corrected",
    "closed",
    "withdrawn",
)


def main(argv: list[str]) -> int:
    """Measure; 1 when the two sides name other disputes, or more of them cost more statements."""
    options = _parser().parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    with ckan_here.loaded():
        import applying

        applying.build()
        spent: dict[int, dict[str, int]] = {}
        for size in options.sizes:
            _fill(size)
            different, took = _compared()
            if different:
                print(f"{size} disputes: both sides differ in {different}; nothing is compared.")
                return 1
            spent[size] = _told(size, options.rounds, took)
    if len({tuple(one.items()) for one in spent.values()}) > 1:
        print(f"The number of statements depends on how many disputes there are: {spent}.")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench disputes --")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=10)
    return parser


def _told(size: int, rounds: int, asked: float) -> dict[str, int]:
    """Print the times of one size beside that of asking about each dispute; return the statements."""
    spent: dict[str, int] = {}
    for name, work in _pages().items():
        times = _times(work, rounds)
        spent[name] = ckan_here.statements(work)
        print(
            f"{size:>6} disputes: {name:<9} {times.p50:7.1f} ms (p95 {times.p95:.1f}), {spent[name]} "
            f"statements; every dispute asked {asked:.1f} ms: {asked / times.p50:.1f} times"
        )
    return spent


def _pages() -> dict[str, Callable[[], Any]]:
    lists = {of: (lambda of=of: _listed(of)) for of in LISTS}
    return {**lists, "figures": lambda: _act("", "figures_show")}


def _times(work: Callable[[], Any], rounds: int) -> measuring.Times:
    from ckan import model

    times = measuring.Times()
    work()
    for _ in range(rounds):
        model.Session.expunge_all()
        begin = time.perf_counter()
        work()
        times.seconds.append(time.perf_counter() - begin)
    return times


def _act(user: str, action: str, **wish: Any) -> Any:
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access import asking

    asking.forget()
    return tk.get_action(f"scigov_dispute_{action}")({"user": user, "ignore_auth": False}, wish)


def _listed(of: str, limit: int = SHOWN, offset: int = 0) -> Any:
    return _act(LISTS[of], "list", of=of, limit=limit, offset=offset)


def _compared() -> tuple[list[str], float]:
    """Return in what the two sides differ, and how long it took to ask about every dispute, in ms."""
    begin = time.perf_counter()
    public = _views_of_all("")
    took = (time.perf_counter() - begin) * 1000
    found = [
        of for of in LISTS if _wrong(of, public if of == "public" else _views_of_all(LISTS[of]))
    ]
    shown = {one.dispute.id for one in public}
    return found if _figures() == _figures_by_the_rules(shown) else [*found, "figures"], took


def _wrong(of: str, views: list[Any]) -> bool:
    """Say whether a list has another length than the rules say, or other disputes at either end."""
    from ckanext.scigov.dispute.domain.states import Party

    wanted = {
        "unit": {Party.HANDLER, Party.DECIDER},
        "authority": {Party.AUTHORITY, Party.AUDITOR},
    }
    rows = [one.dispute for one in views if of == "public" or one.held & wanted[of]]
    rows.sort(key=lambda one: (-one.filed_at.timestamp(), one.id))
    if of == "unit":
        rows.sort(key=lambda one: one.due_on if one.state in CLOCKED else dt.date.max)
    ids = [one.id for one in rows]
    for begin in (0, max(0, len(ids) - MOST)):
        page = _listed(of, MOST, begin)
        if [one["id"] for one in page["results"]] != ids[begin : begin + MOST]:
            return True
        if {page["count"], page["counts"]["all"]} != {len(ids)}:
            return True
    return False


def _views_of_all(user: str) -> list[Any]:
    from ckan import model

    from ckanext.scigov.access import asking
    from ckanext.scigov.dispute import viewing
    from ckanext.scigov.dispute.logic.calls import doer
    from ckanext.scigov.dispute.model import Dispute

    asking.forget()
    who = doer({"user": user, "ignore_auth": False})
    return viewing.viewed(model.Session, model.Session.query(Dispute).all(), who)


def _figures() -> Any:
    from ckan import model

    from ckanext.scigov.dispute import figure_queries

    return figure_queries.figures(model.Session)


def _figures_by_the_rules(public: set[str]) -> Any:
    from ckan import model

    from ckanext.scigov.dispute.domain import figures
    from ckanext.scigov.dispute.domain.states import State
    from ckanext.scigov.dispute.model import Dispute

    every = [
        figures.Handled(
            one.unit_id, State(one.state), one.was_accepted, State(one.result) if one.result else None,
            one.took_days, bool(one.was_late),
            figures.Item(one.dataset_id, one.resource_id, one.item)
            if one.item and one.id in public else None,
        )
        for one in model.Session.query(Dispute)
    ]  # fmt: skip
    return {**figures.by_unit(every), "": figures.figures(every)}


def _fill(size: int) -> None:
    """Let there be so many disputes: one that was reported, and rows like it."""
    import sqlalchemy as sa

    from ckan import model

    from ckanext.scigov.dispute.model import Dispute, Seen

    chance = random.Random(SEED)
    session = model.Session()
    session.execute(sa.delete(Seen).where(Seen.dispute_id.startswith(PREFIX)))
    session.execute(sa.delete(Dispute).where(Dispute.id.startswith(PREFIX)))
    session.commit()
    like = session.query(Dispute).first() or _reported()
    values = {column.name: getattr(like, column.name) for column in Dispute.__table__.columns}
    seen = dict(session.get(Seen, like.id).target)
    rows = [{**values, **_row(number, chance)} for number in range(size - 1)]
    told = [{"dispute_id": one["id"], "cells": {}, "target": _target(seen, one)} for one in rows]
    for table, many in ((Dispute, rows), (Seen, told)):
        for begin in range(0, len(many), AT_ONCE):
            session.execute(sa.insert(table), many[begin : begin + AT_ONCE])
    session.commit()
    for table in (Dispute, Seen):
        session.execute(sa.text(f"ANALYZE {table.__tablename__}"))
    session.commit()


def _reported() -> Any:
    from ckan import model

    from ckanext.scigov.dispute.model import Dispute

    report = {
        "dataset": "free",
        "kind": "other",
        "explanation": "项目类别一栏写的是表头，不是数据。",
    }
    return model.Session.get(Dispute, _act("citizen", "create", **report)["id"])


def _row(number: int, chance: random.Random) -> dict[str, Any]:
    dataset, resource, provider = chance.choice(
        (
            ("free", "free-a", "kejiting"),
            ("free", "free-a", "kejiting"),
            ("output", "output-a", "tongjiju"),
        )
    )
    kind = chance.choice(("dataset", "resource", "item", "cell", "record"))
    state, day = chance.choice(STATES), dt.timedelta(days=chance.randrange(60))
    return {
        "id": f"{PREFIX}{number:06}", "number": f"SJYY-{number:08}", "target_kind": kind,
        "dataset_id": f"id-{dataset}", "resource_id": "" if kind == "dataset" else resource,
        "item": f"item-{chance.randrange(ITEMS)}" if kind in ("item", "cell") else "",
        "provider_id": provider, "unit_id": provider, "state": state,
        "kind": chance.choice(("other", "outdated", "not_public")), "is_published": chance.random() < 0.9,
        "filed_at": dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(minutes=number),
        "due_on": dt.date(2026, 9, 1) + day if state in CLOCKED else None,
        "was_accepted": chance.choice((None, True, True, False)), "took_days": chance.choice((None, 1, 4, 9)),
        "result": chance.choice((None, "corrected", "not_corrected")), "was_late": chance.random() < 0.2,
        "reporter_ids": ["id-citizen"],
    }  # fmt: skip


def _target(like: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return what a report points at, in a row that is named by one of a few keys."""
    in_row = row["target_kind"] in ("cell", "record")
    key = [[f"item-{row['took_days'] or 0}", row["number"]]] if in_row else []
    places = {name: row[name] for name in ("dataset_id", "resource_id", "item")}
    return {**like, **places, "kind": row["target_kind"], "key": key}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
