"""What everybody is told of the gathering of entries that he sees; what is hidden is absent everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gathering
import pytest
from gathering import call, outcome
from page_reading import texts

from ckan import model
from ckan.lib import search


@pytest.fixture(autouse=True)
def province(at, clean_site) -> None:
    at(gathering.NOW)
    gathering.build()


def dataset(name: str) -> str:
    """Return the id of an entry of the province, in the index as a run leaves it."""
    search.rebuild(name)
    return str(model.Package.get(name).id)


@pytest.fixture
def both() -> tuple[str, str]:
    """A source with an open entry and one that is hidden from the public, and what was wrong with each."""
    id_ = gathering.approved()
    run_id = gathering.run(id_)
    gathering.record(id_, "open", run_id=run_id, dataset_id=dataset("free"))
    gathering.record(
        id_, "secret", run_id=run_id, dataset_id=dataset("unclassified"), title="机密目录"
    )
    gathering.record(id_, "none", run_id=run_id, fate="rejected", reason="no_title", title="")
    for key in ("open", "secret", "none", "long-gone"):
        gathering.problem(run_id, key=key)
    gathering.problem(run_id, "personal_data", key="secret", field="", value="手机号码")
    return id_, run_id


@pytest.fixture(autouse=True)
def hidden(province: None) -> None:
    """An entry without a grade: nobody but its provider's people knows that it is there."""
    organization = model.Group.get("tongjiju")
    model.Session.add(
        model.Package(
            name="unclassified", title="未定级", type="dataset", owner_org=organization.id
        )
    )
    model.Session.commit()


def test_what_is_hidden_is_counted_for_nobody_else(both: tuple[str, str]) -> None:
    id_, run_id = both
    everything = call("root", "source_show", id=id_)["counts"]
    assert everything == {"in": 2, "rejected": 1}
    assert call("editor", "source_show", id=id_)["counts"] == {"in": 1, "rejected": 1}
    keys = [one["key"] for one in call("editor", "record_list", id=id_)["results"]]
    assert sorted(keys) == ["none", "open"]
    assert call("editor", "record_list", id=id_, q="机密")["count"] == 0
    assert call("root", "record_list", id=id_, q="机密")["count"] == 1
    found = call("editor", "problem_list", run=run_id)
    assert sorted(one["key"] for one in found["results"]) == ["long-gone", "none", "open"]
    causes = call("editor", "run_show", id=run_id)["causes"]
    assert [(one["cause"], one["count"]) for one in causes] == [("unmapped", 3)]
    causes = call("root", "run_show", id=run_id)["causes"]
    assert [(one["cause"], one["count"]) for one in causes] == [
        ("unmapped", 4),
        ("personal_data", 1),
    ]


def test_the_public_report_has_numbers_alone(both: tuple[str, str]) -> None:
    id_, _run_id = both
    for name in ("", "citizen"):
        told = call(name, "report_show", id=id_)
        assert told["counts"] == {"in": 1, "rejected": 1}
        assert told["causes"] == [
            {"severity": "warning", "cause": "unmapped", "field": "update_cycle", "count": 2}
        ]
        assert told["reasons"] == [{"fate": "rejected", "reason": "no_title", "count": 1}]
        assert [one["state"] for one in told["runs"]] == ["finished"]
        said = str(told)
        for word in ("example.org", "机密", "不定期更新", "手机号码", "secret"):
            assert word not in said
    (line,) = call("", "report_list")["results"]
    assert (line["title"], line["counts"]) == ("示例开放平台", {"in": 1, "rejected": 1})


def test_a_source_without_an_entry_that_is_seen_is_absent() -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_)
    gathering.record(id_, "secret", run_id=run_id, dataset_id=dataset("unclassified"))
    gathering.record(id_, "none", run_id=run_id, fate="rejected", reason="no_title")
    assert [outcome(name, "report_show", id=id_) for name in ("", "citizen", "root")] == [
        "absent", "absent", "yes",
    ]  # fmt: skip
    assert call("", "report_list") == {"count": 0, "results": []}
    assert call("root", "report_list")["count"] == 1


def test_its_page(app: Any, both: tuple[str, str]) -> None:
    visit: Callable[..., Any] = gathering.visiting(app)
    page = f"/sources/{both[0]}/report"
    answer = visit("", page)
    assert texts(answer, "h1") == ["示例开放平台"]
    assert texts(answer, ".scigov-count") == ["1 已入目录", "1 记录未入库"]
    assert "example.org" not in answer.body
    assert texts(visit("", "/sources"), "tbody th a") == ["示例开放平台"]
    unknown = visit("", "/sources/nothing/report")
    assert unknown.status_code == 404
