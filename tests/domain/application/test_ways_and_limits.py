"""How a dataset is come by, and how long each step may take."""

from __future__ import annotations

from pathlib import Path

import yaml

import ckanext.scigov.application as feature
from ckanext.scigov.application.domain import limits, ways
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.domain.states import AppealLevel, Kind
from ckanext.scigov.application.domain.ways import Way
from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS, Grade
from ckanext.scigov.shared.domain.limits import Limit, read

GRADES = {f"{g.level.value} {g.share.value}/{g.open.value}": g for g in ACCESS_RIGHTS}
WAYS = {
    "1 unconditional/unconditional": (Way.FREE, Way.FREE),
    "2 unconditional/conditional": (Way.INSTANT, Way.APPLY),
    "2 unconditional/none": (Way.INSTANT, Way.CLOSED),
    "3 conditional/conditional": (Way.APPLY, Way.APPLY),
    "3 conditional/none": (Way.APPLY, Way.CLOSED),
    "4 none/none": (Way.CLOSED, Way.CLOSED),
}


def both(grade: Grade | None) -> tuple[Way, Way]:
    return ways.way(Kind.SHARE, grade), ways.way(Kind.OPEN, grade)


def test_way_of_every_legal_grade() -> None:
    assert {name: both(grade) for name, grade in GRADES.items()} == WAYS


def test_what_is_not_classified_is_closed() -> None:
    assert both(None) == (Way.CLOSED, Way.CLOSED)


FILE = Path(feature.__file__).parent / "limits.yaml"
VALUES = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_limits_of_the_product() -> None:
    found = read(VALUES, LimitKey)
    assert isinstance(found, dict)
    days = {key.value: limit.days for key, limit in found.items()}
    assert days == {
        "share.check": 2, "share.reply.conditional": 10, "share.reply.extension": 10,
        "share.deliver": 20, "share.not_in_catalogue": 15, "open.reply.conditional": 15,
        "open.reply.extension": 15, "open.deliver": 20, "request.supplement": 7,
        "request.consult": 15, "report.use": 20, "appeal.negotiate": 10, "appeal.authority": 15,
        "appeal.government": 20, "appeal.review": 15,
    }  # fmt: skip
    assert found[LimitKey.SHARE_REPLY] == Limit(
        "share.reply.conditional", 10, "《政务数据共享条例》（国务院令第809号）", is_confirmed=False
    )


def test_limits_of_each_kind() -> None:
    kinds = (Kind.SHARE, Kind.OPEN)
    assert [limits.of_reply(kind).value for kind in kinds] == [
        "share.reply.conditional", "open.reply.conditional"]  # fmt: skip
    assert [limits.of_extension(kind).value for kind in kinds] == [
        "share.reply.extension", "open.reply.extension"]  # fmt: skip
    assert [limits.of_delivery(kind).value for kind in kinds] == ["share.deliver", "open.deliver"]
    assert [limits.of_appeal(level).value for level in AppealLevel] == [
        "appeal.negotiate", "appeal.authority", "appeal.government", "appeal.review"]  # fmt: skip
