"""Nobody learns who has reported, nor a value of a column that he may not read, by whatever way."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from disputing import call, outcome

from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.dispute.model import Dispute, DisputeEvent, Seen
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.model import OutboxEntry

pytestmark = pytest.mark.usefixtures("clean_site")
CANARY = "canary"
ROWS = [
    {"no": "A1", "secret": f"{CANARY}-cell", "v": "x"},
    {"no": "A2", "secret": f"{CANARY}-other", "v": "y"},
]
ITEM = {"title": "密项", "name": "secret", "data_type": "C", "description": "不公开的数据项"}
WORDS = f"应为{CANARY}-said，请核对后更正"
STEPS = (
    ("remark", {}), ("accept", {}), ("note", {}), ("verify", {}),
    ("decide", {"outcome": "refuse", "ground": "other"}),
)  # fmt: skip


def columns_of(*tables: Any) -> str:
    """Return all that stands in some tables."""
    found: list[str] = []
    for table in tables:
        rows = model.Session.execute(sa.select(*table.__table__.columns))
        found += [str(tuple(row)) for row in rows]
    return "\n".join(found)


def shown(user: str, id_: str) -> str:
    answers = [call(user, "show", id=id_), call(user, "history", id=id_)]
    return json.dumps(answers, ensure_ascii=False)


@pytest.fixture
def people(provider: dict[str, Any], owner_editor: dict[str, Any]) -> dict[str, str]:
    """The editor reads the closed column; another steward handles; an officer oversees; others do not read."""
    names = {"editor": owner_editor["name"]}
    for role, scope in (
        ("steward", provider["id"]),
        ("cdo", ""),
        ("decider", provider["id"]),
        ("auditor", ""),
    ):
        user = factories.User()
        names[role] = user["name"]
        model.Session.add(RoleAssignment(
            id=f"role-{role}", user_id=user["id"], role=role, from_at=clock.now(), granted_by="",
            scope_kind="provider" if scope else "platform", scope_id=scope, reason="",
        ))  # fmt: skip
    names["plain"] = factories.User()["name"]
    names["root"] = factories.Sysadmin()["name"]
    model.Session.commit()
    return names


@pytest.fixture
def by_editor(disputed, people) -> str:
    """A dispute of somebody who reads the closed column, about a row, with all that may repeat a value."""
    where = disputed(ROWS, items=[ITEM], closed="secret")
    given = {
        "resource": where.resource_id, "row": 1, "item": "secret", "kind": "inaccurate",
        "explanation": WORDS, "proposal_value": f"{CANARY}-proposal",
    }  # fmt: skip
    id_ = str(call(people["editor"], "create", **given)["id"])
    call(people["editor"], "remark", id=id_, reason=WORDS)
    for action, more in STEPS:
        call(people["steward"], action, id=id_, reason=WORDS, **more)
    call(people["editor"], "escalate", id=id_, reason=WORDS)
    return id_


def test_there_is_something_to_hide(by_editor: str, people: dict[str, str]) -> None:
    text = shown(people["editor"], by_editor)
    assert [one for one in ("cell", "proposal", "said") if f"{CANARY}-{one}" not in text] == []
    assert columns_of(Seen).count(CANARY) >= 3
    assert CANARY in columns_of(DisputeEvent)


def test_no_value_is_in_the_log_a_notice_or_a_job(by_editor: str) -> None:
    assert "dispute.note" in columns_of(AuditEvent)
    assert columns_of(NoticeRow) != ""
    assert CANARY not in columns_of(AuditEvent, NoticeRow, OutboxEntry)


def test_a_row_is_stored_apart_from_the_dispute(by_editor: str) -> None:
    text = columns_of(Dispute)
    assert (f"{CANARY}-cell" in text, f"{CANARY}-proposal" in text) == (False, False)


def test_whoever_does_not_read_the_column_is_shown_no_value_of_it(
    by_editor: str, people: dict[str, str]
) -> None:
    for role in ("cdo", "decider", "auditor", "root"):
        text = shown(people[role], by_editor)
        assert [one for one in ("cell", "other", "proposal") if f"{CANARY}-{one}" in text] == [], (
            role
        )
    for user in ("", people["plain"]):
        assert [outcome(user, one, id=by_editor) for one in ("show", "history")] == ["absent"] * 2


def test_what_an_overseer_without_the_data_reads(by_editor: str, people: dict[str, str]) -> None:
    """Who oversees without working on it is shown the answer and no other words."""
    text = shown(people["auditor"], by_editor)
    assert text.count(f"{CANARY}-said") == 2  # the answer, and the step that gave it


@pytest.fixture
def open_one(disputed, people) -> str:
    """A public dispute about an open column of a table that holds a closed one, by who reads both."""
    where = disputed(ROWS, items=[ITEM], closed="secret")
    given = {"resource": where.resource_id, "row": 1, "item": "v", "kind": "inaccurate"}
    id_ = str(
        call(people["editor"], "create", **given, explanation=WORDS, proposal_value="z")["id"]
    )
    call(people["editor"], "remark", id=id_, reason=WORDS)
    call(people["steward"], "accept", id=id_, reason=WORDS)
    call(people["steward"], "note", id=id_, reason=WORDS)
    call(people["steward"], "assign", id=id_, user=people["steward"], reason=WORDS)
    return id_


def test_the_public_of_an_open_dispute_reads_no_words_of_who_saw_more(
    open_one: str, people: dict[str, str]
) -> None:
    assert CANARY in shown(people["editor"], open_one)
    for user in ("", people["plain"]):
        text = shown(user, open_one)
        assert json.loads(text)[0]["value"] == "x"
        names = (people["editor"], people["steward"])
        assert [one for one in (CANARY, "assign", *names) if one in text] == []
        assert json.loads(text)[0]["reporter"] == {"kind": "person"}
