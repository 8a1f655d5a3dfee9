"""Of an entry from another portal its own words are searched, and an approver answers for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access.model import GradeProposal

WORDS = {
    "title": "科技计划项目信息",
    "notes": "科技计划项目信息;受理编号,项目名称,项目负责人,身份证,申报书pdf;",
    "security_level": "3",
    "share_type": "conditional",
    "share_condition": "按需申请",
    "open_type": "conditional",
    "open_condition": "按需申请",
    "open_method": "下载",
    "security_measure": "登记用途",
}
FOUND = [
    {"kind": "resident_id", "item": "身份证"},
    {"kind": "person_name", "item": "项目负责人"},
]


@pytest.fixture(autouse=True)
def _asks_a_second_person(
    clean_site: None, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")


@pytest.fixture
def save(sysadmin: str, entry: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Save the entry: ``save(profile)``."""

    def made(profile: str) -> dict[str, Any]:
        source = {"catalogue_profile": profile, "source_portal": "hainan", "source_id": "1"}
        context = {"user": sysadmin, "ignore_auth": False}
        return tk.get_action("package_create")(context, {**entry, **WORDS, **source})

    return made


def stored(column: Any) -> Any:
    model.Session.expire_all()
    return model.Session.scalars(sa.select(column)).one()


def test_the_words_of_a_gathered_entry_are_searched(save: Callable[..., Any]) -> None:
    save("gathered")
    by_words = {"resource_id": "", "by": "entry", "hits": 0, "sampled": 0}
    assert stored(GradeProposal.findings) == [{**one, **by_words} for one in FOUND]


def test_the_words_of_an_entry_made_here_are_not(save: Callable[..., Any]) -> None:
    save("entry")
    assert stored(GradeProposal.findings) == []


def test_an_approver_answers_for_words(
    save: Callable[..., Any], call: Callable[..., Any], holder: Callable[..., str]
) -> None:
    dataset_id, approver = save("gathered")["id"], holder("approver")
    with pytest.raises(tk.ValidationError) as refused:
        call(approver, "grade_approve", dataset_id=dataset_id)
    assert list(refused.value.error_dict) == ["answers"]
    answers = [{**one, "answer": "masked", "note": "删除后发布"} for one in FOUND]
    answer = call(approver, "grade_approve", dataset_id=dataset_id, answers=answers)
    assert (answer["security_level"], answer["open_type"]) == ("3", "conditional")
    assert stored(GradeProposal.answers) == [{**one, "resource_id": ""} for one in answers]


def test_the_page_says_that_the_words_are_all_that_is_known(
    save: Callable[..., Any], app: Any, holder: Callable[..., str]
) -> None:
    dataset, approver = save("gathered"), model.User.get(holder("approver"))
    token = helpers.call_action("api_token_create", user=approver.id, name="t")["token"]
    page = app.get(f"/en/grades/{dataset['name']}", headers={"Authorization": token})
    sentence = "The title or the abstract of the entry says so; the data have not been seen."
    assert page.get_data(as_text=True).count(sentence) == len(FOUND)
