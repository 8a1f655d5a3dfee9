"""Parting a resource into what everybody may read and what lies in the vault."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain.vault import Place, is_stand_in, redact, restore

PLACE = Place("r-1", "https://portal/dataset/d-1/resource/r-1/access")
KNOWN = frozenset({"name", "data_items", "rights", "endpoint_url", "hash", "size"})
LINK: dict[str, Any] = {
    "id": "r-1",
    "name": "计划表",
    "url": "https://example.org/a.csv",
    "url_type": None,
    "hash": "c0ffee",
    "size": 12,
    "cache_url": None,
    "cache_last_updated": None,
    "rights": "仅供查重",
    "endpoint_url": "https://example.org/service",
    "download_url": "https://example.org/unknown",
    "datastore_active": True,
}


def test_what_tells_the_place_goes_and_the_rest_stays():
    parted = redact(LINK, {}, PLACE, KNOWN)
    assert parted.shown == {
        "id": "r-1",
        "name": "计划表",
        "url": PLACE.gateway,
        "url_type": None,
        "hash": "",
        "size": None,
        "cache_url": None,
        "cache_last_updated": None,
        "rights": "仅供查重",
        "datastore_active": True,
    }
    assert parted.secret == {
        "url": "https://example.org/a.csv",
        "hash": "c0ffee",
        "size": 12,
        "endpoint_url": "https://example.org/service",
        "download_url": "https://example.org/unknown",
    }


def test_what_comes_back_as_it_was_shown_changes_nothing():
    first = redact(LINK, {}, PLACE, KNOWN)
    again = redact(first.shown, first.secret, PLACE, KNOWN)
    assert again == first


def test_a_field_that_is_filled_anew_takes_the_place_of_the_old_one():
    first = redact(LINK, {}, PLACE, KNOWN)
    again = redact({**first.shown, "hash": "feed"}, first.secret, PLACE, KNOWN)
    assert again.secret == {**first.secret, "hash": "feed"}


def test_a_new_address_makes_what_was_known_of_the_old_one_void():
    first = redact(LINK, {}, PLACE, KNOWN)
    moved = redact({**first.shown, "url": "https://example.org/b"}, first.secret, PLACE, KNOWN)
    assert moved.secret == {"url": "https://example.org/b"}


def test_a_resource_without_an_address_has_no_stand_in():
    parted = redact({**LINK, "url": ""}, {}, PLACE, KNOWN)
    assert parted.shown["url"] == ""
    assert "url" not in parted.secret


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sheng-ji.csv", "r-1.csv"),
        ("sheng-ji.CSV", "r-1.csv"),
        ("noending", "r-1"),
        ("odd.e?d", "r-1"),
        ("r-1.csv", "r-1.csv"),
        ("https://portal/dataset/d-1/resource/r-1/download/r-1.csv", "r-1.csv"),
    ],
)
def test_the_name_of_a_file_becomes_the_resources(url: str, shown: str):
    parted = redact({"url": url, "url_type": "upload"}, {}, PLACE, KNOWN)
    assert parted.shown["url"] == shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (PLACE.gateway, True),
        (PLACE.gateway + "/", True),
        ("http://another.host/en/dataset/x/resource/r-1/access", True),
        (PLACE.gateway + "?x=1", True),
        ("r-1.csv", True),
        ("r-1", True),
        ("https://portal/dataset/d-1/resource/r-2/access", False),
        ("https://example.org/r-1.csv.gz", False),
        ("r-10.csv", False),
        ("", False),
        ("https://example.org/access", False),
    ],
)
def test_our_own_stand_ins_are_recognised(url: str, expected: bool):
    assert is_stand_in(url, PLACE) is expected


VALUES = st.one_of(st.none(), st.text(max_size=8), st.integers(0, 9))
NAMES = st.sampled_from([*LINK, "access_url", "rights"])


@given(fields=st.dictionaries(NAMES, VALUES), url=st.text(max_size=30), upload=st.booleans())
def test_restoring_gives_back_every_value_that_was_there(fields: Any, url: str, upload: bool):
    given = {**fields, "url": url, "url_type": "upload" if upload else ""}
    parted = redact(given, {}, PLACE, KNOWN)
    back = restore(parted.shown, parted.secret)
    for name, value in given.items():
        if value not in (None, "") and not (name == "url" and is_stand_in(url, PLACE)):
            assert back[name] == value
    # Nothing that was hidden is among what is shown, and hiding twice is hiding once.
    assert redact(parted.shown, parted.secret, PLACE, KNOWN) == parted


def test_the_real_address_typed_in_again_is_the_same_place():
    first = redact(LINK, {}, PLACE, KNOWN)
    again = redact({**first.shown, "url": LINK["url"]}, first.secret, PLACE, KNOWN)
    assert again == first


def test_a_dictionary_that_is_hidden_no_longer_comes_back():
    items = [{"title": "项目编号"}]
    hidden = redact({**LINK, "data_items": items}, {}, PLACE, KNOWN - {"data_items"})
    assert "data_items" not in hidden.shown
    assert hidden.secret["data_items"] == items
    shown = redact(hidden.shown, hidden.secret, PLACE, KNOWN)
    assert shown.shown["data_items"] == items
    assert "data_items" not in shown.secret
