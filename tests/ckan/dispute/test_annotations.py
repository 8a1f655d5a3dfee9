"""The note at data in doubt: it comes with the acceptance, stands wherever the data are met, and goes."""

from __future__ import annotations

from typing import Any

import pytest
from disputing import call, dispute_of
from page_reading import texts
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

pytestmark = pytest.mark.usefixtures("clean_site")
DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")
STATUS = URIRef("http://test.scigov.localhost/def/stgov#disputeStatus")
ROWS = [{"xmbh": f"A{number}", "zzje": str(number)} for number in range(1, 4)]
ITEMS = [
    {"title": "项目编号", "name": "xmbh", "data_type": "C", "description": "项目的正式编号"},
    {"title": "资助金额", "name": "zzje", "data_type": "C", "description": "以万元计的金额"},
]
SAID = "疑义标注：数据项“资助金额”自 2026-09-24 起存在疑义，正在核实。"


@pytest.fixture(autouse=True)
def day(app: Any, clean_site: None, at: Any) -> None:
    import applying

    at(applying.NOW)


@pytest.fixture
def where(disputed: Any) -> Any:
    factories.User(name="citizen")
    return disputed(ROWS, items=ITEMS)


def reported(where: Any, **more: Any) -> str:
    """Report something as a citizen; ``item`` and ``row`` are of the table."""
    given = {
        "dataset": where.dataset_id,
        "kind": "inaccurate",
        "explanation": "金额与正式公布的结果不一致",
    }
    if "item" in more or "row" in more:
        given["resource"] = where.resource_id
    if "row" in more:
        given["target_kind"] = "cell" if "item" in more else "record"
    return str(call("citizen", "create", **{**given, **more})["id"])


def accepted(where: Any, **more: Any) -> str:
    id_ = reported(where, **more)
    call("owner_editor", "accept", id=id_)
    return id_


def shown(where: Any, user: str = "") -> Any:
    context = {"user": user, "ignore_auth": False}
    return tk.get_action("package_show")(context, {"id": where.dataset_id}).get(
        "dispute_annotations"
    )


def note(where: Any, **more: Any) -> dict[str, Any]:
    number = "SJYY-20260924-0001"
    plain = {
        "kind": "item", "resource_id": where.resource_id, "item": "zzje", "field": "", "row": None,
        "since": "2026-09-24", "count": 1, "disputes": [number],
        "link": f"http://test.scigov.localhost/disputes/{number}",
    }  # fmt: skip
    return {**plain, **more}


def test_note_comes_with_the_acceptance_and_goes_with_the_correction(where: Any) -> None:
    id_ = reported(where, item="zzje")
    assert shown(where) is None
    call("owner_editor", "accept", id=id_)
    assert shown(where) == [note(where)]
    call("owner_editor", "correct", id=id_, reason="已按来源更正")
    assert (shown(where), dispute_of(id_).annotated_at) == (None, None)


def test_note_is_in_what_the_search_answers(where: Any, app: Any) -> None:
    def found() -> Any:
        answer = app.get("/api/3/action/package_search?q=*:*").json["result"]["results"]
        assert [one["id"] for one in answer] == [where.dataset_id]
        return answer[0].get("dispute_annotations")

    assert found() is None
    assert found() is None
    id_ = accepted(where, item="zzje")
    assert found() == [note(where)]
    call("owner_editor", "correct", id=id_, reason="已按来源更正")
    assert found() is None


def test_dataset_page_says_it_and_marks_the_item(where: Any, app: Any) -> None:
    address = f"/dataset/{where.dataset_id}"
    assert "存在疑义" not in app.get(address).text
    accepted(where, item="zzje")
    page = app.get(address)
    link = "http://test.scigov.localhost/disputes/SJYY-20260924-0001"
    assert texts(page, ".scigov-doubt li") == [f"{SAID} SJYY-20260924-0001"]
    assert f'<a href="{link}">SJYY-20260924-0001</a>' in page.text
    assert texts(page, ".scigov-dictionary .scigov-badge-doubt .visually-hidden") == [SAID]


def test_search_page_has_a_badge(where: Any, app: Any) -> None:
    assert texts(app.get("/dataset/"), ".scigov-badge-doubt") == []
    accepted(where, item="zzje")
    assert texts(app.get("/dataset/"), ".scigov-badge-doubt") == ["疑义标注"]


def test_answer_of_rows_says_which(where: Any, app: Any) -> None:
    accepted(where, item="zzje", row=2)
    call_ = f"/api/3/action/datastore_search?resource_id={where.resource_id}"

    def found(more: str = "") -> Any:
        return app.get(call_ + more).json["result"].get("dispute_annotations")

    assert found() == [note(where, kind="cell", row=2)]
    assert found("&limit=1") is None
    assert found("&fields=zzje") == [note(where)]


def test_feed_says_it(where: Any, app: Any) -> None:
    assert "存在疑义" not in app.get("/feeds/dataset.atom").text
    accepted(where, item="zzje")
    feed = app.get("/feeds/dataset.atom").text
    assert f"<summary>{SAID}</summary>" in feed
    assert '<category term="in-doubt" label="疑义标注"/>' in feed


def test_record_says_it(where: Any, app: Any) -> None:
    address = f"/dataset/{where.dataset_id}"
    assert "hasQualityAnnotation" not in app.get(f"{address}.ttl").text
    accepted(where, item="zzje")
    graph = Graph().parse(data=app.get(f"{address}.ttl").text, format="turtle")
    dataset = URIRef(f"http://test.scigov.localhost{address}")
    feedback = graph.value(dataset, DQV.hasQualityAnnotation)
    assert dict(graph.predicate_objects(feedback)) == {
        RDF.type: DQV.UserQualityFeedback,
        OA.hasTarget: URIRef(f"{dataset}/resource/{where.resource_id}"),
        OA.motivatedBy: DQV.qualityAssessment,
        OA.bodyValue: Literal(SAID),
        STATUS: URIRef("http://test.scigov.localhost/def/stgov#dispute-annotated"),
        DCTERMS.issued: Literal("2026-09-24", datatype=XSD.date),
        RDFS.seeAlso: URIRef("http://test.scigov.localhost/disputes/SJYY-20260924-0001"),
    }


def test_saving_what_was_shown_keeps_no_note(where: Any) -> None:
    accepted(where, item="zzje")
    context = {"user": "owner_editor", "ignore_auth": False}
    entry = tk.get_action("package_show")(dict(context), {"id": where.dataset_id})
    assert entry["resources"][0]["dispute_annotations"] == [note(where)]
    tk.get_action("package_update")(dict(context), entry)
    assert shown(where) == [note(where)]
    stored = model.Session.get(model.Resource, where.resource_id)
    assert "dispute_annotations" not in stored.extras
