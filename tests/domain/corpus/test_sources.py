"""The portals' records in the repository are those that were published."""

from __future__ import annotations

import hashlib

from corpus import sources

COUNTS = {
    "anhui": 700,
    "liuzhou": 1540,
    "guiyang": 2469,
    "hainan": 3947,
    "huaian": 2577,
    "jiangsu": 965,
    "zhenjiang": 2143,
    "shanghai": 4494,
    "aba": 7379,
    "zhejiang": 1309,
}


def test_every_record_of_every_portal_is_there() -> None:
    assert {name: len(sources.records_of(name)) for name in sources.FILES} == COUNTS
    assert sum(COUNTS.values()) == 27_523


def test_nothing_was_changed_on_the_way() -> None:
    lines = (sources.FOLDER / "SHA256SUMS").read_text("ascii").splitlines()
    published = {line.split()[1]: line.split()[0] for line in lines}
    copied = {
        f"{file}.json": hashlib.sha256(sources.text_of(name).encode()).hexdigest()
        for name, file in sources.FILES.items()
    }
    assert copied == published
