"""A server of SFTP on this machine: the library's own other side, over a folder that a test fills."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko

USER = "sender"


class SftpServer:
    """Gives the files of a folder; ``spoil`` makes it a bad server."""

    def __init__(
        self, folder: Path, password: str, public_key: paramiko.PKey | None = None
    ) -> None:
        self.folder, self.password, self.public_key = folder, password, public_key
        self.key = paramiko.RSAKey.generate(2048)
        self.lists_endlessly = False
        self.lies_about_size = 0
        self.logins: list[str] = []
        self.opened: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._transports: list[paramiko.Transport] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def host_key(self) -> str:
        return f"{self.key.get_name()} {self.key.get_base64()}"

    def settings(self, **changed: Any) -> dict[str, Any]:
        found = {
            "host": "127.0.0.1", "port": self.port, "user": USER, "password": self.password,
            "host_key": self.host_key, "folder": "/drop",
        }  # fmt: skip
        return {**found, **changed}

    def hang_up(self) -> None:
        for transport in self._transports:
            transport.close()

    def close(self) -> None:
        self._listener.close()
        self.hang_up()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._speak, args=(connection,), daemon=True).start()

    def _speak(self, connection: socket.socket) -> None:
        transport = paramiko.Transport(connection)
        self._transports.append(transport)
        transport.add_server_key(self.key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, self)
        with suppress(paramiko.SSHException, EOFError, OSError):
            transport.start_server(server=_Doorman(self))


class _Doorman(paramiko.ServerInterface):
    def __init__(self, server: SftpServer) -> None:
        self._server = server

    def check_channel_request(self, kind: str, _number: int) -> int:
        is_session = kind == "session"
        return paramiko.OPEN_SUCCEEDED if is_session else paramiko.OPEN_FAILED_UNKNOWN_CHANNEL_TYPE

    def check_auth_password(self, username: str, password: str) -> int:
        self._server.logins.append("password")
        is_right = (username, password) == (USER, self._server.password)
        return paramiko.AUTH_SUCCESSFUL if is_right else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        self._server.logins.append("key")
        is_right = username == USER and key == self._server.public_key
        return paramiko.AUTH_SUCCESSFUL if is_right else paramiko.AUTH_FAILED

    def get_allowed_auths(self, _username: str) -> str:
        return "password,publickey"


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, doorman: _Doorman, server: SftpServer) -> None:
        super().__init__(doorman)
        self._server = server

    def list_folder(self, path: str) -> Any:
        try:
            entries = list(os.scandir(self._real(path)))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        found = [self._said(Path(entry.path)) for entry in entries]
        return _Endless(found) if self._server.lists_endlessly else found

    def lstat(self, path: str) -> Any:
        try:
            return self._said(self._real(path))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    stat = lstat

    def open(self, path: str, _flags: int, _attributes: Any) -> Any:
        self._server.opened.append(path)
        try:
            file = self._real(path).open("rb")
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        handle = paramiko.SFTPHandle()
        handle.readfile = file
        return handle

    def _said(self, path: Path) -> paramiko.SFTPAttributes:
        found = paramiko.SFTPAttributes.from_stat(os.lstat(path), path.name)
        found.st_size = (found.st_size or 0) + self._server.lies_about_size
        return found

    def _real(self, path: str) -> Path:
        relative = os.path.normpath("/" + path.lstrip("/")).removeprefix("/drop").lstrip("/")
        return self._server.folder / relative


class _Endless(list[Any]):
    """A folder whose names never end."""

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice) and place.stop is None:
            return self
        if isinstance(place, slice):
            return [self._one(number) for number in range(place.start or 0, place.stop)]
        return self._one(place)

    def _one(self, number: int) -> paramiko.SFTPAttributes:
        found = paramiko.SFTPAttributes()
        found.filename, found.st_mode, found.st_size, found.st_mtime = (
            f"{number}.json",
            0o100644,
            1,
            1,
        )
        return found


@contextmanager
def serving(folder: Path, password: str, **more: Any) -> Iterator[SftpServer]:
    server = SftpServer(folder, password, **more)
    try:
        yield server
    finally:
        server.close()
