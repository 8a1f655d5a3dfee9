"""The register of sources and the declarations of comparisons: who may, and what is refused."""

from __future__ import annotations

import pytest
import sourced
from applying import grant_role
from disputing import call, outcome, reported
from graded_files import grade_item
from sourced import HERE, THERE, declaration, declared, put, source

from ckan import model

pytestmark = pytest.mark.usefixtures("clean_datastore", "province", "tables_of_both")


@pytest.fixture
def tables_of_both(province) -> None:
    sourced.build()
    put(HERE, ("1", "a"), ("2", "b"))
    put(THERE, ("1", "a"), ("2", "x"))


def test_the_authority_puts_a_source_on_the_register_that_everybody_reads() -> None:
    line = source(title="数值")
    assert (line["item"], line["title"], line["unit_title"]) == ("v", "数值", "省科学技术厅")
    assert line["verification_status"] == "single_source"
    (shown,) = call("", "source_list")["results"]
    assert shown == {**line, "may_end": False}
    assert call("", "source_list", q="没有")["count"] == 0


@pytest.mark.parametrize(
    ("user", "more", "expected"),
    [
        ("editor", {}, "forbidden"),
        ("root", {}, "forbidden"),
        ("cdo", {"resource": "nothing"}, ["resource"]),
        ("cdo", {"column": "w"}, ["column"]),
        ("cdo", {"unit": "nobody"}, ["unit"]),
        ("cdo", {"title": "长" * 201}, ["item", "title"]),
        ("cdo", {}, ["item"]),
    ],
)
def test_who_may_not_and_what_is_refused(user: str, more: dict[str, str], expected: object) -> None:
    source()
    given = {"item": "v", "unit": "kejiting", "resource": HERE, "column": "v", **more}
    assert outcome(user, "source_set", **given) == expected


def test_a_line_is_ended_and_stays_on_record() -> None:
    id_ = source()["id"]
    assert outcome("editor", "source_end", id=id_) == "forbidden"
    assert outcome("cdo", "source_end", id="nothing") == "absent"
    assert call("cdo", "source_end", id=id_)["ended_at"] is not None
    assert outcome("cdo", "source_end", id=id_) == ["state"]
    source(unit="tongjiju", resource=THERE)
    assert [one["unit_id"] for one in call("", "source_list")["results"]] == ["tongjiju"]
    assert call("", "source_list", ended=True)["count"] == 2


def test_a_source_that_a_comparison_needs_is_not_ended() -> None:
    id_ = declared()
    (line,) = call("cdo", "source_list")["results"]
    assert outcome("cdo", "source_end", id=line["id"]) == ["state"]
    call("cdo", "comparison_end", id=id_)
    assert outcome("cdo", "comparison_end", id=id_) == ["state"]
    assert outcome("cdo", "comparison_run", id=id_) == ["state"]
    assert outcome("cdo", "source_end", id=line["id"]) == "yes"


def test_a_declaration_says_all_that_is_wrong_with_it() -> None:
    source()
    wrong = declaration({"w": {}}, key=("no", "number"))
    assert outcome("cdo", "comparison_set", **wrong) == ["key", "w"]
    assert outcome("cdo", "comparison_set", **declaration({"v": {}}, tables="[")) == ["tables"]
    assert outcome("cdo", "comparison_set", **declaration({"v": {}}, keys={})) == ["keys"]
    assert outcome("cdo", "comparison_set", **declaration({"v": {}}, name="长" * 201)) == ["name"]
    assert outcome("editor", "comparison_set", **declaration({"v": {}})) == "forbidden"
    assert outcome("cdo", "comparison_set", **declaration({"v": {}})) == "yes"


def test_a_doubt_about_a_column_of_a_source_goes_to_the_source() -> None:
    source(unit="tongjiju")
    call_ = call("citizen", "show", id=reported("free", resource=HERE, item="v"))
    assert call_["unit_id"] == "tongjiju"
    assert call("citizen", "show", id=reported("free"))["unit_id"] == "kejiting"


def test_what_is_known_of_the_items_of_a_table() -> None:
    call("editor", "comparison_run", id=declared())
    for table in (HERE, THERE):
        (known,) = call("", "verification_list", resource=table)
        assert (known["item"], known["column"], known["verification_status"]) == (
            "v", "v", "inconsistent",
        )  # fmt: skip
        assert known["verified_at"] is not None
    assert call("", "verification_list", resource="plan-a") == []


@pytest.fixture
def limited() -> str:
    """Somebody who is the data authority of 科技厅 alone."""
    grant_role("plain", "cdo", "kejiting")
    return "plain"


def test_an_authority_of_one_unit_sets_sources_of_its_tables_alone(limited: str) -> None:
    given = {"item": "v", "column": "v"}
    own, other = {"unit": "kejiting", "resource": HERE}, {"unit": "tongjiju", "resource": THERE}
    for where in (other, {**own, "resource": THERE}, {**other, "resource": HERE}):
        assert outcome(limited, "source_set", **given, **where) == "forbidden"
    assert outcome(limited, "source_set", **given, **own) == "yes"
    line = source("no", unit="tongjiju", resource=THERE)
    assert outcome(limited, "source_end", id=line["id"]) == "forbidden"


def test_an_authority_of_one_unit_learns_no_name_of_a_hidden_column_of_another(
    limited: str,
) -> None:
    given = {"item": "v", "unit": "kejiting", "resource": THERE}
    assert outcome(limited, "source_set", **given, column="v") == "forbidden"
    grade_item("id-copy", THERE, "v", ("4", "none", "none"))
    model.Session.commit()
    told = [outcome(limited, "source_set", **given, column=name) for name in ("v", "absent")]
    assert told == [["column"], ["column"]]
    assert outcome("cdo", "source_set", **{**given, "unit": "tongjiju"}, column="no") == "yes"
