"""Pages of the register, as each kind of person meets them."""

from __future__ import annotations

import csv
import io

import pytest
from outside_lines import COME, WISH, call, created, received
from page_reading import texts

pytestmark = pytest.mark.usefixtures("province")


def test_a_line_is_written_received_and_ended_on_its_pages(visit) -> None:
    assert texts(visit("editor", "/outside/new"), "select option") == ["省科学技术厅"]
    wrong = visit("editor", "/outside/new", {**WISH, "title": "", "asked_on": "2026-09-25"})
    assert wrong.status_code == 409
    assert texts(wrong, ".error-block") == ["缺少必填值"]
    wrong = visit("editor", "/outside/new", {**WISH, "asked_on": "2026-09-25"})
    assert texts(wrong, ".error-block") == ["提出日期不能晚于今天。"]
    answer = visit("editor", "/outside/new", WISH)
    assert answer.status_code == 302
    page = answer.headers["Location"]
    (line,) = call("editor", "list")["results"]
    assert page.endswith(f"/outside/{line['id']}")
    assert texts(visit("editor", page), "h2") == ["数据已收到", "对方不予提供", "不再索取"]
    step = f"{page}/step"
    assert visit("editor", step, {"act": "receive", **COME, "terms": ""}).status_code == 409
    assert visit("editor", step, {"act": "receive", **COME}).status_code == 302
    assert texts(visit("editor", page), "h2") == ["终止使用"]
    assert visit("editor", step, {"act": "end", "reason": "已销毁"}).status_code == 302
    assert texts(visit("editor", page), ".scigov-badges") == ["已终止使用"]
    assert texts(visit("editor", page), "h2") == []


def test_a_line_is_corrected_and_given_a_further_term(visit) -> None:
    id_ = received()
    form = {
        "title": "气象观测",
        "body": "省气象局",
        "asked_on": "2026-09-01",
        "ends_on": "2027-12-31",
    }
    assert visit("editor", f"/outside/{id_}/edit", {**form, "title": ""}).status_code == 409
    assert visit("editor", f"/outside/{id_}/edit", form).status_code == 302
    line = call("editor", "show", id=id_)
    assert (line["title"], line["ends_on"], line["terms"]) == (
        "气象观测", "2027-12-31", "仅限项目评估使用，不得转交",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"),
    [("editor", 200), ("steward", 200), ("auditor", 200), ("other_editor", 404), ("plain", 404),
     ("root", 404), ("", 302)],
)  # fmt: skip
def test_who_sees_the_page_of_a_line(visit, who, status) -> None:
    id_ = created()
    assert visit(who, f"/outside/{id_}").status_code == status


def test_who_only_reads_gets_no_forms(visit) -> None:
    id_ = received()
    assert texts(visit("auditor", f"/outside/{id_}"), "main form, [role=main] form") == []
    assert visit("auditor", f"/outside/{id_}/edit").status_code == 404
    assert visit("auditor", "/outside/new").status_code == 404
    assert (
        visit("auditor", f"/outside/{id_}/step", {"act": "end", "reason": "x"}).status_code == 403
    )


def test_the_list_says_how_long_it_is_until_the_end(visit) -> None:
    received(ends_on="2026-09-30")
    created(title="科研仪器清单")
    answer = visit("steward", "/outside")
    assert texts(answer, "tbody th") == ["气象站观测数据", "科研仪器清单"]
    assert texts(answer, "tbody .scigov-days") == ["还剩6天"]
    assert texts(answer, "tbody .scigov-badge") == ["已收到，使用中", "已提出"]
    assert texts(visit("steward", "/outside?q=仪器"), "tbody th") == ["科研仪器清单"]
    assert texts(visit("plain", "/outside"), ".scigov-nothing") == ["没有您可以查看的登记。"]
    assert texts(visit("plain", "/outside"), ".btn-primary") == []


def test_the_list_is_a_table_too(visit) -> None:
    call("editor", "update", id=received(), note="=1+1")
    answer = visit("auditor", "/outside.csv?state=received")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="outside.csv"'
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert rows[0][:4] == ["外部数据", "部门", "状态", "提供方"]
    assert [(row[0], row[2], row[11], row[13]) for row in rows[1:]] == [
        ("气象站观测数据", "已收到，使用中", "2026-12-31", "'=1+1")
    ]
    assert len(visit("other_editor", "/outside.csv").body.splitlines()) == 1


def test_nothing_of_it_is_kept_by_a_browser_or_a_proxy(visit) -> None:
    answer = visit("editor", f"/outside/{created()}")
    assert answer.headers["Cache-Control"] == "no-store, private"
