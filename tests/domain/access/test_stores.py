"""What a file of stores may hold, and what ours says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ckanext.scigov.access.domain.stores import Content, Keeping, Store, parse

FILE = Path(__file__).resolve().parents[3] / "ckanext-scigov/ckanext/scigov/access/stores.yaml"


def test_columns_are_found_by_table_and_name():
    found = parse({"x": {"t": {"META": ["a"], "LOCATE vault": ["b", "c"]}}})
    assert dict(found) == {
        ("t", "a"): Store("x", "t", "a", Content.META, Keeping.NONE),
        ("t", "b"): Store("x", "t", "b", Content.LOCATE, Keeping.VAULT),
        ("t", "c"): Store("x", "t", "c", Content.LOCATE, Keeping.VAULT),
    }


@pytest.mark.parametrize(
    ("decoded", "message"),
    [
        ([], "The file must be a mapping, not []."),
        ({"x": None}, "The plugin x must be a mapping, not None."),
        ({"x": {"t": ["a"]}}, "The table t must be a mapping, not ['a']."),
        ({"x": {"t": {"META": "a"}}}, "The line META of t needs a list of columns."),
        ({"x": {"t": {"META": []}}}, "The line META of t needs a list of columns."),
        ({"x": {"t": {"META": ["a"], "EXISTENCE": ["a"]}}}, "t.a stands twice."),
        (
            {"x": {"t": {"DATA": ["a"]}}},
            "The line DATA of t does not say how that is kept harmless.",
        ),
        (
            {"x": {"t": {"LOCATE hope": ["a"]}}},
            (
                "The line LOCATE hope of t is not understood; write one of NEUTRAL, EXISTENCE, META, "
                "LOCATE, DATA, SECRET and, behind it, one of vault, transition_job, gateway, policy, ckan."
            ),
        ),
    ],
)
def test_a_file_that_is_not_understood_is_refused(decoded, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse(decoded)


@pytest.mark.parametrize("content", ["LOCATE", "DATA", "SECRET"])
def test_secrets_are_kept_somehow(content):
    with pytest.raises(ValueError, match="kept harmless"):
        parse({"x": {"t": {content: ["a"]}}})


def test_places_that_are_easily_forgotten():
    ours = parse(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    copies = [("activity", "data"), ("harvest_object", "content"), ("task_status", "error"),
              ("tracking_raw", "url"), ("resource_view", "config"),
              ("scigov_search_document", "terms")]  # fmt: skip
    assert {ours[key].keeping for key in copies} == {Keeping.TRANSITION_JOB}
    assert {ours["resource", name].keeping for name in ("url", "hash", "extras")} == {Keeping.VAULT}
