"""Files of a folder: unchanged ones are not read, unfinished ones wait, and nothing outside is reached."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from dropping import failure, pages, put, records

from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov_harvesters import file_drop, file_places

ROWS = '[{"id": 1}, {"id": 2}]'
NO_ADDRESS = (
    "The setting connector.url must hold addresses that begin with http:// or https://, without a user's name "
    "or password in them."
)
ONE_PLACE = "Give one of connector.folder, connector.url and connector.sftp, not several: a source lies in one place."
NO_LIMIT = (
    "The setting connector.limits.bytes is not known. What can be set here: connect_seconds, file_bytes, files, "
    "seconds."
)
NO_LOGIN = "Give connector.sftp.password or connector.sftp.private_key: a server wants one of them."
NO_KEY = (
    "The setting connector.sftp.host_key must be the server's host key, as ssh-keyscan writes it "
    "(ssh-ed25519 AAAA…), or its fingerprint (SHA256:…)."
)
KEY_MISSING = "The setting connector.sftp.host_key is missing. Write it into the mapping file."


def known_of(folder: Path, **settings: Any) -> dict[str, str]:
    return dict(pages(folder, **settings)[-1].known)


def is_unchanged(folder: Path, known: dict[str, str], **settings: Any) -> bool:
    return [page.is_unchanged for page in pages(folder, known, **settings)] == [True]


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.json", "a.csv", "deep/c.json", "notes.txt", ".hidden.json", "~$a.csv"):
        put(tmp_path, name, "id\n1\n" if name.endswith("csv") else ROWS)
    assert records(tmp_path) == [{"id": "1"}, {"id": 1}, {"id": 2}]
    assert len(records(tmp_path, levels=1)) == 5
    assert records(tmp_path, files=["a.*"], file_name_as="文件") == [{"id": "1", "文件": "a.csv"}]


def test_files_that_have_not_changed_are_not_read(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        put(tmp_path, name, ROWS)
    known = known_of(tmp_path)
    assert is_unchanged(tmp_path, known)
    # Copied anew, the same bytes with another moment.
    put(tmp_path, "a.json", ROWS, age=60)
    assert is_unchanged(tmp_path, known)
    assert not is_unchanged(tmp_path, known, file_name_as="文件")
    put(tmp_path, "a.json", ROWS.replace("1", "3"))
    assert not is_unchanged(tmp_path, known)
    assert len(records(tmp_path)) == 4


@pytest.mark.parametrize("change", ["gone", "added"])
def test_a_file_more_or_less_is_a_change(tmp_path: Path, change: str) -> None:
    for name in ("a.json", "b.json"):
        put(tmp_path, name, ROWS)
    known = known_of(tmp_path)
    assert is_unchanged(tmp_path, known)
    if change == "gone":
        (tmp_path / "b.json").unlink()
    else:
        put(tmp_path, "c.json", ROWS)
    found = pages(tmp_path, known)
    count = sum(len(page.items) for page in found)
    assert (found[-1].following, count) == (None, {"gone": 2, "added": 6}[change])


@pytest.mark.parametrize("name", ["new.json.part", "new.json.tmp", "new.json"])
def test_a_new_file_that_is_being_written_waits(tmp_path: Path, name: str) -> None:
    put(tmp_path, "a.json", ROWS)
    put(tmp_path, name, "[{", age=1)
    (page,) = pages(tmp_path, settle_seconds=30)
    assert [item.raw["id"] for item in page.items] == [1, 2]
    assert [(one.cause, one.detail) for one in page.noticed] == [
        ("unfinished", {"file": "new.json"})
    ]
    assert sorted(page.known) == ["", "a.json"]


@pytest.mark.parametrize("name", ["b.json", "b.json.part"])
def test_what_a_known_file_had_is_not_gone_while_it_is_written(tmp_path: Path, name: str) -> None:
    for one in ("a.json", "b.json"):
        put(tmp_path, one, ROWS)
    known = known_of(tmp_path)
    (tmp_path / "b.json").unlink()
    put(tmp_path, name, "[{", age=1)
    connector = file_drop.make(
        Wiring({"settle_seconds": 30}, "", known=known, folder=str(tmp_path))
    )
    came = connector.pages(None)
    first = next(came)
    assert (len(first.items), first.following is not None) == (2, True)
    with pytest.raises(SourceFailed) as failed:
        next(came)
    assert (failed.value.cause, failed.value.detail) == ("changed_meanwhile", {"file": "b.json"})


def test_a_file_that_changes_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_drop, "PAGE_RECORDS", 1)
    path = put(tmp_path, "a.json", ROWS)
    connector = file_drop.make(Wiring({"settle_seconds": 0}, "", folder=str(tmp_path)))
    came = connector.pages(None)
    assert len(next(came).items) == 1
    path.write_text(ROWS + " ")
    with pytest.raises(SourceFailed) as failed:
        list(came)
    assert failed.value.cause == "changed_meanwhile"


def test_a_bad_file_does_not_stop_the_good_ones(tmp_path: Path) -> None:
    put(tmp_path, "a.json", '[{"id": 1}, {"id": ')
    put(tmp_path, "b.json", '[{"id": 2}]')
    connector = file_drop.make(Wiring({"settle_seconds": 0}, "", folder=str(tmp_path)))
    came = connector.pages(None)
    first, second = next(came), next(came)
    assert [item.raw["id"] for item in [*first.items, *second.items]] == [1, 2]
    assert second.following is not None
    with pytest.raises(SourceFailed) as failed:
        next(came)
    assert (failed.value.cause, failed.value.detail) == ("truncated", {"file": "a.json"})


def test_a_run_begins_anew_when_what_was_read_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_drop, "PAGE_RECORDS", 1)
    for name in ("a.json", "b.json", "c.json"):
        put(tmp_path, name, ROWS)
    point = pages(tmp_path)[3].following
    rest = [item.raw["id"] for page in pages(tmp_path, after=point) for item in page.items]
    assert rest == [1, 2]
    put(tmp_path, "a.json", '[{"id": 9}]')
    again = [item.raw["id"] for page in pages(tmp_path, after=point) for item in page.items]
    assert again == [9, 1, 2, 1, 2]


def test_a_file_that_changed_since_the_checkpoint_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_drop, "PAGE_RECORDS", 1)
    put(tmp_path, "a.json", ROWS)
    point = pages(tmp_path)[0].following
    assert len(pages(tmp_path, after=point)) == 1
    put(tmp_path, "a.json", '[{"id": 7}, {"id": 8}]')
    again = [item.raw["id"] for page in pages(tmp_path, after=point) for item in page.items]
    assert again == [7, 8]


def test_pages_have_five_hundred_records(tmp_path: Path) -> None:
    put(tmp_path, "a.json", json.dumps([{"id": number} for number in range(1100)]))
    assert [len(page.items) for page in pages(tmp_path)] == [500, 500, 100]


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path, "outside/secret.json", '[{"id": "secret"}]')
    folder = tmp_path / "in"
    put(folder, "a.json", ROWS)
    (folder / "link.json").symlink_to(outside)
    (folder / "folder").symlink_to(outside.parent)
    assert records(folder, levels=3) == [{"id": 1}, {"id": 2}]
    os.mkfifo(folder / "pipe.json")
    assert records(folder, levels=3) == [{"id": 1}, {"id": 2}]


@pytest.mark.parametrize("path", ["..", "/etc", "a/../../x", "link"])
def test_a_folder_lies_below_that_of_sources(tmp_path: Path, path: str) -> None:
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "link").symlink_to(tmp_path)
    with pytest.raises(ValueError, match=r"^The setting connector\.folder leads out of the folder"):
        pages(inner, folder=path)


def test_a_folder_that_is_not_there_is_no_empty_source(tmp_path: Path) -> None:
    assert failure(tmp_path, folder="nothing") == ("unreachable", {"folder": "nothing"})


def test_limits_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.json", "b.json"):
        put(tmp_path, name, ROWS)
    assert failure(tmp_path, limits={"files": 1}) == ("too_many_files", {"most": 1})
    assert failure(tmp_path, limits={"file_bytes": 21}) == (
        "too_large", {"file": "a.json", "most": 21},
    )  # fmt: skip
    assert len(records(tmp_path, limits={"file_bytes": 22, "files": 2})) == 4
    monkeypatch.setattr(file_places, "MOST_LOOKED", 1)
    assert failure(tmp_path) == ("too_many_files", {"most": 1})


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return made.getvalue()


def test_an_archive_is_read_where_that_is_wanted(tmp_path: Path) -> None:
    body = zipped(
        ("目录/b.csv", "名称\n甲\n".encode("gb18030")), ("a.json", ROWS.encode()), ("x.txt", b"-")
    )
    put(tmp_path, "a.zip", body)
    assert records(tmp_path) == []
    assert records(tmp_path, archives=True, file_name_as="文件") == [
        {"id": 1, "文件": "a.zip/a.json"}, {"id": 2, "文件": "a.zip/a.json"},
        {"名称": "甲", "文件": "a.zip/目录/b.csv"},
    ]  # fmt: skip


def test_an_archive_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", zipped(("a.csv", b"id\n" + b"1\n" * 5_000_000)))
    assert (tmp_path / "a.zip").stat().st_size < 50_000
    found = failure(tmp_path, archives=True, limits={"file_bytes": 1_000_000})
    assert found == ("too_large", {"file": "a.zip/a.csv", "most": 1_000_000})


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", zipped(("a.json", ROWS.encode()))[:-30])
    assert failure(tmp_path, archives=True) == ("bad_answer", {"file": "a.zip"})


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"levels": 11}, "The setting connector.levels must be a number from 0 to 10."),
        ({"encoding": "latin-1"}, "The setting connector.encoding must be one of these: , utf-8, utf-16, gb18030, big5."),
        ({"url": "ftp://a.example.org/a.csv"}, NO_ADDRESS),
        ({"folder": "a", "url": "https://a.example.org/a.csv"}, ONE_PLACE),
        ({"limits": {"bytes": 1}}, NO_LIMIT),
        ({"sftp": {"host": "a.example.org", "user": "u", "host_key": "SHA256:x"}}, NO_LOGIN),
        ({"sftp": {"host": "a.example.org", "user": "u", "password": "p", "host_key": "yes"}}, NO_KEY),
        ({"sftp": {"host": "a.example.org", "user": "u", "password": "p"}}, KEY_MISSING),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(tmp_path: Path, settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"The setting|Give") as wrong:
        pages(tmp_path, **settings)
    assert str(wrong.value) == sentence


def test_without_a_folder_for_sources_nothing_is_read() -> None:
    with pytest.raises(ValueError, match="the site has no folder for them"):
        file_drop.make(Wiring({}, ""))
