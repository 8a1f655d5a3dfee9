"""Exact values, ranges, negation, facets, sorting, paging, what comes back."""

import datetime as dt

import pytest

from ckan.lib.search.common import SearchQueryError

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins"),
]


def test_exact_values(indexed, found):
    one = indexed(tags=["a b", "c"], security_level="1", organization="org")
    two = indexed(tags=["a"], security_level="2", organization="org")
    assert found('tags:"a b"') == [one]
    assert found("tags:a") == [two]
    assert found("tags:A") == []
    assert found("organization:org") == [one, two]
    assert found("security_level:(1 OR 3)") == [one]
    assert found("*:*", fq=["+security_level:2", "+organization:org"]) == [two]
    assert found("id:d1 OR name:dataset-2") == [one, two]


def test_a_document_without_the_field_is_not_forbidden(indexed, found):
    harvest = indexed(dataset_type="harvest", tags=["x"])
    plain = indexed()
    assert found("*:*", fq="-dataset_type:harvest") == [plain]
    assert found("*:*", fq="state:active -tags:x") == [plain]
    assert found("-tags:x") == [plain]
    assert found("tags:*") == [harvest]
    assert found("-tags:[* TO *]") == [plain]


def test_lucenes_meaning_of_mixed_operators(indexed, found):
    ab, a, b = indexed(tags=["a", "b"]), indexed(tags=["a"]), indexed(tags=["b"])
    assert found("tags:a OR tags:b") == [ab, a, b]
    assert found("tags:a tags:b") == [ab]
    # With AND as the default, OR makes both its neighbours optional.
    assert found("name:* tags:a OR tags:b") == [ab, a, b]
    # Inside a group, forbidding alone finds nothing.
    assert found("tags:a OR (-tags:b)") == [ab, a]


def test_ranges_of_dates(indexed, found):
    now = dt.datetime.now(dt.timezone.utc)
    old = indexed(metadata_modified="2020-05-01T00:00:00Z", issued_date="2020-05-01")
    new = indexed(metadata_modified=now.isoformat(), issued_date="2024-05-01T12:00:00Z")
    assert found("metadata_modified:[NOW-1DAY TO NOW+1DAY]") == [new]
    assert found("metadata_modified:[* TO 2020-05-01T00:00:00Z]") == [old]
    assert found("metadata_modified:[* TO 2020-05-01T00:00:00Z}") == []
    assert found('metadata_modified:"2020-05-01T00:00:00Z"') == [old]
    assert found("issued_date:[2024-01-01T00:00:00Z TO *]") == [new]
    assert found("issued_date:[2020-05-01T00:00:00Z TO 2020-05-01T00:00:00Z+1DAY]") == [old]


def test_ranges_of_numbers_and_strings(indexed, found):
    few, many = indexed(views_total=9, version="a"), indexed(views_total=10, version="c")
    assert found("views_total:[5 TO 9]") == [few]
    assert found("views_total:{9 TO *]") == [many]
    assert found("views_total:10") == [many]
    assert found("version:[a TO b]") == [few]
    assert found("name:[dataset-2 TO *]") == [many]
    with pytest.raises(SearchQueryError, match="views_total"):
        found("views_total:[few TO *]")


def facets(connection, *fields, **parameters):
    given = {name.replace("__", "."): value for name, value in parameters.items()}
    answer = connection.search(
        **{"q": "*:*", "rows": 0, "facet": "true", "facet.field": list(fields), **given}
    )
    return {
        name: list(zip(values[::2], values[1::2], strict=True))
        for name, values in answer.facets["facet_fields"].items()
    }


@pytest.fixture
def some(indexed):
    indexed(tags=["a", "b"], organization="o", views_total=3)
    indexed(tags=["a"], organization="p", permission_labels=["member-p"])
    indexed(tags=["a", "c"], state="deleted", views_total=12)


def test_facets_are_exact_and_respect_filters_and_labels(some, connection):
    everything = facets(connection, "tags", "organization", "state", facet__mincount=1)
    assert everything == {
        "tags": [("a", 3), ("b", 1), ("c", 1)],
        "organization": [("o", 1), ("p", 1)],
        "state": [("active", 2), ("deleted", 1)],
    }
    seen = ['+permission_labels:("public" OR "member-x")', "+state:active"]
    assert facets(connection, "tags", fq=seen, facet__mincount=1) == {"tags": [("a", 1), ("b", 1)]}


