"""The parameters of one search."""

import pytest

from ckanext.scigov.search.domain.refusals import InvalidSortError, UnsupportedQueryError
from ckanext.scigov.search.domain.request import Facets, SortKey, is_returned, understand
from ckanext.scigov.search.domain.tree import Best, Clauses, Everything, Words

# What ckan.lib.search.query sends for a search page.
OF_CKAN = {
    "fq": ["+capacity:public +dataset_type:dataset", '+site_id:"s"', "+state:active"],
    "fq_list": [],
    "sort": "score desc, metadata_modified desc",
    "rows": 21,
    "start": 20,
    "fl": "id validated_data_dict",
    "wt": "json",
    "df": "text",
    "q.op": "AND",
    "defType": "dismax",
    "qf": "name^4 title^4 tags^2 groups^2 text",
    "mm": "2<-1 5<80%",
    "tie": "0.1",
    "facet": "true",
    "facet.field": ["tags", "organization"],
    "facet.limit": 50,
    "facet.mincount": 1,
}


def test_a_search_page():
    request = understand("水", OF_CKAN)
    assert isinstance(request.query, Clauses)
    assert isinstance(request.query.clauses[0].node, Best)
    assert len(request.filters) == 3
    assert request.sort == (SortKey("score", True), SortKey("metadata_modified", True))
    assert (request.start, request.rows) == (20, 21)
    assert request.facets == Facets(("tags", "organization"), 50, 1)
    assert request.weights == (0.25, 0.375, 0.5, 1.0)


def test_the_standard_language_is_the_default():
    assert understand("title:x", {}).query == Words("title", "x")
    assert understand("*:*", {}).query == Everything()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"bf": "recip(x)"}, "bf"),
        ({"boost": "x"}, "boost"),
        ({"hl": "true"}, "hl"),
        ({"wt": "xml"}, "json"),
        ({"defType": "knn"}, "knn"),
        ({"rows": "many"}, "many"),
        ({"start": -1}, "-1"),
        ({"fl": "sum(a,b)"}, "sum(a"),
        ({"sort": "notes_x asc, text desc"}, "text"),
        ({"sort": "extras_theme asc"}, "extras_theme"),
        ({"sort": "permission_labels asc"}, "permission_labels"),
        ({"facet": "true", "facet.field": ["notes"]}, "notes"),
        ({"facet": "true", "facet.field": ["permission_labels"]}, "permission_labels"),
        ({"facet": "true", "facet.field": ["{!ex=a}tags"]}, "{!ex=a}tags"),
        ({"facet": "true", "facet.field": ["tags"], "facet.sort": "size"}, "size"),
        ({"facet": "true", "facet.field": [str(n) for n in range(60)]}, "50"),
        ({"fq": "{!geofilt d=1}"}, "geofilt"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(given, named):
    with pytest.raises(UnsupportedQueryError) as refusal:
        understand("*:*", given)
    assert named in str(refusal.value)


@pytest.mark.parametrize("sort", ["metadata_modified", "name up", "name asc,", "div(a,b) desc"])
def test_a_sort_without_order_is_refused_in_solrs_words(sort):
    with pytest.raises(InvalidSortError, match="Can't determine a Sort Order"):
        understand("*:*", {"sort": sort})


def test_local_parameters():
    assert understand("{!lucene df=title}x", {}).query == Words("title", "x")
    assert understand("{!type=lucene df=title v='x'}", {}).query == Words("title", "x")
    both = understand("{!lucene q.op=OR}a b", {"q.op": "AND"}).query
    assert isinstance(both, Clauses)
    assert {c.occur.value for c in both.clauses} == {" "}
    boolean = understand("{!bool must=a must_not='title:b c'}", {}).query
    assert isinstance(boolean, Clauses)
    assert [c.occur.value for c in boolean.clauses] == ["+", "-"]
    for wrong in ("{!lucene cache=false}a", "{!bool must=$ref}", "{!bool near=a}"):
        with pytest.raises(UnsupportedQueryError):
            understand(wrong, {})


def test_what_comes_back():
    assert is_returned("title", ("*",))
    assert is_returned("extras_a", ("id", "extras_*"))
    assert not is_returned("title", ("id",))
    assert not is_returned("permission_labels", ("*",))
    assert understand("*:*", {"fl": "title,name id"}).fields == ("title", "name", "id")


def test_no_facets_unless_asked_for():
    assert understand("*:*", {"facet.field": ["tags"]}).facets == Facets()
    assert understand("*:*", {"facet": "true", "facet.limit": -1}).facets.limit == -1
