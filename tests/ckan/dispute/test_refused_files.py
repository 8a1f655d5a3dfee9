"""A correction whose file is no table: the answer stays, and its handlers are told that nothing has changed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from correcting import EDITOR, REASON, accepted_at, first_column, load, stray
from disputing import call, disagreements, events_of, state_of
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import jobs
from ckanext.scigov.notices.model import NoticeRow

pytestmark = pytest.mark.usefixtures("clean_site")
NOTE = "作为更正上传的文件无法读取为数据表，数据表保持原样。"


@pytest.fixture
def table(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Any:
    return stray(entry)


@pytest.fixture(autouse=True)
def mail_is_sent() -> None:
    """Not here: what goes wrong in the worker is compared, and nobody listens at the others' mail server."""


def broken() -> FileStorage:
    return FileStorage(io.BytesIO(b"PK\x03\x04 no workbook"), filename="new.xlsx")


def correct(id_: str, table: Any, file: FileStorage) -> None:
    call(EDITOR, "correct", id=id_, reason=REASON, upload=file)
    load(table)


def notes(id_: str) -> list[tuple[str, bool]]:
    model.Session.rollback()
    return [(one.reason, one.is_internal) for one in events_of(id_) if one.event == "note"]


def told() -> list[str]:
    rows = model.Session.query(NoticeRow).filter_by(kind="dispute.not_loaded")
    return [model.User.get(row.user_id).name for row in rows]


def test_a_file_that_is_no_table_is_noted_and_told(table: Any, work: Any) -> None:
    id_ = accepted_at(table)
    correct(id_, table, broken())
    assert (notes(id_), work()) == ([], [])
    assert (notes(id_), told()) == ([(NOTE, True)], [EDITOR])
    assert (state_of(id_), first_column(table)) == ("corrected", ["A1", "编号", "A3"])
    assert disagreements() == []


def test_the_job_may_run_twice(table: Any, work: Any) -> None:
    id_ = accepted_at(table)
    correct(id_, table, broken())
    assert work() == []
    (noted,) = [one for one in events_of(id_) if one.event == "note"]
    again = {"dataset_id": table.dataset_id, "reference": id_, "at": noted.at.isoformat()}
    jobs.tell_of_refused_file(again)
    assert (notes(id_), told()) == ([(NOTE, True)], [EDITOR])


def test_a_closed_dispute_bears_no_note_and_its_handler_is_told(table: Any, work: Any) -> None:
    id_ = accepted_at(table)
    call(EDITOR, "correct", id=id_, reason=REASON, upload=broken())
    call("citizen", "close", id=id_)
    load(table)
    assert work() == []
    assert (notes(id_), told(), state_of(id_)) == ([], [EDITOR], "closed")


def test_a_file_that_is_a_table_is_told_to_nobody(table: Any, work: Any) -> None:
    id_ = accepted_at(table)
    good = FileStorage(io.BytesIO("编号,类别,金额\nA1,重点,10\n".encode()), filename="new.csv")
    correct(id_, table, good)
    assert (work(), notes(id_), told()) == ([], [], [])


def test_a_file_of_another_dataset_notes_nothing(table: Any, work: Any) -> None:
    id_ = accepted_at(table)
    other = {"dataset_id": "another", "reference": id_, "at": "2026-09-24T01:00:00+00:00"}
    jobs.tell_of_refused_file(other)
    assert (notes(id_), told()) == ([], [])
    without = {"id": table.resource_id, "upload": broken()}
    tk.get_action("resource_patch")({"user": EDITOR}, without)
    load(table)
    assert (work(), notes(id_), told()) == ([], [], [])
