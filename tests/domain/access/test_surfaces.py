"""What a surface says of itself, what a file of surfaces may hold, and what ours holds.

Make the table in the documentation anew:
    .venv/bin/python tests/domain/access/test_surfaces.py
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ckanext.scigov.access.domain.policy import Operation
from ckanext.scigov.access.domain.surface_file import parse
from ckanext.scigov.access.domain.surfaces import Kind, ObjectRef, Surface, SurfaceClass, Surfaces

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "ckanext-scigov/ckanext/scigov/access/surfaces.yaml"
PAGE = ROOT / "docs/access-surfaces.md"
BEGIN, END = "<!-- closed: begin -->\n", "<!-- closed: end -->"


def surface(**entry) -> Surface:
    return parse({"any": {"actions": {"act": {"class": "META", **entry}}}}).actions["act"]


def named(recipe: dict, values: dict) -> list[tuple[str, str]]:
    found = surface(object=recipe).objects_in(values)
    return [(ref.kind.value, ref.value) for ref in found]


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("NEUTRAL", None),
        ("EXISTENCE", Operation.DISCOVER),
        ("META", Operation.META),
        ("LOCATE", Operation.LOCATE),
        ("DATA", Operation.DATA),
        ("WRITE", Operation.WRITE),
        ("GRADE", Operation.SET_GRADE),
        ("ADMIN", None),
    ],
)
def test_a_class_is_an_operation_of_the_policy(name, operation):
    assert surface(**{"class": name}).operation is operation


def test_there_are_no_other_classes():
    assert len(SurfaceClass) == 8


@pytest.mark.parametrize(
    ("recipe", "values", "expected"),
    [
        ({}, {"id": "a"}, []),
        ({"dataset": ["id"]}, {}, []),
        ({"dataset": ["id"]}, {"id": None}, []),
        ({"dataset": ["id"]}, {"id": "a"}, [("dataset", "a")]),
        # The first that is given wins: the other is the new name of an entry that is renamed.
        ({"dataset": ["id", "name"]}, {"name": "b", "id": "a"}, [("dataset", "a")]),
        ({"dataset": ["id", "name"]}, {"name": "b", "id": ""}, [("dataset", "b")]),
        ({"dataset": ["id"]}, {"id": ["a", "b", "a"]}, [("dataset", "a"), ("dataset", "b")]),
        ({"dataset": ["id"]}, {"id": []}, []),
        # Two tables are two objects; what the action reads comes first.
        (
            {"table": ["id", "resource_id"]},
            {"resource_id": "open", "id": "closed"},
            [("table", "closed"), ("table", "open")],
        ),
        ({"table": ["id", "resource_id"]}, {"resource_id": "a", "id": "a"}, [("table", "a")]),
        # A resource stands before the dataset it is said to be of, however the file is written.
        (
            {"dataset": ["id"], "view": ["view_id"], "resource": ["resource_id"]},
            {"id": "mine", "view_id": "v", "resource_id": "theirs"},
            [("resource", "theirs"), ("view", "v"), ("dataset", "mine")],
        ),
    ],
)
def test_objects_are_found_in_arguments(recipe, values, expected):
    assert named(recipe, values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"match": {"id": "a"}}, [("dataset", "a")]),
        ({"match": '{"id": "a"}'}, [("dataset", "a")]),
        ({"match": '["a"]'}, []),
        ({"match": "a"}, []),
        ({"match": 1}, []),
        ({"match": {"name": "a"}}, []),
    ],
)
def test_an_argument_inside_another(values, expected):
    assert named({"dataset": ["match.id"]}, values) == expected


@pytest.mark.parametrize("value", [1, True, {"id": "a"}, [["a"]]])
def test_what_is_no_text_names_what_does_not_exist(value):
    """It is not left out, which would look like a call that names nothing."""
    assert named({"dataset": ["id"]}, {"id": value}) == [("dataset", "")]


@pytest.mark.parametrize(
    ("object_type", "expected"),
    [("package", [("dataset", "a")]), ("user", [("user", "a")]), ("group", []), (None, [])],
)
def test_an_argument_whose_kind_stands_in_another(object_type, expected):
    recipe = {"dataset": ["object if object_type=package"], "user": ["object if object_type=user"]}
    assert named(recipe, {"object": "a", "object_type": object_type}) == expected


GOOD = {"class": "META"}


@pytest.mark.parametrize(
    ("decoded", "message"),
    [
        (None, "The file must be a mapping, not None."),
        ({"x": []}, "The plugin x must be a mapping, not []."),
        ({"x": {"pages": {}}}, "The plugin x has a section pages; there are actions, endpoints."),
        ({"x": {"actions": None}}, "The section actions of x must be a mapping, not None."),
        ({"x": {"actions": {"a": "META"}}}, "The entry a must be a mapping, not 'META'."),
        (
            {"x": {"actions": {"a": GOOD}}, "y": {"actions": {"a": GOOD}}},
            "a stands twice among the actions.",
        ),
        (
            {"x": {"endpoints": {"a": {**GOOD, "closed": "api"}}}},
            "a is an endpoint and no name of the API: close it to all.",
        ),
    ],
)
def test_a_file_that_is_not_understood_is_refused(decoded, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse(decoded)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({}, "a has no class."),
        (
            {"class": "OPEN"},
            "a has an unknown class 'OPEN'; there are NEUTRAL, EXISTENCE, META, LOCATE, DATA, WRITE, GRADE, ADMIN.",
        ),
        (
            {**GOOD, "off": True},
            "a has a key 'off'; there are class, object, closed, setting, note.",
        ),
        ({**GOOD, "closed": True}, "a has an unknown closed True; there are no, api, all."),
        ({**GOOD, "note": ["x"]}, "The note of a must be a text, not ['x']."),
        ({**GOOD, "setting": "debug"}, "a has a setting 'debug'; write 'option = value'."),
        ({**GOOD, "setting": True}, "a has a setting True; write 'option = value'."),
        ({**GOOD, "object": "id"}, "The object of a must be a mapping, not 'id'."),
        (
            {**GOOD, "object": {"user": "id"}},
            "The object of a needs a list of arguments, not 'id'.",
        ),
        ({**GOOD, "object": {"user": []}}, "The object of a needs a list of arguments, not []."),
        (
            {**GOOD, "object": {"user": ["id="]}},
            "a has an argument 'id='; write 'id', 'match.id' or 'id if type=package'.",
        ),
        (
            {**GOOD, "object": {"user": [1]}},
            "a has an argument 1; write 'id', 'match.id' or 'id if type=package'.",
        ),
        (
            {**GOOD, "object": {"row": ["id"]}},
            (
                "a has an unknown kind of object 'row'; there are resource, table, view, file, activity, "
                "harvest_object, harvest_job, harvest_source, dataset, organization, group, user."
            ),
        ),
    ],
)
def test_an_entry_that_is_not_understood_is_refused(entry, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse({"x": {"actions": {"a": entry}}})


def test_what_is_closed_is_no_name_of_the_api():
    actions = {
        "open": GOOD,
        "for_pages": {**GOOD, "closed": "api"},
        "shut": {**GOOD, "closed": "all", "setting": "debug = true", "note": "why"},
    }
    endpoints = {"x.open": GOOD, "x.shut": {**GOOD, "closed": "all"}}
    found = parse({"x": {"actions": actions, "endpoints": endpoints}})
    assert found.names_of_the_api == {"open"}
    assert found.open_endpoints == {"x.open"}
    assert set(found.actions) == {"open", "for_pages", "shut"}
    assert found.actions["shut"].setting == ("debug", "true")
    assert (found.actions["shut"].plugin, found.actions["shut"].note) == ("x", "why")


def test_another_file_adds_and_changes_nothing():
    ours = parse({"x": {"actions": {"a": {**GOOD, "closed": "all"}}, "endpoints": {"x.a": GOOD}}})
    added = ours.with_more(parse({"y": {"actions": {"b": GOOD}, "endpoints": {"y.b": GOOD}}}))
    assert set(added.actions) == {"a", "b"}
    assert (added.names_of_the_api, added.open_endpoints) == ({"b"}, {"x.a", "y.b"})
    for section, name, kind in (("actions", "a", "action"), ("endpoints", "x.a", "endpoint")):
        with pytest.raises(ValueError, match=f"^The {kind} {name} is classified already, by x;"):
            ours.with_more(parse({"y": {section: {name: GOOD}}}))


def test_nothing_is_classified_by_itself():
    assert (Surfaces().actions, Surfaces().open_endpoints) == ({}, frozenset())


# Our file


@pytest.fixture(scope="module")
def ours() -> Surfaces:
    return parse(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def test_objects_of_ckans_own_surprises(ours: Surfaces):
    both = {"resource_id": "open", "id": "closed"}
    assert ours.actions["datastore_search"].objects_in(both)[0] == ObjectRef(Kind.TABLE, "closed")
    revised = {"match": '{"name": "b"}', "match__id": "a"}
    assert ours.actions["package_revise"].objects_in(revised) == (ObjectRef(Kind.DATASET, "a"),)
    download = ours.endpoints["dataset_resource.download"]
    address = {"id": "mine", "resource_id": "theirs"}
    assert download.objects_in(address)[0] == ObjectRef(Kind.RESOURCE, "theirs")
    original = ours.endpoints["harvester.object_show"]
    assert original.objects_in({"id": "a", "ref_type": "dataset"}) == (
        ObjectRef(Kind.DATASET, "a"),
    )


def test_what_search_answers_before_the_gate_is_open(ours: Surfaces):
    """The short way of package_search asks no hook; to close the action would not close it."""
    assert "package_search" in ours.names_of_the_api
    assert "api.action" in ours.open_endpoints


def test_what_is_closed_says_why(ours: Surfaces):
    closed = [*ours.actions.values(), *ours.endpoints.values()]
    assert [one.name for one in closed if one.closed.value != "no" and not one.note] == []


@pytest.mark.parametrize("section", ["actions", "endpoints"])
def test_data_and_places_are_never_without_an_object(ours: Surfaces, section: str):
    """Whoever decides has to know of what; what cannot say so is closed."""
    nameless = [
        name
        for name, one in getattr(ours, section).items()
        if one.operation in (Operation.LOCATE, Operation.DATA, Operation.SET_GRADE)
        and not one.arguments
        and one.closed.value == "no"
    ]
    assert nameless == []


def closed_table() -> str:
    """Return the table of the documentation: what is closed, and why."""
    found = parse(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    rows = ["", "| plugin | closed | to | note |", "|---|---|---|---|"]
    for one in [*found.actions.values(), *found.endpoints.values()]:
        if one.closed.value != "no":
            to = {"all": "everybody", "api": "the API"}[one.closed.value]
            rows.append(f"| {one.plugin} | `{one.name}` | {to} | {one.note} |")
    return "\n".join([*rows, "", ""])


def with_table(text: str) -> str:
    head, _, rest = text.partition(BEGIN)
    return head + BEGIN + closed_table() + END + rest.partition(END)[2]


def test_the_documentation_names_what_is_closed():
    text = PAGE.read_text(encoding="utf-8")
    assert with_table(text) == text, "Run .venv/bin/python tests/domain/access/test_surfaces.py."


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
