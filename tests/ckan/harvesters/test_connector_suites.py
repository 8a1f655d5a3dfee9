"""The kinds ``files`` and ``database`` keep what every connector keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from connector_suite import SECRET, Case, ConnectorSuite
from database_peers import Peer
from sftp_server import serving
from source_server import Server, plain

from ckanext.scigov.intake.contract import Connector, Raw, Wiring
from ckanext.scigov_harvesters import database, file_drop

SIZES = {"a.json": 500, "b.json": 700, "c.json": 30}


class FilesCase(Case):
    """Three files, of which the last one is broken."""

    is_conditional = True

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self._folder, self._settings = folder, settings
        self.keys = [f"{name}-{place}" for name, size in SIZES.items() for place in range(size)]
        self.breaks = {"gone": self._remove, "cut": self._cut, "text": self._write_text}
        self.mend()

    def connector(self, known: Mapping[str, str] | None = None) -> Connector:
        settings = {"settle_seconds": 0, **self._settings}
        wiring = Wiring(settings, "", True, known or {}, str(self._folder))
        return file_drop.make(wiring)

    def key(self, raw: Raw) -> str:
        return str(raw["编号"])

    def mend(self) -> None:
        for name, size in SIZES.items():
            rows = [{"编号": f"{name}-{place}", "名称": "目录"} for place in range(size)]
            self._put(name, json.dumps(rows, ensure_ascii=False).encode())

    def _put(self, name: str, body: bytes) -> None:
        (self._folder / name).write_bytes(body)

    def _remove(self) -> None:
        (self._folder / "c.json").unlink()

    def _cut(self) -> None:
        body = (self._folder / "c.json").read_bytes()
        self._put("c.json", body[: len(body) // 2])

    def _write_text(self) -> None:
        self._put("c.json", b"<html>Please sign in.</html>")


class AddressCase(FilesCase):
    def __init__(self, folder: Path, server: Server) -> None:
        self._server = server
        super().__init__(folder, {"url": [server.address(f"/{name}") for name in SIZES]})

    def _put(self, name: str, body: bytes) -> None:
        tag = f'"{hash(body)}"'

        def answer(request: Any) -> None:
            is_same = request.headers.get("If-None-Match") == tag
            plain(b"" if is_same else body, 304 if is_same else 200, ETag=tag)(request)

        self._server.answers[f"/{name}"] = answer
        super()._put(name, body)

    def _remove(self) -> None:
        self._server.answers["/c.json"] = lambda request: request.send_error(404)


class DatabaseCase(Case):
    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self.keys = [f"s{number:02d}" for number in range(12)]
        self.breaks = {"gone": self._drop}
        self.mend()

    def connector(self, known: Mapping[str, str] | None = None) -> Connector:
        changed = {} if self._peer.settings["dialect"] != "sqlite" else {"password": SECRET}
        return database.DatabaseConnector(self._peer.wiring(include=["s[0-9][0-9]"], **changed))

    def key(self, raw: Raw) -> str:
        return str(raw["table"])

    def mend(self) -> None:
        self.drop_all()
        metadata = sa.MetaData()
        for key in self.keys:
            sa.Table(key, metadata, sa.Column("id", sa.Integer, primary_key=True))
        metadata.create_all(self._peer.engine)

    def drop_all(self) -> None:
        with self._peer.engine.begin() as connection:
            for key in self.keys:
                connection.execute(sa.text(f"DROP TABLE IF EXISTS {key}"))

    def _drop(self) -> None:
        with self._peer.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE s11"))


class TestFolder(ConnectorSuite):
    @pytest.fixture
    def case(self, tmp_path: Path) -> Case:
        return FilesCase(tmp_path, {})


class TestAddresses(ConnectorSuite):
    @pytest.fixture
    def case(self, tmp_path: Path) -> Iterator[Case]:
        server = Server()
        yield AddressCase(tmp_path, server)
        server.close()


class TestSftp(ConnectorSuite):
    @pytest.fixture
    def case(self, tmp_path: Path) -> Iterator[Case]:
        with serving(tmp_path, SECRET) as server:
            yield FilesCase(tmp_path, {"sftp": server.settings()})


class TestDatabase(ConnectorSuite):
    @pytest.fixture
    def case(self, platform: Peer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
        monkeypatch.setattr(database, "PAGE_TABLES", 5)
        made = DatabaseCase(platform)
        yield made
        made.drop_all()
