"""Data are corrected by the answer to a dispute: a new version that names it, or nothing at all."""

from __future__ import annotations

import io
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from correcting import (
    CITIZEN,
    EDITOR,
    REASON,
    STRAY,
    accepted_at,
    changed,
    corrected,
    first_column,
    gone,
    load,
    stray,
    version,
)
from disputing import call, disagreements, dispute_of, outcome, state_of
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute.service import steps

PROJECTS = Path(__file__).parents[2] / "corpus/projects/social-science-fund-projects-2017.csv.xz"
pytestmark = pytest.mark.usefixtures("clean_site")


@pytest.fixture
def table(entry, owner_editor):
    return stray(entry)


def told(shown: dict[str, Any]) -> list[Any]:
    return [shown[name] for name in ("note", "reference", "reference_path")]


def test_a_deleted_row_is_the_next_version_and_names_the_dispute(table) -> None:
    id_ = accepted_at(table, row=2)
    shown = corrected(id_, gone())
    assert (shown["state"], shown["is_annotated"], shown["answer"]) == ("corrected", False, REASON)
    kept = {"resource_id": table.resource_id, "before": 1, "after": 2, "way": "rows"}
    assert shown["correction"] == kept
    load(table)
    assert first_column(table) == ["A1", "A3"]
    found = version(table, 2)
    assert told(found) == [REASON, shown["number"], f"/disputes/{id_}"]
    (row,) = found["changes"]["rows"]
    assert (row["row"], row["before"], row["after"]) == (2, STRAY, None)
    assert version(table, 1)["has_file"]
    assert disagreements() == []


def test_a_disputed_cell_is_changed(table) -> None:
    id_ = accepted_at(table, row=3, item="金额")
    shown = corrected(id_, changed(3, "金额", "30", "31"), is_in_part=True)
    assert (shown["state"], shown["correction"]["after"]) == ("partly_corrected", 2)
    load(table)
    (row,) = version(table, 2)["changes"]["rows"]
    assert (row["before"]["金额"], row["after"]["金额"]) == ("30", "31")


def test_what_is_not_disputed_is_changed_only_expressly(table) -> None:
    id_ = accepted_at(table, row=3, item="金额")
    both = [*changed(3, "金额", "30", "31"), *changed(1, "类别", "重点", "一般")]
    wish = {"id": id_, "reason": REASON, "table_version": 1, "changes": both}
    assert outcome(EDITOR, "correct", **wish) == ["changes"]
    assert outcome(EDITOR, "correct", **{**wish, "changes": both[1:]}) == ["changes"]
    assert state_of(id_) == "accepted"
    call(EDITOR, "correct", **wish, also_other=True)
    load(table)
    assert (
        version(table, 2)["note"] == f"{REASON}\nChanged beside what the dispute is about: rows 1"
    )


def test_a_row_that_is_gone_or_one_of_several_is_not_guessed(entry, owner_editor) -> None:
    table = stray(entry, "编号,金额\nA1,1\nA2,2\n".encode())
    id_ = accepted_at(table, row=1)
    other = FileStorage(io.BytesIO("编号,金额\nA3,3\nA2,2\n".encode()), filename="b.csv")
    tk.get_action("resource_patch")({"user": EDITOR}, {"id": table.resource_id, "upload": other})
    load(table)
    wish = {"id": id_, "reason": REASON, "table_version": 2}
    changes = changed(1, "金额", "3", "4")
    with pytest.raises(tk.ValidationError) as refused:
        call(EDITOR, "correct", **wish, changes=changes)
    (sentence,) = refused.value.error_dict["changes"]
    assert sentence.startswith("The disputed row is not in the table any more: it was changed")
    looked = call(EDITOR, "correction_show", id=id_)
    assert (looked["outcome"], looked["row"], looked["table_version"]) == ("none", None, 2)
    assert call(EDITOR, "correct", **wish, changes=changes, also_other=True)["state"] == "corrected"


def file() -> FileStorage:
    return FileStorage(io.BytesIO("编号,类别,金额\nA1,重点,10\n".encode()), filename="新.csv")


def test_a_new_file_corrects(table) -> None:
    id_ = accepted_at(table)
    shown = call(EDITOR, "correct", id=id_, reason=REASON, upload=file())
    assert shown["correction"]["way"] == "upload"
    load(table)
    assert first_column(table) == ["A1"]
    assert told(version(table, 2)) == [REASON, shown["number"], f"/disputes/{id_}"]


def test_corrected_elsewhere_needs_an_explanation_and_names_no_version(table) -> None:
    id_ = accepted_at(table, row=2)
    assert outcome(EDITOR, "correct", id=id_) == ["reason"]
    shown = call(EDITOR, "correct", id=id_, reason="已在业务系统中更正，下次更新时生效")
    assert (shown["state"], shown["correction"]) == ("corrected", None)
    assert first_column(table) == ["A1", "编号", "A3"]


