"""Who edits an entry is told what other portals would find wrong with it; nobody else is, and nothing is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
HEADING = "Advice: other portals would find something missing in this entry"


def advice(get: Get, token: str, name: str = "aa") -> list[str]:
    page = BeautifulSoup(
        get(f"/en/dataset/edit/{name}", token=token).get_data(as_text=True), "html.parser"
    )
    found = page.find("summary", string=HEADING)
    return [one.get_text(strip=True) for one in found.parent.select("li")] if found else []


def test_warnings_name_the_field_of_the_form(
    make: Make, get: Get, owner_editor: dict[str, Any]
) -> None:
    make("aa")
    told = advice(get, owner_editor["token"])
    assert "Area covered: The area covered is recommended." in told
    assert "Period covered: The period covered is recommended." in told or any(
        one.endswith("The period covered is recommended.") for one in told
    )
    assert not any("Error" in one for one in told)


def test_what_is_complete_has_no_advice(
    make: Make,
    get: Get,
    owner_editor: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ckan_config: Any,
) -> None:
    make("aa")
    path = tmp_path / "none.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . [] sh:targetNode <x:y> .", encoding="utf-8"
    )
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.shapes", str(path))
    assert advice(get, owner_editor["token"]) == []


def test_shapes_that_cannot_be_used_keep_nobody_from_editing(
    make: Make,
    get: Get,
    owner_editor: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    ckan_config: Any,
) -> None:
    make("aa")
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.shapes", "/no/such/file.ttl")
    assert get("/dataset/edit/aa", token=owner_editor["token"]).status_code == 200
    assert advice(get, owner_editor["token"]) == []


def test_a_reader_is_told_nothing(make: Make, get: Get) -> None:
    make("aa")
    assert HEADING not in get("/en/dataset/aa").get_data(as_text=True)


def test_it_takes_one_statement(
    make: Make, get: Get, owner_editor: dict[str, Any], monkeypatch: pytest.MonkeyPatch,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:  # fmt: skip
    make("aa")
    counted = []
    for _turn in ("warm", "with", "without"):
        if _turn == "without":
            monkeypatch.setattr("ckanext.scigov.dcat.judging.advice", lambda _entry: ())
        with count_queries() as queries:
            advice(get, owner_editor["token"])
        counted.append(len(queries))
    assert counted[1] - counted[2] <= 1
