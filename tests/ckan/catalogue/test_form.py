"""The form as a browser without JavaScript sends it: entry, then file, then published."""

import io
import json
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from ckan import model

from .conftest import TERMS


def soup(response):
    return BeautifulSoup(response.body, "html.parser")


def problems(page):
    summary = page.find(class_="scigov-errors")
    return [item["data-field-label"] for item in summary.find_all("li")] if summary else []


@pytest.fixture
def draft(post, form_fields):
    """The address of the form for the first resource."""
    response = post("/dataset/new", form_fields)
    assert response.status_code == 302
    return urlsplit(response.headers["Location"]).path


def blank_resource(save, **fields):
    """What the form sends when nothing is filled in: three blank rows, selects left alone."""
    rows = {
        f"data_items-{row}-{name}": ""
        for row in range(3)
        for name in ("title", "name", "data_type", "description", "update_frequency")
    }
    empty = dict.fromkeys(("name", "description", "format", "link_url", "security_level"), "")
    return {"id": "", **empty, **rows, "save": save, **fields}


def test_from_the_form_to_a_published_entry(post, draft):
    assert draft.endswith("/dataset/sheng-ji-ke-ji-ji-hua-xiang-mu-li-xiang-qing-dan/resource/new")
    (package,) = model.Session.query(model.Package)
    assert (package.state, package.extras["lifecycle_status"]) == ("draft", "draft")
    fields = blank_resource("go-metadata")
    fields |= {
        "data_items-0-title": "项目编号",
        "data_items-0-data_type": "C",
        "data_items-0-description": "立项通知书编号",
        "data_items-2-title": "经费",
        "data_items-2-data_type": "N",
        "data_items-2-description": "财政资金（万元）",
        "data_items-2-required": "true",
        "upload": (io.BytesIO("项目编号,经费\nA1,10\n".encode()), "立项清单.csv"),
    }
    response = post(draft, fields)
    assert response.status_code == 302
    (package,) = model.Session.query(model.Package)
    assert (package.state, package.extras["lifecycle_status"]) == ("active", "published")
    (resource,) = package.resources
    assert (resource.name, resource.format, resource.url_type) == ("立项清单.csv", "CSV", "upload")
    items = resource.extras["data_items"]
    assert [item["name"] for item in items] == ["xiang_mu_bian_hao", "jing_fei"]
    assert items[1]["required"] == "true"


def test_finishing_without_a_resource_needs_the_reason(app, post, draft, publisher):
    page = soup(post(draft, blank_resource("go-metadata")))
    assert problems(page) == ["no_resource_reason"]
    link = page.select_one(".scigov-errors a")["href"]
    assert urlsplit(link).path.endswith("/dataset/edit/" + draft.split("/")[-3])
    assert urlsplit(link).fragment == "field-no_resource_reason"
    # The page it leads to has the field, unfolded or not.
    form = app.get(urlsplit(link).path, headers={"Authorization": publisher["token"]})
    assert soup(form).find(id="field-no_resource_reason") is not None


def test_refused_first_page_keeps_everything_typed(post, form_fields):
    sent = {
        **form_fields,
        **TERMS,
        "title": "",
        "contact-0-name": "王处",
        "contact-0-email": "nonsense",
        "temporal_coverage-0-start": "2020",
        "temporal_coverage-0-end": "2019",
        "related_codes": "307001/1\n307001/2",
        "no_resource_reason": "纸质",
    }
    page = soup(post("/dataset/new", sent))
    assert problems(page) == ["title", "contact", "temporal_coverage"]
    for name in ("contact-0-name", "contact-0-email", "temporal_coverage-0-end", "source_system"):
        assert page.find(id=f"field-{name}")["value"] == sent[name]
    assert page.find(id="field-related_codes").text == sent["related_codes"]
    assert page.find(id="field-tag_string")["value"] == sent["tag_string"]
    selected = page.find(id="field-update_cycle").find("option", selected=True)
    assert selected["value"] == "annual"
    # Errors stand at their fields, and folded parts with errors are open.
    assert page.find(id="error-contact-0-email") is not None
    assert page.find(id="field-contact-0-email")["aria-invalid"] == "true"
    assert page.find(id="field-contact-0-email").find_parent("details").has_attr("open")
    assert model.Session.query(model.Package).count() == 0


def test_rows_keep_their_order_and_blank_and_removed_ones_fall_out(post, draft):
    fields = blank_resource("go-metadata", link_url="https://a.example/a.csv", name="清单")
    for row in range(12):
        fields |= {
            f"data_items-{row}-title": f"第{row}列",
            f"data_items-{row}-data_type": "C",
            f"data_items-{row}-description": f"第{row}列的含义",
        }
    fields["data_items-5-_remove"] = "true"
    fields |= {f"data_items-7-{name}": "" for name in ("title", "data_type", "description")}
    assert post(draft, fields).status_code == 302
    (resource,) = model.Session.query(model.Resource)
    titles = [item["title"] for item in resource.extras["data_items"]]
    assert titles == [f"第{row}列" for row in range(12) if row not in (5, 7)]
    assert (resource.url, resource.url_type) == ("https://a.example/a.csv", "")


