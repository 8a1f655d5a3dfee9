"""Rows made in bulk: the same, field by field, as those of CKAN's way for one dataset."""

import datetime as dt
import json

import pytest

import ckan.plugins as p
from ckan import logic, model
from ckan.lib.dictization import model_dictize
from ckan.tests import factories

from ckanext.scigov.search.bulk.documents import RowMaker
from ckanext.scigov.search.connection import collected

pytestmark = pytest.mark.usefixtures("clean_site", "with_request_context")

DAY = dt.datetime(2024, 5, 6, 7, 8, 9, 123456)  # noqa: DTZ001 (as CKAN stores it)


def package(name, **fields):
    """A dataset straight in the tables: no validator has a say in what is odd about it."""
    given = {
        "title": f"数据 {name}",
        "state": "active",
        "private": False,
        "type": "dataset",
        "extras": {},
        "metadata_created": DAY,
        "metadata_modified": DAY,
        **fields,
    }
    one = model.Package(name=name, **given)
    model.Session.add(one)
    model.Session.flush()
    return one


def resource(of, **fields):
    one = model.Resource(package_id=of.id)
    for name, value in {"url": "http://x.example/a.csv", "state": "active", **fields}.items():
        setattr(one, name, value)
    model.Session.add(one)
    return one


def without_moment(row):
    stored = {key: value for key, value in row["stored"].items() if key != "indexed_ts"}
    terms = [term for term in row["terms"] if not term.startswith("indexed_ts=")]
    return {**row, "stored": stored, "terms": terms}


def both(*packages):
    """Rows by CKAN's way and in bulk, by name of the dataset."""
    ids = [one.id for one in packages]
    model.Session.commit()
    model.Session.remove()
    with collected() as rows:
        for package_id in ids:
            logic.index_update_package({"ignore_auth": True}, package_id, True)
    by_ckan = {row["name"]: without_moment(row) for row in rows}
    model.Session.remove()
    made = RowMaker().rows(ids)
    assert made.failed == {}
    return by_ckan, {row["name"]: without_moment(row) for row in made.rows}


def equal(*packages):
    by_ckan, in_bulk = both(*packages)
    assert set(by_ckan) == set(in_bulk) == {one.name for one in packages}
    for name, row in by_ckan.items():
        assert in_bulk[name] == row, name
    return in_bulk


@pytest.fixture
def no_fallback(monkeypatch):
    """Every dataset must be made in bulk."""
    from ckanext.scigov.search.bulk import documents

    def refused(package_id, made):
        made.failed[package_id] = AssertionError(f"{package_id} was not made in bulk")

    monkeypatch.setattr(documents, "_one", refused)


def test_an_entry_of_the_catalogue(dataset, no_fallback):
    rows = equal(model.Package.get(dataset["id"]))
    shown = json.loads(rows[dataset["name"]]["validated_data_dict"])
    assert shown["title"] == dataset["title"]
    assert shown["contact"] == dataset["contact"]


def test_states_and_visibility(no_fallback):
    organization = factories.Organization(title="省科学技术厅")
    rows = equal(
        package("plain"),
        package("secret", private=True, owner_org=organization["id"]),
        package("drafted", state="draft", creator_user_id="someone"),
        package("owned", owner_org=organization["id"], title="  blanks around  "),
        package("bare", title=None, notes=None, license_id="no-such-licence"),
        package("licensed", license_id="cc-by"),
    )
    labels = {name: row["permission_labels"] for name, row in rows.items()}
    assert f"member-{organization['id']}" in labels["secret"]
    assert "public" not in labels["secret"] + labels["drafted"]
    assert rows["bare"]["stored"]["license_id"] == "no-such-licence"


@pytest.mark.ckan_config("ckan.search.remove_deleted_packages", False)
def test_deleted_ones_too_where_they_are_to_be_found(no_fallback):
    rows = equal(package("gone", state="deleted"))
    assert rows["gone"]["state"] == "deleted"


@pytest.mark.ckan_config("ckan.search.remove_deleted_packages", True)
def test_no_row_for_deleted_ones_where_they_are_not(no_fallback):
    assert both(package("gone", state="deleted")) == ({}, {})


