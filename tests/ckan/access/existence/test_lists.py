"""Lists and counts hold what their reader would find by a search, and nothing else."""

from __future__ import annotations

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.asking import principal_of_user
from ckanext.scigov.access.domain import labels
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.existence import findable

WHO = [
    ("anonymous", ["conditional", "opened"]),
    ("plain", ["conditional", "opened"]),
    ("foreign_editor", ["conditional", "opened"]),
    ("agency_member", ["concealed", "conditional", "opened"]),
    ("owner_member", ["concealed", "conditional", "opened", "unclassified"]),
    ("owner_editor", ["concealed", "conditional", "opened", "unclassified"]),
    ("sysadmin", ["concealed", "conditional", "opened", "unclassified"]),
]


@pytest.mark.only_reads
def test_the_list_of_entries_is_what_a_search_finds(shelf, do):
    for who, listed in WHO:
        assert do(who, "package_list") == listed
        found = do(who, "package_search", rows=100)["results"]
        assert sorted(one["name"] for one in found) == listed
        everything = do(who, "current_package_list_with_resources", limit=100)
        assert sorted(one["name"] for one in everything if not one["private"]) == listed


@pytest.mark.only_reads
def test_a_list_is_cut_into_pages(shelf, do):
    assert do("owner_editor", "package_list", limit=2) == ["concealed", "conditional"]
    assert do("owner_editor", "package_list", limit=2, offset=3) == ["unclassified"]
    with pytest.raises(tk.ValidationError):
        do("plain", "package_list", limit="many")


@pytest.mark.only_reads
def test_a_list_takes_few_statements(shelf, do, count_queries):
    for who, _listed in WHO:
        with count_queries() as queries:
            do(who, "package_list")
        assert queries.count <= 5


@pytest.mark.only_reads
def test_resources_are_searched_where_the_entry_is_found(shelf, do):
    for who, listed in WHO:
        found = do(who, "resource_search", query="name:d")
        assert sorted(one["name"] for one in found["results"]) == listed
        assert found["count"] == len(listed)


@pytest.mark.only_reads
@pytest.mark.parametrize(
    "field", ["url", "hash", "size", "cache_url", "extras", "state", "nothing"]
)
def test_addresses_are_no_question(shelf, do, field):
    with pytest.raises(tk.ValidationError) as refused:
        do("plain", "resource_search", query=f"{field}:http")
    assert refused.value.error_dict == {
        "query": f'Field "{field}" not recognised in resource_search.'
    }


@pytest.mark.only_reads
def test_keywords_are_those_of_what_is_found(shelf, do):
    for who, listed in WHO:
        wanted = [f"keyword-{name}" for name in listed]
        assert do(who, "tag_list") == wanted
        assert do(who, "tag_list", query="keyword") == wanted
        assert do(who, "tag_autocomplete", query="keyword") == wanted
        found = do(who, "tag_search", query="keyword")
        assert (found["count"], [tag["name"] for tag in found["results"]]) == (len(wanted), wanted)
        assert do(who, "tag_search", query="keyword", limit=1)["results"] == found["results"][:1]


@pytest.mark.only_reads
def test_formats_are_those_of_what_is_found(shelf, do):
    for who, listed in WHO:
        known = {"opened": "csv", "conditional": "xlsx", "unclassified": "json", "concealed": "xml"}
        wanted = {known[name] for name in listed}
        found = {
            letter for q in "cxjpzt" for letter in do(who, "format_autocomplete", q=q, limit=20)
        }
        assert found == wanted


@pytest.mark.only_reads
def test_a_keyword_shows_what_is_found_by_it(shelf, do):
    for who, listed in WHO:
        for name in ("opened", "unclassified"):
            if name in listed:
                shown = do(who, "tag_show", id=f"keyword-{name}", include_datasets=True)
                assert [one["name"] for one in shown["packages"]] == [name]
            else:
                with pytest.raises(tk.ObjectNotFound) as hidden:
                    do(who, "tag_show", id=f"keyword-{name}", include_datasets=True)
                with pytest.raises(tk.ObjectNotFound) as absent:
                    do(who, "tag_show", id="keyword-of-nothing", include_datasets=True)
                assert str(hidden.value) == str(absent.value)


