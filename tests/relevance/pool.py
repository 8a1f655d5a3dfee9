"""Gather what has to be judged: the best answers of all systems to every query.

``python -m relevance.pool pool.csv runs.json ...`` reads what ``evaluate --gather`` has written. It
writes the pairs without a judgement in an order that says nothing about the systems, so that
whoever judges cannot see which one a document came from.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from corpus import portals
from corpus.documents import name_of

from relevance import systems
from relevance.judged import FOLDER, judgements, queries

DEPTH = 20
MANUAL = FOLDER / "manual.csv"


def by_hand() -> dict[str, list[str]]:
    """Return the titles that hold words which a person, knowing the task, thought of besides."""
    found: dict[str, list[str]] = {query.id: [] for query in queries()}
    ask = systems.substring()
    with MANUAL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["query"]] += ask(row["words"], DEPTH)
    return found


def main(argv: list[str]) -> int:
    """Write the pool that the saved runs make up together."""
    into, *saved = map(Path, argv)
    runs = [run for file in saved for run in json.loads(file.read_text("utf-8")).values()]
    by_person = by_hand()
    known = judgements()
    records = {name_of(record): record for record in portals.records()}
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["query", "document", "title", "provider", "notes"])
        for query in queries():
            found = set(by_person[query.id]).union(*(run[query.id][:DEPTH] for run in runs))
            unknown = [records[name] for name in found - set(known.get(query.id, {}))]
            for record in sorted(unknown, key=lambda r: (r.title, r.provider, name_of(r))):
                texts = (record.title, record.provider, record.notes)
                writer.writerow([query.id, name_of(record), *texts])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
