"""The demonstration catalogue scores as issue 9 asks: what is shipped, described as the feed describes it."""

from __future__ import annotations

from typing import Any

import pytest
from described import CONCEPTS, PORTAL

from ckanext.scigov.dcat.domain import dataset, scoring, verdicts
from ckanext.scigov.dcat.domain.reading import Document
from ckanext.scigov.dcat.domain.scoring import Score
from ckanext.scigov.demo import files
from ckanext.scigov.demo.domain.entries import Entry

MOMENT = "2026-01-01T00:00:00"


def shown(entry: Entry) -> dict[str, Any]:
    """Return the entry as ``package_show`` answers it once it is loaded."""
    given = entry.dataset
    parts = [
        {
            **one,
            "id": f"r{number}",
            **({"size": 1, "mimetype": "text/csv"} if entry.uploads else {}),
        }
        for number, one in enumerate(given.get("resources", ()))
    ]
    return {
        **given, "id": entry.name, "organization": {"id": given["owner_org"], "title": given["owner_org"]},
        "tags": [{"name": one} for one in given.get("tag_string", "").split(",") if one],
        "metadata_created": MOMENT, "metadata_modified": MOMENT, "resources": parts,
    }  # fmt: skip


def score(entry: Entry) -> Score:
    said = Document(dataset.describe(shown(entry), PORTAL, CONCEPTS).triples)
    answers = verdicts.answers_of(PORTAL)
    return scoring.score(said, PORTAL.dataset(entry.name), conforms=True, answers=answers)


@pytest.mark.parametrize(("open_type", "least"), [("", 351), ("conditional", 345)])
def test_it_scores_well(open_type: str, least: int) -> None:
    # What has no grade yet is in no public feed.
    some = [one for one in files.load_entries() if one.dataset.get("open_type")]
    found = scoring.shares([score(one) for one in some if open_type in one.dataset["open_type"]])
    assert found.total >= least
    assert scoring.rating(351) == "excellent"
