"""A list over HTTP through the whole pipeline: broken off and taken up, changing, read with another encoding."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hostile_server import Listed, in_json, told_longer
from listed_source import MAKER, asked, harvested, made_source
from source_server import plain

from ckan import model

from ckanext.scigov.intake.model import Problem, Record, Run
from ckanext.scigov.intake.pipeline import running
from ckanext.scigov.intake.service import sources
from ckanext.scigov.shared import clock

MAPPING = """
mapping: 1
name: http
title: {zh_Hans_CN: 接口, en: Interface}
connector:
  kind: json
  url: ADDRESS
  records: data.rows
  total: data.total
  query: {page: "{page}", size: "{size}"}
  paging: {kind: page, size: 3}
  pace: {requests_per_second: 1000, retries: 0}
identity: [id]
provider: {constant: PROVIDER}
fields:
  title: title
  data_kind: {constant: public_distributed}
"""


@pytest.fixture
def served(provider_id):
    made = Listed()
    yield made
    made.close()


@pytest.fixture
def source_id(served, provider_id):
    found = made_source(provider_id, MAPPING.replace("ADDRESS", served.address("/list")))
    options = {"is_internal": True}
    sources.set_options(model.Session, found, options, MAKER, clock.now())
    model.Session.commit()
    return found


def state(run_id):
    model.Session.rollback()
    model.Session.expire_all()
    run = model.Session.get(Run, run_id)
    return run.state, run.stop_reason


def keys():
    return sorted(model.Session.scalars(sa.select(Record.key).where(Record.fate == "in")))


def told(run_id):
    query = sa.select(Problem.cause, Problem.value).where(Problem.run_id == run_id)
    return [tuple(one) for one in model.Session.execute(query.order_by(Problem.id))]


ALL = [f"r{number}" for number in range(1, 8)]


def test_a_list_comes_in(served, source_id):
    run = harvested(source_id)
    assert (run.state, run.total, run.counts["listed"], run.counts["new"]) == ("finished", 7, 7, 7)
    assert keys() == ALL
    again = harvested(source_id)
    assert (again.counts["unchanged"], again.counts.get("new", 0)) == (7, 0)


def test_a_source_that_breaks_off_fails_the_run_which_goes_on_from_there(served, source_id):
    run_id = asked(source_id)
    page = b'{"data": {"rows": [{"id": "r4", "title": "x"}], "total": 7}}'
    served.before = lambda: served.spoil(told_longer(page)) if len(served.questions) == 2 else None
    running.run(run_id)
    assert state(run_id) == ("failed", "truncated")
    assert keys() == ALL[:3]
    served.mend()
    run = harvested(source_id)
    assert (run.state, keys()) == ("finished", ALL)


def test_a_source_that_is_read_again_loses_nothing_and_is_told(served, source_id):
    harvested(source_id)
    served.questions.clear()
    served.before = lambda: served.records.pop(0) if len(served.questions) == 2 else None
    run = harvested(source_id)
    assert run.state == "finished"
    assert ("read_again", "6") in told(run.id)
    assert keys() == ALL


def test_a_source_that_says_another_encoding_is_read_and_told(served, source_id):
    body = '{"data": {"rows": [{"id": "r1", "title": "科技项目"}], "total": 1}}'.encode("gbk")
    empty = in_json({"data": {"rows": [], "total": 1}})
    answer = plain(body, Content_Type="application/json; charset=utf-8")

    def first_or_empty(request):
        (answer if len(served.questions) == 1 else empty)(request)

    served.answers["/list"] = first_or_empty
    run = harvested(source_id)
    assert (run.state, keys()) == ("finished", ["r1"])
    assert [one for one in told(run.id) if one[0] == "other_charset"] == [
        ("other_charset", "gb18030")
    ]


def test_a_private_address_is_asked_only_for_a_source_that_is_internal(served, source_id):
    sources.set_options(model.Session, source_id, {"is_internal": False}, MAKER, clock.now())
    model.Session.commit()
    run = harvested(source_id)
    assert state(run.id) == ("failed", "address_not_allowed")
    assert served.asked == []
