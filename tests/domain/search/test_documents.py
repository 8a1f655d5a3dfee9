"""A document becomes a row."""

import datetime as dt

import pytest

from ckanext.scigov.search.domain.documents import SEPARATOR, InvalidDocumentError, row_of

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
DOCUMENT = {
    "index_id": "i1",
    "id": "d1",
    "name": "nsfc",
    "site_id": "s",
    "state": "active",
    "title": "大数据",
    "notes": "ab",
    "tags": ["a b", "", None],
    "private": False,
    "security_level": "1",
    "empty": "",
    "owner_org": None,
    "views_total": 7,
    "metadata_modified": "2026-01-02T03:04:05.678901Z",
    "permission_labels": ["public"],
    "res_name": ["one", "two"],
    "extras_theme": {"zh": "水"},
    "validated_data_dict": '{"id": "d1"}',
}


@pytest.fixture
def row():
    return row_of(DOCUMENT, NOW)


def test_columns(row):
    assert (row["index_id"], row["id"], row["name"], row["state"]) == ("i1", "d1", "nsfc", "active")
    assert row["capacity"] is None
    assert row["permission_labels"] == ["public"]
    assert row["metadata_modified"].isoformat() == "2026-01-02T03:04:05.678000+00:00"
    assert row["validated_data_dict"] == '{"id": "d1"}'


def test_terms_hold_what_is_compared_exactly_and_has_no_column(row):
    assert sorted(row["terms"]) == [
        "indexed_ts=2026-09-24T01:00:00.000Z",
        "private=false",
        "security_level=1",
        "tags=a b",
        "views_total=10000000000000000007",
    ]


def test_fields_say_what_has_a_value(row):
    assert "notes" in row["fields"]
    assert "empty" not in row["fields"]
    assert "owner_org" not in row["fields"]
    assert "permission_labels" not in row["fields"]


def test_words_carry_the_weight_of_their_field(row):
    words = row["words"].split(" ")
    assert "'大数':1A" in words
    assert "'据':3A" in words
    assert "'nsfc':5B" in words
    assert "'ab':14C" in words
    assert "'active'" not in row["words"]


def test_words_of_other_text_fields_are_kept_by_field(row):
    words = row["field_words"].split(" ")
    # Between two values lies a hole, so no phrase reaches across.
    assert [w for w in words if "res_name" in w] == [
        f"'res_name{SEPARATOR}one':4", f"'res_name{SEPARATOR}two':6",
    ]  # fmt: skip
    assert f"'extras_theme{SEPARATOR}水':2" in words


def test_stored_is_what_solr_returns(row):
    assert row["stored"] == {
        "index_id": "i1",
        "id": "d1",
        "name": "nsfc",
        "site_id": "s",
        "state": "active",
        "title": "大数据",
        "notes": "ab",
        "tags": ["a b"],
        "res_name": ["one", "two"],
        "extras_theme": '{"zh": "水"}',
        "metadata_modified": "2026-01-02T03:04:05.678Z",
        "indexed_ts": "2026-09-24T01:00:00Z",
    }


def test_nul_never_reaches_the_database():
    assert row_of(DOCUMENT | {"notes": "a\x00b"}, NOW)["stored"]["notes"] == "ab"


@pytest.mark.parametrize(
    "wrong",
    [{"index_id": None}, {"test_date": "soon"}, {"metadata_modified": "x"}, {"views_total": "x"}],
)
def test_what_cannot_be_indexed(wrong):
    with pytest.raises(InvalidDocumentError):
        row_of(DOCUMENT | wrong, NOW)


def test_addresses_are_searched_in_their_own_field_only():
    document = {"index_id": "i1", "title": "河流", "res_url": ["https://data.example.org/rivers"]}
    row = row_of(document, NOW)
    assert "example" not in row["words"]
    assert f"'urls{SEPARATOR}exampl':3" in row["field_words"]
    assert row["fields"] == ["index_id", "indexed_ts", "res_url", "title", "urls"]
