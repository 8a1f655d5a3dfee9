"""The register of what departments ask of outside bodies: who writes it, who reads it, what is refused."""

from __future__ import annotations

import pytest
from applying import on
from outside_lines import COME, WISH, acts, call, created, received, refused

from ckan import model
from ckan.plugins import toolkit as tk

pytestmark = pytest.mark.usefixtures("province")


def test_a_department_writes_down_what_it_asks_for_and_receives() -> None:
    line = call("editor", "create", **WISH)
    assert (line["state"], line["provider_title"], line["steps"]) == (
        "asked", "省科学技术厅", ["update", "receive", "refuse", "end"],
    )  # fmt: skip
    line = call("editor", "receive", id=line["id"], dataset="plan", **COME)
    assert (line["state"], line["ends_on"], line["days_left"]) == ("received", "2026-12-31", 98)
    assert (line["dataset_name"], line["dataset_title"]) == ("plan", "数据plan")
    assert (line["purpose"], line["set_by"]) == ("防灾减灾科研项目评估", "editor")
    line = call("editor", "end", id=line["id"], reason="评估完成，数据已销毁")
    assert (line["state"], line["note"], line["steps"]) == ("ended", "评估完成，数据已销毁", [])
    assert acts() == [
        ("outside.create", "editor", "asked"),
        ("outside.receive", "editor", "received"),
        ("outside.end", "editor", "ended"),
    ]


def test_what_is_not_given_stays_on_the_register_with_its_reason() -> None:
    id_ = created()
    assert call("editor", "refuse", id=id_, reason="涉及在建项目，暂不提供")["state"] == "refused"
    assert refused("editor", "update", id=id_, title="另一名称") == ["state"]
    assert call("editor", "show", id=id_)["note"] == "涉及在建项目，暂不提供"


@pytest.mark.parametrize(
    ("who", "reads"),
    [("editor", True), ("steward", True), ("auditor", True), ("other_editor", False),
     ("other_steward", False), ("member", False), ("cdo", False), ("clerk", False),
     ("plain", False), ("root", False)],
)  # fmt: skip
def test_who_reads_a_line(who: str, reads: bool) -> None:
    id_ = created()
    assert call(who, "list")["count"] == int(reads)
    if reads:
        assert call(who, "show", id=id_)["title"] == "气象站观测数据"
        return
    for name, values in (("show", {}), ("update", {"note": "x"}), ("end", {"reason": "x"})):
        with pytest.raises(tk.ObjectNotFound) as hidden:
            call(who, name, id=id_, **values)
        with pytest.raises(tk.ObjectNotFound) as absent:
            call(who, name, id="no-such-line", **values)
        assert str(hidden.value) == str(absent.value)


@pytest.mark.parametrize("who", ["steward", "auditor"])
def test_who_only_reads_writes_nothing(who: str) -> None:
    id_ = created()
    assert call(who, "show", id=id_)["steps"] == []
    for name, values in (("update", {"note": "x"}), ("receive", COME), ("end", {"reason": "x"})):
        with pytest.raises(tk.NotAuthorized):
            call(who, name, id=id_, **values)
    with pytest.raises(tk.NotAuthorized):
        call(who, "create", **WISH)
    assert call("editor", "show", id=id_)["state"] == "asked"


def test_who_is_not_signed_in_is_asked_to() -> None:
    for name, values in (("list", {}), ("show", {"id": created()}), ("create", WISH)):
        with pytest.raises(tk.NotAuthorized):
            call("", name, **values)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"unit": "tongjiju"}, ["unit"]),
        ({"unit": "no-such-unit"}, ["unit"]),
        ({"title": ""}, ["title"]),
        ({"asked_on": "昨天"}, ["asked_on"]),
        ({"asked_on": "2026-09-25"}, ["asked_on"]),
        ({"ends_on": "2026-08-31", "body_code": "123"}, ["body_code", "ends_on"]),
        ({"dataset": "output"}, ["dataset"]),
        ({"dataset": "no-such-entry"}, ["dataset"]),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(values, wrong) -> None:
    assert refused("editor", "create", **{**WISH, **values}) == wrong
    assert (call("editor", "list")["count"], acts()) == (0, [])


def test_receiving_needs_a_day_and_terms() -> None:
    id_ = created()
    assert refused("editor", "receive", id=id_) == ["received_on", "terms"]
    early = {**COME, "received_on": "2026-08-01"}
    assert refused("editor", "receive", id=id_, **early) == ["received_on"]
    assert call("editor", "show", id=id_)["state"] == "asked"


def test_what_is_left_out_stays_and_what_is_emptied_is_gone() -> None:
    id_ = received(dataset="plan")
    line = call("editor", "update", id=id_, contract_number="2026-17")
    assert (line["contract_number"], line["terms"], line["ends_on"]) == (
        "2026-17", "仅限项目评估使用，不得转交", "2026-12-31",
    )  # fmt: skip
    line = call("editor", "update", id=id_, ends_on="", dataset="", basis="")
    assert (line["ends_on"], line["dataset_name"], line["basis"]) == ("", "", "")
    assert refused("editor", "update", id=id_, title="") == ["title"]


def test_nobody_overwrites_what_somebody_else_has_just_written(at) -> None:
    id_ = created()
    seen = call("editor", "show", id=id_)["set_at"]
    at(on("2026-09-25"))
    call("editor", "update", id=id_, note="先写的", seen_at=seen)
    assert refused("editor", "update", id=id_, note="后写的", seen_at=seen) == ["state"]
    assert call("editor", "show", id=id_)["note"] == "先写的"


def test_an_entry_is_named_only_to_those_who_may_read_it() -> None:
    id_ = created(dataset="hidden")
    assert call("editor", "show", id=id_)["dataset_name"] == "hidden"
    model.Package.get("hidden").owner_org = "anquanju"
    model.Session.commit()
    line = call("editor", "show", id=id_)
    assert (line["dataset_id"], line["dataset_name"], line["dataset_title"]) == ("", "", "")


def test_the_list_begins_with_what_ends_soonest_and_is_narrowed() -> None:
    created(title="科研仪器清单")
    received(ends_on="2026-10-31")
    call("editor", "update", id=received(), body="国家统计局")
    found = call("steward", "list")
    assert [(one["title"], one["ends_on"]) for one in found["results"]] == [
        ("气象站观测数据", "2026-10-31"), ("气象站观测数据", "2026-12-31"), ("科研仪器清单", ""),
    ]  # fmt: skip
    assert found["units"] == []
    assert call("editor", "list")["units"] == [{"id": "kejiting", "title": "省科学技术厅"}]
    assert call("editor", "list", q="仪器")["count"] == 1
    assert call("editor", "list", q="国家%")["count"] == 0
    assert call("editor", "list", state="received", q="国家")["count"] == 1
    assert refused("editor", "list", state="lost") == ["state"]


def test_any_number_of_lines_takes_as_many_statements(count_queries) -> None:
    received(dataset="plan")
    with count_queries() as one:
        call("editor", "list")
    for _ in range(5):
        received(dataset="paper")
    with count_queries() as many:
        assert call("editor", "list")["count"] == 6
    assert len(many) == len(one)
