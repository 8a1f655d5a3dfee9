"""Pages of the register of sources and of comparisons, as each kind of person meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sourced
from disputing import call
from page_reading import texts
from sourced import HERE, THERE, describe, put

Visit = Callable[..., Any]
SOURCES, COMPARISONS = "/disputes/sources", "/disputes/comparisons"

pytestmark = pytest.mark.usefixtures("tables_of_both")


@pytest.fixture
def tables_of_both(province) -> None:
    sourced.build()
    put(HERE, ("1", "a"), ("2", "b"))
    put(THERE, ("1", "a"), ("2", "x"))


def test_everybody_reads_the_register(visit: Visit) -> None:
    sourced.source(title="数值")
    answer = visit("", SOURCES)
    assert texts(answer, "tbody th") == ["数值 v"]
    assert texts(answer, "tbody .badge") == ["单一数源"]
    assert texts(answer, "form[method=post]") == []
    assert texts(visit("", f"{SOURCES}?q=x"), ".scigov-nothing") == ["没有符合条件的数据项。"]


def test_the_authority_adds_a_line_and_ends_it(visit: Visit) -> None:
    new = {"act": "set", "item": "v", "unit": "kejiting", "resource": HERE, "column": "w"}
    refused = visit("cdo", SOURCES, new)
    assert refused.status_code == 409
    assert texts(refused, ".alert-danger li") == ["该数据表没有此列，或您无权查看。"]
    assert visit("cdo", SOURCES, {**new, "column": "v"}).status_code == 302
    (line,) = call("", "source_list")["results"]
    assert visit("cdo", SOURCES, {"act": "end", "id": line["id"]}).status_code == 302
    assert call("", "source_list")["count"] == 0
    assert visit("editor", SOURCES, new).status_code == 403


def test_a_comparison_is_declared_run_and_ended_on_its_pages(visit: Visit) -> None:
    line = sourced.source()
    asked = f"{COMPARISONS}/new?here={HERE}&there={THERE}"
    assert texts(visit("cdo", asked), "legend") == [
        "主键第1部分", "主键第2部分", "主键第3部分", "数据项：v",
    ]  # fmt: skip
    sent = {
        "here": HERE, "there": THERE, "name": "核对", "key-0-here": "no", "key-0-there": "no",
        f"{line['id']}-here": "v", f"{line['id']}-there": "v",
    }  # fmt: skip
    assert visit("cdo", f"{COMPARISONS}/new", {**sent, "key-0-there": ""}).status_code == 409
    page = visit("cdo", f"{COMPARISONS}/new", sent).headers["Location"]
    assert visit("editor", page, {"act": "run"}).status_code == 302
    shown = visit("editor", page)
    assert texts(shown, "h2") == ["比对内容", "v：数值不一致。"]
    assert texts(shown, "tbody tr") == ["2 b x"]
    assert visit("editor", page, {"act": "end"}).status_code == 403
    assert visit("cdo", page, {"act": "end"}).status_code == 302
    assert texts(visit("cdo", COMPARISONS), "tbody td")[1] == "已终止"


def test_others_are_told_nothing(visit: Visit) -> None:
    id_ = sourced.declared()
    assert len(texts(visit("editor", COMPARISONS), "tbody tr")) == 1
    assert texts(visit("citizen", COMPARISONS), "tbody tr") == []
    assert visit("citizen", f"{COMPARISONS}/{id_}").status_code == 404
    assert visit("citizen", f"{COMPARISONS}/new").status_code == 403
    assert visit("", COMPARISONS).status_code == 302
    unknown = visit("cdo", f"{COMPARISONS}/new?here=nothing&there={THERE}")
    assert texts(unknown, "[role=alert]") == ["没有该数据表，或您无权查看。"]


def test_the_page_of_a_table_says_what_is_known_of_its_items(visit: Visit) -> None:
    call("editor", "comparison_run", id=sourced.declared())
    describe(THERE, [{"name": "v", "title": "数值", "data_type": "C"}])
    (known,) = texts(visit("", f"/dataset/copy/resource/{THERE}"), ".scigov-verified")
    assert known == "核验状态：v 不一致 数源登记"
    assert texts(visit("", "/dataset/plan/resource/plan-a"), ".scigov-verified") == []


@pytest.mark.parametrize("who", ["", "editor", "cdo"])
def test_the_register_asks_as_much_for_many_lines(
    visit: Visit, count_queries: Any, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    sourced.source()
    few = asked_by(visit, count_queries, monkeypatch, who, SOURCES)
    more_lines()
    many = asked_by(visit, count_queries, monkeypatch, who, SOURCES)
    assert len(texts(visit(who, SOURCES), "tbody tr")) == 4
    assert few == many < 60


@pytest.mark.parametrize("who", ["editor", "cdo"])
def test_the_list_of_comparisons_asks_as_much_for_many(
    visit: Visit, count_queries: Any, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    call("cdo", "comparison_run", id=sourced.declared())
    few = asked_by(visit, count_queries, monkeypatch, who, COMPARISONS)
    for name in ("核对二", "核对三", "核对四"):
        wish = sourced.declaration({"v": {}}, name=name)
        call("cdo", "comparison_run", id=call("cdo", "comparison_set", **wish)["id"])
    many = asked_by(visit, count_queries, monkeypatch, who, COMPARISONS)
    assert len(texts(visit(who, COMPARISONS), "tbody tr")) == 4
    assert few == many < 60


def asked_by(visit: Visit, count_queries: Any, monkeypatch: Any, who: str, path: str) -> int:
    """Return how many statements a page takes, when what is kept between requests is there."""
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    visit(who, path)
    with count_queries() as queries:
        assert visit(who, path).status_code == 200
    return len(queries)


def more_lines() -> None:
    """Register three more items, in the tables of both units."""
    sourced.source("no")
    for item in ("w", "x"):
        sourced.source(item, unit="tongjiju", resource=THERE, column={"w": "no", "x": "v"}[item])
