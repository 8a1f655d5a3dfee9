"""Texts that a unit answers with often are kept by those who answer, and by nobody else."""

from __future__ import annotations

import pytest
from disputing import call, outcome, reported

pytestmark = pytest.mark.usefixtures("province")
TEXT = {
    "title": "口径不同", "step": "refuse", "ground": "other_definition",
    "text": "本表按立项年度统计，与按拨款年度统计的结果不同。",
}  # fmt: skip


def kept(user: str = "editor", unit: str = "kejiting", **more: str) -> str:
    return str(call(user, "template_set", unit=unit, **{**TEXT, **more})["id"])


def titles(user: str, **asked: str) -> list[str]:
    return [one["title"] for one in call(user, "template_list", **asked)["templates"]]


def test_a_unit_has_templates_of_its_own() -> None:
    id_ = kept()
    kept("other_editor", "tongjiju", title="统计局的")
    (one,) = call("steward", "template_list")["templates"]
    assert one == {
        **TEXT, "id": id_, "unit_id": "kejiting", "unit_title": "省科学技术厅",
        "set_at": one["set_at"],
    }  # fmt: skip
    assert titles("other_editor") == ["统计局的"]
    units = call("editor", "template_list")["units"]
    assert units == [{"id": "kejiting", "title": "省科学技术厅"}]


@pytest.mark.parametrize("user", ["citizen", "member", "clerk", "auditor", ""])
def test_nobody_else_has_them(user: str) -> None:
    id_ = kept()
    assert outcome(user, "template_list") == "forbidden"
    assert outcome(user, "template_set", unit="kejiting", **TEXT) == "forbidden"
    again = outcome(user, "template_set", id=id_, **TEXT)
    assert again == ("absent" if user else "forbidden")
    assert titles("editor") == ["口径不同"]


def test_another_unit_is_refused() -> None:
    id_ = kept()
    assert outcome("other_editor", "template_set", unit="kejiting", **TEXT) == "forbidden"
    assert outcome("other_editor", "template_set", id=id_, **TEXT) == "absent"
    assert outcome("other_editor", "template_remove", id=id_) == "absent"
    assert outcome("editor", "template_set", unit="nothing", **TEXT) == ["unit"]


def test_one_is_written_anew_and_removed() -> None:
    id_ = kept()
    call("steward", "template_set", id=id_, **{**TEXT, "title": "统计口径"})
    assert titles("editor") == ["统计口径"]
    call("decider", "template_remove", id=id_)
    assert titles("editor") == []
    assert outcome("editor", "template_remove", id=id_) == "absent"


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"ground": "abuse"}, ["ground"]),
        ({"step": "accept"}, ["ground"]),
        ({"step": "merge"}, ["step"]),
        ({"title": ""}, ["title"]),
        ({"text": ""}, ["text"]),
    ],
)
def test_what_does_not_fit_is_refused(more: dict[str, str], fields: list[str]) -> None:
    assert outcome("editor", "template_set", unit="kejiting", **{**TEXT, **more}) == fields


def test_a_step_of_a_dispute_has_those_of_its_unit() -> None:
    kept()
    kept(title="受理", step="accept", ground="")
    id_ = reported(user="plain")
    assert titles("editor", id=id_) == ["受理", "口径不同"]
    assert titles("editor", id=id_, step="refuse") == ["口径不同"]
    assert outcome("other_editor", "template_list", id=id_) == "absent"