def test_resources_of_every_kind(no_fallback):
    one = package("full")
    for number in range(30):
        resource(one, position=number, name=f"r{number}", format="CSV", url=f"a.example/{number}")
    resource(one, position=30, url="Daten Tabelle 1.csv", url_type="upload", size=12)
    resource(one, position=31, url="x", url_type="upload", last_modified=DAY, mimetype="a/b")
    resource(one, position=32, url="", name="nothing")
    resource(one, position=33, state="deleted", name="deleted")
    resource(one, position=34, extras={"data_items": [{"title": "项目", "required": "true"}]})
    resource(one, position=35, extras={"odd": {"nested": [1, 2]}, "datastore_active": True})
    other = package("other")
    resource(other, position=0, url="/download", url_type="upload")
    rows = equal(one, other)
    shown = json.loads(rows["full"]["data_dict"])["resources"]
    assert len(shown) == 35
    # Nobody has graded these entries, so nothing tells where their data lie.
    place = f"http://test.scigov.localhost/dataset/{one.id}/resource"
    assert shown[0]["url"] == f"{place}/{shown[0]['id']}/access"
    assert shown[30]["url"] == f"{place}/{shown[30]['id']}/download/{shown[30]['id']}.csv"


def test_extras_known_and_unknown(no_fallback):
    equal(
        package(
            "known", extras={"theme": '["TECH"]', "issued": "2017-09-26", "hide_entry": "true"}
        ),
        package("unknown", extras={"a b": "1", "spätes_date": "2020-01-01", "bad_date": "never"}),
        package("empty", extras={"theme": "", "share_type": ""}),
        package("composite", extras={"contact": '[{"name": "x", "odd": "y"}]', "z": "1"}),
        package("no-parts", extras={"contact": "[]", "temporal_coverage": '[{"start": null}]'}),
    )


def test_tags_with_and_without_vocabulary(no_fallback):
    vocabulary = factories.Vocabulary(name="topics")
    one, other = package("tagged"), package("also")
    for name, vocabulary_id in (("水", None), ("经济", None), ("x", vocabulary["id"])):
        tag = model.Tag(name=name, vocabulary_id=vocabulary_id)
        model.Session.add(tag)
        model.Session.flush()
        for dataset in (one, other):
            model.Session.add(model.PackageTag(dataset, tag))
    gone = model.PackageTag(one, model.Tag(name="gone"), state="deleted")
    model.Session.add(gone)
    rows = equal(one, other)
    assert rows["tagged"]["stored"]["tags"] == ["水", "经济"]
    assert rows["tagged"]["stored"]["vocab_topics"] == ["x"]


def test_groups(no_fallback):
    user = factories.User()
    groups = [
        factories.Group(title="乙组", image_url="picture.png", user=user),
        factories.Group(title="甲组", image_url="http://x.example/p.png"),
    ]
    one, other = package("grouped"), package("also")
    for group in groups:
        for dataset in (one, other):
            model.Session.add(
                model.Member(model.Group.get(group["id"]), dataset.id, table_name="package")
            )
    rows = equal(one, other)
    assert set(rows["grouped"]["stored"]["groups"]) == {group["name"] for group in groups}


def relate(one, other, **fields):
    related = model.PackageRelationship(
        subject_package_id=one.id, object_package_id=other.id, type="child_of", **fields
    )
    model.Session.add(related)


def test_relationships(no_fallback):
    one, other = package("child"), package("parent")
    relate(one, other, state="deleted")
    equal(one, other)


def test_ckan_cannot_index_a_dataset_in_a_relationship():
    one, other = package("child"), package("parent")
    relate(one, other, comment="c")
    model.Session.commit()
    made = RowMaker().rows([one.id, other.id])
    assert made.rows == []
    assert {repr(error) for error in made.failed.values()} == {
        "KeyError('object_package_id')",
        "KeyError('subject_package_id')",
    }


def test_a_type_nobody_knows(no_fallback):
    equal(package("odd", type="mystery", extras={"a": "1"}), package("none", type=None))


def harvest_source(source_id="s1"):
    from ckanext.harvest.model import HarvestSource

    source = model.Session.get(HarvestSource, source_id)
    if source is None:
        source = HarvestSource(id=source_id, url="http://a.example", title="来源", type="ckan")
        model.Session.add(source)
        model.Session.flush()
    return source


def harvested(of, **fields):
    from ckanext.harvest.model import HarvestJob, HarvestObject

    job = HarvestJob(source=harvest_source())
    model.Session.add(job)
    model.Session.flush()
    model.Session.add(
        HarvestObject(package_id=of.id, current=True, guid=of.name, job=job, **fields)
    )
    model.Session.flush()


