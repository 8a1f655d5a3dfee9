"""``./scigov test --bench harvest``: our pipeline beside ckanext-harvest's own CKAN harvester.

Both take the same records, three resources each, from the same source on this machine into the same site,
under the catalogue's own schema with its validators. First ``package_show`` must give the same entries on both
sides, and a search must find them all; otherwise nothing is timed. Then new records and unchanged ones, the
sides in turn, each round on an emptied site.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from corpus import portals

from bench import ckan_here, measuring
from bench.harvest_source import NEW, OURS, PEER, UNCHANGED, Site, records

SIZES = (1_000, 10_000)
ROUNDS = 5
LARGE = 2_000
"""Above this many records a size is measured once, and a sample is compared."""
SAMPLE, WARMING, MOST_TOLD = 500, 50, 20
GOALS = {NEW: 20.0, UNCHANGED: 100.0}
FILTERED = "filtered"
NOT_RUN = "NOT RUN: "


def main(argv: list[str]) -> int:
    """Measure; 1 when the entries differ, or a search does not find them."""
    options = _parser().parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    try:
        portals.records()
    except portals.CorpusMissingError as reason:
        print(f"{NOT_RUN}{reason}")
        return 1
    with ckan_here.loaded():
        import ckan.plugins as p

        logging.disable(logging.WARNING)
        p.load(PEER)
        site = Site()
        try:
            return _measured(site, options)
        finally:
            site.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench harvest --")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    return parser


def _measured(site: Any, options: argparse.Namespace) -> int:
    _warm(site, records(WARMING))
    for size in options.sizes:
        offered = records(size)
        site.offer(offered)
        rounds = options.rounds if size <= LARGE else 1
        taken: dict[tuple[str, str], list[float]] = {}
        for turn in range(rounds):
            different = _round(site, offered, turn, taken)
            if different:
                print(f"{size} records: both sides differ; nothing is compared.")
                print("\n".join(different))
                return 1
        print(_report(size, taken), flush=True)
    _tell_statements(site, records(WARMING * 2))
    return 0


def _warm(site: Any, offered: Sequence[Any]) -> None:
    """Let both sides do everything once: what is worked out once for a process is theirs by then."""
    from bench import harvest_sides as sides

    site.offer(offered)
    for side in (sides.Ours(), sides.Peer()):
        sides.purge()
        side.prepare(site.address)
        side.harvest()
        side.harvest()
    print(f"Both sides have harvested {len(offered)} records twice to warm up.", flush=True)


def _round(
    site: Any, offered: Sequence[Any], turn: int, taken: dict[tuple[str, str], list[float]]
) -> list[str]:
    """Let each side harvest twice into an empty site; return in what the entries differ."""
    from bench import harvest_sides as sides

    both: list[Any] = [sides.Ours(), sides.Peer()]
    ids = _compared(offered) if turn == 0 else []
    found: dict[str, Any] = {}
    for side in both if turn % 2 else reversed(both):
        sides.purge()
        side.prepare(site.address)
        for what in (NEW, UNCHANGED):
            seconds, became = sides.timed(side)
            if became != {what: len(offered)}:
                return [f"Of {len(offered)} {what} records {side.name} says {became}."]
            taken.setdefault((what, side.name), []).append(seconds)
        found[side.name] = (sides.counts(), sides.stored(ids))
        if side.name == PEER:
            taken.setdefault((FILTERED, side.name), []).append(_filtered(side))
    return _differences(found, len(offered), ids)


def _filtered(peer: Any) -> float:
    """Return how long the peer takes when it asks only for what is newer, which is nothing."""
    from bench import harvest_sides as sides

    peer.narrow()
    seconds, became = sides.timed(peer)
    if became:
        raise RuntimeError(f"The peer was to ask for nothing, and says {became}.")
    return seconds


def _compared(offered: Sequence[Any]) -> list[str]:
    """Return the identities to be compared: all, or a spread of them (their order is random)."""
    ids = [one["source_id"] for one in offered]
    return ids if len(ids) <= LARGE else ids[:: len(ids) // SAMPLE][:SAMPLE]


def _differences(found: dict[str, Any], size: int, ids: Sequence[str]) -> list[str]:
    (first, ours), (second, theirs) = found[OURS], found[PEER]
    wrong = [] if first == second else [f"Rows of ours {first}, of the peer {second}."]
    if (first["packages"], first["searched"]) != (size, size):
        wrong.append(f"Of {size} records there are {first}.")
    missing = [one for one in ids if one not in ours or one not in theirs]
    wrong += [f"{one} is not there on both sides." for one in missing[:3]]
    for one in ids:
        if one not in missing and ours[one] != theirs[one]:
            wrong += [f"{one}: {told}" for told in _told(ours[one], theirs[one])]
    return wrong[:MOST_TOLD]


def _told(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """Return what is another on both sides, with the path to it."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        pairs = [(name, ours.get(name), theirs.get(name)) for name in sorted({*ours, *theirs})]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = [(str(i), a, b) for i, (a, b) in enumerate(zip(ours, theirs, strict=True))]
    else:
        return [f"{path}: ours {ours!r:.100}, the peer {theirs!r:.100}"]
    return [one for name, a, b in pairs if a != b for one in _told(a, b, f"{path}/{name}")]


def _report(size: int, taken: dict[tuple[str, str], list[float]]) -> str:
    lines = []
    for what in (NEW, UNCHANGED):
        ours, theirs = taken[what, OURS], taken[what, PEER]
        ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
        ratio = statistics.median(ratios)
        reached = "reached" if ratio >= GOALS[what] else "missed"
        for name, several in ((OURS, ours), (PEER, theirs)):
            lines.append((
                f"{what}, {name}", *_seconds(several), f"{size / statistics.median(several):,.1f}",
                f"{ratio:.1f} ({min(ratios):.1f} to {max(ratios):.1f})" if name == OURS else "",
                f"{GOALS[what]:.0f}: {reached}" if name == OURS else "",
            ))  # fmt: skip
    filtered = statistics.median(taken[FILTERED, PEER])
    head = (f"{size:,} records", "seconds", "from to", "records a second", "times the peer", "goal")
    return (
        f"\n{measuring.table(head, lines)}\n\n{len(taken[NEW, OURS])} rounds, ratios round by round, their "
        f"median. With its own filter the peer asks for what is newer than an hour before its last harvest and "
        f"looks at nothing: {filtered:.2f} seconds; it then does not learn what has vanished or was changed "
        "without a new date."
    )


def _seconds(several: Sequence[float]) -> tuple[str, str]:
    return f"{statistics.median(several):.2f}", f"{min(several):.2f} to {max(several):.2f}"


def _tell_statements(site: Any, offered: Sequence[Any]) -> None:
    from bench import harvest_sides as sides

    site.offer(offered)
    for side in (sides.Ours(), sides.Peer()):
        sides.purge()
        side.prepare(site.address)
        work: Callable[[], Any] = side.harvest
        spent = [ckan_here.statements(work) for _ in (NEW, UNCHANGED)]
        told = ", ".join(
            f"{number / len(offered):.2f} {what}"
            for number, what in zip(spent, (NEW, UNCHANGED), strict=True)
        )
        print(f"Statements a record of {len(offered)}, {side.name}: {told}")


if __name__ == "__main__":
    begun = time.perf_counter()
    code = main(sys.argv[1:])
    print(f"The bench took {time.perf_counter() - begun:.0f} seconds.")
    sys.exit(code)
