"""The registers' pages as a browser without JavaScript uses them, and the picker in the form."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckan.tests import factories, helpers

SYSTEMS, ITEMS = "/provider/kejiting/systems", "/provider/kejiting/business-items"


@pytest.fixture
def get(app: Any, publisher: dict[str, Any]) -> Any:
    def visit(address: str, token: str | None = None, status: int = 200) -> BeautifulSoup:
        given = publisher["token"] if token is None else token
        headers = {"Authorization": given} if given else {}
        answer = app.get(address, headers=headers, follow_redirects=False)
        assert answer.status_code == status
        return BeautifulSoup(answer.body, "html.parser")

    return visit


def rows(page: BeautifulSoup) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
        for row in page.select("tbody tr")
    ]


def test_a_system_is_registered_changed_and_retired(get: Any, post: Any) -> None:
    assert get(SYSTEMS).find(class_="scigov-nothing")
    wrong = post(f"{SYSTEMS}/new", {"title": "", "code": "XT-1", "note": ""})
    assert wrong.status_code == 409
    form = BeautifulSoup(wrong.body, "html.parser")
    assert [item["data-field-label"] for item in form.select(".scigov-errors li")] == ["title"]
    assert form.find(id="field-code")["value"] == "XT-1"
    given = {"title": "申报系统", "code": "XT-1", "note": ""}
    assert post(f"{SYSTEMS}/new", given).status_code == 302
    page = get(SYSTEMS)
    assert rows(page)[0][:2] == ["申报系统", "XT-1"]
    edit = page.select_one("tbody th a")["href"].removeprefix("/zh_Hans_CN")
    assert get(edit).find(id="field-title")["value"] == "申报系统"
    assert post(edit, {**given, "title": "项目申报系统"}).status_code == 302
    assert post(f"{edit}/retire", {}).status_code == 302
    (row,) = rows(get(SYSTEMS))
    assert row[0] == "项目申报系统"
    assert get(SYSTEMS).select("tbody th a") == []
    assert post(f"{edit}/retire", {}).status_code == 302
    get(edit, status=404)


def test_a_business_item_is_registered_with_its_cycle(get: Any, post: Any) -> None:
    given = {"title": "项目立项", "update_cycle": "", "code": "", "note": ""}
    assert post(f"{ITEMS}/new", given).status_code == 409
    assert post(f"{ITEMS}/new", {**given, "update_cycle": "annual"}).status_code == 302
    assert rows(get(ITEMS))[0][1] in ("每年", "Annual", "Yearly", "Annually")


def test_names_in_entries_are_taken_over(
    get: Any, post: Any, act: Any, entry: dict[str, Any]
) -> None:
    act("package_create", **entry)
    page = get(SYSTEMS)
    section = page.find(id="scigov-not-registered").parent
    assert entry["source_system"] in section.li.get_text()
    link = section.li.a["href"].removeprefix("/zh_Hans_CN")
    assert get(link).find(id="field-title")["value"] == entry["source_system"]
    given = {"title": entry["source_system"], "code": "", "note": ""}
    assert post(f"{SYSTEMS}/new", given).status_code == 302
    assert get(SYSTEMS).find(id="scigov-not-registered") is None


def test_others_are_turned_away_as_from_what_is_not_there(get: Any, publisher: Any) -> None:
    foreign = factories.UserWithToken()["token"]
    for address in (SYSTEMS, f"{ITEMS}/new", "/provider/no-such/systems"):
        get(address, token=foreign, status=403)
        get(address, token="", status=302)
    get("/provider/kejiting/nonsense", status=404)


def test_members_see_the_register_and_cannot_write(get: Any, post: Any, publisher: Any) -> None:
    post(f"{SYSTEMS}/new", {"title": "申报系统", "code": "", "note": ""})
    member = factories.UserWithToken()
    helpers.call_action(
        "organization_member_create",
        id="kejiting", username=member["name"], role="member",
    )  # fmt: skip
    page = get(SYSTEMS, token=member["token"])
    assert page.select("tbody a, tbody button, .scigov-actions a") == []
    assert rows(page)[0][0] == "申报系统"


def test_an_entry_of_another_provider_is_not_edited_under_this_ones_address(
    get: Any, publisher: dict[str, Any]
) -> None:
    other = factories.Organization()
    made = helpers.call_action(
        "scigov_catalogue_system_create", organization_id=other["id"], title="别家系统"
    )
    helpers.call_action(
        "organization_member_create", id=other["id"], username="publisher", role="editor"
    )
    get(f"{SYSTEMS}/{made['id']}", status=404)
    get(f"/provider/{other['name']}/systems/{made['id']}")


def test_the_provider_page_leads_its_own_people_to_the_registers(get: Any) -> None:
    def links(page: BeautifulSoup) -> set[str]:
        found = (link["href"].removeprefix("/zh_Hans_CN") for link in page.select("a[href]"))
        return {one for one in found if one.startswith("/provider/")}

    assert links(get("/organization/kejiting")) == {SYSTEMS, ITEMS}
    assert links(get("/organization/kejiting", token="")) == set()


def test_the_form_proposes_what_is_registered(get: Any, act: Any, publisher: Any) -> None:
    for title in ("申报系统", "成果系统"):
        act("scigov_catalogue_system_create", organization_id="kejiting", title=title)
    other = factories.Organization()["id"]
    helpers.call_action("scigov_catalogue_system_create", organization_id=other, title="别家系统")
    page = get("/dataset/new")
    field = page.find(id="field-source_system")
    options = page.find("datalist", id=field["list"]).find_all("option")
    assert {option["value"] for option in options} == {"申报系统", "成果系统"}
    assert "list" not in page.find(id="field-business_item").attrs
