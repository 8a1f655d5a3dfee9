"""Reminders before the last day, and the end after it: once, however late or often it is looked at."""

from __future__ import annotations

import pytest
from applying import on
from outside_lines import acts, call, received

from ckan import model

from ckanext.scigov.intake.outside import reminding
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("province")


def pass_time(at, text: str) -> None:
    at(on(text))
    reminding.remind(clock.now())


def told() -> list[tuple[str, str, dict]]:
    rows = model.Session.query(NoticeRow).order_by(NoticeRow.created_at, NoticeRow.id)
    return [(one.user_id, one.kind, one.params) for one in rows if one.kind.startswith("outside.")]


def kinds() -> list[str]:
    return [kind.removeprefix("outside.") for _, kind, _ in told()]


def test_the_department_is_reminded_and_the_use_ends(at) -> None:
    id_ = received(ends_on="2026-11-30")
    for day, expected in (
        ("2026-10-30", []),
        ("2026-10-31", ["ends_soon"]),
        ("2026-11-05", ["ends_soon"]),
        ("2026-11-23", ["ends_soon", "ends_soon"]),
        ("2026-11-30", ["ends_soon", "ends_soon", "last_day"]),
    ):
        pass_time(at, day)
        pass_time(at, day)
        assert kinds() == expected
    assert call("editor", "show", id=id_)["state"] == "received"
    pass_time(at, "2026-12-01")
    pass_time(at, "2026-12-02")
    assert kinds() == ["ends_soon", "ends_soon", "last_day", "has_ended"]
    assert call("editor", "show", id=id_)["state"] == "ended"
    assert acts()[-1] == ("outside.expire", "system:intake", "ended")


def test_only_who_writes_for_the_department_is_told_and_of_what(at) -> None:
    received(ends_on="2026-11-30")
    pass_time(at, "2026-11-05")
    ((user_id, kind, params),) = told()
    assert (user_id, kind, params["days"]) == ("id-editor", "outside.ends_soon", 25)
    assert sorted(params) == ["days", "ends_on", "title"]


def test_what_was_missed_is_told_once(at) -> None:
    received(ends_on="2026-11-30")
    pass_time(at, "2026-12-24")
    assert kinds() == ["has_ended"]


def test_a_further_term_is_reminded_of_anew(at) -> None:
    id_ = received(ends_on="2026-11-30")
    pass_time(at, "2026-11-25")
    call("editor", "update", id=id_, ends_on="2027-11-30")
    pass_time(at, "2026-11-30")
    assert kinds() == ["ends_soon"]
    pass_time(at, "2027-11-25")
    assert kinds() == ["ends_soon", "ends_soon"]


def test_what_has_no_end_or_has_not_come_is_never_reminded_of(at) -> None:
    received(ends_on="")
    call(
        "editor", "create", unit="kejiting", title="甲", body="乙", asked_on="2026-09-01",
        ends_on="2026-10-01",
    )  # fmt: skip
    pass_time(at, "2027-01-01")
    assert told() == []


def test_the_entry_bears_a_mark_from_the_last_day_on(at, visit) -> None:
    received(ends_on="2026-11-30", dataset="free")
    sentence = "约定的使用期限至2026-11-30"
    assert sentence not in visit("", "/dataset/free").body
    at(on("2026-11-29"))
    assert sentence not in visit("", "/dataset/free").body
    at(on("2026-11-30"))
    assert sentence in visit("", "/dataset/free").body
    pass_time(at, "2026-12-02")
    assert sentence in visit("", "/dataset/free").body
    assert sentence not in visit("", "/dataset/shared").body


def test_a_crash_leaves_nothing_half(at, monkeypatch) -> None:
    id_ = received(ends_on="2026-11-30")
    at(on("2026-12-01"))
    with monkeypatch.context() as patched:
        patched.setattr(reminding.notices, "notify", _dies)
        with pytest.raises(RuntimeError):
            reminding.remind(clock.now())
    model.Session.rollback()
    assert (call("editor", "show", id=id_)["state"], kinds()) == ("received", [])
    reminding.remind(clock.now())
    assert (call("editor", "show", id=id_)["state"], kinds()) == ("ended", ["has_ended"])


def _dies(*_args: object, **_named: object) -> None:
    raise RuntimeError
