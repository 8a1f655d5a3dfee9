"""Compiled show schemas: the same dict as ``navl.validate``, or none at all."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ckan.plugins.toolkit as tk
from ckan.lib.navl import dictization_functions as navl
from ckan.lib.navl.dictization_functions import missing
from ckan.lib.plugins import lookup_package_plugin
from ckan.logic.schema import default_show_package_schema

from ckanext.scigov.search.bulk.schemas import ShowSchema
from ckanext.scigov.search.bulk.validation import Uncovered, compiled

CONTEXT = {"ignore_auth": True}
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 2), st.sampled_from(["", "a", "b c", "true"]),
    st.just(["x"]), st.just({"k": "v"}),
)  # fmt: skip
NAMES = ("a", "b", "c", "title", "name", "unknown", "Zz")


def validators(*names):
    return [tk.get_validator(name) for name in names]


def refuses(value):
    raise tk.Invalid("always")


def adds_one(value, context):
    return f"{value}+{len(context['schema_keys'])}"


@pytest.fixture
def schema(with_plugins):
    leaf = {"a": validators("ignore_missing"), "b": validators("not_empty", "unicode_safe")}
    return {
        "__before": validators("duplicate_extras_key", "ignore"),
        "a": [],
        "b": [*validators("ignore_missing", "boolean_validator"), refuses],
        "c": [adds_one],
        "name": validators("not_empty", "unicode_safe"),
        "title": [tk.get_validator("if_empty_same_as")("name"), *validators("unicode_safe")],
        "from": validators("convert_from_extras", "ignore_missing"),
        "also": validators("convert_from_extras", "ignore"),
        "extras": {"key": validators("not_empty"), "value": validators("not_empty")},
        "kept": {**leaf, "__extras": validators("ignore_missing", "keep_extras")},
        "listed": {**leaf, "deeper": {"a": validators("unicode_safe")}},
        "dropped": {"a": validators("ignore"), "__extras": validators("ignore")},
        "__extras": validators("ignore"),
        "__junk": validators("empty"),
    }


DICTS = st.dictionaries(st.sampled_from(NAMES), VALUES)
LISTS = st.lists(DICTS, max_size=3)
NESTED = st.builds(lambda one, deeper: {**one, **deeper}, DICTS,
                   st.fixed_dictionaries({}, optional={"deeper": LISTS}))  # fmt: skip
EXTRAS = st.dictionaries(
    st.sampled_from(["from", "also", "x", "y"]), st.sampled_from(["", "1", "2"])
).map(lambda pairs: [{"key": key, "value": value} for key, value in pairs.items()])
DATASETS = st.builds(
    lambda fields, lists: {**fields, **lists},
    DICTS,
    st.fixed_dictionaries(
        {"extras": EXTRAS, "name": st.just("n")},
        optional={
            "kept": LISTS, "dropped": LISTS, "unknown": LISTS, "listed": st.lists(NESTED, max_size=2)
        },
    ),
)  # fmt: skip


def shaped(value):
    """The value with the order of its keys."""
    if isinstance(value, dict):
        return [(key, shaped(one)) for key, one in value.items()]
    return [shaped(one) for one in value] if isinstance(value, list) else value


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=DATASETS)
def test_it_gives_what_ckan_gives(schema, data):
    level = compiled(schema)
    try:
        by_ckan, _errors = navl.validate(copy.deepcopy(data), schema, CONTEXT)
    except navl.DataError:
        with pytest.raises(Uncovered):
            level.validated(data, CONTEXT)
        return
    try:
        ours = level.validated(copy.deepcopy(data), CONTEXT)
    except Uncovered:
        # Left to CKAN, which takes it for rubbish or not by what the lists hold.
        assert any(set(one) == {"deeper"} for one in data["listed"])
        return
    assert shaped(ours) == shaped(by_ckan)


def test_a_known_case(schema):
    data = {
        "a": 1, "c": "x", "name": "n", "title": "", "zz": 1, "kept": [], "listed": [{"odd": 1}],
        "extras": [{"key": "from", "value": "v"}, {"key": "also", "value": "w"}],
    }  # fmt: skip
    assert compiled(schema).validated(data, CONTEXT) == {
        "a": 1,
        "c": "x+14",
        "from": "v",
        "name": "n",
        "title": "n",
        "listed": [{"__extras": {"odd": 1}, "b": missing}],
        "kept": [],
    }


@pytest.mark.parametrize(
    "data",
    [
        {"extras": [{"key": "x", "value": "1"}, {"key": "x", "value": "2"}]},
        {"extras": [{"key": "x"}]},
        {"kept": "no list"},
        {"kept": [{"a": 1}, "no dict"]},
        {"listed": [{"deeper": [{"a": 1}]}]},
        {"__junk": "odd"},
        {"tag_string": "a,b"},
        {"title": ""},
    ],
)
def test_what_is_odd_about_a_dataset_is_left_to_ckan(schema, data):
    schema["tag_string"] = validators("ignore_missing", "tag_string_convert")
    schema["name"] = validators("ignore_missing")
    with pytest.raises(Uncovered):
        compiled(schema).validated(data, CONTEXT)


def everything(key, data, errors, context):
    """It could do anything."""


class NoFunction:
    def __call__(self, value):
        return value


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"a": [everything]},
        {"a": [NoFunction()]},
        {"__before": [everything]},
        {"__after": [everything]},
        {"__junk": [everything]},
        {"__extras": [everything]},
        {"a": "no validators"},
        {"list": {}},
        {"list": {"a": [tk.get_converter("convert_from_extras")]}},
        {"extras": {"key": [], "value": [tk.get_validator("unicode_safe")] * 2}},
        {"from": [tk.get_converter("convert_from_extras")], "extras": []},
        {"a": [tk.get_validator("if_empty_same_as")("name")]},
        {"title": [tk.get_validator("if_empty_same_as")("nothing")]},
    ],
)
def test_what_is_not_known_is_not_compiled(schema, change):
    changed = {**schema, **change} if change else {}
    assert compiled(changed) is None


@pytest.mark.usefixtures("clean_site")
def test_the_catalogues_schema_and_ckans_are_compiled():
    plugin = lookup_package_plugin
    assert ShowSchema(plugin("dataset"), "dataset")._level is not None
    assert ShowSchema.default()._level is not None
    # A validator of harvest's writes into the whole dict.
    assert ShowSchema(plugin("harvest"), "harvest")._level is None
    assert compiled(default_show_package_schema()) is not None
