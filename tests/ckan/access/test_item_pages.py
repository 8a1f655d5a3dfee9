"""Pages about grades of data items: found, proposed, decided, each with a reason."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access import item_queries, queries

pytestmark = pytest.mark.usefixtures("now", "second_person")
ITEM = {"title": "成果登记号", "name": "leader", "data_type": "C", "description": "登记时给出的号"}
ODD = {"title": "金额/万元? <元> &d", "data_type": "N", "description": "资助的金额"}
CLOSER = ",,none"
AS_RESOURCE = ",,"


@pytest.fixture
def second_person(ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")


@pytest.fixture
def resource(table_of, request):
    return table_of(getattr(request, "param", "conditional"))


@pytest.fixture
def editor(persona, resource):
    return persona("owner editor", resource)


@pytest.fixture
def saved(resource, editor):
    def save(*items):
        context = {"user": editor, "ignore_auth": False}
        tk.get_action("resource_patch")(context, {"id": resource, "data_items": list(items)})

    save(ITEM, ODD)
    return save


@pytest.fixture
def visit(app, resource):
    """Get or post the page of the items, or of one: ``visit("bob", item="leader", form={})``."""
    dataset_id = model.Resource.get(resource).package_id

    def go(name, form=None, path="", **arguments):
        user = model.User.get(name)
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        path = path or f"/grades/{dataset_id}/items/{resource}?{urlencode(arguments)}"
        if form is None:
            return app.get(path, headers=headers)
        return app.post(path, data=form, headers=headers, follow_redirects=False)

    return go


def soup(answer):
    return BeautifulSoup(answer.body, "html.parser")


def texts(answer, selector):
    return [
        re.sub(r"\s+", " ", one.get_text(" ", strip=True)) for one in soup(answer).select(selector)
    ]


def in_force(resource):
    model.Session.expire_all()
    obj = queries.resource_object(model.Session, resource)
    found = item_queries.item_objects(model.Session, obj)
    return {name: item.grade.open.value for name, item in found.items()}


def wish(**form):
    return {"act": "propose", "item": "leader", "grade": CLOSER, "reason": "含个人信息", **form}


def test_items_are_shown_by_title_and_name(visit, saved, editor):
    answer = visit(editor)
    assert texts(answer, ".scigov-item-name") == [
        "成果登记号 leader",
        "金额/万元? <元> &d jin_e_wan_yuan_yuan_d",
    ]
    links = [one["href"] for one in soup(answer).select(".scigov-item-name a")]
    for link, title in zip(links, ("成果登记号", "金额/万元? <元> &d"), strict=True):
        assert title in texts(visit(editor, path=link), "h1")[0]


def test_only_what_is_stricter_and_allowed_is_offered(visit, saved, editor):
    page = soup(visit(editor, item="leader"))
    assert [one["value"] for one in page.select("input[name=grade]")] == [AS_RESOURCE, CLOSER]
    words = [one.get_text(strip=True) for one in page.select(".scigov-option")]
    assert "3级" in words[1]
    assert "不予开放" in words[1]


@pytest.mark.parametrize("resource", ["open", "unclassified"], indirect=True)
def test_where_nothing_is_stricter_nothing_is_offered(visit, saved, editor, resource):
    page = soup(visit(editor, item="leader"))
    assert page.select("input[name=grade], textarea[name=reason]") == []
    assert (visit(editor, wish()).status_code, in_force(resource)) == (409, {})


def test_what_is_stricter_is_in_force_at_once(visit, saved, editor, resource):
    answer = visit(editor, wish(), q="登记")
    assert (answer.status_code, in_force(resource)) == (302, {"leader": "none"})
    assert answer.headers["Location"].endswith("?q=%E7%99%BB%E8%AE%B0")
    lines = texts(visit(editor, show="own"), ".scigov-items > li")
    assert lines == ["成果登记号 leader 不予开放"]
    assert "含个人信息" in visit(editor, item="leader").body


def test_what_opens_waits_and_is_decided(visit, saved, editor, resource, holder):
    visit(editor, wish())
    assert visit(editor, wish(grade=AS_RESOURCE, reason="已脱敏")).status_code == 302
    assert in_force(resource) == {"leader": "none"}
    approver = holder("approver")
    dataset = f"/grades/{model.Resource.get(resource).package_id}"
    link = soup(visit(approver, path="/grades")).select_one(".scigov-card-title a")
    assert "成果登记号" in link.get_text()
    assert "成果登记号" in texts(visit(approver, path=dataset), ".scigov-proposal li")[0]
    form = soup(visit(approver, path=link["href"])).select_one("form.scigov-decision")
    sent = {one["name"]: one["value"] for one in form.select("input[name]")}
    done = visit(approver, {**sent, "act": "approve", "reason": ""}, path=form["action"])
    assert (done.status_code, in_force(resource)) == (302, {})
    assert "已脱敏" in visit(editor, item="leader").body


def test_the_history_of_an_item_is_its_own(visit, saved, editor, resource):
    visit(editor, wish())
    form = wish(item="jin_e_wan_yuan_yuan_d", reason="涉及合同金额")
    visit(editor, form)
    (line,) = texts(visit(editor, item="leader"), ".scigov-history > li")
    assert "含个人信息" in line
    dataset = f"/grades/{model.Resource.get(resource).package_id}"
    lines = " ".join(texts(visit(editor, path=dataset), ".scigov-history > li"))
    assert "成果登记表, 成果登记号" in lines or "成果登记表、成果登记号" in lines
    assert "涉及合同金额" in lines


def test_a_refusal_needs_a_reason(visit, saved, editor, resource, holder):
    visit(editor, wish())
    visit(editor, wish(grade=AS_RESOURCE, reason="已脱敏"))
    approver = holder("approver")
    form = {"act": "reject", "item": "leader", "reason": ""}
    answer = visit(approver, form)
    assert (answer.status_code, len(texts(answer, ".error-block"))) == (409, 1)
    assert visit(approver, {**form, "reason": "未见脱敏说明"}).status_code == 302
    assert in_force(resource) == {"leader": "none"}
    assert texts(visit(approver, show="waiting"), ".scigov-items > li") == []


def test_whoever_proposes_does_not_approve(visit, saved, editor, resource, holder):
    visit(editor, wish())
    both = holder("approver", user=holder("steward"))
    visit(both, wish(grade=AS_RESOURCE, reason="已脱敏"))
    answer = visit(both, {"act": "approve", "item": "leader"})
    assert (answer.status_code, in_force(resource)) == (409, {"leader": "none"})


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"reason": ""}, 1),
        ({"reason": "   "}, 1),
        ({"grade": ""}, 1),
        ({"grade": "1,,"}, 1),
        ({"grade": "nonsense"}, 1),
        ({"grade": AS_RESOURCE}, 1),
        ({"grade": "", "reason": ""}, 2),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    visit, saved, editor, resource, form, wrong
):
    answer = visit(editor, wish(**form))
    said = texts(answer, ".error-block")
    assert (answer.status_code, len(said), in_force(resource)) == (409, wrong, {})
    assert all(one.endswith(("。", ".")) for one in said)
    page = soup(answer)
    sent = wish(**form)
    assert page.select_one("#wish-reason").get_text().strip() == sent["reason"].strip()
    checked = [one["value"] for one in page.select("input[name=grade][checked]")]
    assert checked == [one for one in [sent["grade"]] if one in (AS_RESOURCE, CLOSER)]


def test_who_may_not_propose_is_refused(visit, saved, resource, holder, editor):
    auditor, nobody = holder("auditor"), factories.User()["name"]
    assert visit(auditor, wish()).status_code == 403
    assert visit(auditor).status_code == 200
    assert "wish-reason" not in visit(auditor, item="leader").body
    assert visit(nobody, wish()).status_code == 403
    assert visit(nobody).status_code == 403
    assert visit("").status_code == 200  # the page to sign in
    assert "成果登记号" not in visit("").body
    assert in_force(resource) == {}
    assert visit(editor, wish()).status_code == 302


def test_what_is_not_there_is_absent(visit, saved, editor, resource):
    assert visit(editor, item="absent").status_code == 404
    assert visit(editor, wish(item="absent")).status_code == 404
    path = f"/grades/{model.Resource.get(resource).package_id}/items/no-such-thing"
    assert visit(editor, path=path).status_code == 404
    assert visit(editor, {"act": "nothing", "item": "leader"}).status_code == 400


def test_an_item_that_has_left_the_dictionary_keeps_its_line(visit, saved, editor, resource):
    visit(editor, wish())
    saved(ODD)
    lines = texts(visit(editor, show="own"), ".scigov-items > li")
    assert len(lines) == 1
    assert lines[0].startswith("leader")
    assert visit(editor, item="leader").status_code == 200


def test_five_hundred_items_can_be_gone_through(visit, saved, editor, resource, count_queries):
    def asked(**arguments):
        visit(editor, **arguments)
        with count_queries() as counted:
            assert visit(editor, **arguments).status_code == 200
        return counted.count

    ways = ({}, {"item": "leader"}, {"q": "号"})
    few = [asked(**arguments) for arguments in ways]
    more = [{**ITEM, "title": f"第{n}号字段", "name": f"column_{n}"} for n in range(499)]
    saved(ITEM, *more)
    assert [asked(**arguments) for arguments in ways] == few
    assert max(few) <= 40
    assert len(texts(visit(editor), ".scigov-items > li")) == 50
    assert texts(visit(editor, page="10"), ".scigov-items > li")[-1].startswith("第498号字段")
    assert texts(visit(editor, q="Ｃolumn_49"), ".scigov-item-name")[0] == "第49号字段 column_49"
    assert len(texts(visit(editor, q="COLUMN_49"), ".scigov-items > li")) == 10
    assert texts(visit(editor, q="第４９号"), ".scigov-item-name") == ["第49号字段 column_49"]