@pytest.mark.parametrize("is_one_field", [False, True], ids=["fields", "one field"])
def test_refused_dictionary_keeps_its_rows_and_marks_the_wrong_one(post, draft, is_one_field):
    """As a browser sends it without a script, and with one."""
    rows = [
        {"title": "项目编号", "data_type": "C", "description": "立项通知书编号"},
        {"title": "经费", "data_type": "N", "description": "经费"},
    ]
    fields = {
        "id": "",
        "link_url": "https://a.example/a.csv",
        "name": "清单",
        "save": "go-metadata",
    }
    flat = {
        f"data_items-{place}-{name}": value
        for place, row in enumerate(rows)
        for name, value in row.items()
    }
    fields |= {"data_items": json.dumps(rows)} if is_one_field else flat
    page = soup(post(draft, fields))
    assert problems(page) == ["data_items"]
    assert page.find(id="error-data_items-1-description") is not None
    assert page.find(id="field-data_items-1-title")["value"] == "经费"
    assert page.find(id="field-link")["value"] == "https://a.example/a.csv"
    anchor = page.select_one(".scigov-errors a")["href"]
    assert anchor == "#field-data_items-1-description"


def test_a_dictionary_of_two_hundred_columns_gets_through_as_one_field(post, draft):
    rows = [
        {"title": f"第{row}列", "data_type": "C", "description": f"第{row}列的含义"}
        for row in range(200)
    ]
    fields = {
        "id": "",
        "link_url": "https://a.example/a.csv",
        "name": "清单",
        "save": "go-metadata",
    }
    assert post(draft, {**fields, "data_items": json.dumps(rows)}).status_code == 302
    (resource,) = model.Session.query(model.Resource)
    assert len(resource.extras["data_items"]) == 200


def test_file_and_link_together_are_refused(post, draft):
    upload = (io.BytesIO(b"a\n1\n"), "a.csv")
    fields = blank_resource("go-metadata", link_url="https://a.example/a.csv", upload=upload)
    assert problems(soup(post(draft, fields))) == ["url"]


def edit_address(package, resource=None):
    if resource:
        return f"/dataset/{package.name}/resource/{resource.id}/edit"
    return f"/dataset/edit/{package.name}"


def form_of(page, form_id):
    """Return what a browser would send of a form without JavaScript, untouched."""
    fields = {}
    for control in page.find(id=form_id).find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type")
        if not name or control.find_parent("template") or kind == "file":
            continue
        if kind in ("checkbox", "radio") and not control.has_attr("checked"):
            continue
        if control.name == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            value = chosen["value"]
        elif control.name == "textarea":
            value = control.text
        else:
            value = control.get("value", "")
        fields.setdefault(name, []).append(value)
    return fields


def content(shown):
    """Return what a dataset or resource says. A form answers "no" where an API call was silent."""
    return {
        name: value
        for name, value in shown.items()
        if name not in ("metadata_modified", "last_modified", "resources")
        and value not in ("", None, False, [])
    }


def test_saving_an_untouched_form_changes_nothing(app, post, act, entry, publisher):
    items = [{"title": "经费", "data_type": "N", "description": "财政资金", "unique": "true"}]
    dataset = act("package_create", **entry, related_codes=["a/1", "b/2"])
    link = {"name": "清单", "url": "https://a.example/a.csv", "data_items": items, "hash": "ab12"}
    # Over the API, as the form: CKAN keeps the licence's title in the language of who saved last.
    headers = {"Authorization": publisher["token"]}
    sent = {"package_id": dataset["id"], **link}
    answer = app.post("/api/action/resource_create", json=sent, headers=headers)
    resource = answer.json["result"]
    show = f"/api/action/package_show?id={dataset['id']}"
    before = app.get(show).json["result"]
    package, stored = model.Package.get(dataset["id"]), model.Resource.get(resource["id"])
    for address, form, save in (
        (edit_address(package), "dataset-edit", ""),
        (edit_address(package, stored), "resource-edit", "go-dataset-complete"),
    ):
        page = soup(app.get(address, headers={"Authorization": publisher["token"]}))
        response = post(address, {**form_of(page, form), "save": save})
        assert response.status_code == 302
    after = app.get(show).json["result"]
    assert content(after) == content(before)
    assert content(after["resources"][0]) == content(before["resources"][0])


def test_remarks_are_shown_and_do_not_refuse(post, form_fields):
    sent = {**form_fields, "title": "名" * 51, "notes": "太短"}
    # Sent twice: the second has a title the provider uses already.
    assert post("/en/dataset/new", sent).status_code == 302
    response = post("/en/dataset/new", {**sent, "pkg_name": ""})
    assert response.status_code == 302
    assert model.Session.query(model.Package).count() == 2
    # A refused form afterwards shows what has been flashed.
    page = soup(post("/en/dataset/new", {**sent, "data_kind": ""}))
    remarks = " ".join(element.text for element in page.select(".flash-messages .alert"))
    for words in ("more than 50 characters", "another entry with this title", "very short"):
        assert words in remarks


def test_form_without_javascript_shows_every_text_of_the_levels(app, publisher):
    page = soup(app.get("/dataset/new", headers={"Authorization": publisher["token"]}))
    texts = page.find_all(class_="scigov-level-text")
    assert len(texts) == 5
    assert not any(text.has_attr("hidden") for text in texts)
    assert "一般数据：被滥用时不会造成危害" in texts[0].text
    matrix = json.loads(page.find(attrs={"data-scigov-matrix": True})["data-scigov-matrix"])
    assert matrix["3"] == {"share_type": ["conditional"], "open_type": ["conditional", "none"]}


def test_scripts_get_their_texts_on_chinese_pages(app, publisher):
    """CKAN 2.12 asks at a wrong address and starts no script when it is refused."""
    assert app.get("/api/i18n/zh_Hans-CN").body == app.get("/api/i18n/zh_Hans_CN").body
