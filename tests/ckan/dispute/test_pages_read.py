"""The page of a dispute and the forms of its steps, as each kind of person meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import applying
import pytest
from disputing import EXPLANATION, accepted, call, dispute_of, reported, state_of
from page_reading import problems, texts

Visit = Callable[..., Any]
STEPS = {
    "citizen": ["提请协调"],
}


def test_probe(visit: Visit) -> None:
    id_ = accepted()
    for who in ("citizen", "", "plain", "editor", "decider", "cdo", "auditor"):
        answer = visit(who, f"/disputes/{id_}")
        print(
            who,
            answer.status_code,
            texts(answer, ".scigov-actions a"),
            texts(answer, "h1"),
            texts(answer, ".scigov-stages li"),
        )
        print(texts(answer, "[role=main]"))
    for step in ("reject", "forward", "assign", "merge", "remark"):
        for who in ("citizen", "editor", "cdo"):
            answer = visit(who, f"/disputes/{id_}/{step}")
            print(who, step, answer.status_code, texts(answer, "[role=main]"))
    print(texts(visit("citizen", f"/disputes/{id_}/files"), "[role=main]"))
    assert 0
