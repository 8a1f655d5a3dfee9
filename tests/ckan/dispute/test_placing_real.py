"""The real table: a number that two projects bear, and a heading that stands among the rows."""

from __future__ import annotations

import csv
import lzma
from pathlib import Path
from typing import Any

import pytest

from ckan import model

from ckanext.scigov.access.domain.subjects import ANONYMOUS
from ckanext.scigov.dispute import placing, rows
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.placing import Placed, PlacingReason
from ckanext.scigov.shared.errors import Refusal

pytestmark = pytest.mark.usefixtures("clean_site")
PROJECTS = Path(__file__).parents[2] / "corpus/projects/social-science-fund-projects-2017.csv.xz"
STRAY = 58_944


@pytest.fixture
def where(disputed: Any) -> Any:
    with lzma.open(PROJECTS, "rt", encoding="utf-8-sig", newline="") as file:
        return disputed(list(csv.DictReader(file)))


def test_the_project_that_is_meant_is_chosen_by_its_number_in_the_table(where) -> None:
    key = (("项目批准号", "15WSH004"),)
    target = Target(TargetKind.CELL, where.dataset_id, where.resource_id, item="项目名称", key=key)
    refused = placing.place(model.Session, target, ANONYMOUS)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.values["rows"]) == (PlacingReason.SEVERAL_ROWS, 2)
    seen = set()
    for number in map(int, str(refused.values["numbers"]).split(", ")):
        found = placing.place(model.Session, target, ANONYMOUS, number)
        assert isinstance(found, Placed)
        assert rows.find(found.target).number == number
        seen.add(found.seen)
    assert seen == {"多元城镇化与中国发展", "丝绸之路戏剧文化研究"}


def test_the_stray_heading_is_pointed_at_by_a_click(where) -> None:
    resource_id = where.resource_id
    target = placing.target_of_row(model.Session, resource_id, STRAY, "项目类别", ANONYMOUS)
    assert isinstance(target, Target)
    found = placing.place(model.Session, target, ANONYMOUS)
    assert isinstance(found, Placed)
    assert (found.seen, found.number) == ("项目类别", STRAY)
