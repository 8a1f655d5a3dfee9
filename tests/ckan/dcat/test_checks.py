"""The feed is checked by itself: what is new or has changed, and the report holds nothing that has left the feed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dcat import jobs
from ckanext.scigov.dcat.domain.checking import UnusableShapes
from ckanext.scigov.dcat.model import Check, FindingOf
from ckanext.scigov.shared import clock

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
CANARY = "金丝雀"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
[] sh:targetClass dcat:Dataset ; sh:property
  [ sh:path dct:title ; sh:pattern "清单" ; sh:message "名称须含清单。"@zh , "A title says list."@en ] ,
  [ sh:path dct:temporal ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "建议。"@zh , "A period is good."@en ] .
[] sh:targetClass dcat:Catalog ; sh:property
  [ sh:path dct:rights ; sh:minCount 1 ; sh:message "目录须有权利。"@zh , "A catalogue needs rights."@en ] .
"""
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}
HIDDEN = {
    "security_level": "3",
    "share_type": "conditional",
    "open_type": "none",
    "hide_entry": "true",
}
WAYS = {"hidden": HIDDEN, "private": {"private": True}, "closed": CLOSED}


@pytest.fixture
def shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ckan_config: Any) -> Path:
    """The administrator's own: a title without a certain word is an error."""
    path = tmp_path / "own.ttl"
    path.write_text(SHAPES, encoding="utf-8")
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.shapes", str(path))
    return path


@pytest.fixture
def report(get: Get) -> Callable[[], dict[str, Any]]:
    def show() -> dict[str, Any]:
        answer = get("/catalog/report.json")
        assert answer.status_code == 200
        assert CANARY not in get("/en/catalog/report").get_data(as_text=True).replace("__", "")
        return answer.get_json()

    return show


def check() -> None:
    jobs.check(clock.now())
    model.Session.remove()


def test_before_the_first_round_nothing_is_known(make: Make, report: Any, get: Get) -> None:
    make("aa")
    found = report()
    assert (found["checked_at"], found["datasets"], found["checked"], found["rules"]) == (
        None,
        1,
        0,
        [],
    )
    assert "has not been checked yet" in get("/en/catalog/report").get_data(as_text=True)


def test_errors_stand_apart_from_warnings(make: Make, shapes: Path, report: Any, get: Get) -> None:
    wrong = make("aa", title="无此词的题名")
    make("bb")
    check()
    found = report()
    told = [
        (one["severity"], one["property"], one["en"], one["datasets"]) for one in found["rules"]
    ]
    assert told == [
        ("error", "dct:title", "A title says list.", 1), ("warning", "dct:temporal", "A period is good.", 2),
    ]  # fmt: skip
    assert [one["zh"] for one in found["catalogue"]] == ["目录须有权利。"]
    assert (found["checked"], found["with_errors"], found["with_warnings"]) == (2, 1, 2)
    assert [(one["id"], one["title"], one["errors"]) for one in found["results"]] == [
        (wrong["id"], "无此词的题名", 1)
    ]
    page = BeautifulSoup(get("/en/catalog/report").get_data(as_text=True), "html.parser")
    for name, sentence in (("errors", "A title says list."), ("warnings", "A period is good.")):
        assert sentence in page.find(id=name).parent.get_text()
    assert page.find("a", string="无此词的题名")["href"] == "/en/dataset/aa"
    assert "名称须含清单。" in get("/catalog/report").get_data(as_text=True)


def test_our_own_feed_has_no_errors(make: Make, report: Any) -> None:
    make("aa")
    make("bb", open_type="conditional", security_level="2", open_condition="实名认证")
    check()
    found = report()
    assert (found["checked"], found["with_errors"], found["catalogue"]) == (2, 0, [])
    assert {one["severity"] for one in found["rules"]} == {"warning"}


@pytest.mark.parametrize("way", [*WAYS, "deleted", "purged"])
def test_what_has_left_the_feed_is_in_no_report_at_once(
    make: Make, shapes: Path, report: Any, change: Callable[..., Any], way: str
) -> None:
    entry = make("aa", title="将撤下")
    check()
    assert report()["with_errors"] == 1
    if way in WAYS:
        change("aa", title=CANARY, **WAYS[way])
    else:
        action = "package_delete" if way == "deleted" else "dataset_purge"
        tk.get_action(action)({"ignore_auth": True, "user": ""}, {"id": "aa"})
        model.Session.remove()
    found = report()
    assert (found["datasets"], found["checked"], found["rules"], found["results"]) == (0, 0, [], [])
    check()
    assert model.Session.get(Check, entry["id"]) is None
    left = sa.select(sa.func.count()).where(FindingOf.dataset_id == entry["id"])
    assert model.Session.scalar(left) == 0


@pytest.mark.parametrize("way", WAYS)
def test_what_was_never_public_is_never_checked(
    make: Make, shapes: Path, report: Any, way: str
) -> None:
    make("aa", title=CANARY, notes=CANARY, **WAYS[way])
    check()
    assert CANARY not in str(report())
    assert model.Session.scalars(sa.select(Check.dataset_id)).all() == [""]


def test_what_stands_in_an_entry_is_not_kept(make: Make, shapes: Path) -> None:
    make("aa", title="某个题名")
    check()
    rows = model.Session.execute(sa.select(FindingOf.__table__)).all()
    assert rows
    assert "某个题名" not in str(rows)


def test_only_what_has_changed_is_checked_again(
    make: Make, shapes: Path, change: Callable[..., Any], at: Callable[..., None]
) -> None:
    first, second = make("aa")["id"], make("bb")["id"]

    def when() -> dict[str, Any]:
        model.Session.remove()
        return dict(
            model.Session.execute(sa.select(Check.dataset_id, Check.checked_at)).tuples().all()
        )

    check()
    before = when()
    change("bb", title="改后的题名")
    check()
    after = when()
    assert (before[first] == after[first], before[second] == after[second]) == (True, False)
    assert before[""] != after[""]
    shapes.write_text(SHAPES.replace("清单", "科技"), encoding="utf-8")
    check()
    assert when()[first] != after[first]


def test_a_large_catalogue_is_checked_in_batches(
    make: Make, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ckanext.scigov.dcat.judging.AT_ONCE", 2)
    for number in range(5):
        make(f"d{number}")
    check()
    assert report()["checked"] == 5


def test_shapes_that_cannot_be_used_leave_what_is_known(
    make: Make, shapes: Path, report: Any
) -> None:
    make("aa", title="题名")
    check()
    shapes.write_text(SHAPES.replace("sh:minCount 1", 'sh:minCount "x"'), encoding="utf-8")
    with pytest.raises((UnusableShapes, ValueError)):
        check()
    model.Session.rollback()
    assert report()["with_errors"] == 1


def test_more_datasets_take_no_more_statements(
    make: Make, shapes: Path, get: Get, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    counted = []
    for number in range(4):
        make(f"d{number}", title=f"题名{number}")
        if number in (1, 3):
            check()
            get("/catalog/report.json")
            with count_queries() as queries:
                assert get("/catalog/report.json").get_json()["count"] == number + 1
            counted.append(len(queries))
    assert counted[0] == counted[1] <= 8
