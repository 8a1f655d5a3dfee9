"""The index as columns: made, counted, filtered, sorted, and followed from change to change."""

import numpy as np
import pytest

from ckanext.scigov.search.domain.building import Row, columns_of, merged, without
from ckanext.scigov.search.domain.columns import MISSING, Remembered
from ckanext.scigov.search.domain.counting import Found, facet_counts, first_of, sort_values
from ckanext.scigov.search.domain.request import Facets, SortKey

DATES = ("metadata_modified",)


def row(number, *terms, modified=None, title="", written_by=1):
    return Row(number, written_by, terms, (modified,), title)


ROWS = (
    row(1, "tags=水", "tags=土", "res_format=CSV", "views_total=10000000000000000005", modified=30),
    row(2, "tags=水", "res_format=CSV", "organization=a", modified=10, title="水库"),
    row(5, "res_format=XLSX", "organization=b", title="安全"),
)


@pytest.fixture
def columns():
    return columns_of(ROWS, DATES)


def numbers(columns, mask):
    return columns.numbers[mask].tolist()


def having(columns, field, *texts):
    column = columns.fields[field]
    return numbers(columns, column.having([column.values.numbers[text] for text in texts]))


def counts(columns, mask=None, **facets):
    found = Found(columns.alive if mask is None else np.array(mask))
    return facet_counts(columns, found, Facets(**{"minimum": 1, **facets}))


def test_columns_hold_what_the_rows_say(columns):
    assert columns.numbers.tolist() == [1, 2, 5]
    assert columns.dates["metadata_modified"].tolist() == [30, 10, MISSING]
    assert columns.titles == ["", "水库", "安全"]
    assert columns.fields["res_format"].is_single
    assert not columns.fields["tags"].is_single
    assert having(columns, "tags", "水") == [1, 2]
    assert having(columns, "tags", "土", "水") == [1, 2]
    assert having(columns, "res_format", "XLSX") == [5]


def test_values_that_pass_a_test(columns):
    tags, formats = columns.fields["tags"], columns.fields["res_format"]
    assert numbers(columns, tags.matching(lambda text: text < "水")) == [1]
    assert numbers(columns, formats.matching(str.islower)) == []


def test_a_number_without_a_document_is_in_no_slot(columns):
    assert columns.slots_of(np.array([0, 2, 3, 9], dtype=np.int32)).tolist() == [1]
    assert columns.mask_of(np.array([5, 9], dtype=np.int32)).tolist() == [False, False, True]
    assert columns_of((), DATES).slots_of(np.array([1], dtype=np.int32)).tolist() == []


def test_titles_are_found_whole(columns):
    assert columns.titled("水库").tolist() == [1]
    assert columns.titled("水").tolist() == []


def test_facets_by_count_and_by_value(columns):
    fields = ("tags", "res_format", "nothing")
    by_count = {"tags": ["水", 2, "土", 1], "res_format": ["CSV", 2, "XLSX", 1], "nothing": []}
    assert counts(columns, fields=fields) == by_count
    assert counts(columns, fields=("tags",), by_count=False) == {"tags": ["土", 1, "水", 2]}
    assert counts(columns, fields=("tags",), limit=1) == {"tags": ["水", 2]}
    assert counts(columns, fields=("tags",), limit=0) == {"tags": []}
    assert counts(columns, fields=("tags",), limit=-1) == {"tags": ["水", 2, "土", 1]}
    assert counts(columns, fields=("res_format",), prefix="X") == {"res_format": ["XLSX", 1]}
    assert counts(columns, fields=("views_total",)) == {"views_total": ["5", 1]}


def test_facets_of_some_documents(columns):
    only_last = [False, False, True]
    fields = ("res_format", "organization")
    found = {"res_format": ["XLSX", 1], "organization": ["b", 1]}
    assert counts(columns, only_last, fields=fields) == found
    with_zero = {"res_format": ["XLSX", 1, "CSV", 0], "organization": ["b", 1, "a", 0]}
    assert counts(columns, only_last, fields=fields, minimum=0) == with_zero


def test_few_of_many_documents_are_counted_alike():
    rows = [row(n, "tags=a", *(["tags=b"] if n % 10 == 0 else [])) for n in range(100)]
    columns = columns_of(rows, DATES)
    few = [n in (10, 11) for n in range(100)]
    assert counts(columns, few, fields=("tags",)) == {"tags": ["a", 2, "b", 1]}


def test_many_of_many_documents_are_counted_by_those_that_are_missing():
    rows = [row(n, "tags=a", *(["tags=b"] if n % 10 == 0 else [])) for n in range(100)]
    columns = without(columns_of(rows, DATES), np.array([20, 21], dtype=np.int32))
    most = [n not in (10, 11, 20, 21) for n in range(100)]
    assert counts(columns, most, fields=("tags",)) == {"tags": ["a", 96, "b", 8]}


def test_equal_counts_at_the_limit_are_taken_by_value():
    rows = [row(n, f"tags={tag}") for n, tag in enumerate("dcba")]
    listed = counts(columns_of(rows, DATES), fields=("tags",), limit=2)
    assert listed == {"tags": ["a", 1, "b", 1]}


