"""A server by SFTP: its key is known, or nothing is said to it; it may be as bad as it likes."""

from __future__ import annotations

import io
import logging
import socket
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest
from connector_suite import SECRET
from dropping import pages, put
from sftp_server import SftpServer, serving

from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov_harvesters import file_drop, file_places

ROWS = '[{"id": 1}, {"id": 2}]'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpServer]:
    folder = tmp_path / "drop"
    put(folder, "a.json", ROWS)
    put(folder, "deep/b.json", '[{"id": 3}]')
    with serving(folder, SECRET) as made:
        yield made


def ids(server: SftpServer, *, levels: int = 0, **changed: Any) -> list[int]:
    found = pages(Path("/"), sftp=server.settings(**changed), levels=levels)
    return [item.raw["id"] for page in found for item in page.items]


def failure(
    server: SftpServer, limits: dict[str, int] | None = None, **changed: Any
) -> SourceFailed:
    settings = {"sftp": server.settings(**changed), "settle_seconds": 0, "limits": limits or {}}
    connector = file_drop.make(Wiring(settings, "", is_internal=True))
    with pytest.raises(SourceFailed) as failed:
        list(connector.pages(None))
    connector.close()
    said = "".join(traceback.format_exception(failed.value)) + repr(failed.value.detail)
    assert SECRET not in said
    return failed.value


def test_files_are_read_with_a_password(server: SftpServer) -> None:
    assert ids(server) == [1, 2]
    assert ids(server, levels=2) == [1, 2, 3]
    assert ids(server, folder="/drop/deep") == [3]


def test_a_fingerprint_does_as_well(server: SftpServer) -> None:
    assert ids(server, host_key=server.key.fingerprint) == [1, 2]


@pytest.mark.parametrize("form", ["key", "fingerprint"])
def test_another_host_key_gets_no_password(server: SftpServer, form: str) -> None:
    other = paramiko.RSAKey.generate(2048)
    known = f"ssh-rsa {other.get_base64()}" if form == "key" else other.fingerprint
    refused = failure(server, host_key=known)
    assert (refused.cause, refused.detail) == (
        "host_key", {"host": "127.0.0.1", "shown": server.key.fingerprint},
    )  # fmt: skip
    assert server.logins == []


def test_a_key_opens_the_door(tmp_path: Path) -> None:
    key, written = paramiko.ECDSAKey.generate(), io.StringIO()
    key.write_private_key(written, password="pass phrase")
    put(tmp_path, "a.json", ROWS)
    with serving(tmp_path, "", public_key=key) as server:
        more = {"private_key": written.getvalue(), "passphrase": "pass phrase"}
        assert ids(server, **more) == [1, 2]
        assert set(server.logins) == {"key"}
        with pytest.raises(ValueError, match=r"private_key is no private key of OpenSSH") as wrong:
            ids(server, private_key=written.getvalue(), passphrase="another")
        assert "another" not in str(wrong.value)


def test_a_wrong_password_is_told_without_it(server: SftpServer) -> None:
    refused = failure(server, password="wrong-" + SECRET)
    assert (refused.cause, refused.detail) == ("not_authorized", {"host": "127.0.0.1"})


def test_no_password_is_in_a_log(server: SftpServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert ids(server) == [1, 2]
    assert "paramiko" in {record.name.split(".")[0] for record in caplog.records}
    assert SECRET not in caplog.text


def test_private_addresses_are_for_internal_sources_alone(server: SftpServer) -> None:
    connector = file_drop.make(Wiring({"sftp": server.settings()}, ""))
    with pytest.raises(SourceFailed) as refused:
        list(connector.pages(None))
    assert (refused.value.cause, refused.value.detail) == (
        "address_not_allowed", {"host": "127.0.0.1"},
    )  # fmt: skip
    assert server.logins == []


def test_names_that_never_end(server: SftpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_places, "MOST_LOOKED", 5_000)
    server.lists_endlessly = True
    assert failure(server, limits={"files": 1_000_000}).cause == "too_many_files"


def test_a_file_larger_than_allowed_or_than_said(server: SftpServer) -> None:
    large = failure(server, limits={"file_bytes": 10})
    assert (large.cause, large.detail) == ("too_large", {"file": "a.json", "most": 10})
    server.lies_about_size = 100
    assert failure(server).cause in {"truncated", "unreachable"}


def test_a_folder_that_is_not_there(server: SftpServer) -> None:
    assert failure(server, folder="/drop/nothing").cause == "not_found"


def test_links_are_not_followed(server: SftpServer, tmp_path: Path) -> None:
    secret = put(tmp_path, "outside.json", '[{"id": 99}]')
    (server.folder / "link.json").symlink_to(secret)
    (server.folder / "folder").symlink_to(tmp_path)
    assert ids(server, levels=2) == [1, 2, 3]


def test_unchanged_files_are_not_fetched(server: SftpServer) -> None:
    known = dict(pages(Path("/"), sftp=server.settings())[-1].known)
    server.opened.clear()
    (page,) = pages(Path("/"), known, sftp=server.settings())
    assert (page.is_unchanged, server.opened) == (True, [])


def test_a_server_that_says_nothing_ends_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sftp = {"host": "127.0.0.1", "port": silent.getsockname()[1], "user": "u", "password": "p"}
        settings = {"sftp": {**sftp, "host_key": "SHA256:x"}, "limits": {"connect_seconds": 1}}
        connector = file_drop.make(Wiring(settings, "", is_internal=True))
        begun = time.monotonic()
        with pytest.raises(SourceFailed):
            list(connector.pages(None))
        assert time.monotonic() - begun < 15


def test_a_server_that_hangs_up(server: SftpServer) -> None:
    settings = {"sftp": server.settings(), "settle_seconds": 0}
    connector = file_drop.make(Wiring(settings, "", is_internal=True))
    connector._place.listed()
    server.hang_up()
    with pytest.raises(SourceFailed) as failed:
        list(connector.pages(None))
    assert failed.value.cause == "unreachable"
    connector.close()
