"""``./scigov test --bench applications``: inbox and register with 100 and with 10,000 applications.

One statement tells what waits for somebody; the other side reads every part and its filing and asks
``parties`` about each, as the page of one application does. Both must name the same parts in the same
order before anything is timed, and the inbox must not cost more statements when there is more to show.
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

SIZES = (100, 10_000)
SHOWN, MOST = 20, 100
SEED = 6
STATES = (
    "submitted", "returned", "in_review", "consulting", "confirming", "refused", "active", "expired",
    "closed",
)  # fmt: skip
DECIDER, OVERSEER = "decider", "auditor"


def main(argv: list[str]) -> int:
    """Measure; 1 when the two sides name other parts, or more rows cost more statements."""
    options = _parser().parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    with ckan_here.loaded():
        import applying

        applying.build()
        spent: dict[int, tuple[int, int]] = {}
        for size in options.sizes:
            _fill(size)
            if _inbox_ids() != _naive_ids():
                print(f"{size} applications: both sides name other parts; nothing is compared.")
                return 1
            spent[size] = _told(size, options.rounds)
    if len(set(spent.values())) > 1:
        print(f"The number of statements depends on how many applications there are: {spent}.")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench applications --")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=10)
    return parser


def _told(size: int, rounds: int) -> tuple[int, int]:
    """Print the times of one size; return the statements of inbox and register."""
    inbox = _times(_inbox, rounds)
    naive = _times(_naive_ids, max(1, rounds // 5))
    register = _times(_register, rounds)
    statements = ckan_here.statements(_inbox), ckan_here.statements(_register)
    print(
        f"{size:>6} applications: inbox {inbox.p50:.1f} ms (p95 {inbox.p95:.1f}), {statements[0]} "
        f"statements; every part asked {naive.p50:.1f} ms: {naive.p50 / inbox.p50:.1f} times; "
        f"register {register.p50:.1f} ms (p95 {register.p95:.1f}), {statements[1]} statements"
    )
    return statements


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
    name = f"scigov_application_{action}"
    return tk.get_action(name)({"user": user, "ignore_auth": False}, {"limit": SHOWN, **wish})


def _inbox() -> Any:
    return _act(DECIDER, "inbox_list")


def _register() -> Any:
    return _act(OVERSEER, "register_list")


def _inbox_ids() -> list[str]:
    ids: list[str] = []
    while len(ids) < _act(DECIDER, "inbox_list")["count"]:
        page = _act(DECIDER, "inbox_list", limit=MOST, offset=len(ids))["results"]
        ids += [one["parts"][0]["id"] for one in page]
    return ids


def _naive_ids() -> list[str]:
    """Return what waits for the decider, first due first, by asking about every part."""
    from ckan import model

    from ckanext.scigov.access.principals import principal_of
    from ckanext.scigov.application import queries
    from ckanext.scigov.application.domain import parties
    from ckanext.scigov.application.domain.states import Party, State
    from ckanext.scigov.application.model import Filing, Part
    from ckanext.scigov.shared import clock

    user = model.User.get(DECIDER)
    asker = principal_of(model.Session(), user, clock.now())
    filings = {one.id: one for one in model.Session.query(Filing)}
    waiting = []
    for part in model.Session.query(Part):
        filing = filings[part.filing_id]
        held = parties.parties(asker, queries.concerned(filing, part, frozenset()))
        waits = State(part.state) in (State.IN_REVIEW, State.CONFIRMING)
        if Party.DECIDER in held and waits:
            waiting.append((part.due_on or dt.date.max, filing.submitted_at, filing.id, part.id))
    return [one[-1] for one in sorted(waiting)]


def _fill(size: int) -> None:
    """Let there be so many applications, of which a quarter have a second part."""
    import sqlalchemy as sa
    from applying import NOW, TEXTS

    from ckan import model

    from ckanext.scigov.application.model import Filing, Part

    chance = random.Random(SEED)
    session = model.Session()
    session.execute(sa.delete(Part))
    session.execute(sa.delete(Filing))
    filings, parts = [], []
    for number in range(size):
        at = NOW + dt.timedelta(minutes=number)
        filings.append(_filing(number, at, TEXTS))
        parts.append(_part(number, 0, "plan", "kejiting", at, chance))
        if number % 4 == 0:
            parts.append(_part(number, 1, "output", "tongjiju", at, chance))
    for table, rows in ((Filing, filings), (Part, parts)):
        for begin in range(0, len(rows), 1000):
            session.execute(sa.insert(table), rows[begin : begin + 1000])
    session.commit()
    session.execute(sa.text("ANALYZE scigov_application_filing"))
    session.execute(sa.text("ANALYZE scigov_application_part"))
    session.commit()


def _filing(number: int, at: dt.datetime, texts: Any) -> dict[str, Any]:
    return {
        "id": f"f{number:06}", "number": f"SJSQ-{number:08}", "kind": "share",
        "creator_id": "id-clerk", "agency_id": "agency", "handler_ids": ["id-worker"],
        "fields": dict(texts), "created_at": at, "saved_at": at, "submitted_at": at, "version": 1,
    }  # fmt: skip


def _part(
    number: int, position: int, dataset: str, provider: str, at: dt.datetime, chance: random.Random
) -> dict[str, Any]:
    due = at.date() + dt.timedelta(days=chance.randrange(30))
    asked = {"from_on": str(at.date()), "until_on": str(due), "resource_ids": [], "items": [],
             "manner": "download"}  # fmt: skip
    return {
        "id": f"p{number:06}{position}", "filing_id": f"f{number:06}", "position": position,
        "kind": "share", "dataset_id": f"id-{dataset}", "provider_id": provider, "asked": asked,
        "version": 1, "state": chance.choice(STATES), "due_on": due, "is_advised": False,
        "extension_asked": False, "is_extended": False, "consulted": [], "proposed_by": "",
        "decided_by": [], "owes_report": False, "was_checked": False, "stepped_at": at,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
