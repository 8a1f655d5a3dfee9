"""A row is shown by its number and found again by its key or its fingerprint."""

from __future__ import annotations

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables.domain.row_fingerprint import fingerprint

TEXT = "编号,金额,起始\nA1,12.60,2024-02-09 08:00:00\nA2,,\nA1,12.60,2024-02-09 08:00:00\n"
A1 = {"编号": "A1", "金额": "12.60", "起始": "2024-02-09 08:00:00+08:00"}


@pytest.fixture
def table(upload, work):
    resource = upload(TEXT.encode(), "表.csv")
    work()
    return resource["id"]


def test_a_row_is_shown_with_its_fingerprint(table, call, rows):
    shown = call("scigov_tables_row_show", resource_id=table, row=1)
    seen = rows({"id": table})["records"][0]
    assert {"_id": "1", **shown["record"]} == seen == {"_id": "1", **A1}
    assert (shown["version"], shown["row"], shown["fingerprint"]) == (1, 1, fingerprint(seen))
    assert [one["id"] for one in shown["fields"]] == ["编号", "金额", "起始"]
    with pytest.raises(tk.ObjectNotFound):
        call("scigov_tables_row_show", resource_id=table, row=4)


def test_it_is_found_again(table, call, monkeypatch):
    from ckanext.scigov.tables import row_finding

    monkeypatch.setattr(row_finding, "AT_ONCE", 2)

    def numbers(**asked):
        found = call("scigov_tables_row_find", resource_id=table, **asked)["rows"]
        return [one["row"] for one in found]

    wanted = fingerprint(A1)
    assert numbers(filters={"编号": "A1"}) == [1, 3]
    assert numbers(fingerprint=wanted) == [1, 3]
    assert numbers(fingerprint=wanted.upper(), limit=1) == [1]
    assert numbers(fingerprint=wanted, filters={"编号": "A2"}) == []
    assert numbers(fingerprint=fingerprint(A1 | {"金额": "12.6"})) == []


def test_a_question_without_end_is_refused(table, call, monkeypatch):
    from ckanext.scigov.tables import row_finding

    with pytest.raises(tk.ValidationError) as refused:
        call("scigov_tables_row_find", resource_id=table)
    assert list(refused.value.error_dict) == ["filters"]
    monkeypatch.setattr(row_finding, "AT_ONCE", 1)
    monkeypatch.setattr(row_finding, "MOST_LOOKED_AT", 2)
    with pytest.raises(tk.ValidationError) as refused:
        call("scigov_tables_row_find", resource_id=table, fingerprint="0" * 64)
    assert list(refused.value.error_dict) == ["fingerprint"]
    with pytest.raises(tk.ValidationError):
        call("scigov_tables_row_find", resource_id=table, filters={"没有": "x"})
