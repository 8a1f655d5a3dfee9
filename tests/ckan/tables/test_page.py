"""The resource page: all of it works as links and forms, without a script."""

from __future__ import annotations

import io
import json

import pytest
from bs4 import BeautifulSoup

ITEMS = [
    {"title": "题目", "name": "ti_mu", "data_type": "C", "description": "项目的题目"},
    {
        "title": "金额",
        "name": "jin_e",
        "data_type": "Y",
        "description": "资助的金额",
        "unit": "万元",
    },
]
LINES = "题目,金额\n" + "".join(f"课题{n:03},{n}.5\n" for n in range(1, 61)) + "大数据<b>,\n"


@pytest.fixture
def resource(loaded):
    return loaded(LINES.encode(), "表.csv", data_items=ITEMS)


def cells(soup):
    rows = soup.select(".scigov-rows tbody tr")
    return [[cell.get_text() for cell in row.select("td:not(.scigov-flag-row)")] for row in rows]


def status(soup):
    return soup.select_one("#table [role=status]").get_text()


def test_rows_totals_and_sums(page, resource):
    soup = page(resource)
    assert status(soup) == "Rows 1 to 20 of 61"
    assert cells(soup)[0] == ["课题001", "1.5"]
    heads = [head.get_text(" ", strip=True) for head in soup.select(".scigov-rows thead th")]
    assert heads == ["题目 Text", "金额（万元） Number", "Report"]
    assert [c.get_text(strip=True) for c in soup.select(".scigov-rows tfoot tr > *")] == [
        "Sum of all matching rows",
        "1,860.0",
        "",
    ]
    region = soup.select_one(".scigov-table-scroll[tabindex='0'][role=region]")
    assert region["aria-label"]


def test_search_filter_sort_and_paging_are_addresses(page, resource):
    assert cells(page(resource, q="大数据")) == [["大数据<b>", ""]]
    soup = page(resource, fc="金额", fo="gte", fv="58", sort="金额", desc="1")
    assert [row[1] for row in cells(soup)] == ["60.5", "59.5", "58.5"]
    assert soup.select_one("th[aria-sort=descending]").get_text(strip=True).startswith("金额")
    soup = page(resource, fc=["金额", "题目"], fo=["lte", "contains"], fv=["3", "课题002"])
    assert cells(soup) == [["课题002", "2.5"]]
    assert len(soup.select(".scigov-chips li")) == 3
    soup = page(resource, rows="50", page="2")
    assert status(soup) == "Rows 51 to 61 of 61"
    assert soup.select_one("a[rel=prev]")["href"].endswith("?rows=50#table")


def test_every_link_of_the_table_leads_somewhere(page, app, resource):
    soup = page(resource, q="课题", fc="金额", fo="gte", fv="10")
    links = {link["href"] for link in soup.select("#table a")}
    assert len(links) >= 8
    for link in links:
        assert app.get(link.split("#")[0]).status_code == 200


def test_the_form_keeps_what_was_chosen(page, resource):
    soup = page(resource, fc="题目", fo="contains", fv="课题", sort="金额", rows="50")
    assert form(soup) == [
        ("sort", "金额"),
        ("rows", "50"),
        ("q", ""),
        ("fc", "题目"),
        ("fo", "contains"),
        ("fv", "课题"),
        ("rc", "金额"),
        ("ra", ""),
        ("rz", ""),
    ]


def form(soup):
    """Return what a browser would send."""
    found = []
    for one in soup.select("#table form [name]"):
        chosen = one.select_one("[selected]") or one.select_one("option")
        found.append((one["name"], chosen["value"] if chosen else one.get("value", "")))
    return found


@pytest.fixture
def kinds(upload, work):
    """A table with a column of each kind of field, and more than the form has room for."""
    items = [
        {"title": "名称", "name": "n", "data_type": "C"},
        {"title": "日期", "name": "d", "data_type": "D"},
        {"title": "时刻", "name": "t", "data_type": "T"},
        {"title": "是否", "name": "l", "data_type": "L"},
    ]
    more = "".join(f",另列{number}" for number in range(10))
    lines = [f"名称,日期,时刻,是否{more}"]
    for day in range(1, 10):
        moment = f"2026-03-0{day} 23:30:00"
        cells = (f"第{day}项", f"2026-03-0{day}", moment, "是" if day % 2 else "否")
        lines.append(",".join(cells) + ",甲" * 9 + f",尾{day}")
    made = upload("\n".join(lines).encode(), "表.csv", data_items=items)
    work()
    return made


def names(soup):
    return [row[0][1:-1] for row in cells(soup)]


def test_several_columns_are_filtered_at_once(page, kinds):
    soup = page(kinds, rc="日期", ra="2026-03-02", rz="2026-03-08", fc="是否", fo="eq", fv="f")
    assert names(soup) == ["2", "4", "6", "8"]
    assert status(soup).startswith("4 rows match.")
    assert [one.get_text(" ", strip=True)[:-2] for one in soup.select(".scigov-chips li")[:3]] == [
        "是否 is exactly No",
        "日期 is at least 2026-03-02",
        "日期 is at most 2026-03-08",
    ]
    soup = page(kinds, fc=["名称", "是否"], fo=["eq", "eq"], fv=["第3项", ""])
    assert names(soup) == ["3"]


