"""CKAN's own suites on PostgreSQL and on a real Solr, side by side, with a verdict.

``python -m contract.lane`` with the folder ``tests`` on the path; ``./scigov test --contract`` and ``--search-contract``
call it. Exit code 1 when PostgreSQL fails what Solr passes and no line of solr_only.csv excuses it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from ckanext.scigov.launcher import testing_report, testing_services
from contract import verdict
from contract.columns import Column
from contract.solr import SolrMissing, SolrServer, write_configset
from contract.verdict import PASSED, Results

LIST = Path(__file__).resolve().parent / "solr_only.csv"
ENGINES = ("postgresql", "solr")


def main(argv: list[str]) -> int:
    """Run the columns one after the other: some suites listen on fixed ports."""
    chosen = _parser().parse_args(argv)
    columns: dict[str, Results] = {}
    words: dict[str, str] = {}
    reasons: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="scigov-contract-") as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for engine in chosen.engines:
            try:
                columns[engine] = _column(engine, folder, chosen.modules, words)
            except SolrMissing as reason:
                reasons[engine] = str(reason)
                print(f"NOT RUN: {reason}", flush=True)
    judged = verdict.judge(
        columns.get("postgresql", {}), columns.get("solr"), verdict.read_list(LIST)
    )
    print(f"\npassed/failed/errors\n{verdict.table(columns, reasons)}\n")
    print(verdict.report(judged, compared="solr" in columns), flush=True)
    for engine, reason in reasons.items():
        print(f"{engine}: NOT RUN: {reason}")
    failures = [testing_report.told(test, words.get(test, "")) for test in judged.regressions]
    if chosen.outcome:
        _write(chosen.outcome, columns, failures, reasons)
    for failure in failures:
        print(failure, flush=True)
    return 0 if judged.holds else 1


def _column(engine: str, folder: Path, modules: list[str], words: dict[str, str]) -> Results:
    """Run one column; ``words`` takes what PostgreSQL's failures said, the only ones that count."""
    with ExitStack() as stack:
        place = {}
        if engine == "solr":
            # The engine that CKAN's suites were written for: its own schema, unchanged.
            server = stack.enter_context(SolrServer(in_memory=True))
            configset = write_configset("stock", folder / "configset")
            place["solr_url"] = server.create_core("ckan", configset)
        addresses = stack.enter_context(testing_services.running(folder / f"{engine}-services"))
        column = Column(engine, folder / engine, addresses, **place)
        results = column.run(modules)
    words.update(column.words if engine == "postgresql" else {})
    return results


def _write(
    file: Path, columns: dict[str, Results], failures: list[str], reasons: dict[str, str]
) -> None:
    """Hand the counts to the launcher, which adds them to its summary."""
    passed = sum(state == PASSED for state in columns.get("postgresql", {}).values())
    counts = {
        "passed": passed,
        "failed": len(failures),
        "failures": failures,
        "not_run": list(reasons.values()),
    }
    file.write_text(json.dumps(counts), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="contract.lane", description=__doc__)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--keep", type=Path, help="a folder that keeps logs and settings")
    parser.add_argument("--outcome", type=Path, help="where the counts are written, as JSON")
    parser.add_argument("modules", nargs="*", help="modules or packages instead of all")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
