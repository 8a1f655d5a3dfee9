"""Files on a server by SFTP, whose host key is known beforehand.

paramiko is used for it: LGPL-2.1, which the AGPL may use, released regularly for more than ten years, and
synchronous, as a worker's run is.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import socket
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import paramiko

from ckanext.scigov.intake.connector_settings import N_, WrongSetting
from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters import guarding
from ckanext.scigov_harvesters.file_places import Found, Held, Listing
from ckanext.scigov_harvesters.file_settings import FileSettings, Sftp

PIECE = 1 << 18
SILENT_SECONDS = 60
MOST_REQUESTS = 64
"""Pieces that are asked for ahead: what has come and is not written yet is in memory."""
NO_PRIVATE_KEY = N_(
    "The setting {key} is no private key of OpenSSH (Ed25519, ECDSA or RSA), or its passphrase does not open it."
)
_KEYS: tuple[type[paramiko.PKey], ...] = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class SftpPlace:
    """A folder of a server."""

    is_near: ClassVar[bool] = False

    def __init__(self, wiring: Wiring, settings: FileSettings, sftp: Sftp) -> None:
        """Read the private key, if there is one.

        Raises:
            WrongSetting: it is none, or the passphrase does not open it.
        """
        self._wiring, self._settings, self._sftp = wiring, settings, sftp
        self._key = _private_key(sftp) if sftp.private_key else None
        self._transport: paramiko.Transport | None = None
        self._client: paramiko.SFTPClient | None = None

    def listed(self) -> Sequence[Found]:
        listing = Listing(self._settings, time.time())
        with self._told():
            self._walk(self._connected(), self._sftp.folder, "", self._settings.levels, listing)
        return listing.all()

    @contextmanager
    def held(self, found: Found) -> Iterator[Held]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            with self._told(file=found.name):
                digest = self._bring(found, path)
            yield Held(path, digest, found.state)

    def is_as_known(self, found: Found, state: str) -> bool:
        return bool(state) and found.state == state

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        if self._transport is not None:
            self._transport.close()
        self._client = self._transport = None

    def _walk(
        self, client: paramiko.SFTPClient, folder: str, prefix: str, levels: int, listing: Listing
    ) -> None:
        below: list[str] = []
        for one in client.listdir_iter(folder):
            # A name is one step of a path, and never a way out of the folder.
            if one.filename in {"", ".", ".."} or "/" in one.filename or "\x00" in one.filename:
                continue
            kind = one.st_mode or 0
            if stat.S_ISDIR(kind) and levels and not one.filename.startswith("."):
                below.append(one.filename)
            elif stat.S_ISREG(kind):
                listing.take(f"{prefix}{one.filename}", one.st_size or 0, float(one.st_mtime or 0))
        # Not before: the answers to two questions about folders at a time would be mixed up.
        for name in below:
            self._walk(client, f"{folder}/{name}", f"{prefix}{name}/", levels - 1, listing)

    def _bring(self, found: Found, path: Path) -> str:
        """Write a file here and return its SHA-256; it must be what was listed, before and after."""
        client, place = self._connected(), f"{self._sftp.folder}/{found.name}"
        limits, digest, size = self._settings.limits, hashlib.sha256(), 0
        ends_at = time.monotonic() + limits.seconds
        with client.open(place, "rb") as remote, path.open("wb") as file:
            remote.prefetch(_size_of(client, place, found), MOST_REQUESTS)
            while piece := remote.read(PIECE):
                size += len(piece)
                if size > limits.file_bytes:
                    detail = {"file": found.name, "most": limits.file_bytes}
                    raise SourceFailed(Cause.TOO_LARGE.value, detail)
                if time.monotonic() > ends_at:
                    raise SourceFailed(Cause.TOO_SLOW.value, {"file": found.name})
                digest.update(piece)
                file.write(piece)
        if _size_of(client, place, found) != size:
            raise SourceFailed(Cause.TRUNCATED.value, {"file": found.name})
        return digest.hexdigest()

    def _connected(self) -> paramiko.SFTPClient:
        if self._client is None:
            self._transport = self._opened()
            client = paramiko.SFTPClient.from_transport(self._transport)
            if client is None:
                raise SourceFailed(Cause.BAD_ANSWER.value, {"host": self._sftp.host})
            channel = client.get_channel()
            if channel is not None:
                channel.settimeout(min(SILENT_SECONDS, self._settings.limits.seconds))
            self._client = client
        return self._client

    def _opened(self) -> paramiko.Transport:
        sftp, seconds = self._sftp, self._settings.limits.connect_seconds
        address = guarding.judged(self._wiring, sftp.host, sftp.port)[0]
        connected = socket.create_connection((address, sftp.port), seconds)
        transport = paramiko.Transport(connected)
        transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = seconds
        try:
            _ask_for(transport, sftp.host_key)
            transport.start_client(timeout=seconds)
            _check_host(transport.get_remote_server_key(), sftp)
            if self._key is not None:
                transport.auth_publickey(sftp.user, self._key)
            else:
                transport.auth_password(sftp.user, sftp.password, fallback=False)
        except BaseException:
            transport.close()
            raise
        return transport

    @contextmanager
    def _told(self, **detail: Any) -> Iterator[None]:
        """Make a cause of what goes wrong; no text of the server or the library is passed on."""
        said = {"host": self._sftp.host, **detail}
        try:
            yield
        except paramiko.AuthenticationException:
            raise SourceFailed(Cause.NOT_AUTHORIZED.value, said) from None
        except TimeoutError:
            raise SourceFailed(Cause.TIMED_OUT.value, said) from None
        except PermissionError:
            raise SourceFailed(Cause.NOT_AUTHORIZED.value, said) from None
        except FileNotFoundError:
            raise SourceFailed(Cause.NOT_FOUND.value, said) from None
        except (paramiko.SSHException, EOFError, OSError):
            raise SourceFailed(Cause.UNREACHABLE.value, said) from None


def _size_of(client: paramiko.SFTPClient, place: str, found: Found) -> int:
    """Return the size of a file that is still what was listed."""
    now = client.lstat(place)
    size = now.st_size or 0
    is_same = f"{size} {float(now.st_mtime or 0):.6f}" == found.state
    if not stat.S_ISREG(now.st_mode or 0) or not is_same:
        raise SourceFailed(Cause.CHANGED_MEANWHILE.value, {"file": found.name})
    return size


def _ask_for(transport: paramiko.Transport, host_key: str) -> None:
    """Let the server show the kind of key that is known, where it has several."""
    words = host_key.split()
    if len(words) < 2:
        return
    options = transport.get_security_options()
    meant = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}.get(words[0], (words[0],))
    offered = [one for one in options.key_types if one in meant]
    if offered:
        options.key_types = offered


def _check_host(key: paramiko.PKey, sftp: Sftp) -> None:
    words = sftp.host_key.split()
    if len(words) >= 2:
        with suppress(binascii.Error, ValueError):
            if hmac.compare_digest(base64.b64decode(words[1]), key.asbytes()):
                return
    elif hmac.compare_digest(_fingerprint(key), sftp.host_key.rstrip("=")):
        return
    detail = {"host": sftp.host, "shown": _fingerprint(key)}
    raise SourceFailed(Cause.HOST_KEY.value, detail)


def _fingerprint(key: paramiko.PKey) -> str:
    digest = hashlib.sha256(key.asbytes()).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def _private_key(sftp: Sftp) -> paramiko.PKey:
    for kind in _KEYS:
        with suppress(paramiko.SSHException, ValueError, TypeError):
            return kind.from_private_key(io.StringIO(sftp.private_key), sftp.passphrase or None)
    raise WrongSetting(NO_PRIVATE_KEY, key="connector.sftp.private_key")
