"""The acceptance of the issue by the actions: real projects, another unit's copy, 50 planted differences."""

from __future__ import annotations

from typing import Any

import comparing
import pytest
import sourced
import sqlalchemy as sa
from comparing import NUMBERS, TEXTS
from disputing import call, events_of
from sourced import HERE, THERE, declaration, disputes, run, statuses, told

from ckan import model

from ckanext.scigov.access.model import GradeInForce
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.dispute import model as tables
from ckanext.scigov.dispute import model_sources as kept
from ckanext.scigov.notices.model import NoticeRow

pytestmark = pytest.mark.usefixtures("clean_datastore", "province")
SEED = 7
RULES = {
    **{name: {"norm": "folded"} for name in TEXTS},
    **{name: {"norm": "number", "tolerance": str(most)} for name, most in NUMBERS.items()},
}
KEJITING, TONGJIJU = "省科学技术厅", "省统计局"


@pytest.fixture
def copy(province) -> comparing.Planted:
    """Put the real projects into the table of 科技厅, and a copy into that of 统计局."""
    sourced.build()
    rows = comparing.nsfc()
    planted = comparing.planted(rows, SEED)
    comparing.put(HERE, rows, {**dict.fromkeys(rows[0], "text"), "金额": "numeric"})
    comparing.put(THERE, planted.rows, dict.fromkeys(planted.rows[0], "text"))
    return planted


def declared(key: str | tuple[str, str] = "项目批准号") -> str:
    for item in RULES:
        sourced.source(item)
    return str(call("cdo", "comparison_set", **declaration(RULES, key))["id"])


def test_fifty_planted_differences_are_told_by_cause(copy) -> None:
    id_ = declared()
    found = run(id_)
    assert {
        (cause["kind"], example["key"][0], cause["item"])
        for cause in found
        for example in cause["examples"]
    } == copy.differences
    assert len(copy.differences) == 50
    assert told(found) == [
        ("duplicate_there", "", 5, TONGJIJU),
        ("missing_here", "", 5, KEJITING),
        ("missing_there", "", 5, KEJITING),
        ("value", "项目名称", 20, KEJITING),
        ("empty_there", "总评", 5, KEJITING),
        ("power_of_ten", "金额", 10, KEJITING),
    ]
    assert statuses() == {
        "依托单位": "consistent", "总评": "inconsistent", "金额": "inconsistent",
        "项目名称": "inconsistent", "项目类别": "consistent",
    }  # fmt: skip
    assert [(one.unit_id, one.item, one.kind) for one in disputes()] == [
        ("tongjiju", "", "duplicate"), ("kejiting", "", "incomplete"),
        ("kejiting", "", "inconsistent"), ("kejiting", "项目名称", "inconsistent"),
        ("kejiting", "总评", "inconsistent"), ("kejiting", "金额", "inconsistent"),
    ]  # fmt: skip
    assert told(run(id_)) == told(found)
    assert len(disputes()) == 6


@pytest.mark.parametrize("column", ["起止年月", "项目名称"])
def test_a_wrong_key_is_one_dispute(copy, column: str) -> None:
    id_ = declared(("项目批准号", column))
    assert [one["kind"] for one in run(id_)] == ["broken"]
    run(id_)
    assert [(one.unit_id, one.target_kind) for one in disputes()] == [("kejiting", "resource")]
    assert set(statuses().values()) == {"unverified"}


def test_a_join_that_breaks_later_says_of_other_causes_neither_this_nor_that(copy) -> None:
    id_ = declared()
    run(id_)
    rows = [{**row, "项目批准号": f"X{row['项目批准号']}"} for row in copy.rows]
    comparing.put(THERE, rows, dict.fromkeys(rows[0], "text"))
    run(id_)
    assert len(disputes()) == 7
    assert {event.event for one in disputes() for event in events_of(one.id)} == {
        "confirm",
        "forward",
    }


def texts_of(table: Any) -> str:
    """Return all that stands in a table, as text."""
    model.Session.rollback()
    query = sa.select(sa.cast(sa.literal_column(table.__table__.name), sa.Text))
    return "\n".join(model.Session.scalars(query.select_from(table.__table__)))


CANARY = "金丝雀价值"
TABLES = (
    AuditEvent, NoticeRow, tables.Dispute, tables.Seen, tables.DisputeEvent, kept.ComparisonRun,
    kept.CauseTold, kept.ComparisonDeclared, kept.Verification,
)  # fmt: skip


@pytest.fixture
def compared(province) -> str:
    """Return the id of a comparison of tables with canaries that everybody may read."""
    sourced.build()
    sourced.put(HERE, ("1", "a"), (f"{CANARY}2", "b"))
    sourced.put(THERE, ("1", f"{CANARY}1"))
    return sourced.declared()


def test_values_stand_in_the_findings_and_nowhere_else(compared) -> None:
    found = run(compared)
    assert [one["kind"] for one in found] == ["missing_there", "value"]
    assert CANARY in str(found)
    assert CANARY in texts_of(kept.Finding)
    for table in TABLES:
        assert texts_of(table) != ""
        assert CANARY not in texts_of(table)
    assert CANARY not in str([call("", "show", id=one.id) for one in disputes()])


def test_what_the_comparison_has_seen_is_forgotten_with_it(compared) -> None:
    run(compared)
    call("cdo", "comparison_end", id=compared)
    assert texts_of(kept.Finding) == ""


def test_who_may_not_read_one_of_the_tables_gets_nothing_of_it(compared) -> None:
    run(compared)
    _missing, item = disputes()
    assert THERE in str(call("editor", "comparison_show", id=compared))
    assert "explanation" in call("", "show", id=item.id)
    close("copy")
    for user in ("editor", "cdo"):
        shown = call(user, "comparison_run", id=compared)
        assert [one["examples"] for one in shown["causes"]] == [[], []]
        assert CANARY not in str(shown)
    assert call("editor", "comparison_show", id=compared)["items"] == [
        {"name": "v", "columns": {HERE: "v"}, "norm": "exact", "tolerance": "0", "precision": "day"}
    ]
    close("copy", is_hidden=True)
    assert THERE not in str(call("editor", "comparison_show", id=compared))


def test_what_is_found_in_closed_data_is_explained_to_those_who_work_on_it(compared) -> None:
    close("copy")
    run(compared)
    _missing, item = disputes()
    assert "explanation" in call("editor", "show", id=item.id)
    assert "explanation" not in call("", "show", id=item.id)


def close(name: str, *, is_hidden: bool = False) -> None:
    """Let a dataset be for those alone who have been granted it, or hidden from everybody else."""
    model.Session.execute(
        sa.update(GradeInForce)
        .where(GradeInForce.object_id == f"id-{name}")
        .values(security_level="3", share_type="conditional", open_type="conditional")
    )
    if is_hidden:
        model.Session.execute(
            sa.update(model.package_table)
            .where(model.package_table.c.id == f"id-{name}")
            .values(extras={"hide_entry": "true"})
        )
    model.Session.commit()