def test_days_of_moments_begin_where_the_site_is(page, kinds):
    """Half past eleven at night is still the day that is asked for."""
    soup = page(kinds, dc="时刻", da="2026-03-03", dz="2026-03-04")
    assert names(soup) == ["3", "4"]
    sent = form(soup)
    assert sent[sent.index(("dc", "时刻")) :][1:3] == [("da", "2026-03-03"), ("dz", "2026-03-04")]
    assert "时刻 is at most 2026-03-04" in soup.select(".scigov-chips li")[1].get_text()


def test_what_the_form_sends_asks_for_the_same_again(page, kinds):
    query = {"rc": "日期", "ra": "2026-03-02", "rz": "", "fc": "另列9", "fo": "eq", "fv": "尾3"}
    soup = page(kinds, sort="名称", desc="1", **query)
    assert names(soup) == ["3"]
    sent = form(soup)
    assert {"另列9", "名称"} <= {value for name, value in sent if name == "fc"}
    again = {}
    for name, value in sent:
        again.setdefault(name, []).append(value)
    assert names(page(kinds, **again)) == ["3"]
    (link,) = [one["href"] for one in soup.select(".scigov-chips-clear a")]
    assert link.endswith("?sort=%E5%90%8D%E7%A7%B0&desc=1#table")


@pytest.mark.parametrize(
    "query",
    [
        {"fc": "金额", "fo": "gte", "fv": "很多"},
        {"fc": "没有", "fo": "eq", "fv": "1"},
        {"sort": "没有"},
    ],
)
def test_a_senseless_question_is_told_on_the_page(page, resource, query):
    soup = page(resource, **query)
    assert soup.select_one("#table .alert-danger").get_text(strip=True)
    assert status(soup) == ""


def test_what_finds_nothing_says_so(page, resource):
    assert status(page(resource, q="没有这个词")) == "No row matches."


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "-1"}, {"rows": "7"}, {"fo": "or 1=1"}, {"page": "99999"}]
)
def test_nonsense_in_the_address_does_no_harm(page, resource, query):
    assert page(resource, **query)


def test_the_dictionary_is_shown(page, resource):
    soup = page(resource)
    table = soup.select_one("section[aria-labelledby=scigov-dictionary-heading]")
    assert "资助的金额" in table.get_text()
    assert "万元" in table.get_text()


def test_what_is_wrong_is_shown_to_those_who_can_put_it_right(loaded, page, owner_editor):
    resource = loaded("题目,金额\n甲,<i>一</i>\n".encode(), "坏.csv", data_items=ITEMS)
    assert not page(resource).select(".scigov-load-failed table")
    soup = page(resource, token=owner_editor["token"])
    (row,) = soup.select(".scigov-load-failed tbody tr")
    texts = [cell.get_text() for cell in row.select("td")]
    assert texts == ["2", "金额", "<i>一</i>", "This is no number."]
    form = soup.select_one(".scigov-load-failed form")
    assert form["method"] == "post"


def test_progress_needs_no_script(upload, page):
    soup = page(upload(LINES.encode(), "表.csv"))
    section = soup.select_one(".scigov-load")
    assert section["data-module"] == "scigov-tables-progress"
    assert section.select_one("progress")
    assert section.select_one("a").get_text() == "Reload this page"


def test_only_owners_have_a_file_loaded_again(upload, work, app, owner_editor, call):
    resource = upload("题目,金额\n甲,一\n".encode(), "坏.csv", data_items=ITEMS)
    work()
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/load"
    assert app.post(address, follow_redirects=False).status_code == 403
    headers = {"Authorization": owner_editor["token"]}
    assert app.post(address, headers=headers, follow_redirects=False).status_code == 302
    assert call("resource_show", id=resource["id"])["load_status"] == "queued"


def test_a_page_asks_the_database_a_bounded_number_of_questions(
    page, resource, upload, count_queries
):
    page(resource)
    with count_queries() as few:
        page(resource)
    for number in range(3):
        upload(b"a\n1\n", f"{number}.csv")
    with count_queries() as more:
        page(resource)
    assert more.count <= few.count + 3


def test_a_file_is_replaced_in_the_form_with_the_reason_why(
    resource, app, owner_editor, call, work
):
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/edit"
    headers = {"Authorization": owner_editor["token"]}
    form = BeautifulSoup(app.get(address, headers=headers).body, "html.parser")
    assert form.select_one("input[name=change_note]")["value"] == ""
    sent = {
        "id": resource["id"], "name": "", "url": resource["url"], "url_type": "upload",
        "change_note": "重报", "data_items": json.dumps(ITEMS[:1]), "save": "go-dataset-complete",
    }  # fmt: skip
    refused = app.post(address, data={**sent, "security_level": "9"}, headers=headers)
    again = BeautifulSoup(refused.body, "html.parser")
    assert again.select_one("input[name=change_note]")["value"] == "重报"
    upload = (io.BytesIO("题目\n甲\n".encode()), "新表.csv")
    done = app.post(
        address, data={**sent, "upload": upload}, headers=headers, follow_redirects=False
    )
    assert done.status_code == 302
    work()
    found = call("scigov_tables_version_list", resource_id=resource["id"])["versions"]
    assert [(one["number"], one["note"]) for one in found] == [(2, "重报"), (1, "")]