def test_only_a_writer_of_the_dataset_changes_rows(table, provider) -> None:
    from ckan.tests import factories

    source = factories.Organization(name="source", title="数源单位")
    factories.User(name="keeper")
    joining = {"id": source["id"], "username": "keeper", "role": "editor"}
    tk.get_action("organization_member_create")({"ignore_auth": True, "user": ""}, joining)
    id_ = accepted_at(table, row=2)
    dispute_of(id_).unit_id = source["id"]
    model.Session.commit()
    wish = {"id": id_, "reason": REASON, "table_version": 1}
    with pytest.raises(tk.NotAuthorized) as denied:
        call("keeper", "correct", **wish, changes=gone())
    assert denied.value.message == (
        "The data are changed by those who may edit this dataset. You can say what is right: take "
        "the dispute into verification, decide not to correct, or write a remark."
    )
    assert not call("keeper", "correction_show", id=id_)["may_write"]
    assert outcome(EDITOR, "correct", **wish, changes=gone()) == "forbidden"
    assert call("keeper", "verify", id=id_)["state"] == "verifying"
    assert call("keeper", "correct", id=id_, reason=REASON)["correction"] is None


@pytest.fixture
def breaking(monkeypatch):
    """Call something while no step can be taken."""

    def run(what: Callable[[], Any]) -> None:
        def broken(*_args: Any) -> None:
            raise OSError("the database has gone")

        with monkeypatch.context() as failing:
            failing.setattr(steps, "_account", broken)
            with pytest.raises(OSError, match="gone"):
                what()
        model.Session.rollback()

    return run


def versions(table: Any) -> int:
    asked = {"resource_id": table.resource_id}
    return tk.get_action("scigov_tables_version_list")({"user": EDITOR}, asked)["count"]


def test_rows_and_answer_are_written_together_or_not_at_all(table, breaking) -> None:
    id_ = accepted_at(table, row=2)
    breaking(lambda: corrected(id_, gone()))
    assert state_of(id_) == "accepted"
    load(table)
    assert versions(table) == 1
    assert corrected(id_, gone())["correction"]["after"] == 2


def test_a_file_whose_answer_failed_is_found_when_it_is_sent_again(table, breaking) -> None:
    id_ = accepted_at(table)
    wish = {"id": id_, "reason": REASON}
    breaking(lambda: call(EDITOR, "correct", **wish, upload=file()))
    load(table)
    assert (state_of(id_), versions(table)) == ("accepted", 2)
    shown = call(EDITOR, "correct", **wish, upload=file())
    assert (shown["state"], shown["correction"]["after"]) == ("corrected", 2)
    load(table)
    assert versions(table) == 2


def test_a_version_that_was_made_for_the_dispute_is_not_made_twice(table) -> None:
    id_ = accepted_at(table, row=2)
    change = {
        "resource_id": table.resource_id, "version": 1, "changes": gone(), "note": REASON,
        "reference": dispute_of(id_).number, "reference_path": f"/disputes/{id_}",
    }  # fmt: skip
    tk.get_action("scigov_tables_rows_change")({"user": EDITOR}, change)
    load(table)
    assert call(EDITOR, "correction_show", id=id_)["made"] == 2
    shown = corrected(id_, gone())
    assert shown["correction"] == {
        "resource_id": table.resource_id, "before": 1, "after": 2, "way": "rows",
    }  # fmt: skip
    call(CITIZEN, "reopen", id=id_, reason="金额一栏仍然不对，请再核实一次")
    again = call(EDITOR, "correct", id=id_, reason=REASON)
    assert again["correction"] is None


def test_a_note_says_nothing_of_a_dispute_that_is_not_for_everybody(table) -> None:
    id_ = accepted_at(table, row=2, kind="not_public")
    corrected(id_, gone())
    load(table)
    assert version(table, 2)["note"] == "Corrected after verification"


def test_the_stray_heading_leaves_the_real_table_by_a_dispute(entry, owner_editor) -> None:
    content = lzma.decompress(PROJECTS.read_bytes())
    table = stray(entry, content)
    asked = {"resource_id": table.resource_id, "row": 58_944}
    seen = tk.get_action("scigov_tables_row_show")({"user": EDITOR}, asked)
    id_ = accepted_at(table, row=58_944)
    looked = call(EDITOR, "correction_show", id=id_)
    assert (looked["outcome"], looked["row"]) == ("one", 58_944)
    changes = [{"row": 58_944, "expected": seen["record"], "delete": True}]
    corrected(id_, changes, table_version=looked["table_version"])
    load(table)
    found = version(table, 2)
    (row,) = found["changes"]["rows"]
    assert (row["row"], row["after"], row["before"]["项目类别"]) == (58_944, None, "项目类别")
    assert (found["difference"]["rows"], found["row_count"]) == (-1, 62_503)
    assert version(table, 1)["has_file"]
