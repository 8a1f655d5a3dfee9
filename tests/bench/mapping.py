"""How many records a second a mapping takes, and what proposals for the portals leave to people.

``PYTHONPATH=tests .venv/bin/python -m bench.mapping`` reads all records of the ten portals, proposes
a mapping for each portal, applies it to every record and prints a line for each. It needs no services.
"""

from __future__ import annotations

import sys
import time

from corpus import portals, reading

from bench import measuring
from ckanext.scigov.intake import mapping_files, proposals, samples
from ckanext.scigov.intake.domain.mapping.checking import check


def main() -> int:
    print(f"Machine: {measuring.machine()}")
    try:
        folder = reading.folder()
    except portals.CorpusMissingError as reason:
        print(f"NOT RUN: {reason}")
        return 1
    print("\n| portal | records | entries | without open type | without cycle | seconds |")
    print("|---|---|---|---|---|---|")
    records = seconds = 0.0
    for portal in reading.VOCABULARIES:
        count, spent = _portal(folder, portal)
        records, seconds = records + count, seconds + spent
    print(f"\n{records:,.0f} records in {seconds:.2f} s: {records / seconds:,.0f} a second.")
    return 0


def _portal(folder: reading.Path, portal: str) -> tuple[int, float]:
    found = samples.records_of(folder / f"{portal}.json")
    mapping = mapping_files.read(proposals.propose(found, portal))
    started = time.process_time()
    for record in found:
        mapping.apply(record)
    spent = time.process_time() - started
    report = check(mapping, found, mapping_files.catalogue())
    lacks = [report.entries - report.filled[name] for name in ("open_type", "update_cycle")]
    print(
        f"| {portal} | {report.records:,} | {report.entries:,} | {lacks[0]:,} | {lacks[1]:,} "
        f"| {spent:.2f} |"
    )
    return report.records, spent


if __name__ == "__main__":
    sys.exit(main())