@pytest.mark.only_reads
def test_members_of_a_group_are_those_that_may_be_known(shelf, do):
    insiders = ("owner_member", "owner_editor", "sysadmin")
    # CKAN keeps drafts out of its groups, and has them among an organisation's entries.
    of_group, of_provider = ["private"], ["private", "draft"]
    names = {one["id"]: name for name, one in shelf.items()}
    for who, listed in WHO:
        for asked, more in (
            ({"id": "themes", "object_type": "package"}, of_group),
            ({"id": "kejiting"}, of_provider),
        ):
            wanted = sorted([*listed, *(more if who in insiders else [])])
            found = [names[one[0]] for one in do(who, "member_list", **asked) if one[0] in names]
            assert sorted(found) == wanted, (who, asked)


@pytest.mark.only_reads
def test_providers_are_counted_as_their_search_counts(shelf, do, provider):
    for who, listed in WHO:
        number = len(listed)
        for sort in ("name", "package_count", "package_count asc", "packages desc"):
            found = do(who, "organization_list", all_fields=True, sort=sort)
            counted = {one["name"]: one["package_count"] for one in found}
            assert counted.get("elsewhere", 0) == 0
            # CKAN counts here what a member finds with his private entries.
            assert counted["kejiting"] - number in (0, 1), (who, sort)
        assert do(who, "organization_list", sort="package_count") == ["kejiting"]
        shown = do(who, "group_show", id="themes", include_datasets=True)
        assert sorted(one["name"] for one in shown["packages"]) == listed
        assert shown["package_count"] == number
        found = do(who, "group_list", all_fields=True, sort="package_count")
        assert [one["package_count"] - number in (0, 1) for one in found] == [True]
        assert sorted(p["name"] for p in do(who, "group_package_show", id="themes")) == listed


def test_a_provider_with_nothing_to_find_is_not_sorted_by_it(shelf, do, provider):
    for one in ("opened", "conditional"):
        tk.get_action("package_patch")({"user": "owner_editor"}, {"id": one, "private": True})
    assert do("plain", "organization_list", sort="package_count") == []
    assert do("owner_editor", "organization_list", sort="package_count") == ["kejiting"]
    assert do("plain", "organization_list") == ["elsewhere", "kejiting"]


@pytest.mark.only_reads
@pytest.mark.parametrize(
    ("who", "action", "number"),
    [
        ("owner_editor", "organization_list_for_user", 4),
        ("owner_member", "organization_list_for_user", 4),
        ("foreign_editor", "organization_list_for_user", 0),
        ("sysadmin", "group_list_authz", 4),
    ],
)
def test_lists_of_ones_own_providers_count_too(shelf, do, who, action, number):
    found = do(who, action, include_dataset_count=True, permission="read")
    counted = {one["name"]: one["package_count"] for one in found}
    assert set(counted.values()) - {0} == ({number} - {0})
    assert "package_count" not in do(who, action, permission="read")[0]


@pytest.mark.only_reads
def test_people_have_made_what_can_be_found(shelf, do):
    for who, listed in WHO:
        if who == "anonymous":
            continue  # People are not shown to visitors.
        own = {"owner_editor": len(listed) + 2, "sysadmin": len(listed) + 2}
        shown = do(who, "user_show", id="owner_editor", include_datasets=True)
        assert shown["number_created_packages"] == own.get(who, len(listed))
        assert len(shown["datasets"]) == own.get(who, len(listed))
        people = {one["name"]: one["number_created_packages"] for one in do(who, "user_list")}
        assert people["owner_editor"] == len(listed)
        assert people["plain"] == 0
        ordered = do(who, "user_list", order_by="number_created_packages")
        assert ordered[-1]["name"] == "owner_editor"