def test_what_was_counted_before_is_remembered(columns):
    found = Found(columns.alive, key="all")
    wanted = Facets(fields=("tags",), minimum=1)
    first = facet_counts(columns, found, wanted)
    more = merged(columns, columns_of([row(6, "tags=新")], DATES, before=columns))
    assert facet_counts(columns, found, wanted) == first == {"tags": ["水", 2, "土", 1]}
    assert facet_counts(more, Found(more.alive), wanted) == {"tags": ["水", 2, "土", 1, "新", 1]}


def test_only_so_much_is_remembered():
    remembered = Remembered(most=2)
    asked = []

    def answer(question):
        return remembered(question, lambda: asked.append(question) or np.array([question]))

    for question in (1, 2, 2, 3, 1):
        assert answer(question).tolist() == [question]
    assert asked == [1, 2, 3, 1]


def test_a_change_takes_the_place_of_the_old_document(columns):
    new = columns_of([row(2, "tags=土", title="新"), row(7, "source=x")], DATES, before=columns)
    changed = merged(columns, new)
    assert changed.numbers.tolist() == [1, 2, 5, 2, 7]
    assert changed.alive.tolist() == [True, False, True, True, True]
    assert having(changed, "tags", "土") == [1, 2]
    assert having(changed, "source", "x") == [7]
    assert changed.slots_of(np.array([2], dtype=np.int32)).tolist() == [3]
    assert changed.titled("新").tolist() == [3]
    assert counts(changed, fields=("tags", "organization")) == {
        "tags": ["土", 2, "水", 1], "organization": ["b", 1],
    }  # fmt: skip
    assert columns.alive.all()


def test_new_fields_and_dates_begin_empty_for_the_old():
    old = columns_of([row(1)], DATES)
    new = columns_of([Row(2, 1, (), (5,), "")], ("metadata_created",), before=old)
    both = merged(old, new)
    assert both.dates["metadata_created"].tolist() == [MISSING, 5]
    assert both.dates["metadata_modified"].tolist() == [MISSING, MISSING]


def test_a_deleted_document_is_gone(columns):
    left = without(columns, np.array([1, 9], dtype=np.int32))
    assert counts(left, fields=("tags",)) == {"tags": ["水", 1]}
    assert not left.is_wasteful()


def test_columns_with_too_many_dead_are_loaded_anew():
    columns = columns_of([row(n) for n in range(1300)], DATES)
    most = without(columns, np.arange(1290, dtype=np.int32))
    assert most.is_wasteful()


def test_a_field_of_single_documents_is_left_out(monkeypatch):
    monkeypatch.setattr("ckanext.scigov.search.domain.building.TOO_MANY_VALUES", 10)
    rows = [row(n, f"url=u{n}", f"tags={n % 4}", "state=active") for n in range(50)]
    columns = columns_of(rows, DATES)
    assert columns.left_out == {"url"}
    assert set(columns.fields) == {"tags", "state"}
    more = columns_of([row(90, "url=u20", "tags=9")], DATES, before=columns)
    assert set(merged(columns, more).fields) == {"tags", "state"}
    assert merged(columns, more).left_out == {"url"}


def ordered(columns, *keys, count=10):
    slots = np.flatnonzero(columns.alive).astype(np.int32)
    found = [sort_values(columns, SortKey(f, d), places) for f, d in keys]
    values = [value[slots] for value in found if value is not None]
    first = first_of(slots, values, columns.numbers, count)
    return columns.numbers[first].tolist()


def places(field):
    return np.array({"name": [np.nan, 2.0, 1.0], "title": [0.0, 2.0, 1.0]}[field[:5]])


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        ((("metadata_modified", False),), [5, 2, 1]),
        ((("metadata_modified", True),), [1, 2, 5]),
        ((("title_string", False),), [1, 5, 2]),
        ((("title", True),), [2, 5, 1]),
        # A document without a string comes last whatever the direction.
        ((("organization", False),), [2, 5, 1]),
        ((("organization", True),), [5, 2, 1]),
        # Without a number it has zero.
        ((("views_total", False),), [2, 5, 1]),
        ((("views_total", True),), [1, 2, 5]),
        ((("res_format", True), ("metadata_modified", False)), [5, 2, 1]),
        ((("name", False),), [5, 2, 1]),
        ((("name", True),), [2, 5, 1]),
        ((("nothing", False),), [1, 2, 5]),
    ],
)
def test_orders(columns, keys, order):
    assert ordered(columns, *keys) == order


def test_a_page_of_many_is_the_beginning_of_all():
    rows = [row(n, modified=(n * 37) % 50, title="") for n in range(100)]
    columns = columns_of(rows, DATES)
    keys = (("metadata_modified", True), ("nothing", False))
    everything = ordered(columns, *keys, count=100)
    assert ordered(columns, *keys, count=7) == everything[:7]
    by_hand = sorted(rows, key=lambda r: (-r.dates[0], r.number))
    assert everything == [r.number for r in by_hand]


def test_a_value_that_is_not_there_has_a_place_between_others(columns):
    values = columns.fields["res_format"].values
    assert [values.place(text) for text in ("A", "CSV", "M", "XLSX", "Z")] == [-0.5, 0, 0.5, 1, 1.5]
