"""Files at addresses are fetched in the guarded way, and again only when they have changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dropping import failure, pages
from source_server import Server, plain

from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov_harvesters import file_drop

ROWS = b'[{"id": 1}, {"id": 2}]'


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    made.answers = {"/a.json": plain(ROWS), "/deep/a.json": plain(b'[{"id": 3}]')}
    yield made
    made.close()


def test_two_files_of_one_name_are_two(server: Server) -> None:
    urls = [server.address("/a.json"), server.address("/deep/a.json")]
    (first, second) = pages(Path("/"), url=urls, file_name_as="文件")
    names = [item.raw["文件"] for page in (first, second) for item in page.items]
    assert names == ["2-a.json", "a.json", "a.json"]


def test_what_has_no_tag_is_compared_by_its_bytes(server: Server) -> None:
    url = server.address("/a.json")
    known = dict(pages(Path("/"), url=url)[-1].known)
    assert [page.is_unchanged for page in pages(Path("/"), known, url=url)] == [True]
    server.answers["/a.json"] = plain(b'[{"id": 9}]')
    (page,) = pages(Path("/"), known, url=url)
    assert [item.raw["id"] for item in page.items] == [9]


@pytest.mark.parametrize(
    ("status", "cause"),
    [(401, "not_authorized"), (403, "not_authorized"), (404, "not_found"), (500, "source_error")],
)
def test_an_answer_that_is_no_file(server: Server, status: int, cause: str) -> None:
    server.answers["/a.json"] = plain(b"no", status)
    found, detail = failure(Path("/"), url=server.address("/a.json"))
    assert (found, detail["file"], detail["host"]) == (cause, "a.json", "127.0.0.1")


def test_limits_hold(server: Server) -> None:
    url = server.address("/a.json")
    assert failure(Path("/"), url=url, limits={"file_bytes": 21})[0] == "too_large"
    assert len(pages(Path("/"), url=url, limits={"file_bytes": 22})) == 1


def test_an_internal_source_is_not_led_to_another_host(server: Server) -> None:
    other = server.address("/deep/a.json", "localhost")
    server.answers["/a.json"] = plain(b"", 302, Location=other)
    assert failure(Path("/"), url=server.address("/a.json"))[0] == "address_not_allowed"
    server.answers["/a.json"] = plain(b"", 302, Location="/deep/a.json")
    assert len(pages(Path("/"), url=server.address("/a.json"))) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_private_addresses_are_for_internal_sources_alone(server: Server, host: str) -> None:
    settings: dict[str, Any] = {"url": server.address("/a.json", host)}
    connector = file_drop.make(Wiring(settings, ""))
    with pytest.raises(SourceFailed) as refused:
        list(connector.pages(None))
    assert (refused.value.cause, server.asked) == ("address_not_allowed", [])
