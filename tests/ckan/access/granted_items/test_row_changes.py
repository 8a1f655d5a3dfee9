"""Rows that are shown one by one, and changed, where somebody gets two of three columns."""

from __future__ import annotations

import hashlib

import pytest
from grades_given import OPEN
from three_items import GIVEN, HEAD, ROWS, TWO

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue.interfaces import kept_fields
from ckanext.scigov.tables import downloads, jobs
from ckanext.scigov.tables.domain.row_fingerprint import fingerprint

pytestmark = pytest.mark.usefixtures("clean_site", "now")
CHANGE = "scigov_tables_rows_change"
SECRET = HEAD[1]


@pytest.fixture
def made(publish, issued, token):
    made = publish()
    issued(made.dataset_id, items=TWO)
    return made


@pytest.fixture
def changed(made, rows, owner_editor):
    """Change the closed column of the first row, both of the second, and delete the third."""
    edits = [
        {"row": 1, "expected": {HEAD[0]: ROWS[0][0]}, "set": {SECRET: "canary-new-1"}},
        {
            "row": 2,
            "expected": {SECRET: ROWS[1][1]},
            "set": {SECRET: "canary-new-2", HEAD[2]: "77"},
        },
        {"row": 3, "expected": {HEAD[2]: ROWS[2][2]}, "delete": True},
    ]
    wish = {"version": 1, "note": "canary-note", "reference": "canary-reference"}
    rows(owner_editor["name"], made, CHANGE, changes=edits, **wish)
    jobs.load_file({"resource_id": made.resource_id})
    return made


def test_a_row_and_its_fingerprint_are_of_what_is_seen(made, rows, owner_editor):
    seen = rows("plain", made, "scigov_tables_row_show", row=1)
    whole = rows(owner_editor["name"], made, "scigov_tables_row_show", row=1)
    assert seen["record"] == {HEAD[0]: GIVEN[0][0], HEAD[2]: GIVEN[0][1]}
    assert whole["record"] == dict(zip(HEAD, ROWS[0], strict=True))
    assert (seen["fingerprint"], whole["fingerprint"]) == (
        fingerprint(seen["record"]), fingerprint(whole["record"]),
    )  # fmt: skip
    find = "scigov_tables_row_find"
    (again,) = rows("plain", made, find, fingerprint=seen["fingerprint"])["rows"]
    assert again["row"] == 1
    assert rows("plain", made, find, fingerprint=whole["fingerprint"])["rows"] == []
    with pytest.raises(tk.ValidationError):
        rows("plain", made, find, filters={SECRET: ROWS[0][1]})
    with pytest.raises(tk.NotAuthorized):
        rows("", made, "scigov_tables_row_show", row=1)


def test_what_was_changed_is_told_in_the_columns_that_are_seen(changed, rows, owner_editor):
    shown = rows("plain", changed, "scigov_tables_version_show", number=2)
    second, third = shown["changes"]["rows"]
    assert (second["before"], second["after"]) == (
        {HEAD[0]: ROWS[1][0], HEAD[2]: "1"}, {HEAD[0]: ROWS[1][0], HEAD[2]: "77"},
    )  # fmt: skip
    assert (third["row"], third["before"]) == (3, {HEAD[0]: ROWS[2][0], HEAD[2]: "2"})
    assert "canary" not in str(shown)
    whole = rows(owner_editor["name"], changed, "scigov_tables_version_show", number=2)
    assert [one["after"] and one["after"][SECRET] for one in whole["changes"]["rows"]] == [
        "canary-new-1", "canary-new-2", None,
    ]  # fmt: skip
    assert [whole["note"], whole["reference"]] == ["canary-note", "canary-reference"]


def test_the_pages_tell_no_more(changed, get, token, owner_editor):
    for way in ("/versions", "/versions/2"):
        mine = get(token, changed, way)
        assert (mine.status_code, "canary" in mine.get_data(as_text=True)) == (200, False)
        assert "canary-note" in get(owner_editor["token"], changed, way).get_data(as_text=True)
    assert get(token, changed, "/rows/1/edit").status_code == 403
    assert get("", changed, "/versions/2").status_code == 403


def test_what_was_changed_in_an_older_version_is_not_told(changed, rows, owner_editor):
    edit = {"row": 1, "expected": {HEAD[0]: ROWS[0][0]}, "delete": True}
    rows(owner_editor["name"], changed, CHANGE, changes=[edit], version=2, note="x")
    jobs.load_file({"resource_id": changed.resource_id})
    shown = rows("plain", changed, "scigov_tables_version_show", number=2)
    assert shown["changes"] == {"labels": {}, "rows": []}
    whole = rows(owner_editor["name"], changed, "scigov_tables_version_show", number=2)
    assert len(whole["changes"]["rows"]) == 3


def test_the_checksum_of_the_new_file_stays_in_the_vault(changed):
    resource = model.Session.get(model.Resource, changed.resource_id)
    stored = downloads.find(changed.resource_id)
    kept = kept_fields(changed.resource_id)
    assert kept["hash"] == stored.sha256 == hashlib.sha256(stored.path.read_bytes()).hexdigest()
    assert resource.hash != stored.sha256
    assert "li-xiang" not in resource.url


def test_nobody_changes_what_he_does_not_see(publish, rows, get, owner_editor):
    item = {"id_number": ("4", "none", "none")}
    made = publish(grade=OPEN, items=item)
    wish = {"version": 1, "note": "x", "preview": True}
    edit = {"row": 1, "expected": {HEAD[0]: ROWS[0][0]}, "set": {HEAD[2]: "9"}}
    answer = rows(owner_editor["name"], made, CHANGE, changes=[edit], **wish)
    assert answer["rows"][0]["before"][SECRET] == ROWS[0][1]
    for user in ("", "plain"):
        with pytest.raises(tk.NotAuthorized):
            rows(user, made, CHANGE, changes=[edit], **wish)
