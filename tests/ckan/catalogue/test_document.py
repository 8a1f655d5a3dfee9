"""What the catalogue adds to the search's document."""

import pytest

pytestmark = pytest.mark.usefixtures("clean_site")


def test_a_dataset_is_found_by_the_name_of_its_provider(act, entry):
    act("package_create", **entry)
    assert act("package_search", q="科学技术厅")["count"] == 1
    assert act("package_search", q="不存在厅")["count"] == 0


def test_sorting_by_update_takes_the_datas_day_before_the_entrys(act, entry):
    """The entries are written in another order than their data were updated."""
    for number, day in enumerate(("2023-05-01", "2024-05-01", "2022-05-01")):
        act(
            "package_create",
            **{**entry, "title": f"{entry['title']}{number}", "modified": day},
        )
    found = act("package_search", q="*:*", sort="data_modified_date desc")["results"]
    assert [dataset["modified"] for dataset in found] == ["2024-05-01", "2023-05-01", "2022-05-01"]


def test_an_entry_without_a_day_sorts_by_its_own(act, entry):
    old = act("package_create", **{**entry, "modified": "2020-01-01"})
    new = act("package_create", **{**entry, "title": "另一清单"})
    found = act("package_search", q="*:*", sort="data_modified_date desc")["results"]
    assert [dataset["id"] for dataset in found] == [new["id"], old["id"]]


def test_a_gathered_entry_without_a_day_sorts_last_and_shows_none(act, entry, app):
    from ckan.tests import helpers

    dated = act("package_create", **{**entry, "modified": "2020-01-01"})
    gathered = helpers.call_action(
        "package_create",
        {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True},
        title="外部来源清单",
        owner_org=dated["owner_org"],
        catalogue_profile="gathered",
        source_portal="外部门户",
        source_id="1",
        security_level="1",
        share_type="unconditional",
        open_type="unconditional",
    )
    found = act("package_search", q="*:*", sort="data_modified_date desc")["results"]
    assert [dataset["id"] for dataset in found] == [dated["id"], gathered["id"]]
    assert "更新日期" in app.get(f"/dataset/{dated['name']}").text
    assert "更新日期" not in app.get(f"/dataset/{gathered['name']}").text
