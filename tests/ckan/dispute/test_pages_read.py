"""The page of a dispute, as each kind of person meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import applying
import comparing
import pytest
from bs4 import BeautifulSoup
from disputing import EXPLANATION, accepted, call, reported
from graded_files import grade_item
from page_reading import steps, texts
from visitors_disputes import visited

from ckan import model

Visit = Callable[..., Any]
STEPS = {
    "citizen": ["remark", "withdraw"],
    "": [],
    "plain": [],
    "editor": ["verify", "correct", "refuse", "merge", "assign", "remark", "note"],
    "decider": ["correct", "refuse", "assign", "remark", "note"],
    "cdo": ["forward", "merge", "extend", "press", "remark", "note"],
    "auditor": [],
}
NO_SUCH_ROW = "现行数据表中已没有该行。"
SEVERAL = "数据表中可能有 2 行与所指相符，平台不作推测。"


def stages(answer: Any) -> list[str]:
    """Return the stages that are done, the one it is at in brackets, those that are left out struck."""
    marks = {"已完成": "{}", "当前环节": "[{}]", "待进行": "", "未经此环节": "~{}"}
    found = (one.split(" ：") for one in texts(answer, ".scigov-stages li"))
    return [marks[told].format(label) for label, told in found if marks[told]]


def table(*values: str, kinds: dict[str, str] | None = None) -> None:
    """Fill the table of the open dataset: a number, a value and a code for each row."""
    rows = [{"no": f"A{n}", "v": value, "code": f"c{n}"} for n, value in enumerate(values, 1)]
    comparing.put("free-a", rows, kinds or dict.fromkeys(("no", "v", "code"), "text"))
    model.Session.commit()


def cells(answer: Any) -> list[str]:
    return texts(answer, ".scigov-seen tbody :is(th, td)")


@pytest.mark.parametrize("who", STEPS)
def test_everybody_finds_his_steps(visit: Visit, who: str) -> None:
    answer = visit(who, f"/disputes/{accepted()}")
    assert (answer.status_code, steps(answer)) == (200, STEPS[who])


@pytest.mark.parametrize("who", ["", "plain", "other_editor"])
@pytest.mark.parametrize("path", ["", "/accept", "/files", "/evidence/x", "/nothing"])
def test_to_a_stranger_it_is_as_if_it_were_absent(visit: Visit, who: str, path: str) -> None:
    id_ = reported(kind="not_public")
    assert visit("editor", f"/disputes/{id_}").status_code == 200
    hidden, absent = (visit(who, f"/disputes/{one}{path}") for one in (id_, "nothing-here"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert texts(hidden, "[role=main]") == texts(absent, "[role=main]")


def test_it_is_found_by_its_number_too(visit: Visit) -> None:
    id_ = reported()
    by_number = visit("", "/disputes/SJYY-20260924-0001")
    assert texts(by_number, "[role=main]") == texts(visit("", f"/disputes/{id_}"), "[role=main]")


def test_the_head_says_what_where_and_until_when(visit: Visit) -> None:
    answer = visit("", f"/disputes/{accepted()}")
    assert texts(answer, "h1") == ["疑义：不准确——数据free"]
    assert texts(answer, "header .scigov-badge")[:3] == ["已受理", "不准确", "已作标注"]
    assert texts(answer, "header .scigov-number") == ["SJYY-20260924-0001"]
    assert texts(answer, "header time") == ["2026-10-15"]
    assert texts(answer, "header .scigov-days") == ["剩余10个工作日"]
    assert "《政务数据共享条例》（国务院令第809号）第二十六条" in texts(answer, ".scigov-basis")[0]


def test_overdue_is_marked(visit: Visit, at: Any) -> None:
    id_ = reported()
    at(applying.on("2026-09-30"))
    answer = visit("", f"/disputes/{id_}")
    assert texts(answer, "header .scigov-badge-overdue") == ["逾期"]
    assert texts(answer, "header .scigov-days") == ["逾期1个工作日"]


def test_the_public_learns_nothing_of_people(visit: Visit) -> None:
    id_ = accepted()
    call("editor", "remark", id=id_, reason="请补充年鉴页码")
    call("editor", "note", id=id_, reason="与统计处核对")
    shown = {who: visit(who, f"/disputes/{id_}").body for who in ("", "citizen", "editor")}
    found = {
        who: tuple(
            text in body for text in ("请补充年鉴页码", "与统计处核对", "editor（", "登录用户")
        )
        for who, body in shown.items()
    }
    assert found == {
        "": (False, False, False, True),
        "citizen": (True, False, False, True),
        "editor": (True, True, True, False),
    }


def test_the_history_names_people_to_officials_and_the_system_by_its_name(visit: Visit) -> None:
    answer = visit("editor", f"/disputes/{accepted()}")
    assert texts(answer, ".scigov-timeline p.scigov-soft") == [
        "2026-09-24 09:00 editor（责任单位经办人员）", "2026-09-24 09:00 系统",
        "2026-09-24 09:00 citizen（提出人）",
    ]  # fmt: skip


def test_what_people_wrote_is_text(visit: Visit) -> None:
    id_ = accepted(explanation="<script>x</script>这一栏写的是表头")
    call("editor", "correct", id=id_, reason="<b>已更正该行</b>")
    answer = visit("", f"/disputes/{id_}")
    assert ("<script>x" in answer.body, "<b>已更正" in answer.body) == (False, False)
    assert texts(answer, ".scigov-decided .scigov-lines") == ["<b>已更正该行</b>"]


def test_the_answer_says_why(visit: Visit) -> None:
    id_ = accepted()
    refusal = {
        "outcome": "refuse",
        "ground": "other_definition",
        "reason": "统计口径不同，详见说明",
    }
    call("editor", "decide", id=id_, **refusal)
    answer = visit("", f"/disputes/{id_}")
    assert texts(answer, ".scigov-decided p") == [
        "不予更正", "理由：统计口径不同", "统计口径不同，详见说明", "2026-09-24 答复；用时 0 个工作日",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("steps_taken", "found"),
    [
        ((), ["提出", "[受理]"]),
        (("accept",), ["提出", "受理", "标注", "[核实处理]"]),
        (("accept", "correct"), ["提出", "受理", "标注", "核实处理", "解除标注", "[归档]"]),
        (("accept", "refuse"), ["提出", "受理", "标注", "核实处理", "[解除标注]"]),
        (("reject",), ["提出", "受理", "~标注", "~核实处理", "~解除标注", "[归档]"]),
        (("withdraw",), ["提出", "~受理", "~标注", "~核实处理", "~解除标注", "归档"]),
        (("accept", "forward"), ["提出", "[受理]"]),
        (("accept", "refuse", "escalate"), ["提出", "受理", "标注", "[核实处理]"]),
    ],
)
def test_the_stages_say_where_it_stands(
    visit: Visit, steps_taken: tuple[str, ...], found: list[str]
) -> None:
    id_, reason = reported(), "统计口径不同，详见说明"
    act: dict[str, Callable[[], Any]] = {
        "accept": lambda: call("editor", "accept", id=id_),
        "correct": lambda: call("editor", "correct", id=id_, reason=reason),
        "refuse": lambda: call(
            "editor", "decide", id=id_, outcome="refuse", ground="other", reason=reason
        ),
        "reject": lambda: call("editor", "reject", id=id_, ground="not_found"),
        "withdraw": lambda: call("citizen", "withdraw", id=id_),
        "forward": lambda: call("cdo", "forward", id=id_, unit="tongjiju"),
        "escalate": lambda: call("citizen", "escalate", id=id_, reason=reason),
    }
    for one in steps_taken:
        act[one]()
    answer = visit("citizen", f"/disputes/{id_}")
    assert stages(answer) == found
    now = [one for one in found if one.startswith("[")]
    assert len(texts(answer, ".scigov-stages [aria-current=step]")) == len(now)


def test_a_cell_stands_beside_what_is_proposed_and_what_is_there_now(visit: Visit) -> None:
    table("x", "y")
    id_ = reported(resource="free-a", row=1, item="v", proposal_value="z")
    before = visit("", f"/disputes/{id_}")
    assert texts(before, ".scigov-seen thead th")[1:] == ["提出时的值", "建议值", "现值"]
    assert cells(before) == ["v", "x", "z", "x"]
    table("w", "y")
    assert cells(visit("", f"/disputes/{id_}"))[:3] == ["v", "x", "z"]


def test_a_row_that_has_gone_is_said_to_be_gone(visit: Visit) -> None:
    table("x", "y")
    id_ = reported(resource="free-a", row=1)
    assert texts(visit("", f"/disputes/{id_}"), ".scigov-seen tbody tr") == [
        "code c1 c1", "no A1 A1", "v x x",
    ]  # fmt: skip
    table("y")
    gone = visit("", f"/disputes/{id_}")
    assert texts(gone, ".scigov-note-warn") == [NO_SUCH_ROW]
    assert texts(gone, ".scigov-seen tbody tr") == ["code c1", "no A1", "v x"]


def test_a_row_with_a_key_is_a_link_to_it(visit: Visit) -> None:
    table("x", "y")
    id_ = reported(resource="free-a", key={"no": "A2"}, item="v")
    page = visit("", f"/disputes/{id_}")
    assert texts(page, ".scigov-fields dd a") == ["数据free", "free-a", "no = A2"]
    assert "/dataset/free/resource/free-a?fc=no&amp;fo=eq&amp;fv=A2#table" in page.body
    table("x", "changed")
    assert cells(visit("", f"/disputes/{id_}")) == ["v", "y", "changed 已变动"]


def test_a_column_that_was_closed_is_not_shown_any_more(visit: Visit) -> None:
    table("canary-x", "y")
    id_ = reported(resource="free-a", row=1, user="editor")
    assert "canary-x" in visit("", f"/disputes/{id_}").body
    grade_item("id-free", "free-a", "v")
    for who in ("", "plain"):
        answer = visit(who, f"/disputes/{id_}")
        assert "canary-x" not in answer.body
    assert "canary-x" in visit("editor", f"/disputes/{id_}").body


def test_a_field_of_the_catalogue_has_its_name_and_value(visit: Visit) -> None:
    id_ = reported(field="title", kind="description", proposal_value="另一个标题")
    answer = visit("", f"/disputes/{id_}")
    assert texts(answer, ".scigov-seen tbody td") == ["数据free", "另一个标题", "数据free"]


def test_the_other_dispute_is_linked_when_it_was_merged(visit: Visit) -> None:
    head, one = reported(), reported(user="plain")
    call("editor", "merge", id=one, into=head)
    answer = visit("plain", f"/disputes/{one}")
    assert texts(answer, "[role=main] header p > a")[0] == "查看并入的疑义"
    assert f'href="/disputes/{head}"' in answer.body
    assert texts(visit("editor", f"/disputes/{head}"), "[role=main] header dd")[-1] == "1 件"


def test_a_visitor_comes_by_his_link(visit: Visit) -> None:
    linked = visited()
    assert visit("", f"/disputes/{linked.id}").status_code == 404
    answer = visit("", f"/disputes/{linked.id}{linked.query}")
    assert texts(answer, ".scigov-actions a") == ["确认提交", "撤回疑义"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store, private"
    main = BeautifulSoup(answer.body, "html.parser").select("[role=main] a")
    own = {one["href"].partition("?")[0] for one in main if linked.token in one["href"]}
    assert own == {f"/disputes/{linked.id}/{page}" for page in ("confirm", "withdraw", "files")}
    assert "确认提交后编号" in texts(answer, "header dd")
    assert EXPLANATION in answer.body


def test_the_token_of_another_dispute_opens_nothing(visit: Visit) -> None:
    one, other = visited(), visited("shared")
    assert visit("", f"/disputes/{one.id}{other.query}").status_code == 404
    assert visit("", f"/disputes/{one.id}?token=nonsense").status_code == 404


def test_a_page_asks_no_more_for_more_files_and_steps(visit: Visit, count_queries: Any) -> None:
    few, many = reported(), accepted(user="plain")
    for place in range(5):
        call("editor", "remark", id=many, reason=f"第{place}次核对的情况")
    found = []
    for id_ in (few, many):
        visit("editor", f"/disputes/{id_}")
        with count_queries() as counted:
            visit("editor", f"/disputes/{id_}")
        found.append(counted.count)
    assert found[0] == found[1]
