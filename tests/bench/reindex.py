"""``./scigov test --bench reindex``: a full reindex beside CKAN's own.

Ours is the command a site runs, ``ckan scigov search rebuild``, over all datasets, with everything
it does beside documents (lists, indexes, exchange). CKAN's own loop indexes a part of the same
datasets: on an engine that takes no time, in one process and in one for each core as
``ckan search-index rebuild-fast`` has it, and on a real Solr. Its rates do not depend on how many
there are. The rows of both must be the same.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus import portals

from bench import ckan_here, measuring

DOCUMENTS = 20_000
OF_CKAN = 1_000
GOAL = 10.0
NOT_RUN = "NOT RUN: "
LAST_LINE = re.compile(r"Indexed (\d+) datasets in ([\d.]+) s; searches waited (\d+) ms")


@dataclasses.dataclass(frozen=True)
class Run:
    """How long one side took for how many datasets."""

    name: str
    datasets: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.datasets / self.seconds


def main(argv: list[str]) -> int:
    """Measure; 1 when a row differs or the real Solr is missing."""
    options = _parser().parse_args(argv)
    if options.stock:
        return _stock(Path(options.stock), options.solr)
    print(f"Machine: {measuring.machine()}")
    try:
        records = portals.multiplied(options.documents)
    except portals.CorpusMissingError as reason:
        print(f"{NOT_RUN}{reason}")
        return 1
    with tempfile.TemporaryDirectory(prefix="scigov-bench-") as scratch:
        return _compare(records, options, Path(scratch))


def _compare(records: Sequence[portals.Record], options: argparse.Namespace, folder: Path) -> int:
    from bench import ckan_tables

    with ckan_here.loaded():
        ids = ckan_tables.fill(records)
        print(f"{len(ids)} datasets are in CKAN's tables.", flush=True)
        part = ids[: options.of_ckan]
        pairs = [
            (_rebuilt(len(ids)), _as_ckan_does(part, folder, 1)) for _ in range(options.rounds)
        ]
        others = [_as_ckan_does(part, folder, os.cpu_count() or 1)]
        different = _differences(folder)
        solr, missing = _on_solr(part, folder)
    print(_report(pairs, [*others, *solr]))
    for line in (*different[:10], *missing):
        print(line)
    return 1 if different or missing else 0


def _rebuilt(datasets: int) -> Run:
    """Run our command as an administrator does."""
    from ckanext.scigov.launcher import children

    command = [
        sys.executable, "-m", children.CKAN_COMMAND, "-c", str(ckan_here.INI),
        "scigov", "search", "rebuild", "--restart", "--quiet",
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said = LAST_LINE.search(done.stdout)
    if said is None or int(said[1]) != datasets:
        raise RuntimeError(f"The rebuild said: {done.stdout}{done.stderr}")
    print(said[0], flush=True)
    return Run("ours", datasets, float(said[2]))


def _as_ckan_does(ids: Sequence[str], folder: Path, processes: int) -> Run:
    """Let processes index parts of the datasets on an engine that takes no time."""
    shares = [list(ids[i::processes]) for i in range(processes)]
    started = [_start(share, folder / f"{processes}-{i}") for i, share in enumerate(shares)]
    seconds = max(_seconds(process) for process in started)
    return Run(f"CKAN's own, free engine, processes: {processes}", len(ids), seconds)


def _on_solr(ids: Sequence[str], folder: Path) -> tuple[list[Run], list[str]]:
    from contract.solr import SolrMissing, SolrServer, write_configset

    try:
        with SolrServer() as solr:
            url = solr.create_core("stock", write_configset("stock", folder / "configset"))
            seconds = _seconds(_start(ids, folder / "solr", url))
    except SolrMissing as reason:
        return [], [f"{NOT_RUN}{reason}"]
    return [Run("CKAN's own, real Solr, processes: 1", len(ids), seconds)], []


def _start(ids: Sequence[str], file: Path, solr: str = "") -> subprocess.Popen[str]:
    file.with_suffix(".ids").write_text(json.dumps(ids), encoding="utf-8")
    command = [sys.executable, "-m", "bench.reindex", "--stock", str(file), "--solr", solr]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _seconds(process: subprocess.Popen[str]) -> float:
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"CKAN's own reindex ended with {process.returncode}: {said}")
    return float(said.split()[-1])


def _stock(file: Path, solr: str) -> int:
    """Index as CKAN does and write down the rows; print the seconds."""
    ids = json.loads(file.with_suffix(".ids").read_text(encoding="utf-8"))
    with ckan_here.loaded():
        from ckan.common import config

        from bench.free_engine import ForgettingSolr, put_in_place
        from ckanext.scigov.search.domain.documents import row_of
        from ckanext.scigov.search.moment import now
        from ckanext.scigov.search.seam import _rebuild

        engine = ForgettingSolr()
        if solr:
            config["ckanext.scigov.search.backend"] = "solr"
            config["solr_url"] = solr
        else:
            put_in_place(engine)
        _rebuild(package_ids=ids[:20])
        engine.added.clear()
        began = time.perf_counter()
        _rebuild(package_ids=ids)
        seconds = time.perf_counter() - began
        rows = [row_of(document, now()) for document in engine.added]
    file.with_suffix(".rows").write_bytes(pickle.dumps(rows))
    print(seconds)
    return 0


def _differences(folder: Path) -> list[str]:
    """Compare the index's rows with those that CKAN's documents make."""
    from ckan import model

    # Written by the bench's own processes a moment ago.
    rows = [row for file in folder.glob("1-*.rows") for row in pickle.loads(file.read_bytes())]
    with model.ensure_engine().connect() as connection:
        counts = _compared(connection, rows)
    print(f"{len(rows)} rows compared, column by column.", flush=True)
    found = [f"{name} differs in {n} of {len(rows)} rows" for name, n in counts.items() if n]
    return found if rows else ["No rows were compared."]


def _compared(connection: Any, rows: list[dict[str, Any]]) -> Mapping[str, int]:
    """Return in how many of the rows each column is not what the index holds."""
    import sqlalchemy as sa

    from ckanext.scigov.search.bulk.copying import copy
    from ckanext.scigov.search.model import SearchDocument

    live: sa.Table = SearchDocument.__table__
    theirs = live.to_metadata(sa.MetaData(), name="bench_reindex")
    like = "CREATE TEMP TABLE bench_reindex (LIKE scigov_search_document INCLUDING ALL)"
    connection.execute(sa.text(like))
    copy(connection, theirs, rows)
    differ = [
        sa.func.count()
        .filter(_comparable(live.c[name]).is_distinct_from(_comparable(theirs.c[name])))
        .label(name)
        for name in (c.name for c in live.columns if c.name not in ("number", "written_by"))
    ]
    both = theirs.outerjoin(live, live.c.index_id == theirs.c.index_id)
    return connection.execute(sa.select(*differ).select_from(both)).mappings().one()


def _comparable(column: Any) -> Any:
    """Leave out when it was indexed."""
    import sqlalchemy as sa
    from sqlalchemy.dialects.postgresql import JSONB

    if column.name == "stored":
        return column.op("-")(sa.literal("indexed_ts"))
    if column.name == "terms":
        term = sa.func.unnest(column).column_valued("term")
        others = sa.select(sa.func.array_agg(term)).where(~term.startswith("indexed_ts="))
        return others.scalar_subquery()
    # The order of keys means nothing.
    return sa.cast(column, JSONB) if column.name.endswith("data_dict") else column


def _report(pairs: list[tuple[Run, Run]], others: list[Run]) -> str:
    """Compare what ran one after the other: the machine is not as fast all the time."""
    ours = [run for run, _ in pairs]
    ratios = [our.rate / stock.rate for our, stock in pairs]
    usual = statistics.median(run.rate for run in ours)
    rows = [_row(run, "") for run in ours]
    rows += [_row(stock, f"{ratio:.1f}") for (_, stock), ratio in zip(pairs, ratios, strict=True)]
    rows += [_row(run, f"{usual / run.rate:.1f}") for run in others]
    middle = statistics.median(ratios)
    verdict = "reached" if middle >= GOAL else "missed"
    return "\n".join([
        "",
        measuring.table(["", "datasets", "s", "a second", "ours is so many times as fast"], rows),
        "",
        f"Goal {GOAL:.0f} times CKAN's own on a free engine: {verdict} ({middle:.1f}, the median).",
    ])  # fmt: skip


def _row(run: Run, ratio: str) -> list[str]:
    return [run.name, str(run.datasets), f"{run.seconds:.1f}", f"{run.rate:.0f}", ratio]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench reindex", description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--of-ckan", type=int, default=OF_CKAN, help="so many by CKAN's own way")
    parser.add_argument("--rounds", type=int, default=3, help="of our rebuild")
    parser.add_argument("--stock", help=argparse.SUPPRESS)
    parser.add_argument("--solr", default="", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