def test_harvested_datasets(no_fallback):
    one, other, third = package("harvested"), package("not-harvested"), package("twice")
    harvested(one, id="o1", import_finished=DAY)
    harvested(third, id="o2", import_finished=DAY)
    harvested(third, id="o3", import_finished=DAY + dt.timedelta(days=1))
    rows = equal(one, other, third)
    extras = json.loads(rows["harvested"]["validated_data_dict"])["extras"]
    assert {"key": "harvest_source_title", "value": "来源"} in extras
    twice = json.loads(rows["twice"]["data_dict"])["extras"]
    assert {"key": "harvest_object_id", "value": "o3"} in twice
    assert "harvest_object_id" not in rows["not-harvested"]["data_dict"]


def test_a_harvest_source(no_fallback):
    extras = {"source_type": "ckan", "frequency": "DAILY", "config": '{"a": "b"}'}
    one = package("source", type="harvest", url="http://a.example/x", extras=extras)
    harvest_source(one.id)
    rows = equal(one)
    shown = json.loads(rows["source"]["validated_data_dict"])
    assert (shown["source_type"], shown["status"]["total_datasets"]) == ("ckan", 0)


def test_the_number_of_statements_does_not_grow(count_queries, no_fallback):
    ids = []
    for number in range(40):
        one = package(f"dataset-{number}")
        resource(one, position=0)
        harvested(one, id=f"o{number}", import_finished=DAY)
        ids.append(one.id)
    model.Session.commit()
    maker = RowMaker()
    maker.rows(ids[:2])
    model.Session.remove()
    with count_queries() as few:
        maker.rows(ids[:2])
    model.Session.remove()
    with count_queries() as many:
        maker.rows(ids)
    assert many.count == few.count <= 13


class ShowsMore(p.SingletonPlugin):
    """Hooks that want the model and the context's package."""

    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)

    def read(self, entity):
        entity.seen = f"{entity.name} with {len(entity.resources)}"

    def before_resource_show(self, resource_dict):
        resource_dict["shown"] = "yes"

    def after_dataset_show(self, context, pkg_dict):
        pkg_dict["seen"] = context["package"].seen

    def before_dataset_index(self, pkg_dict):
        pkg_dict["extras_seen"] = json.loads(pkg_dict["validated_data_dict"])["seen"]
        return pkg_dict


@pytest.mark.with_plugins({"shows_more": ShowsMore})
def test_hooks_get_what_they_get_from_ckan(no_fallback):
    one = package("hooked")
    resource(one, position=0)
    rows = equal(one)
    assert rows["hooked"]["stored"]["extras_seen"] == "hooked with 1"


class Chained(p.SingletonPlugin):
    p.implements(p.IActions)

    def get_actions(self):
        @p.toolkit.chained_action
        @p.toolkit.side_effect_free
        def package_show(original, context, data_dict):
            return {**original(context, data_dict), "notes": "chained"}

        return {"package_show": package_show}


@pytest.mark.with_plugins({"chained": Chained})
def test_a_package_show_of_somebody_elses_is_called():
    rows = equal(package("one"))
    assert rows["one"]["stored"]["notes"] == "chained"


def test_a_function_of_ckans_that_was_replaced_is_called(monkeypatch):
    original = model_dictize.package_dictize

    def replaced(pkg, context, include_plugin_data=False):
        return {**original(pkg, context, include_plugin_data), "notes": "replaced"}

    monkeypatch.setattr(model_dictize, "package_dictize", replaced)
    rows = equal(package("one"))
    assert rows["one"]["stored"]["notes"] == "replaced"


class Fails(p.SingletonPlugin):
    p.implements(p.IPackageController, inherit=True)

    def before_dataset_index(self, pkg_dict):
        if pkg_dict["name"] == "broken":
            raise RuntimeError("broken")
        return pkg_dict


@pytest.mark.with_plugins({"fails": Fails})
def test_one_that_fails_does_not_take_the_others_along():
    ids = [package(name).id for name in ("one", "broken", "two")]
    model.Session.commit()
    made = RowMaker().rows([*ids, "not-there"])
    assert sorted(row["name"] for row in made.rows) == ["one", "two"]
    assert [(key, str(error)) for key, error in made.failed.items()] == [(ids[1], "broken")]
