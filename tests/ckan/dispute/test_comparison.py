"""Two tables of the DataStore are compared: what differs is told by cause, and exactly that."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

import comparing
import pytest
import sqlalchemy as sa
from comparing import HERE, OTHER_UNIT, SOURCE_UNIT, THERE

from ckanext.scigov.dispute import comparison
from ckanext.scigov.dispute.domain.compared import Finding, Kind, Thresholds
from ckanext.scigov.dispute.domain.compared_status import Checked, Status, status
from ckanext.scigov.dispute.domain.comparing import Comparison, Match, Rule, Table, folded
from ckanext.scigov.dispute.domain.comparing_checks import ComparisonReason
from ckanext.scigov.dispute.domain.sources import Source
from ckanext.scigov.shared.errors import Refused

pytestmark = pytest.mark.usefixtures("clean_datastore", "with_plugins")
COLUMNS = {"no": "text", "v": "text"}
THIRD = "33333333-cccc-4ccc-8ccc-333333333333"


def put(table: str, *rows: tuple[str, str]) -> None:
    comparing.put(table, [dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)


def run(*tables: str, examples: int = 20) -> comparison.Report:
    ids = tables or (HERE, THERE)
    units = {HERE: SOURCE_UNIT, THERE: OTHER_UNIT, THIRD: "third"}
    columns = dict.fromkeys(ids, "no"), dict.fromkeys(ids, "v")
    declared = Comparison(
        [Table(one, units[one]) for one in ids],
        [Match("no", columns[0])],
        [Match("v", columns[1], Rule())],
    )
    return comparison.run(declared, {"v": Source("v", SOURCE_UNIT, HERE)}, examples=examples)


def test_rows_without_partner_without_key_and_with_a_key_of_others() -> None:
    put(HERE, ("1", "a"), ("2", "b"), ("3", "c"), ("3", "c"), ("", "d"), ("5", "e"))
    put(THERE, ("1", "a"), ("3", "x"), ("4", "d"), ("5", "e"), ("5", "y"), (" ", "z"), ("5", "e"))
    found = run()
    assert [(one.kind, one.unit_id, one.rows, one.examples) for one in found.causes] == [
        (Kind.DUPLICATE_HERE, SOURCE_UNIT, 2, (Finding(("3",), here_row=3, there_row=2),)),
        (Kind.DUPLICATE_THERE, OTHER_UNIT, 3, (Finding(("5",), here_row=6, there_row=4),)),
        (Kind.MISSING_HERE, SOURCE_UNIT, 1, (Finding(("4",), there_row=3),)),
        (Kind.MISSING_THERE, SOURCE_UNIT, 1, (Finding(("2",), here_row=2),)),
        (Kind.NO_KEY_HERE, SOURCE_UNIT, 1, (Finding((None,), here_row=5),)),
        (Kind.NO_KEY_THERE, OTHER_UNIT, 1, (Finding((None,), there_row=6),)),
    ]
    assert found.checks == {"v": (Checked(1),)}


def test_no_more_examples_are_kept_than_wanted_and_all_are_counted() -> None:
    put(HERE, *((str(n), "a") for n in range(15)))
    put(THERE, *((str(n), "b") for n in range(15)))
    (found,) = run(examples=2).causes
    assert (found.findings, found.examples) == (
        15,
        (Finding(("0",), "v", "a", "b", 1, 1), Finding(("1",), "v", "a", "b", 2, 2)),
    )


def test_long_values_are_shortened_in_examples_alone() -> None:
    put(HERE, ("1", "长" * 600 + "a"))
    put(THERE, ("1", "长" * 600 + "b"))
    (found,) = run().causes
    assert (found.kind, found.examples[0].here) == (Kind.VALUE, "长" * 500)


def test_what_is_found_has_a_digest_of_its_keys_and_values() -> None:
    put(HERE, ("1", "a"), ("2", "b"))
    put(THERE, ("1", "x"), ("2", "y"))
    first = run()
    put(THERE, ("2", "y"), ("1", "x"))
    again = run()
    put(THERE, ("1", "y"), ("2", "x"))
    others = run()
    digests = [report.causes[0].digest for report in (first, again, others)]
    assert digests[0] == digests[1] != digests[2]
    decided = {one.signature: one.digest for one in first.causes}
    assert [status(one.checks["v"], decided) for one in (first, again, others)] == [
        Status.ADJUDICATED, Status.ADJUDICATED, Status.INCONSISTENT,
    ]  # fmt: skip


CELLS = ("", "a", "Ａ", " a b", "ab", "abc", "b", "1", "1.0", "１0", "100000", "x1", "2017-01-01")


@pytest.mark.parametrize("seed", range(8))
def test_tables_of_odd_cells_are_told_as_by_a_program(seed: int) -> None:
    chance = random.Random(seed)
    keys = [f"{number}" for number in range(40)] + ["", " ", "７", "0７", "Ａ", "a"]
    tables = [
        [
            {"k": chance.choice(keys), **{name: chance.choice(CELLS) for name in "xy"}}
            for _ in range(60)
        ]
        for _ in range(2)
    ]
    for table, rows in zip((HERE, THERE), tables, strict=True):
        comparing.put(table, rows, dict.fromkeys("kxy", "text"))
    declared, sources = comparing.declared("k", ["x"], {"y": Decimal("0.1")})
    found = comparison.run(declared, sources, Thresholds(percent=100), examples=100)
    told = Counter((one.kind.value, one.item) for one in found.causes for _ in one.examples)
    expected = comparing.in_python(declared, *tables)
    assert told == Counter((kind, item) for kind, _key, item in expected)
    assert {
        (cause.kind.value, folded(example.key[0] or ""), cause.item)
        for cause in found.causes
        for example in cause.examples
        if cause.item
    } == {one for one in expected if one[2]}


def test_three_tables_are_held_against_that_of_the_source() -> None:
    put(HERE, ("1", "a"), ("2", "b"), ("2", "b"))
    put(THERE, ("1", "a"), ("2", "b"))
    put(THIRD, ("1", "z"), ("2", "b"))
    found = run(HERE, THERE, THIRD)
    assert [one.signature for one in found.causes] == [
        f"duplicate|{HERE}",
        f"value|{HERE}|{THIRD}|v|",
    ]
    assert [one.differing for one in found.checks["v"]] == [0, 1]


def test_empty_tables_are_compared_with_nothing() -> None:
    put(HERE)
    put(THERE)
    found = run()
    assert (found.causes, found.checks) == ((), {"v": (Checked(0),)})


def test_a_table_that_is_gone_or_has_changed_is_said() -> None:
    put(HERE, ("1", "a"))
    with pytest.raises(Refused) as refused:
        run()
    assert [one.reason for one in refused.value.refusals] == [ComparisonReason.TABLE_UNKNOWN]
    comparing.put(THERE, [{"no": "1", "w": "a"}], {"no": "text", "w": "text"})
    with pytest.raises(Refused) as refused:
        run()
    assert [one.reason for one in refused.value.refusals] == [ComparisonReason.COLUMN_UNKNOWN]


def test_names_of_columns_are_names_and_never_statements() -> None:
    odd = ["no", 'x" OR 1=1', "50% (:a)", "总额（万元）'; --"]
    kinds = dict.fromkeys(odd, "text")
    comparing.put(HERE, [dict.fromkeys(odd, "1")], kinds)
    comparing.put(THERE, [{**dict.fromkeys(odd, "1"), odd[2]: "2"}], kinds)
    items = [Match(name, {HERE: name, THERE: name}) for name in odd[1:]]
    declared = Comparison(
        [Table(HERE, "a"), Table(THERE, "b")], [Match("no", {HERE: "no", THERE: "no"})], items
    )
    sources = {name: Source(name, "a", HERE) for name in odd}
    found = comparison.run(declared, sources)
    assert [(one.item, one.kind) for one in found.causes] == [(odd[2], Kind.VALUE)]


def test_rows_are_only_read() -> None:
    put(HERE, ("1", "a"))
    put(THERE, ("1", "b"))
    from ckanext.scigov.tables import row_queries

    with row_queries.reading() as connection, pytest.raises(sa.exc.ProgrammingError):
        connection.execute(sa.delete(row_queries.table(HERE)))
    assert len(run().causes) == 1
