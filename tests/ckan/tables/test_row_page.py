"""A row is changed on a page without a script: typed, seen before and after, saved."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

TEXT = '编号,金额,有效,说明\nA1,1.50,是,"两\r\n行"\nA2,2,否,短\n'
ITEMS = [
    {"title": "金额", "name": "jin_e", "data_type": "N", "description": "资助的金额"},
    {"title": "有效", "name": "you_xiao", "data_type": "L", "description": "是否有效"},
]


@pytest.fixture
def table(upload, work):
    resource = upload(TEXT.encode(), "表.csv", data_items=ITEMS)
    work()
    return resource


@pytest.fixture
def visit(app, owner_editor, table):
    """Ask for a page of the resource, by GET or, with a form, by POST."""
    headers = {"Authorization": owner_editor["token"]}

    def ask(below="", form=None, **more):
        address = f"/en/dataset/{table['package_id']}/resource/{table['id']}{below}"
        if form is None:
            return app.get(address, headers=headers, **more)
        return app.post(address, data=form, headers=headers, follow_redirects=False, **more)

    return ask


def soup_of(answer):
    return BeautifulSoup(answer.data, "html.parser")


def filled(soup, **typed):
    """Return what a browser sends of the form."""
    form = soup.select_one("form.scigov-row-form")
    sent = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    for one in form.select("textarea"):
        sent[one["name"]] = _typed(one.get_text())
    for one in form.select("select"):
        chosen = one.select_one("option[selected]")
        sent[one["name"]] = chosen["value"] if chosen else ""
    return {**sent, **typed}


def _typed(text):
    """Read a text field as browsers do, and send it as they do: every line end is a CRLF."""
    return text.replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")


def table_in(soup):
    return [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in soup.select(".scigov-table tbody tr")
    ]


def test_every_row_of_the_preview_leads_to_its_form(visit, app, table):
    links = [one["href"] for one in soup_of(visit()).select('a[href$="/edit"]')]
    below = f"/en/dataset/{table['package_id']}/resource/{table['id']}/rows"
    assert [one for one in links if "/rows/" in one] == [f"{below}/1/edit", f"{below}/2/edit"]
    page = soup_of(app.get(f"/en/dataset/{table['package_id']}/resource/{table['id']}"))
    assert page.select('a[href*="/rows/"][href$="/edit"]') == []
    assert app.get(f"{below}/1/edit", status=403).status_code == 403
    assert app.post(f"{below}/1/edit", data={}, status=403).status_code == 403


def test_a_cell_is_changed_in_three_steps(visit, work, rows, table, call):
    soup = soup_of(visit("/rows/1/edit?reference=Y-1&reference_path=/about"))
    sent = filled(soup, **{"cell-1": "1.75", "cell-2": "f", "note": "更正", "step": "preview"})
    seen = soup_of(visit("/rows/1/edit", sent))
    assert table_in(seen) == [["金额", "1.50", "1.75"], ["有效", "Yes", "No"]]
    again = soup_of(visit("/rows/1/edit", filled(seen, step="back")))
    assert filled(again)["cell-1"] == "1.75"
    answer = visit("/rows/1/edit", filled(seen, step="save"))
    assert answer.status_code == 302
    work()
    first = rows(table)["records"][0]
    assert list(first.values()) == ["1", "A1", "1.75", "f", "两\r\n行"]
    versions = soup_of(visit("/versions")).select_one("tbody tr")
    note = versions.select_one(".scigov-note")
    assert note.get_text(" ", strip=True) == "更正 Y-1"
    assert note.select_one("a")["href"] == "/en/about"
    shown = soup_of(visit("/versions/2"))
    assert table_in(shown) == [["1", "1", "金额", "1.50", "1.75"], ["1", "1", "有效", "t", "f"]]


def test_a_row_is_deleted_in_two(visit, work, rows, table):
    soup = soup_of(visit("/rows/2/edit"))
    seen = soup_of(visit("/rows/2/edit", filled(soup, note="重复", step="delete")))
    assert table_in(seen) == [
        ["编号", "A2", ""], ["金额", "2", ""], ["有效", "No", ""], ["说明", "短", ""],
    ]  # fmt: skip
    assert visit("/rows/2/edit", filled(seen, step="save-delete")).status_code == 302
    work()
    assert [one["编号"] for one in rows(table)["records"]] == ["A1"]
    shown = soup_of(visit("/versions/2"))
    assert table_in(shown)[0][:4] == ["2", "deleted", "编号", "A2"]


def test_nothing_typed_is_lost_where_something_is_wrong(visit):
    soup = soup_of(visit("/rows/2/edit"))
    unfit = visit(
        "/rows/2/edit", filled(soup, **{"cell-1": "viel", "note": "x", "step": "preview"})
    )
    page = soup_of(unfit)
    assert unfit.status_code == 409
    assert page.select_one("#cell-1-told").get_text(strip=True) == "This is no number."
    assert filled(page)["cell-1"] == "viel"
    missing = visit("/rows/2/edit", filled(soup, **{"cell-1": "3", "step": "preview"}))
    told = soup_of(missing).select_one(".alert-danger li").get_text(strip=True)
    assert (missing.status_code, told[:30]) == (409, "Say why the rows are changed: ")
    assert filled(soup_of(missing))["cell-1"] == "3"


def test_who_comes_second_is_told_and_sees_what_is_there(visit, work, call, table):
    soup = soup_of(visit("/rows/2/edit"))
    edit = {"row": 2, "expected": {"编号": "A2"}, "set": {"说明": "长"}}
    wish = {"resource_id": table["id"], "version": 1, "note": "x", "changes": [edit]}
    call("scigov_tables_rows_change", **wish)
    work()
    late = visit("/rows/2/edit", filled(soup, **{"cell-1": "3", "note": "y", "step": "save"}))
    page = soup_of(late)
    told = page.select_one(".alert-danger li").get_text(strip=True)
    assert (late.status_code, told) == (
        409, "Row 2 does not say what you expect. Look at it again, then change it.",
    )  # fmt: skip
    sent = filled(page)
    assert [sent[name] for name in ("version", "cell-1", "cell-3", "note")] == ["2", "2", "长", "y"]
    assert "You had typed: 3" in page.select_one(".scigov-row-form").get_text()