def test_what_is_followed_is_listed_while_it_may_be_known(shelf, do):
    for name in ("opened", "conditional"):
        do("plain", "follow_dataset", id=name)
    assert do("plain", "dataset_followee_count", id="plain") == 2
    conceal = {"id": "conditional", "hide_entry": True}
    tk.get_action("package_patch")({"user": "owner_editor"}, conceal)
    found = do("plain", "dataset_followee_list", id="plain")
    assert [one["name"] for one in found] == ["opened"]
    assert do("plain", "dataset_followee_count", id="plain") == 1
    assert do("sysadmin", "dataset_followee_count", id="plain") == 2
    assert do("plain", "followee_count", id="plain") == 1
    both = do("plain", "followee_list", id="plain")
    assert [(one["type"], one["display_name"]) for one in both] == [("dataset", "标题opened")]


def test_a_followed_provider_shows_what_is_found(shelf, do, provider):
    do("plain", "follow_group", id=provider["id"])
    for found in (
        [one["dict"] for one in do("plain", "followee_list", id="plain")],
        do("plain", "organization_followee_list", id="plain"),
    ):
        assert sorted(one["name"] for one in found[0]["packages"]) == ["conditional", "opened"]
        assert found[0]["package_count"] == 2


def test_relations_to_what_is_hidden_are_not_listed(shelf, do):
    for other in ("conditional", "unclassified"):
        model.Package.get("opened").add_relationship("depends_on", model.Package.get(other))
    model.repo.commit()
    for who, listed in WHO:
        found = do(who, "package_relationships_list", id="opened")
        assert {one["object"] for one in found} == {"conditional", "unclassified"} & set(listed)


def test_the_condition_of_sql_is_the_rule(shelf, do, people):
    """One rule in three forms: of one entry, of labels, of SQL."""
    session, published = model.Session(), ("opened", "conditional", "unclassified", "concealed")
    objects = {
        o.dataset_id: o
        for o in queries.objects(session, [shelf[n]["id"] for n in published]).values()
    }
    for who, _listed in WHO:
        principal = principal_of_user(model.User.get(people[who]) if people[who] else None)
        by_sql = set(session.scalars(findable.ids(session, principal)))
        by_rule = {
            i for i, o in objects.items() if decide(principal, Operation.DISCOVER, o).allowed
        }
        wanted = labels.labels_for(principal)
        by_label = {i for i, o in objects.items() if wanted is None or wanted & labels.labels_of(o)}
        assert by_sql == by_rule == by_label


def test_a_visitor_learns_nothing_about_the_programs(shelf, do):
    assert set(do("anonymous", "status_show")) == {
        "site_title", "site_description", "site_url", "locale_default",
    }  # fmt: skip
    assert {"extensions", "ckan_version", "error_emails_to"} <= set(do("sysadmin", "status_show"))


def test_no_relation_names_what_is_hidden(shelf, do):
    opened, concealed = (model.Package.get(name) for name in ("opened", "concealed"))
    opened.add_relationship("depends_on", concealed)
    model.repo.commit()
    shown = do("plain", "package_show", id="opened")
    assert not set(shown) & {"relationships_as_subject", "relationships_as_object"}


def test_no_relations_are_made(shelf, do):
    """CKAN could not save the entry a second time."""
    related = [{"object": "conditional", "type": "depends_on"}]
    with pytest.raises(tk.ValidationError) as refused:
        do("owner_editor", "package_patch", id="opened", relationships_as_subject=related)
    assert set(refused.value.error_dict) == {"relationships_as_subject"}
    with pytest.raises(tk.ObjectNotFound, match="Action name not known"):
        do("sysadmin", "package_relationship_create", subject="opened", object="conditional")
