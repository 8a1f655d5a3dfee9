"""All 36 combinations through the API and through the form; six are accepted."""

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model

from .conftest import TERMS

GOLDEN = Path(__file__).parents[2] / "domain" / "golden" / "grade_matrix.csv"
MATRIX = list(csv.DictReader(GOLDEN.open(encoding="utf-8", newline="")))
GRADE = ("security_level", "share_type", "open_type")


def graded(row):
    return dict(zip(GRADE, (row["level"], row["share_type"], row["open_type"]), strict=True))


def test_api_answers_all_combinations(act, entry):
    refused = {}
    for number, row in enumerate(MATRIX):
        fields = {**entry, **TERMS, **graded(row), "title": f"组合 {number:02}"}
        try:
            dataset = act("package_create", **fields)
        except tk.ValidationError as error:
            # In the order of the table; a field of none of the three would make a difference.
            order = [*GRADE, *error.error_dict]
            found = " ".join(sorted(error.error_dict, key=order.index))
        else:
            assert {name: dataset[name] for name in GRADE} == graded(row)
            found = ""
        refused[tuple(graded(row).values())] = found
    expected = {tuple(graded(row).values()): row["refused_fields"] for row in MATRIX}
    assert refused == expected
    assert model.Session.query(model.Package).count() == 6


def test_update_and_patch_refuse_what_create_refuses(act, entry):
    dataset = act("package_create", **entry)
    for action in ("package_patch", "package_update"):
        fields = {"id": dataset["id"]} if action == "package_patch" else dict(dataset)
        with pytest.raises(tk.ValidationError) as error:
            act(action, **{**fields, "security_level": "4"})
        assert sorted(error.value.error_dict) == ["open_type", "share_type"]
    assert act("package_show", id=dataset["id"])["security_level"] == "1"


def test_form_answers_all_combinations(post, form_fields):
    refused = {}
    for number, row in enumerate(MATRIX):
        fields = {**form_fields, **TERMS, **graded(row), "title": f"表单组合 {number:02}"}
        response = post("/dataset/new", fields)
        if response.status_code == 302:
            found = ""
        else:
            page = BeautifulSoup(response.body, "html.parser")
            found = " ".join(name for name in GRADE if page.find(id=f"error-{name}"))
            # Everything typed is still there.
            assert page.find(id="field-title")["value"] == fields["title"]
            for name in ("share_condition", "open_condition", "non_open_basis", "notes"):
                assert page.find(id=f"field-{name}").text.strip() == fields[name]
            for name in GRADE:
                checked = page.find("input", attrs={"name": name, "checked": True})
                assert checked["value"] == fields[name]
        refused[tuple(graded(row).values())] = found
    expected = {tuple(graded(row).values()): row["refused_fields"] for row in MATRIX}
    assert refused == expected
    assert model.Session.query(model.Package).count() == 6


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        ("/en", "Data of Level 4 may have only this open type: Not open."),
        ("/zh_Hans_CN", "4级数据的开放属性只能是：不予开放。"),
    ],
)
def test_refusal_speaks_the_readers_language(post, form_fields, prefix, sentence):
    fields = {**form_fields, "security_level": "4", "share_type": "none"}
    response = post(f"{prefix}/dataset/new", fields)
    page = BeautifulSoup(response.body, "html.parser")
    assert sentence in page.find(id="error-open_type").text
    summary = page.find(class_="scigov-errors")
    assert summary.find("a", href="#field-open_type") is not None


def test_unclassified_is_an_answer_and_closes_the_entry(act, entry):
    for name in GRADE[1:]:
        del entry[name]
    dataset = act("package_create", **{**entry, "security_level": "", "private": False})
    assert dataset["security_level"] == ""
    # The grade closes it, not a mark that would outlast it.
    assert dataset["private"] is False
    anybody = {"user": "", "ignore_auth": False}
    with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
        tk.get_action("package_show")(dict(anybody), {"id": dataset["id"]})
    act("package_patch", id=dataset["id"], **graded(MATRIX[0]))
    shown = tk.get_action("package_show")(dict(anybody), {"id": dataset["id"]})
    assert (shown["security_level"], shown["private"]) == ("1", False)


def test_forgotten_level_is_refused(act, entry):
    for name in GRADE:
        del entry[name]
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", **entry)
    assert list(error.value.error_dict) == ["security_level"]


def test_unclassified_has_no_types(act, entry):
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", **{**entry, "security_level": "unclassified"})
    assert sorted(error.value.error_dict) == ["open_type", "share_type"]


def test_form_offers_unclassified_and_does_not_choose_it(app, post, publisher, form_fields):
    headers = {"Authorization": publisher["token"]}
    page = BeautifulSoup(app.get("/dataset/new", headers=headers).body, "html.parser")
    choices = page.find_all("input", attrs={"name": "security_level"})
    assert [choice["value"] for choice in choices] == ["1", "2", "3", "4", "unclassified"]
    assert not any(choice.has_attr("checked") for choice in choices)
    for name in GRADE[1:]:
        del form_fields[name]
    response = post("/dataset/new", {**form_fields, "security_level": "unclassified"})
    assert response.status_code == 302
    (package,) = model.Session.query(model.Package)
    assert (package.extras["security_level"], package.private) == ("", False)


@pytest.mark.parametrize(
    ("resource", "refused"),
    [
        ({}, []),
        ({"open_type": "none"}, []),
        ({"security_level": "3", "share_type": "conditional"}, []),
        ({"security_level": "3"}, ["share_type"]),
        ({"open_type": "unconditional"}, ["open_type"]),
        ({"security_level": "1"}, ["open_type", "security_level"]),
    ],
)
def test_resource_is_never_less_strict(act, entry, resource, refused):
    grade = {"security_level": "2", "share_type": "unconditional", "open_type": "conditional"}
    dataset = act("package_create", **{**entry, **TERMS, **grade})
    sent = {"package_id": dataset["id"], "name": "清单", "url": "https://a.example/清单.csv"}
    try:
        act("resource_create", **sent, **resource)
        found = []
    except tk.ValidationError as error:
        found = sorted(error.error_dict)
    assert found == refused


def test_tightened_dataset_does_not_block_its_resources(act, entry):
    """A job that only notes something about a file must not meet a refusal."""
    grade = {"security_level": "2", "share_type": "unconditional", "open_type": "conditional"}
    dataset = act("package_create", **{**entry, **TERMS, **grade})
    resource = act(
        "resource_create",
        package_id=dataset["id"],
        name="清单",
        url="https://a.example/a.csv",
        open_type="none",
    )
    four = {"security_level": "4", "share_type": "none", "open_type": "none"}
    act("package_patch", id=dataset["id"], **four)
    patched = act("resource_patch", id=resource["id"], mimetype="text/csv")
    assert patched["mimetype"] == "text/csv"
    with pytest.raises(tk.ValidationError):
        act("resource_patch", id=resource["id"], security_level="1")


def test_dataset_cannot_fall_below_its_items(act, entry):
    grade = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
    dataset = act("package_create", **{**entry, **TERMS, **grade})
    items = [
        {
            "title": "身份证号",
            "description": "申请人证件号码",
            "data_type": "C",
            "security_level": "3",
        }
    ]
    act(
        "resource_create",
        package_id=dataset["id"],
        name="清单",
        url="https://a.example/a.csv",
        data_items=items,
    )
    with pytest.raises(tk.ValidationError) as error:
        act("package_patch", id=dataset["id"], **graded(MATRIX[0]))
    assert list(error.value.error_dict) == ["security_level"]
