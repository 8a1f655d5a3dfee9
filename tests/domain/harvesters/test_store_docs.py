"""The tables of settings of databases and files in the documentation are those that the connectors read."""

from __future__ import annotations

import re

import pytest

from ckanext.scigov.intake.connector_settings import Settings
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import database_settings, file_settings
from ckanext.scigov_harvesters.database_dialects import DIALECTS

DATABASE = {"dialect": "mariadb", "host": "a", "database": "b"}
DICTIONARY = {"table": "t", "columns": {"table": "a", "name": "b"}}
SFTP = {"host": "a", "user": "b", "password": "c", "host_key": "SHA256:d"}


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "harvest-connectors.md").read_text(encoding="utf-8")


def documented(page, kind):
    """Return setting → default of the table below a heading."""
    part = page.partition(f"\n## `{kind}`\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w.]+)` \|(.*?)\|", part, re.MULTILINE)
    return {name: default.strip() for name, default in rows}


@pytest.mark.parametrize(
    ("kind", "read", "given"),
    [
        ("database", database_settings.settings_of, {**DATABASE, "dictionary": DICTIONARY}),
        ("files", file_settings.settings_of, {"sftp": SFTP}),
    ],
)
def test_every_setting_is_documented(page, tmp_path, kind, read, given):
    settings = Settings(given)
    read(Wiring(given, "", folder=str(tmp_path)), settings)
    asked = {name.removeprefix("connector.") for name in settings.asked}
    parts = {name.rpartition(".")[0] for name in asked}
    assert set(documented(page, kind)) == asked - parts


def test_the_defaults_of_a_database_are_those_of_the_code(page):
    found = database_settings.read(Wiring(DATABASE, ""))
    shown = documented(page, "database")
    numbers = ("most_rows", "statement_seconds", "rows_seconds", "connect_seconds")
    assert {name: shown[name] for name in numbers} == {
        name: str(getattr(found, name)) for name in numbers
    }
    words = {"tls": found.tls, "time_zone": found.time_zone, "include": found.include[0]}
    assert {name: shown[name] for name in words} == {n: f"`{one}`" for n, one in words.items()}
    flags = {"views": found.views, "row_counts": found.row_counts}
    assert {name: shown[name] for name in flags} == {"views": "`false`", "row_counts": "`true`"}
    assert flags == {"views": False, "row_counts": True}


def test_the_defaults_of_files_are_those_of_the_code(page, tmp_path):
    found = file_settings.read(Wiring({"sftp": SFTP}, "", folder=str(tmp_path)))
    shown = documented(page, "files")
    assert found.sftp is not None
    assert {
        "files": f"`{' '.join(found.files)}`",
        "levels": str(found.levels),
        "archives": "`false`" if not found.archives else "`true`",
        "settle_seconds": str(found.settle_seconds),
        "sftp.port": str(found.sftp.port),
        "sftp.folder": f"`{found.sftp.folder}`",
        "limits.file_bytes": str(found.limits.file_bytes),
        "limits.files": str(found.limits.files),
        "limits.seconds": str(found.limits.seconds),
        "limits.connect_seconds": str(found.limits.connect_seconds),
    }.items() <= shown.items()


def test_what_can_be_said_is_documented(page):
    part = page.partition("\n## `database`\n")[2].partition("\n## ")[0]
    assert {f"`{one}`" for one in (*DIALECTS, *database_settings.SAID)} <= set(
        re.findall(r"`\w+`", part)
    )
