"""A database that cannot be read says why, and never with what is secret."""

from __future__ import annotations

import socket
import traceback
from pathlib import Path
from typing import Any

import pytest
from database_peers import PASSWORD, Peer

from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov_harvesters.database import DatabaseConnector

DIALECTS = (
    "postgresql", "mariadb", "mysql", "sqlite", "oracle", "sqlserver", "dameng", "kingbase",
)  # fmt: skip

MARIADB = {
    "dialect": "mariadb",
    "host": "127.0.0.1",
    "database": "d",
    "user": "u",
    "password": PASSWORD,
}
SECRET = "another-Password-9"
PLACES = {"table": "t", "name": "n"}


def failure(wiring: Wiring) -> SourceFailed:
    connector = DatabaseConnector(wiring)
    with pytest.raises(SourceFailed) as failed:
        list(connector.pages(None))
    connector.close()
    said = "".join(traceback.format_exception(failed.value)) + repr(failed.value.detail)
    said += repr(connector) + repr(wiring)
    assert PASSWORD not in said
    assert SECRET not in said
    return failed.value


def test_a_wrong_password_is_told_without_it(platform: Peer) -> None:
    if platform.settings["dialect"] != "mariadb":
        return  # the server of the test run trusts its own machine; a file has no password
    wrong = failure(platform.wiring(password=SECRET))
    assert (wrong.cause, wrong.detail) == ("not_authorized", {"host": "127.0.0.1", "code": "1045"})


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_nobody_listens(dialect: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        settings = {**MARIADB, "dialect": dialect, "port": port}
        assert failure(Wiring(settings, "", is_internal=True)).cause == "unreachable"


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb"])
def test_a_server_that_says_nothing_ends_in_time(dialect: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = {**MARIADB, "dialect": dialect, "port": silent.getsockname()[1]}
        wiring = Wiring(
            {**settings, "connect_seconds": 2, "statement_seconds": 1}, "", is_internal=True
        )
        assert failure(wiring).cause in {"timed_out", "unreachable"}


@pytest.mark.parametrize(
    ("host", "is_internal"),
    [("127.0.0.1", False), ("10.1.2.3", False), ("localhost", False), ("169.254.169.254", True)],
)
def test_private_addresses_are_for_internal_sources_alone(host: str, is_internal: bool) -> None:
    refused = failure(Wiring({**MARIADB, "host": host}, "", is_internal))
    assert (refused.cause, refused.detail) == ("address_not_allowed", {"host": host})


def test_a_database_that_is_not_there(platform: Peer) -> None:
    missing = failure(platform.wiring(database="nothing_t"))
    causes = {"postgresql": "not_found", "mariadb": "not_authorized", "sqlite": "not_found"}
    assert missing.cause == causes[platform.settings["dialect"]]


def test_a_statement_that_takes_too_long_is_ended(platform: Peer) -> None:
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000000000) "
        "SELECT max(x) AS t, max(x) AS n FROM n"
    )
    if platform.settings["dialect"] == "mariadb":  # it ends recursions after a thousand turns
        endless = "SELECT SLEEP(60) AS t, 1 AS n"
    dictionary = {"query": endless, "columns": PLACES}
    slow = failure(platform.wiring(dictionary=dictionary, statement_seconds=1))
    assert slow.cause == "timed_out"


def test_a_dictionary_that_is_not_there(platform: Peer) -> None:
    for dictionary in ({"table": "absent"}, {"query": "SELECT a FROM absent"}):
        missing = failure(platform.wiring(dictionary={**dictionary, "columns": PLACES}))
        assert missing.cause == "not_found"


def test_a_driver_that_is_not_installed_is_told() -> None:
    settings = {**MARIADB, "dialect": "oracle"}
    missing = failure(Wiring(settings, "", is_internal=True))
    assert (missing.cause, missing.detail) == ("no_driver", {"host": "127.0.0.1"})


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database, but long enough to look like something " * 40)
    wiring = Wiring({"dialect": "sqlite", "database": "a.db"}, "", folder=str(tmp_path))
    assert failure(wiring).cause == "bad_answer"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"dialect": None}, "The setting connector.dialect is missing. Write it into the mapping file."),
        ({"dialect": "db2"}, f"The setting connector.dialect must be one of these: {', '.join(DIALECTS)}."),
        ({"host": None}, "The setting connector.host is missing. Write it into the mapping file."),
        ({"port": 70_000}, "The setting connector.port must be a number from 0 to 65535."),
        ({"time_zone": "Asia"}, "The setting connector.time_zone must be an offset such as +08:00."),
        ({"growing": {"a": 1}}, "The setting connector.growing.a must be the name of a column."),
        ({"host": "/run/x"}, "The setting connector.host can be a path only for postgresql."),
        ({"dictionary": {"columns": PLACES}}, "Give either connector.dictionary.table or connector.dictionary.query, not both."),
        ({"dictionary": {"query": "DELETE FROM a", "columns": PLACES}}, "The setting connector.dictionary.query must be one statement that begins with SELECT or WITH, without a semicolon."),
        ({"dictionary": {"table": "a", "columns": {"table": "t"}}}, "The setting connector.dictionary.columns.name is missing: a dictionary needs at least table and name."),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"The setting|Give either") as wrong:
        DatabaseConnector(Wiring({**MARIADB, **changed}, "", is_internal=True))
    assert str(wrong.value) == sentence


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(ValueError, match=r"^The setting connector\.pasword is not known\."):
        DatabaseConnector(Wiring({**MARIADB, "pasword": SECRET}, ""))


@pytest.mark.parametrize("path", ["../a.db", "link.db", "/etc/passwd"])
def test_files_lie_in_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "a.db").touch()
    (folder / "link.db").symlink_to(tmp_path / "a.db")
    wiring = Wiring({"dialect": "sqlite", "database": path}, "", folder=str(folder))
    with pytest.raises(ValueError, match="leads out of the folder"):
        DatabaseConnector(wiring)
    with pytest.raises(ValueError, match="has no folder for them"):
        DatabaseConnector(Wiring({"dialect": "sqlite", "database": "a.db"}, ""))


def test_a_socket_is_for_internal_sources_alone() -> None:
    settings = {**MARIADB, "dialect": "postgresql", "host": "/run/postgresql"}
    with pytest.raises(ValueError, match="mark the source as internal"):
        DatabaseConnector(Wiring(settings, ""))
    DatabaseConnector(Wiring(settings, "", is_internal=True)).close()