def test_facets_limits(some, connection):
    assert facets(connection, "tags", facet__limit=1, facet__mincount=1) == {"tags": [("a", 3)]}
    assert facets(connection, "tags", facet__mincount=2) == {"tags": [("a", 3)]}
    assert facets(connection, "tags", facet__prefix="b", facet__mincount=1) == {"tags": [("b", 1)]}
    assert facets(connection, "views_total") == {"views_total": [("3", 1), ("12", 1)]}
    assert facets(connection, "nothing") == {"nothing": []}
    none_left = facets(connection, "tags", fq="state:deleted", facet__sort="index")
    assert none_left == {"tags": [("a", 1), ("b", 0), ("c", 1)]}


def test_facet_values_are_not_patterns(indexed, connection):
    indexed(a_b=["%", "_", "="], axb=["no"])
    counted = facets(connection, "a_b", facet__mincount=1)
    assert sorted(counted["a_b"]) == [("%", 1), ("=", 1), ("_", 1)]
    assert facets(connection, "a_b", facet__prefix="%", facet__mincount=1) == {"a_b": [("%", 1)]}


def test_sorting(indexed, found):
    an = indexed(title="安全", title_string="安全", views_recent=5)
    latin = indexed(title="Zebra", title_string="Zebra")
    bei = indexed(title="北京", title_string="北京", views_recent=7, rank_note="b")
    assert found(sort="title_string asc") == [latin, an, bei]
    assert found(sort="title_string desc") == [bei, an, latin]
    assert found(sort="metadata_modified desc") == [bei, latin, an]
    assert found(sort="name asc") == [an, latin, bei]
    assert found(sort="views_recent desc") == [bei, an, latin]
    # Documents without the string come last in both directions, as in Solr.
    assert found(sort="rank_note asc")[0] == bei
    assert found(sort="rank_note desc, name desc") == [bei, latin, an]


def test_paging_shows_every_document_once(indexed, found, connection):
    for _ in range(7):
        indexed(title="同")
    pages = [found(sort="title_string asc", rows=3, start=start) for start in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({one for page in pages for one in page}) == 7
    behind = connection.search("*:*", rows=3, start=9)
    assert (behind.hits, len(behind)) == (7, 0)
    assert connection.search("*:*", rows=0).hits == 7


def test_what_comes_back(indexed, connection):
    indexed(title="水", tags=["a"], extras_k="v", own="not stored", validated_data_dict="{}")
    whole = connection.search("*:*").docs[0]
    assert whole["title"] == "水"
    assert whole["tags"] == ["a"]
    assert whole["metadata_modified"] == "2026-01-01T00:00:00Z"
    assert not {"own", "permission_labels", "text", "title_string"} & set(whole)
    assert connection.search("*:*", fl="id validated_data_dict").docs == [
        {"id": "d1", "validated_data_dict": "{}"}
    ]
    assert connection.search("*:*", fl="title,extras_*").docs == [{"title": "水", "extras_k": "v"}]
    assert connection.search("*:*", fl="id score").docs == [{"id": "d1", "score": 1.0}]


def test_dates_become_datetimes_where_ckan_wants_them(indexed):
    from ckan.lib.search import make_connection

    indexed(issued_date="2024-05-01")
    document = make_connection().search("*:*").docs[0]
    assert document["issued_date"] == dt.datetime(2024, 5, 1)  # noqa: DTZ001 (CKAN's are naive)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("data_dict:x", "data_dict"),
        ("title:[a TO b]", "title"),
        ("notes:*ab*", "notes"),
        ("title_ngram:a*", "title_ngram"),
        ("permission_labels:[a TO b]", "permission_labels"),
        ("metadata_modified:2020*", "metadata_modified"),
        ("metadata_modified:yesterday", "yesterday"),
        ("word~", "word~"),
    ],
)
def test_what_is_not_answered_is_refused_by_name(query, named, connection):
    with pytest.raises(SearchQueryError, match=named):
        connection.search(query)


def test_documents_are_replaced_and_deleted(indexed, found, connection):
    indexed(title="旧")
    connection.add([{"index_id": "i1", "id": "d1", "title": "新"}])
    assert found("title:旧") == []
    assert found("title:新") == ["d1"]
    connection.delete(q='+id:"d1" +title:无')
    assert found() == ["d1"]
    connection.delete(q='id:"d1" OR name:"d1"')
    assert found() == []
    two = indexed()
    connection.delete(id="i2")
    assert found() == []
    assert two == "d2"
    with pytest.raises(ValueError, match="either"):
        connection.delete()
