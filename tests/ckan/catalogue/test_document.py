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
