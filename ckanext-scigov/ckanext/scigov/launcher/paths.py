"""Where things are: the checkout and the site's home. The home's files: docs/operations.md."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import stat
from pathlib import Path

# The longest name below the sockets' folder is supervisor's temporary one, "/supervisor.sock.<pid>",
# and the kernel allows 107 bytes in all.
LONGEST_SOCKET_FOLDER = 80
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def project_root() -> Path:
    """The checkout: the folder of the script ``scigov``."""
    return Path(__file__).resolve().parents[4]


def project_version(root: Path) -> str:
    """The version as setup.py states it; nothing needs to be installed to read it."""
    found = re.search(
        r'^\s*version="([^"]+)"', (root / "setup.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    return found.group(1) if found else "0"


@dataclasses.dataclass(frozen=True)
class Home:
    """The folder with everything one site owns."""

    path: Path
    root: Path  # the checkout whose code runs it

    @classmethod
    def of_environment(cls, root: Path) -> Home:
        given = os.environ.get("SCIGOV_HOME")
        return cls(Path(given).expanduser().absolute() if given else root / ".scigov", root)

    @property
    def key(self) -> str:
        """A short name made from the path: two homes on one machine have different ones."""
        return hashlib.sha256(str(self.path.resolve()).encode()).hexdigest()[:12]

    @property
    def ini(self) -> Path:
        return self.path / "ckan.ini"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def admin_password(self) -> Path:
        return self.secrets / "admin-password"

    @property
    def storage(self) -> Path:
        return self.path / "storage"

    @property
    def postgres(self) -> Path:
        """A folder, or a link where the home is closed to PostgreSQL's own user."""
        return self.path / "postgres"

    @property
    def redis(self) -> Path:
        return self.path / "redis"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def restoring(self) -> Path:
        """A mark: a restore has begun to change the home and is not finished."""
        return self.path / "restoring"

    @property
    def sockets(self) -> Path:
        """In the home, unless its path is too long, unfit for an address or closed to PostgreSQL."""
        inside = self.run / "sockets"
        short = len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER
        if short and PLAIN.fullmatch(str(inside)) and self._is_open():
            return inside
        return Path(f"/tmp/scigov-{os.geteuid()}-{self.key}")  # noqa: S108  (made 0700, owner checked)

    @property
    def postgres_sockets(self) -> Path:
        return self.sockets / "pg"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def supervisor_socket(self) -> Path:
        return self.sockets / "supervisor.sock"

    @property
    def exists(self) -> bool:
        return self.ini.exists()

    def _is_open(self) -> bool:
        """Whether the user that root starts PostgreSQL as can come as far as the home."""
        if os.geteuid() != 0:
            return True
        above = self.path.resolve().parents
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in above if folder.exists())
