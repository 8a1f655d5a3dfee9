"""The pages, as somebody without JavaScript goes through them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import reported
from bs4 import BeautifulSoup
from click.testing import CliRunner

import ckan.plugins.toolkit as tk

from ckanext.scigov.reporting.cli import reporting


@pytest.fixture
def ask(app: Any, register: Any) -> Callable[..., Any]:
    def send(user: str, path: str, form: dict[str, Any] | None = None) -> Any:
        headers = {"Accept-Language": "en"}
        if user:
            wish = {"user": user, "name": "t"}
            made = tk.get_action("api_token_create")({"ignore_auth": True, "user": user}, wish)
            headers["Authorization"] = made["token"]
        client = app.test_client(use_cookies=False)
        if form is None:
            return client.get(path, headers=headers, follow_redirects=False)
        return client.post(path, data=form, headers=headers, follow_redirects=False)

    return send


def cells(answer: Any) -> list[list[str]]:
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    found = page.select(".scigov-rows")[-1].select("tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("td, th")] for row in found]


@pytest.mark.parametrize("language", ["", "/en"])
def test_everybody_exports_what_everybody_sees(make: Any, ask: Any, language: str) -> None:
    make(1)
    page = ask("", f"{language}/reporting")
    assert page.status_code == 200
    assert len(cells(page)) == 21
    answer = ask("", f"{language}/reporting/export", {"format": "json"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [one["信息资源代码"] for one in json.loads(answer.data)["信息资源"]] == ["307001/1"]
    book = ask("", f"{language}/reporting/export", {"format": "xlsx"})
    assert list(reported.sheets(book.data)) == ["信息资源", "信息项", "未报送"]


def test_a_wish_that_is_none_comes_back(make: Any, ask: Any) -> None:
    assert ask("", "/en/reporting/export", {"format": "pdf"}).status_code == 409


def test_words_that_no_search_understands_come_back(make: Any, ask: Any) -> None:
    answer = ask("", "/en/reporting/export", {"format": "json", "q": "{!lucene}x"})
    assert answer.status_code == 409
    assert "{!lucene}x" in answer.get_data(as_text=True)


def test_visitors_of_one_network_export_so_often(
    make: Any, ask: Any, monkeypatch: pytest.MonkeyPatch, ckan_config: Any
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.reporting.most_of_network", 1)
    statuses = [ask("", "/reporting/export", {"format": "json"}).status_code for _ in (1, 2)]
    assert statuses == [200, 429]


def test_a_package_is_made_answered_and_told(make: Any, ask: Any) -> None:
    make(1)
    make(2)
    made = ask("approver", "/en/reporting/packages", {"act": "make"})
    assert made.status_code == 302
    page = ask("approver", "/en/reporting/packages/1")
    assert [row[0] for row in cells(page)] == ["307001/1", "307001/2"]
    file = ask("approver", "/en/reporting/packages/1/file")
    assert (file.mimetype, file.data[:2]) == ("application/zip", b"PK")
    bad = {"upload": (io.BytesIO("数据包序号,信息资源代码,处理结果\n1,x,接收\n".encode()), "a.csv")}
    answer = ask("approver", "/en/reporting/packages/1", bad)
    assert answer.status_code == 409
    assert "No resource of this code is in it." in answer.get_data(as_text=True)
    text = "数据包序号,信息资源代码,处理结果,原因\n1,307001/1,接收,\n1,307001/2,退回,摘要过简\n"
    good = {"upload": (io.BytesIO(text.encode()), "a.csv")}
    assert ask("approver", "/en/reporting/packages/1", good).status_code == 302
    refused = ask("owner_editor", "/en/reporting/refused")
    assert cells(refused)[0][1:3] == ["307001/2", "科技计划立项清单2"]
    assert "摘要过简" in refused.get_data(as_text=True)
    assert "307001/2" not in ask("stranger", "/en/reporting/refused").get_data(as_text=True)


def test_what_lacks_something_is_listed(make: Any, ask: Any) -> None:
    make(1)
    make(2, resource_code="")
    reported.call("approver", "package_create")
    found = cells(ask("owner_editor", "/en/reporting/lacking"))
    assert found == [["科技计划立项清单2", "省科学技术厅", "信息资源代码：未填写"]]
    assert ask("stranger", "/en/reporting/lacking").status_code == 200
    assert "立项清单2" not in ask("stranger", "/reporting/lacking").get_data(as_text=True)


PATHS = ("packages", "packages/1", "packages/1/file", "refused", "lacking", "import")


@pytest.mark.parametrize("path", PATHS)
def test_who_may_not_is_sent_away(make: Any, ask: Any, path: str) -> None:
    make(1)
    reported.call("approver", "package_create")
    answer = ask("", f"/reporting/{path}")
    assert (answer.status_code, "/user/login" in answer.location) == (302, True)
    if path.startswith("packages"):
        assert ask("owner_editor", f"/reporting/{path}").status_code == 403


def test_a_file_comes_in_by_its_page(make: Any, ask: Any) -> None:
    make(1)
    content = reported.exported("owner_editor", "xlsx")
    assert ask("owner_editor", "/en/reporting/import").status_code == 200
    form = {"upload": (io.BytesIO(content), "a.xlsx")}
    assert ask("owner_editor", "/en/reporting/import", form).status_code == 302
    none = ask("owner_editor", "/en/reporting/import", {"act": "x"})
    assert none.status_code == 409


def test_the_commands_do_the_same(make: Any, tmp_path: Any) -> None:
    make(1)
    target, answer = tmp_path / "a.json", tmp_path / "r.csv"
    told = CliRunner().invoke(reporting, ["export", str(target), "--user", "approver"])
    assert told.output == "1 entries written, 0 lack something.\n"
    assert len(json.loads(target.read_text())["信息资源"]) == 1
    told = CliRunner().invoke(reporting, ["package", "--user", "approver"])
    assert told.output.startswith("Package 1: 1 new, 0 changed, 0 withdrawn;")
    answer.write_text("数据包序号,信息资源代码,处理结果\n1,307001/1,不知\n", encoding="utf-8")
    told = CliRunner().invoke(reporting, ["receipt", "1", str(answer), "--user", "approver"])
    assert told.exit_code == 1
    answer.write_text("数据包序号,信息资源代码,处理结果\n1,307001/1,接收\n", encoding="utf-8")
    told = CliRunner().invoke(reporting, ["receipt", "1", str(answer), "--user", "approver"])
    assert told.output == "1 accepted, 0 refused.\n"
    for wrong in (["package", "--user", "approver"], ["package", "--user", "stranger"]):
        assert CliRunner().invoke(reporting, wrong).exit_code == 1
    named = ["export", str(tmp_path / "a.pdf"), "--user", "approver"]
    assert CliRunner().invoke(reporting, named).exit_code == 1
