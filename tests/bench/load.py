"""``./scigov test --bench load``: a million rows of CSV, from the file to rows that are seen.

The same file on all sides, in the same PostgreSQL: ours as its job runs it, with the time until its text
index is there beside; ckanext-xloader's own loader with the indexes its job makes; and CKAN's
``datastore_upsert`` in batches of 250, the way of DataPusher, on a share of the rows, of which the time for
all is worked out. Each side is a process of its own and
they take turns. First a small file must give the same rows on all of them.

``--pages`` measures instead how the public's pages are while such a load runs, beside those of an idle site.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import ckan_here, load_file, measuring, stock
from bench.asked import Asked, answer, questions

OURS, XLOADER, UPSERT = "ours", "ckanext-xloader", "datastore_upsert"
SIDES = (OURS, XLOADER, UPSERT)
GOALS = {XLOADER: 5.0, UPSERT: 30.0}
SHARE, LEAST = 50, 20_000
"""datastore_upsert gets one row in so many, but enough for the making of a table to count little."""
BATCH = 250
SMALL = 2_000
DATABASE = "stock_datastore_test"


def main(argv: list[str]) -> int:
    """Measure; 1 when a side has other rows, or is missing."""
    options = _parser().parse_args(argv)
    if options.side:
        _serve(options.side)
        return 0
    print(f"Machine: {measuring.machine()}")
    with tempfile.TemporaryDirectory(prefix="scigov-bench-") as scratch:
        folder = Path(scratch)
        if options.pages:
            return importlib.import_module("bench.load_pages").main(folder, options)
        small, large = folder / "small.csv", folder / "large.csv"
        load_file.write(small, SMALL)
        load_file.write(large, options.rows)
        sides = {name: side(name, folder) for name in SIDES}
        try:
            return _compare(sides, small, large, options)
        finally:
            for one in sides.values():
                one.end()


def _compare(
    sides: Mapping[str, Asked], small: Path, large: Path, options: argparse.Namespace
) -> int:
    known = [load_file.comparable(row) for row in load_file.rows_of(small)]
    for name, one in sides.items():
        if [load_file.comparable(row) for row in one.ask(rows_of=str(small))["rows"]] != known:
            print(f"The rows of {name} are not those of the file; nothing was timed.")
            return 1
    print(f"{SMALL} rows are the same on all sides.\n", flush=True)
    taken: dict[str, list[float]] = {name: [] for name in SIDES}
    indexed: list[float] = []
    for turn in range(options.turns):
        for name in SIDES if turn % 2 else reversed(SIDES):
            wanted = _share(options.rows) if name == UPSERT else options.rows
            said = sides[name].ask(load=str(large), rows=wanted)
            if said["rows"] != wanted:
                print(f"{name} has loaded {said['rows']} rows instead of {wanted}.")
                return 1
            taken[name].append(said["seconds"] * options.rows / wanted)
            if name == OURS:
                indexed.append(said["indexed"])
    print(_report(taken, options.rows, large.stat().st_size))
    print(f"Ours with its text index: {statistics.median(indexed):.1f} seconds.")
    return 0


def _share(rows: int) -> int:
    return min(rows, max(rows // SHARE, LEAST))


def _report(taken: Mapping[str, Sequence[float]], rows: int, size: int) -> str:
    lines = []
    for name, several in taken.items():
        ratios = [a / b for a, b in zip(several, taken[OURS], strict=True)]
        ratio = statistics.median(ratios)
        goal = GOALS.get(name)
        verdict = f"{goal:.0f}: {'reached' if ratio >= goal else 'missed'}" if goal else ""
        lines.append((
            f"{name} *" if name == UPSERT else name,
            f"{statistics.median(several):.1f}",
            f"{min(several):.1f} to {max(several):.1f}",
            f"{rows / statistics.median(several):,.0f}",
            f"{ratio:.1f}",
            verdict,
        ))  # fmt: skip
    head = ("", "seconds", "from to", "rows a second", "times ours", "goal")
    return (
        f"{measuring.table(head, lines)}\n\n{rows:,} rows, {len(load_file.HEAD)} columns, {size / 1e6:.0f} MB; "
        f"ratios turn by turn, their median.\n* Measured on {_share(rows):,} rows and multiplied: that is "
        "in its favour, for its index grows with the table."
    )


def side(name: str, folder: Path, nice: int = 0) -> Asked:
    """Start a process with one of the sites."""
    environment = dict(os.environ)
    if name == OURS:
        environment["CKAN_STORAGE_PATH"] = str(folder / "storage")
    else:
        own = f"{DATABASE}_{SIDES.index(name)}_test"
        environment |= stock.with_datastore(folder / f"{name}.ini", own)
    return Asked("bench.load", "--side", name, environment=environment, nice=nice)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench load --")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--pages", action="store_true", help="pages while a load runs")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    return parser


def _serve(name: str) -> None:
    app = ckan_here.application() if name == OURS else stock.application(stock.Engine())
    work = {OURS: _load_ours, XLOADER: _load_by_xloader, UPSERT: _load_by_upsert}[name]
    with app.test_request_context():
        new_resource = _resources(name)
        for asked in questions():
            path = Path(asked.get("load") or asked["rows_of"])
            resource_id, seconds, indexed = work(new_resource, path, asked.get("rows"))
            said = _seen(resource_id, with_rows="rows_of" in asked)
            answer({**said, "seconds": seconds, "indexed": indexed})


def _call(action: str, **values: Any) -> Any:
    from ckan.logic import get_action

    user = get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context = {"ignore_auth": True, "user": user, "scigov_catalogue_gathered": True}
    return get_action(action)(context, values)


def _resources(name: str) -> Any:
    """Return what makes a new resource in a dataset of a side."""
    from ckan import model

    entry = {"name": "loads", "title": "装载", "owner_org": "kejiting"}
    if name == OURS:
        entry |= {"catalogue_profile": "gathered", "source_portal": "某市", "source_id": "1"}
        grade = ("security_level", "share_type", "open_type")
        entry |= dict(zip(grade, ("1", "unconditional", "unconditional"), strict=True))
    if model.Group.get("kejiting") is None:
        _call("organization_create", name="kejiting", title="省科学技术厅")
    known = model.Package.get("loads")
    dataset_id = known.id if known else _call("package_create", **entry)["id"]
    return lambda **values: _call("resource_create", package_id=dataset_id, **values)["id"]


def _load_ours(new_resource: Any, path: Path, _rows: int | None) -> tuple[str, float, float]:
    """Upload first, as the others begin with a file that is there; then run the job."""
    from werkzeug.datastructures import FileStorage

    from ckan import model

    from ckanext.scigov.shared import clock, dispatch, outbox

    with path.open("rb") as file:
        upload = FileStorage(file, filename="表.csv")
        resource_id = new_resource(name="表", format="CSV", upload=upload)
    begun, visible = time.perf_counter(), 0.0
    while ids := outbox.claim_due(model.Session, clock.now()):
        model.Session.commit()
        for entry_id in ids:
            dispatch.run_entry(entry_id)
        loaded = _call("scigov_tables_load_show", resource_id=resource_id)["state"] == "loaded"
        visible = visible or (time.perf_counter() - begun if loaded else 0.0)
    model.Session.commit()
    return resource_id, visible, time.perf_counter() - begun


def _load_by_xloader(new_resource: Any, path: Path, _rows: int | None) -> tuple[str, float, float]:
    import logging

    loader = _loader()
    resource_id = new_resource(name="表", format="CSV", url="http://files.example/table.csv")
    quiet = logging.getLogger("bench.xloader")
    begun = time.perf_counter()
    fields = loader.load_csv(str(path), resource_id, mimetype="text/csv", logger=quiet)
    loader.create_column_indexes(fields=fields, resource_id=resource_id, logger=quiet)
    seconds = time.perf_counter() - begun
    return resource_id, seconds, seconds


def _loader() -> Any:
    """Return xloader's loader: CKAN's package ``ckanext`` does not look for parts in other folders."""
    import ckanext

    for place in (Path(one) / "ckanext" for one in sys.path):
        if (place / "xloader").is_dir():
            ckanext.__path__.append(str(place))  # type: ignore[attr-defined]
    return importlib.import_module("ckanext.xloader.loader")


def _load_by_upsert(new_resource: Any, path: Path, rows: int | None) -> tuple[str, float, float]:
    resource_id = new_resource(name="表", format="CSV", url="http://files.example/table.csv")
    records = [dict(zip(load_file.HEAD, row, strict=True)) for row in load_file.rows_of(path, rows)]
    begun = time.perf_counter()
    fields = [{"id": name, "type": "text"} for name in load_file.HEAD]
    _call("datastore_create", resource_id=resource_id, fields=fields, force=True)
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        how = {"method": "insert", "force": True}
        _call("datastore_upsert", resource_id=resource_id, records=batch, **how)
    seconds = time.perf_counter() - begun
    return resource_id, seconds, seconds


def _seen(resource_id: str, *, with_rows: bool) -> dict[str, Any]:
    """Return the rows as anybody sees them, or how many there are."""
    found = _call("datastore_search", resource_id=resource_id, limit=SMALL, sort="_id")
    if not with_rows:
        return {"rows": found["total"]}
    # xloader writes Chinese column names in Latin letters; their order is the file's.
    names = [field["id"] for field in found["fields"] if field["id"] != "_id"]
    return {"rows": [[record[name] for name in names] for record in found["records"]]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
