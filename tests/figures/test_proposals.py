"""Proposals for ten real portals beside the mappings that are shipped, over all records.

``PYTHONPATH=tests .venv/bin/python tests/figures/test_proposals.py`` writes the table of
docs/harvest-mapping.md anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus import proposed as compared
from corpus import sources
from printed_pages import Page


def table() -> Iterator[str]:
    yield "| portal | records | fields | the same | otherwise, in so many records |"
    yield "|---|---:|---:|---:|---|"
    counts = [0, 0, 0]
    for portal in sources.FILES:
        fields, other = compared.differences(portal)
        row = (len(sources.records_of(portal)), fields, fields - len(other))
        told = ", ".join(f"`{name}` {number:,}" for name, number in sorted(other.items()))
        yield f"| {portal} | {' | '.join(f'{one:,}' for one in row)} | {told} |"
        counts = [before + one for before, one in zip(counts, row, strict=True)]
    yield f"| all | {' | '.join(f'{one:,}' for one in counts)} | |"


PAGE = Page("harvest-mapping.md", {"proposals": table})


def test_the_page_tells_what_is_as_in_the_shipped_mappings() -> None:
    assert PAGE.filled() == PAGE.text()


if __name__ == "__main__":
    PAGE.write()
